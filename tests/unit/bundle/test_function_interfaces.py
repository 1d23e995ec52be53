"""What JavaScript gives an exported function and gets of it: defaults, structures, probabilities."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bml.collect import collect
from bmlc.bundle.build import build
from bmlc.bundle.options import BuildOptions
from bmlc.errors import UserError, UserErrors

PROGRAM = """
from typing import NamedTuple

import bml


class Pair(NamedTuple):
    first: object
    second: object


@bml.function
def alone(x: bml.TensorSpec((2,))) -> bml.TensorSpec((2,)):
    return x


@bml.function
def one(x: bml.TensorSpec((2,))):
    return (x,)


@bml.function
def two(x: bml.TensorSpec((2,))) -> tuple[bml.Tensor, bml.Tensor]:
    return x, x * 2


@bml.function
def record(x: bml.TensorSpec((None, 2))) -> dict[str, bml.Tensor]:
    return {"sum": bml.ops.sum(x, axis=1), "__proto__": x, "a-b": {"deep": [x, (x * 2,)], 3: x * 3}, "zwölf": x}


@bml.function
def named(x: bml.TensorSpec((2,))):
    return Pair(x, [x * 2])


@bml.function
def nothing(x: bml.TensorSpec((2,))):
    return {}


@bml.function
def scaled(x: bml.TensorSpec((2,)), by: float = 2.0, negative: bool = False, plus: int = 0):
    sign = bml.ops.where(negative, -1.0, 1.0)
    return x * by * sign + bml.ops.cast(plus, "float32")


@bml.function
def shifted(by: bml.TensorSpec((2,)) = (1, 2), *, x: bml.TensorSpec((2,))):
    return x + by


@bml.function
def pixel(image: bml.Image(2, 1) = [[0], [255]]):
    return image / 255.0


@bml.function
def single(x: bml.TensorSpec((3,))) -> bml.Probabilities("abc"):
    return x


@bml.function
def batch_of_one(x: bml.TensorSpec((3,))) -> bml.Probabilities("abc"):
    return bml.ops.reshape(x, (1, 3))


@bml.function
def open_batch(x: bml.TensorSpec((None, 3))) -> bml.Probabilities("abc"):
    return x


@bml.function
def fixed_batch(x: bml.TensorSpec((3,))) -> bml.Probabilities("abc"):
    return bml.ops.stack([x, x[::-1]])
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("interfaces")
    (place / "interfaces.py").write_text(PROGRAM, encoding="utf-8")
    return build(collect(place / "interfaces.py"), place / "out", BuildOptions(backends=("cpu",))).folder


