"""What a file declares, as the compiler sees it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bml.collect import collect, collect_with_models
from bmlc.bundle.declarations import declare_types
from bmlc.emit.program import program_table
from bmlc.errors import UserError
from bmlc.program import REQUIRED, Program


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "program.py"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_exports_are_the_public_functions_in_their_order(program: Program) -> None:
    assert {name: export.kind for name, export in program.exports.items()} == {
        "train": "script",
        "runReport": "script",
        "answer": "function",
    }
    train = program.exports["train"]
    assert [(param.name, param.type, param.default) for param in train.params] == [
        ("epochs", "int", 1),
        ("quick", "bool", False),
        ("name", "str", "a"),
    ]
    assert program.exports["runReport"].params[0].default is REQUIRED


def test_functions_have_interfaces_from_their_annotations(program: Program) -> None:
    answer = program.exports["answer"]
    assert [(param.name, param.type, dict(param.options)) for param in answer.params] == [
        ("rate", "float", {}),
        ("image", "image", {"shape": [2, 2, 1]}),
    ]
    assert answer.result is not None
    assert (answer.result.type, dict(answer.result.options)) == ("probabilities", {"labels": ["only"], "single": True})


def test_what_is_not_finite_in_data_and_weights_is_told_with_its_line(write: Callable[[str], Path]) -> None:
    collected = collect_with_models(
        write(
            "import numpy as np\nimport bml\n"
            "x = np.ones((4, 2))\n"
            "x[1] = np.nan, -np.inf\n"
            "points = bml.Dataset.from_tensor_slices((x, np.arange(4)))\n"
            "whole = bml.Dataset.from_arrays(np.ones((4, 2)), np.arange(4))\n"
            "scale = bml.Variable(np.array([1.0, np.inf]))\n"
            "@bml.function\ndef answer(x: bml.TensorSpec((None, 2))):\n    return x * scale\n"
            "@bml.script\ndef train():\n"
            "    for x, y in points.batch(2):\n        bml.log(x=bml.ops.sum(x))\n"
            "    for x, y in whole.batch(2):\n        bml.log(x=bml.ops.sum(x))\n"
        )
    )
    data, variable = collected.warnings
    assert data == (
        "program.py:5: 1 NaN and 1 infinite of 8 values in x of the data set points, "
        "which no training recovers from: leave them out or replace them"
    )
    assert variable.startswith("program.py:7: 1 infinite of 2 values in the variable variable, which no training")


@pytest.mark.parametrize(
    ("shape", "cast"),
    [("(2, 3, 1)", '"float32"'), ("(1, 2, 3, 1)", '"int32"'), ("(bml.ops.shape(x)[0], 2, 3, 1)", '"float32"')],
)
def test_a_result_may_be_an_image(shape: str, cast: str, write: Callable[[str], Path]) -> None:
    program = collect(
        write(
            "import bml\n@bml.function\ndef draw(x: bml.TensorSpec((None, 6))) -> bml.Image(2, 3):\n"
            f"    flat = bml.ops.zeros_like(x){'' if 'x' in shape else '[0]'}\n"
            f"    return bml.ops.cast(bml.ops.reshape(flat, {shape}), {cast})\n"
        )
    )
    draw = program.exports["draw"]
    assert draw.result is not None
    assert (draw.result.type, dict(draw.result.options)) == ("image", {"shape": [2, 3, 1]})
    assert "draw(x: TensorInput): Promise<ImageResult>;" in declare_types(program, program.functions, ["cpu"])


@pytest.mark.parametrize("wrong", ["x > 0.0", "(x, x)", "bml.ops.reshape(x, (1, 1, 2, 3, 1))", "bml.ops.stack([x, x])"])
def test_what_is_no_image(wrong: str, write: Callable[[str], Path]) -> None:
    text = (
        f"import bml\n@bml.function\ndef draw(x: bml.TensorSpec((2, 3, 1))) -> bml.Image(2, 3):\n    return {wrong}\n"
    )
    with pytest.raises(UserError, match=r"BML101: draw gives .* asks for an image"):
        collect(write(text))


def test_steps_are_traced_for_what_scripts_feed(program: Program) -> None:
    assert list(program.functions) == ["modelTrainStep", "modelPredictStep", "modelTestStep", "answer"]
    assert [str(var.type) for var in program.functions["modelTrainStep"].params] == ["float32[n, 4]", "float32[n, 1]"]
    model = program.models["model"]
    assert (model.train_step, model.test_step, model.predict_step) == (
        "modelTrainStep",
        "modelTestStep",
        "modelPredictStep",
    )
    assert model.logs == ("loss", "mae")


def test_only_weights_that_were_set_are_shipped(program: Program) -> None:
    assert [variable.name for variable in program.values] == ["line/dense/kernel"]  # one number makes zeros


def test_title_and_name(program: Program) -> None:
    assert (program.name, program.title) == ("line_fit", "A line through points.")


def test_names_are_the_same_twice(source: Path, program: Program) -> None:
    again = collect(source)
    assert [variable.name for variable in again.variables] == [variable.name for variable in program.variables]
    assert list(again.functions) == list(program.functions)


STACKED = """
import bml
from bml import layers

