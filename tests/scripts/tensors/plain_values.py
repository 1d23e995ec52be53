"""Values of the file that are almost Python's own: NumPy's numbers and texts, arrays without axes, subclasses."""
# ruff: noqa

import enum
from collections import namedtuple

import numpy as np

import bml


class Colour(enum.IntEnum):
    RED = 1


class Name(str, enum.Enum):
    FIRST = "first"


class Odd(int):
    def __repr__(self):
        return "odd"

    def __add__(self, other):
        return 99


class Loud(str):
    def __str__(self):
        return "LOUD"


class Real(float):
    pass


Point = namedtuple("Point", "x y")

f64, f32 = np.float64(2.5), np.float32(0.1)
i64, u8, truth, text = np.int64(7), np.uint8(200), np.bool_(True), np.str_("text")
scalar_array, int_array, text_array, bool_array = np.array(2.5), np.array(3), np.array("s"), np.array(False)
red, name, odd, loud, real = Colour.RED, Name.FIRST, Odd(3), Loud("quiet"), Real(1.0)
point = Point(np.int64(1), 2.0)
several = (np.float64(1.0), np.str_("x"), (np.bool_(False), np.int32(3)))
nothing = np.float64("nan")

data = bml.Dataset.from_arrays(np.arange(10, dtype="float32").reshape(5, 2), np.arange(5))
piped = data.shuffle(seed=np.int64(3)).take(np.int64(4)).batch(np.int32(2))
rest = data.split(np.float64(0.4))[1]
first = data.split(np.int64(2))[0]
rate = bml.Variable(np.float32(0.5))
optimizer = bml.optimizers.SGD(np.float64(0.1))


@bml.function
def scaled(x, y):
    return x * f64 + i64, y


@bml.script
def show_each():
    print(f64, [f64], str(f64), f"{f64}", f"{f64!r}", type(f64).__name__)
    print(f32, [f32], str(f32), f"{f32}", f"{f32!r}", type(f32).__name__)
    print(i64, [i64], str(i64), f"{i64}", f"{i64!r}", type(i64).__name__)
    print(u8, [u8], str(u8), f"{u8}", f"{u8!r}", type(u8).__name__)
    print(truth, [truth], str(truth), f"{truth}", f"{truth!r}", type(truth).__name__)
    print(text, [text], str(text), f"{text}", f"{text!r}", type(text).__name__)
    print(
        scalar_array,
        [scalar_array],
        str(scalar_array),
        f"{scalar_array}",
        f"{scalar_array!r}",
        type(scalar_array).__name__,
    )
    print(int_array, [int_array], str(int_array), f"{int_array}", f"{int_array!r}", type(int_array).__name__)
    print(text_array, [text_array], str(text_array), f"{text_array}", f"{text_array!r}", type(text_array).__name__)
    print(bool_array, [bool_array], str(bool_array), f"{bool_array}", f"{bool_array!r}", type(bool_array).__name__)
    print(red, [red], str(red), f"{red}", f"{red!r}", type(red).__name__)
    print(name, [name], str(name), f"{name}", f"{name!r}", type(name).__name__)
    print(odd, [odd], str(odd), f"{odd}", f"{odd!r}", type(odd).__name__)
    print(loud, [loud], str(loud), f"{loud}", f"{loud!r}", type(loud).__name__)
    print(real, [real], str(real), f"{real}", f"{real!r}", type(real).__name__)
    print(point, [point], str(point), f"{point}", f"{point!r}", type(point).__name__)
    print(several, [several], str(several), f"{several}", f"{several!r}", type(several).__name__)
    print(nothing, [nothing], str(nothing), f"{nothing}", f"{nothing!r}", type(nothing).__name__)


@bml.script
def compute_as_python_does():
    print(f64 / 2, i64 / 2, i64 // 2, u8 + 100, u8 * u8, i64**2, f64 * 2, "%.2f" % f64, round(f64), round(f64, 1), -u8)
    print(truth + 1, text + "a", scalar_array * 2, red + 1, odd + 1, 10 * i64, i64 & 3, list(range(int_array)))
    print(text.upper(), [1, 2, 3][red], {"text": 1}[text], text == "text", f64 == 2.5, not truth, loud + "!", real)
    print([f64, 1.0], sum([f64, f64]), max(i64, 3), sorted([f64, f32]), {i64: 1}, (f64, i64) == (2.5, 7))
    try:
        print(f64 / 0)
    except ZeroDivisionError as error:
        print(error)


@bml.script
def unpack_tuples():
    x, y = point
    a, b, (c, d) = several
    print(x, y, [x], a, b, c, d, [a], [c], [d], several[2][1], len(several), several[0] + 1, point == (1, 2.0))


@bml.script
def defaults(n: int = i64, x: float = f64, s: str = text, b: bool = truth):
    print(n, x, s, b, [n], [x], [s], [b])


@bml.script
def defaults_without_annotations(n=i64, x=f64, s=text, b=truth, r=red, first_name=name, array=int_array):
    print(n, x, s, b, [n], [x], [s, first_name], [b], r, array, n / array)


@bml.script
def defaults_of_functions():
    def scale(n=i64, x=f64):
        return n * x

    print(scale(), scale(1), [scale(2)])


@bml.script
def options_of_data_sets():
    for x, y in data.shuffle(seed=i64).take(i64).batch(int_array):
        print(x.tolist(), y.tolist())
    print(len(piped), len(rest.batch(2)), len(first.batch(1)))
    for x, y in piped:
        print(x.tolist())
    for x, y in rest.batch(red):
        print(y.tolist())


@bml.script
def with_tensors():
    for x, y in data.map(scaled).batch(i64):
        z = x * f64 + i64
        print(z.tolist(), (x * scalar_array).tolist(), (x + f32).tolist())
    unused = bml.optimizers.SGD(f64, momentum=f64 - 2.0)
    print(float(rate), float(optimizer.learning_rate))


@bml.script
def reports():
    bml.log(a=f64, b=i64, c=text, d=truth, e=f32)
    bml.progress(i64, u8)
    return f64, i64, text, truth