@pytest.fixture(scope="module")
def called(folder: Path) -> dict[str, Any]:
    """Each call in Node; arrays as lists of numbers, errors as their messages."""
    code = f"""
        const app = await (await import({json.dumps((folder / "interfaces.js").as_uri())})).load({{ backend: "cpu" }});
        const plain = (value) => value?.data ? (value.labels
            ? [Array.from(value.data), value.shape, value.label, value.labels.join("")] : Array.from(value.data))
          : Array.isArray(value) ? value.map(plain)
          : Object.entries(value).map(([key, item]) => [key, plain(item)]);
        const answers = {{}};
        for (const call of {json.dumps(list(CALLS))}) {{
          answers[call] = await eval("app." + call).then(plain, (error) => error.message);
        }}
        await app.dispose();
        console.log(JSON.stringify(answers));
    """
    command = ["node", "--input-type=module", "--eval", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers


def probabilities(values: list[float], label: str) -> list[Any]:
    return [values, [3], label, "abc"]


CALLS: dict[str, Any] = {
    "alone([1, 2])": [1, 2],
    "one([1, 2])": [[1, 2]],
    "two([1, 2])": [[1, 2], [2, 4]],
    "record([1, 2])": [
        ["sum", [3]],
        ["__proto__", [1, 2]],
        ["a-b", [["3", [3, 6]], ["deep", [[1, 2], [[2, 4]]]]]],
        ["zwölf", [1, 2]],
    ],
    "named([1, 2])": [[1, 2], [[2, 4]]],
    "nothing([1, 2])": [],
    "scaled([1, 2])": [2, 4],
    "scaled([1, 2], 3)": [3, 6],
    "scaled([1, 2], undefined, true)": [-2, -4],
    "scaled([1, 2], 3, true, 10)": [7, 4],
    "scaled()": "scaled: expected 1 to 4 inputs (x, by?, negative?, plus?), received 0.",
    "scaled(undefined, 1)": (
        "scaled: expected 1 to 4 inputs (x, by?, negative?, plus?), received 2, of which undefined: x."
    ),
    "scaled([1, 2], 3, true, 10, 1)": "scaled: expected 1 to 4 inputs (x, by?, negative?, plus?), received 5.",
    "scaled([1, 2], null)": "scaled, by: expected numbers, nested arrays, an image or { shape, dtype, data }, "
    "received null.",
    "alone()": "alone: expected 1 input (x), received 0.",
    "shifted(undefined, [1, 1])": [2, 3],
    "shifted([0, 0], [1, 1])": [1, 1],
    "pixel()": [0, 1],
    "single([0.1, 0.7, 0.2])": probabilities([0.1, 0.7, 0.2], "b"),
    "batch_of_one([0.1, 0.7, 0.2])": probabilities([0.1, 0.7, 0.2], "b"),
    "open_batch([0.1, 0.7, 0.2])": probabilities([0.1, 0.7, 0.2], "b"),
    "open_batch([[0.1, 0.7, 0.2]])": [probabilities([0.1, 0.7, 0.2], "b")],
    "open_batch([[0.1, 0.7, 0.2], [1, 0, 0]])": [probabilities([0.1, 0.7, 0.2], "b"), probabilities([1, 0, 0], "a")],
    "fixed_batch([0.1, 0.7, 0.2])": [probabilities([0.1, 0.7, 0.2], "b"), probabilities([0.2, 0.7, 0.1], "b")],
}
CALLS = {
    call.replace("batch_of_one", "batchOfOne")
    .replace("open_batch", "openBatch")
    .replace("fixed_batch", "fixedBatch"): (answer)
    for call, answer in CALLS.items()
}


@pytest.mark.parametrize("call", CALLS)
def test_a_call_from_javascript(call: str, called: dict[str, Any]) -> None:
    assert rounded(called[call]) == CALLS[call]


def rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return round(value, 5) if isinstance(value, float) else value


@pytest.mark.parametrize(
    "line",
    [
        "alone(x: TensorInput): Promise<HostArray>;",
        "one(x: TensorInput): Promise<[HostArray]>;",
        "two(x: TensorInput): Promise<[HostArray, HostArray]>;",
        (
            "record(x: TensorInput): Promise<{ sum: HostArray; __proto__: HostArray; "
            '"a-b": { deep: [HostArray, [HostArray]]; "3": HostArray; }; zwölf: HostArray; }>;'
        ),
        "named(x: TensorInput): Promise<[HostArray, [HostArray]]>;",
        "nothing(x: TensorInput): Promise<{}>;",
        "scaled(x: TensorInput, by?: number, negative?: boolean, plus?: number): Promise<HostArray>;",
        "shifted(by: TensorInput | undefined, x: TensorInput): Promise<HostArray>;",
        "pixel(image?: ImageInput): Promise<HostArray>;",
        "single(x: TensorInput): Promise<Probabilities>;",
        "batchOfOne(x: TensorInput): Promise<Probabilities>;",
        "openBatch(x: TensorInput): Promise<Probabilities | Probabilities[]>;",
        "fixedBatch(x: TensorInput): Promise<Probabilities[]>;",
    ],
)
def test_its_types(line: str, folder: Path) -> None:
    assert f"\n  {line}\n" in (folder / "interfaces.d.ts").read_text("utf-8")


X = "x: bml.TensorSpec((None, 3))"
SAYS_NOTHING = "f expects bml.Probabilities(...), bml.Image(...) or bml.TensorSpec(...) of its result, received "
REFUSED = {
    f"def f({X}) -> bml.Probabilities:\n    return x": SAYS_NOTHING + "bml.annotations.Probabilities",
    f"def f({X}) -> bml.Image:\n    return x": SAYS_NOTHING + "bml.annotations.Image",
    f"def f({X}) -> int:\n    return x": SAYS_NOTHING + "int",
    f"def f({X}) -> 'float':\n    return x": SAYS_NOTHING + "float",
    f"def f({X}) -> None:\n    return x": SAYS_NOTHING + "None",
    f"def f({X}) -> dict:\n    return x, x": SAYS_NOTHING + "dict",
    f"def f({X}) -> tuple[bml.Tensor, ...]:\n    return [x]": SAYS_NOTHING + "tuple[bmlc.ops.tensor.Tensor, ...]",
    f"def f({X}) -> 3:\n    return x": SAYS_NOTHING + "3",
    f"def f({X}) -> bml.TensorSpec((None, 4)):\n    return x": (
        "f gives float32[n, 3], its annotation asks for float32[None, 4]"
    ),
    f"def f({X}) -> bml.TensorSpec((None, 3), 'int32'):\n    return x": (
        "f gives float32[n, 3], its annotation asks for int32[None, 3]"
    ),
    f"def f({X}) -> bml.Probabilities('ab'):\n    return x": "f gives float32[n, 3], its annotation names 2 labels",
    f"def f({X}) -> bml.Probabilities('abc'):\n    return x, x": (
        "f gives float32[n, 3], float32[n, 3], its annotation asks for probabilities"
    ),
    f"def f({X}) -> bml.Probabilities('abc'):\n    return {{'p': x}}": (
        "f gives float32[n, 3], its annotation asks for probabilities"
    ),
    f"def f({X}) -> bml.Probabilities('abc'):\n    return bml.ops.reshape(x, (-1, 1, 3))": (
        "f gives float32[n, 1, 3], its annotation names 3 labels"
    ),
    f"def f({X}) -> bml.Probabilities('abc'):\n    return bml.ops.cast(x, 'int32')": (
        "f gives int32[n, 3], its annotation names 3 labels"
    ),
    f"def f({X}):\n    return {{1: x, '1': x}}": (
        "f returns a dictionary with the keys [1, '1'], some of which are one text"
    ),
    "def f(*xs: bml.TensorSpec((2,))):\n    return xs[0]": (
        "f expects parameters that stand for one input each, received *xs: TensorSpec(shape=(2,), dtype='float32')"
    ),
    f"def f({X}, by: float = 'a'):\n    return x": "f expects by of float32[], received the default 'a'",
    f"def f({X}, by: float = None):\n    return x": "f expects by of float32[], received the default None",
    f"def f({X}, by: int = 0.5):\n    return x": "f expects by of int32[], received the default 0.5",
    f"def f({X}, by: bml.TensorSpec((2,)) = [1, 2, 3]):\n    return x": (
        "f expects by of float32[2], received the default [1, 2, 3]"
    ),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_says_nothing_or_something_wrong_is_refused(code: str, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(f"import bml\n\n\n@bml.function\n{code}\n", encoding="utf-8")
    with pytest.raises((UserError, UserErrors)) as caught:
        collect(tmp_path / "program.py")
    (error,) = caught.value.errors
    assert error.message == REFUSED[code]
    assert error.loc is not None
    assert error.loc.line >= 5
    assert error.hint