head = bml.Sequential([bml.Input((4,)), layers.BatchNormalization(), layers.Dense(2)])
tail = bml.Sequential([bml.Input((4,)), layers.Dense(4), layers.Dense(4, trainable=False)])
both = bml.Sequential([bml.Input((4,)), tail, head])


@bml.function
def answer(x: bml.TensorSpec((None, 4))):
    return both(x)
"""


def test_weights_have_keras_order_in_functions_too(write: Callable[[str], Path]) -> None:
    # A normalization reads its moving averages before its scale, and the first model of the file comes last.
    assert [variable.name for variable in collect(write(STACKED)).variables] == [
        "sequential_1/dense_1/kernel",
        "sequential_1/dense_1/bias",
        "sequential_1/dense_2/kernel",
        "sequential_1/dense_2/bias",
        "sequential/batch_normalization/gamma",
        "sequential/batch_normalization/beta",
        "sequential/batch_normalization/moving_mean",
        "sequential/batch_normalization/moving_variance",
        "sequential/dense/kernel",
        "sequential/dense/bias",
    ]


def test_exports_keep_clear_of_what_every_app_has(write: Callable[[str], Path]) -> None:
    program = collect(write("import bml\n@bml.script\ndef report(n: int = 1):\n    return n\n"))
    assert list(program.exports) == ["report2"]


ALIKE = """
import numpy as np

import bml

data1 = bml.Dataset.from_arrays(np.ones((4, 2)), np.ones((4, 1)))
data_1 = bml.Dataset.from_arrays(np.ones((8, 2)), np.ones((8, 1)))
model1 = bml.Sequential([bml.Input((2,)), bml.layers.Dense(1)])
model_1 = bml.Sequential([bml.Input((2,)), bml.layers.Dense(1)])
for model in (model1, model_1):
    model.compile("sgd", bml.losses.MeanSquaredError(), metrics=[bml.metrics.MeanSquaredError(name="top-1")])

@bml.function
def dispose(x1: float, x_1: float):
    return x1 - x_1

@bml.script
def train(epochs1: int = 1, epochs_1: int = 2):
    model1.fit(data1.batch(2), epochs=epochs1)
    model_1.fit(data_1.batch(2), epochs=epochs_1)
    return model_1.evaluate(data_1.batch(2), return_dict=True)
"""


def test_names_that_look_alike_in_javascript_stay_apart(write: Callable[[str], Path]) -> None:
    program = collect(write(ALIKE))
    shards = {name: [[], []] for name in program.sources}
    table = program_table(program, program.functions, shards, {}, "1")
    assert list(table["datasets"]) == list(program.sources) == ["data1", "data1_2"]
    assert list(table["models"]) == list(program.models) == ["model1", "model1_2"]
    exported = table["exports"]["dispose2"]  # `dispose` is every app's
    assert exported["function"] in table["functions"]
    assert [param["name"] for param in exported["params"]] == ["x1", "x1_2"]
    assert [param["name"] for param in table["exports"]["train"]["params"]] == ["epochs1", "epochs1_2"]
    types = declare_types(program, program.functions, ["cpu"])
    assert "dispose2(x1: number, x1_2: number): Promise<HostArray>;" in types
    assert 'Run<{ loss: number; "top-1": number; }>' in types


def test_an_error_while_a_script_is_read_is_at_the_scripts_line(write: Callable[[str], Path]) -> None:
    path = write(ALIKE.replace("for model in", "sgd = bml.optimizers.SGD()\nfor model in").replace('"sgd"', "sgd"))
    with pytest.raises(UserError, match="SGD was built for other variables, received 'seq") as caught:
        collect(path)
    assert caught.value.loc is not None
    assert caught.value.loc.file == str(path)
    assert "model_1.fit" in path.read_text(encoding="utf-8").splitlines()[caught.value.loc.line - 1]


MESSAGES = {
    "syntax": (
        "import bml\nx = (1,\n",
        """\
error BML301: program.py is not valid Python: '(' was never closed
 --> program.py:2:5
  |
