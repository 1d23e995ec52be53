"""Functions of Python's own modules, from `time` to `random`."""

from __future__ import annotations

import dataclasses

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import holds_numpy
from bmlc.scripts.classes.attributes import attribute_of_object
from bmlc.scripts.classes.classes import ClassName
from bmlc.scripts.classes.members import class_of, is_object
from bmlc.scripts.classes.objects import make_object
from bmlc.scripts.constructs.calls import targets_of
from bmlc.scripts.counting.escaping import keeping
from bmlc.scripts.fitting import fitted, holder_of, number
from bmlc.scripts.functions.binding import Arguments
from bmlc.scripts.iteration import iterated, iterator_of, owned
from bmlc.scripts.rows.aggregates import folded
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.table import row, rows
from bmlc.scripts.rows.written import adopted
from bmlc.scripts.types import NEVER, NONE, Bound, Class, Function, Object, Partial, Stream, Tuple, Type, atom_of
from bmlc.scripts.values import OwnCall, Value, is_name
from bmlc.scripts.visit import Visit

__all__: list[str] = []

rows(
    {
        "time.time() -> float": "Date.now() / 1000",
        **{
            f"time.{name}() -> float": "performance.now() / 1000"
            for name in ("perf_counter", "monotonic", "process_time")
        },
        "time.sleep(seconds: float, /) -> None": "await sleep(run, seconds)",
        # As Python's, but for the number of characters, which nobody asks for.
        "sys.stdout.write(text: str, /) -> None": "run.print(text, '')",
        "sys.stdout.flush() -> None": "None",
        "itertools.count(start: int = 0, step: int = 1) -> iterator[int]": (
            "lasting(range(start, 9007199254740992, step))"
        ),
        "itertools.chain(*iterables: iterable) -> iterator[T]": "chained([*iterables])",
        "itertools.cycle(iterable: iterable, /) -> iterator[T]": "cycled",
    }
)


@row("copy.copy(x: object, /)", "copy.deepcopy(x: object, /)")
def _copy(visit: Visit, call: Call) -> Value:
    """A copy has the types of what it is a copy of."""
    value = call["x"]
    if atom_of(Object, value.type) is not None or holder_of(value.type, "iterator", "view"):
        what = visit.described(value.type)
        message = f"{call.row.full_name} in scripts copies lists, tuples, dictionaries and arrays, received {what}"
        raise visit.error("BML204", call.node, message, "make a new one of its attributes")
    array, arrays = js.name("array"), []
    if holds_numpy(visit, value.type):
        arrays = [js.Arrow((array,), visit.call_helper("npArray", array, js.Member(array, "dtype")))]
    whole: js.Expression = visit.call_helper("copied", value.js, js.Literal(call.row.name == "deepcopy"), *arrays)
    return adopted(visit, value.type, whole)


@row("next(iterator: iterable, default: object = None, /)")
def _next(visit: Visit, call: Call) -> Value:
    iterator, default = call["iterator"], call.get("default")
    stream = atom_of(Stream, iterator.type)
    if stream is not None and default is None:
        visit.wait()
        return Value(stream.item, js.Await(visit.call_helper("nextBatch", iterator.js)), fresh=True)
    walk = iterated(visit, iterator, call.node)
    if len(iterator.type) != 1 or holder_of(iterator.type, "iterator") is None:
        message = f"next takes an iterator, received {visit.described(iterator.type)}"
        raise visit.error("BML204", call.node, message, "make one before: it = iter(xs)")
    if default is None and visit.frame.instance.definition.is_generator and not visit.frame.watchers:
        message = "next in a generator function may end it with an error, as StopIteration may not pass it"
        raise visit.error("BML201", call.node, message, "give a default, or catch StopIteration")
    taken = visit.call_helper("nextItem", iterator.js)
    if walk.made and visit.holds(walk.item):
        if default is not None:
            message = "next in scripts takes no default where it makes tuples of tensors"
            raise visit.error("BML201", call.node, message, "catch StopIteration, or go through them in a loop")
        whole = visit.named(Value(walk.item, taken)).js
        return Value(walk.item, owned(visit, whole, walk.item, walk.made), fresh=True)
    if default is None:
        return Value(walk.item, taken)
    held = visit.cells.meet(walk.item, default.type, ("next", call.node, visit.here))
    item, other = fitted(visit, Value(walk.item, taken), held), fitted(visit, default, held)
    if item.js is not taken or visit.holds(default.type):  # an item is the iterator's, and so is no default
        message = "next in scripts takes a default of the same kind as the items"
        hint = "catch StopIteration" if default.type == NONE else "give None, or catch StopIteration"
        raise visit.error("BML204", call.node, message, hint)
    return Value(held, visit.call_helper("nextOr", iterator.js, other.js))


@row("itertools.islice(iterable: iterable, start: int | None, stop: int | None = -1, step: int = 1, /)")
def _islice(visit: Visit, call: Call) -> Value:
    walk = iterated(visit, call["iterable"], call.node)
    bounds = [call[name] for name in ("start", "stop", "step") if name in call.arguments]
    first, *rest = (js.Literal(None) if each.type == NONE else number(each) for each in bounds)
    bounds_ = (first, *rest) if rest else (js.Literal(0), first)
    return iterator_of(visit, walk.item, visit.call_helper("sliced", walk.js, *bounds_), call.node, made=walk.made)


@row("itertools.product(*iterables: iterable, repeat: int = 1)")
def _product(visit: Visit, call: Call) -> Value:
    walks = [iterated(visit, each, call.node) for each in call.gathered]
    repeat = call.get("repeat")
    if repeat is not None and not isinstance(repeat.constant, int):
        raise visit.error("BML204", call.node, "expected repeat to be written out", "write repeat=2, say")
    times = repeat.constant if repeat is not None else 1
    item: Type = frozenset({Tuple(tuple(walk.item for walk in walks) * times)})
    count = [js.Literal(times)] if times > 1 else []
    whole = visit.call_helper("product", js.Array(tuple(walk.js for walk in walks)), *count)
    return iterator_of(visit, item, whole, call.node, made=True)


@row("itertools.combinations(iterable: iterable, r: int)")
def _combinations(visit: Visit, call: Call) -> Value:
    walk = iterated(visit, call["iterable"], call.node)
    size = call["r"].constant
    if not isinstance(size, int):
        raise visit.error("BML204", call.node, "expected r to be written out", "write itertools.combinations(xs, 2)")
    item: Type = frozenset({Tuple((walk.item,) * size)})
    return iterator_of(visit, item, visit.call_helper("combinations", walk.js, js.Literal(size)), call.node, made=True)


# functools, dataclasses


@row("dataclasses.replace(obj: object, /, **changes: object)")
def _replace(visit: Visit, call: Call) -> Value:
    """Another object of the class: `__init__` gets what changes, and what this one has."""
    owner = visit.hold(call["obj"])
    own = class_of(visit, next(iter(owner.type))) if len(owner.type) == 1 and is_object(owner.type) else None
    if own is None or not dataclasses.is_dataclass(own.python):
        message = f"replace takes an object of one dataclass, received {visit.described(owner.type)}"
        raise visit.error("BML204", call.node, message)
    owner = owner if is_name(owner.js) else visit.named(owner, "owner")
    changes = {name: visit.hold(value) for name, value in call.keywords.items()}
    for each in dataclasses.fields(own.python):
        if each.init and each.name not in changes:
            changes[each.name] = attribute_of_object(visit, call.node, owner, each.name)
    made = Value(frozenset({Class(own.itself.name)}), ClassName(own.itself))
    return make_object(visit, call.node, made, Arguments([], changes))