2 | x = (1,
  |     ^""",
    ),
    "import": (
        "import bml\nimport numpi\n",
        """\
error BML301: ModuleNotFoundError: No module named 'numpi'
 --> program.py:2:1
  |
2 | import numpi
  | ^^^^^^^^^^^^
  = hint: install numpi into this Python, or remove the import""",
    ),
    "raises": (
        "import bml\n\n\ndef size(n):\n    return 1 // n\n\n\nsize(0)\n",
        """\
error BML301: ZeroDivisionError: integer division or modulo by zero
 --> program.py:5:12
  |
5 |     return 1 // n
  |            ^^^^^^""",
    ),
    "exits": (
        "import sys\nsys.exit(3)\n",
        """\
error BML301: program.py ended Python (SystemExit: 3)
 --> program.py:2:1
  |
2 | sys.exit(3)
  | ^^^^^^^^^^^""",
    ),
    "nothing": (
        "import bml\n@bml.function\ndef helper(x):\n    return x\n",
        """\
error BML302: program.py declares nothing to build: no public @bml.script or @bml.function with types
  = hint: decorate a training function with @bml.script, or annotate a @bml.function's parameters""",
    ),
    "in a traced function": (
        "import bml\n@bml.function\ndef f(x: float):\n    return {}['missing'] * x\n",
        """\
error BML103: KeyError: 'missing'
 --> program.py:4:12
  |
4 |     return {}['missing'] * x
  |            ^^^^^^^^^^^^^""",
    ),
    "labels": (
        "import bml\n@bml.function\ndef f(x: float) -> bml.Probabilities('ab'):\n    return bml.ops.reshape(x, (1,))\n",
        """\
error BML101: f gives float32[1], its annotation names 2 labels
 --> program.py:3:1
  |
3 | def f(x: float) -> bml.Probabilities('ab'):
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = hint: Probabilities takes a label a class: float32[2] of one element, float32[n, 2] of several""",
    ),
    "image": (
        "import bml\n@bml.function\ndef f(x: float) -> bml.Image(2, 2):\n    return bml.ops.zeros((2, 2)) + x\n",
        """\
error BML101: f gives float32[2, 2], its annotation asks for an image of [2, 2, 1]
 --> program.py:3:1
  |
3 | def f(x: float) -> bml.Image(2, 2):
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = hint: an image is float32 from 0 to 1, or uint8 or int32 from 0 to 255; bml.ops.reshape makes the shape fit""",
    ),
}


@pytest.mark.parametrize("case", MESSAGES)
def test_message(case: str, write: Callable[[str], Path]) -> None:
    text, expected = MESSAGES[case]
    with pytest.raises(UserError) as caught:
        collect(write(text))
    assert str(caught.value) == expected


@pytest.mark.parametrize("raised", ["Mute()", "ValueError(Mute())", "KeyError(Mute())", "SystemExit(Mute())"])
def test_exceptions_without_a_text(raised: str, write: Callable[[str], Path]) -> None:
    mute = "class Mute(Exception):\n    def __repr__(self):\n        return self.missing\n    __str__ = __repr__\n"
    with pytest.raises(UserError, match="raised AttributeError") as caught:
        collect(write(f"{mute}raise {raised}"))
    assert (caught.value.code, caught.value.loc and caught.value.loc.line) == ("BML301", 5)


def test_two_types_for_one_model(write: Callable[[str], Path]) -> None:
    path = write(
        """import bml
import numpy as np
wide = bml.Dataset.from_tensor_slices((np.zeros((8, 4)), np.zeros((8, 1))))
narrow = bml.Dataset.from_tensor_slices((np.zeros((8, 4)), np.zeros((8, 2))))
model = bml.Sequential([bml.Input((4,)), bml.layers.Dense(1)])
model.compile(loss="mse")


@bml.script
def train():
    model.fit(wide.batch(2))
    model.fit(narrow.batch(2))
"""
    )
    with pytest.raises(UserError) as caught:
        collect(path)
    assert str(caught.value) == (
        "error BML101: model is used with elements of (float32[4], float32[1]), here with (float32[4], float32[2])\n"
        "  --> program.py:12:15\n"
        "   |\n"
        "12 |     model.fit(narrow.batch(2))\n"
        "   |               ^^^^^^^^^^^^^^^\n"
        "   = note: (float32[4], float32[1]) here\n"
        "  --> program.py:11:15\n"
        "   |\n"
        "11 |     model.fit(wide.batch(2))\n"
        "   |               ^^^^^^^^^^^^^\n"
        "   = hint: map both data sets to the same types, or make a second model"
    )


def test_data_sets_of_other_structures_are_of_two_types(write: Callable[[str], Path]) -> None:
    path = write(
        """import bml
import numpy as np
x = np.zeros((8, 4))
data = bml.Dataset.from_tensor_slices(x)
named = bml.Dataset.from_tensor_slices(({"x": x, "y": x}, x))


@bml.function
def first(x):
    return (x, x), x


model = bml.Sequential([bml.Input((4,)), bml.layers.Dense(1)])
model.compile(loss="mse")


@bml.script
def train(swap: bool = False):
    chosen = data.map(first)
    if swap:
        chosen = named
    model.fit(chosen.batch(2))
"""
    )
    with pytest.raises(UserError) as caught:
        collect(path)
    assert "a data set of ((float32[4], float32[4]), float32[4])" in str(caught.value)
    assert "a data set of ({x: float32[4], y: float32[4]}, float32[4])" in str(caught.value)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            "progam.py",
            "error BML301: expected a Python file, found nothing at {folder}/progam.py\n{hint}program.py?",
        ),
        ("", "error BML301: expected a Python file, received the folder {folder}\n  = hint: it holds program.py"),
    ],
)
def test_missing_file(given: str, message: str, write: Callable[[str], Path]) -> None:
    folder = write("").parent
    with pytest.raises(UserError) as caught:
        collect(folder / given)
    assert str(caught.value) == message.format(folder=folder, hint=f"  = hint: did you mean {folder}/")