@row("functools.partial(func: function, /, *args: object, **keywords: object)")
def _partial(visit: Visit, call: Call) -> Value:
    """`((given) => (rest) => func(given, rest))(value)`: what is given is evaluated once, now."""
    function = call["func"]
    is_own = function.type and all(isinstance(atom, Function | Bound | Partial) for atom in function.type)
    if not is_own or call.starred:
        message = f"partial takes a function of the file or the script, received {visit.described(function.type)}"
        raise visit.error("BML204", call.node, message, "write a lambda")
    targets = targets_of(visit, call.node, function)
    names = targets[0].parameters
    if any(each.parameters != names for each in targets):
        raise visit.error("BML204", call.node, "partial takes functions that have the same parameters")
    unknown = [name for name in call.keywords if name not in names]
    if len(call.gathered) > len(names) or unknown:
        message = f"{targets[0].definition.name} takes {', '.join(names) or 'nothing'}"
        raise visit.error("BML102", call.node, message, f"it has no {unknown[0]}" if unknown else None)
    for each in targets:
        if not each.definition.is_value:
            each.definition.is_value = visit.cells.grew = True
    given = dict(zip(names, call.gathered, strict=False)) | dict(call.keywords)
    named = {name: visit.hold(value) for name, value in given.items()}
    for value in named.values():
        visit.keep_until_end(value)
    for each in targets:
        version = visit.instances.get(visit.version((each.definition.site, "value")))
        params = {} if version is None else version.params
        named = {
            name: fitted(visit, value, visit.cells.resolve(params.get(name, NEVER))) for name, value in named.items()
        }
    names_of = {name: js.name(f"{name}_") for name in names}
    called = OwnCall(js.name("function_"), tuple(names_of.values()))
    rest = js.Arrow(tuple(param for name, param in names_of.items() if name not in given), called)
    outer = js.Arrow((js.name("function_"), *(names_of[name] for name in given)), rest)
    made = js.Call(outer, (function.js, *(value.js for value in named.values())))
    written = keeping(visit, made, js.Array((function.js, *(value.js for value in named.values()))))
    held = Partial(function.type, tuple((name, value.type) for name, value in named.items()))
    return Value(frozenset({held}), written)


# math

_OF_ONE = "sqrt exp expm1 log2 log10 log1p sin cos tan asin acos sinh cosh acosh atanh"
_OF_MATH = "atan tanh asinh cbrt"  # JavaScript's own mean the same

rows({f"math.{name}(x: float, /) -> float": f"math{name.capitalize()}" for name in _OF_ONE.split()})
rows({f"math.{name}(x: float, /) -> float": f"Math.{name}(x)" for name in _OF_MATH.split()})
rows(
    {
        "math.fabs(x: float, /) -> float": "Math.abs(x)",
        "math.atan2(y: float, x: float, /) -> float": "Math.atan2(y, x)",
        "math.degrees(x: float, /) -> float": "x * (180 / Math.PI)",
        "math.radians(x: float, /) -> float": "x * (Math.PI / 180)",
        "math.isnan(x: float, /) -> bool": "Number.isNaN(x)",
        "math.isfinite(x: float, /) -> bool": "Number.isFinite(x)",
        "math.isinf(x: float, /) -> bool": "Math.abs(x) == Infinity",
        "math.isclose(a: float, b: float, *, rel_tol: float = 1e-09, abs_tol: float = 0.0) -> bool": "mathIsclose",
        "math.log(x: float, base: float = 2.718281828459045, /) -> float": "mathLog",
        "math.pow(x: float, y: float, /) -> float": "mathPow",
        "math.fmod(x: float, y: float, /) -> float": "mathFmod",
        "math.remainder(x: float, y: float, /) -> float": "mathRemainder",
        "math.copysign(x: float, y: float, /) -> float": "mathCopysign",
        "math.hypot(*coordinates: float) -> float": "mathHypot",
        "math.ldexp(x: float, i: int, /) -> float": "mathLdexp",
        "math.modf(x: float, /) -> tuple[float, float]": "mathModf",
        "math.floor(x: float, /) -> int": "flooredToInt",
        "math.ceil(x: float, /) -> int": "ceiledToInt",
        "math.trunc(x: float, /) -> int": "truncatedToInt",
        "math.factorial(n: int, /) -> int": "mathFactorial",
        "math.comb(n: int, k: int, /) -> int": "mathComb",
        "math.perm(n: int, k: int | None = None, /) -> int": "mathPerm",
        "math.gcd(*integers: int) -> int": "mathGcd",
        "math.lcm(*integers: int) -> int": "mathLcm",
        "math.isqrt(n: int, /) -> int": "mathIsqrt",
        "math.fsum(seq: iterable, /) -> float": "mathFsum",
        "math.dist(p: iterable, q: iterable, /) -> float": "mathDist",
    }
)


@row("math.prod(iterable: iterable, /, *, start: float = 1)")
def _prod(visit: Visit, call: Call) -> Value:
    walk = iterated(visit, call["iterable"], call.node)
    return folded(visit, call, walk, ("mathProdInts", "mathProd", "productOfFloats", "productOf"))
