"""What users read when they made a mistake: the whole text, with the frame and the caret in their file."""

# ruff: noqa: E501 - the messages stand as they are printed

from __future__ import annotations

import textwrap
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bmlc.errors import UserError

HEADER = "import bml\nfrom bml import layers\nimport numpy as np\n"

# A user's program, and what it is told. Line 4 is the first one below the imports.
CASES: dict[str, tuple[str, str]] = {
    "wrong rank": (
        'model = bml.Sequential([\n    bml.Input((784,)),\n    layers.Conv2D(8, 5, activation="relu"),\n])',
        """
        error BML101: Conv2D expects an input of rank 4 (batch, height, width, channels), received float32[n, 784]
         --> user.py:6:5
          |
        6 |     layers.Conv2D(8, 5, activation="relu"),
          |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          = hint: use layers.Dense for inputs without height and width
        """,
    ),
    "window too large": (
        "model = bml.Sequential([\n    bml.Input((4, 4, 1)),\n    layers.MaxPooling2D(5),\n])",
        """
        error BML101: MaxPooling2D slides a window of 5x5, received images smaller than that: float32[n, 4, 4, 1]
         --> user.py:6:5
          |
        6 |     layers.MaxPooling2D(5),
          |     ^^^^^^^^^^^^^^^^^^^^^^
          = hint: use padding="same", a smaller window or fewer pooling layers before it
        """,
    ),
    "unknown argument": (
        "layers.Dense(10, activaton='relu')",
        """
        error BML102: Dense has no argument 'activaton'
         --> user.py:4:1
          |
        4 | layers.Dense(10, activaton='relu')
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          = hint: did you mean 'activation'? the arguments of Dense are units, activation, use_bias, kernel_initializer, bias_initializer, name, trainable
        """,
    ),
    "missing argument": (
        "layers.Dropout()",
        """
        error BML102: Dropout: missing a required argument: 'rate'
         --> user.py:4:1
          |
        4 | layers.Dropout()
          | ^^^^^^^^^^^^^^^^
          = hint: the arguments of Dropout are rate, noise_shape, seed, name
        """,
    ),
    "unknown activation": (
        "layers.Activation('rleu')",
        """
        error BML102: expected the name of one of bml's activations, received 'rleu'
         --> user.py:4:1
          |
        4 | layers.Activation('rleu')
          | ^^^^^^^^^^^^^^^^^^^^^^^^^
          = hint: did you mean 'relu'? known: celu, elu, exponential, gelu, hard_shrink, hard_sigmoid, hard_silu, hard_swish, hard_tanh, leaky_relu, linear, log_sigmoid, log_softmax, mish, relu, relu6, selu, sigmoid, silu, soft_shrink, softmax, softplus, softsign, squareplus, swish, tanh, tanh_shrink
        """,
    ),
    "unknown optimizer": (
        "model = bml.Sequential([bml.Input((2,)), layers.Dense(1)])\nmodel.compile(optimizer='adm', loss='mse')",
        """
        error BML102: expected the name of one of bml's optimizers, received 'adm'
         --> user.py:5:1
          |
        5 | model.compile(optimizer='adm', loss='mse')
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          = hint: did you mean 'adam'? known: adam, sgd
        """,
    ),
    "unknown metric": (
        "model = bml.Sequential([bml.Input((2,)), layers.Dense(1)])\nmodel.compile('adam', 'mse', ['acuracy'])",
        """
        error BML102: expected the name of one of bml's metrics, received 'acuracy'
         --> user.py:5:1
          |
        5 | model.compile('adam', 'mse', ['acuracy'])
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          = hint: did you mean 'accuracy'? known: acc, accuracy, binary_accuracy, binary_crossentropy, categorical_accuracy, categorical_crossentropy, mae, mean_absolute_error, mean_squared_error, mse, sparse_categorical_accuracy, sparse_categorical_crossentropy, sparse_top_k_categorical_accuracy, top_k_categorical_accuracy
        """,
    ),
    "out of range": (
        "layers.Dropout(1.5)",
        """
        error BML102: Dropout expects rate to be between 0 and 1, received rate=1.5
         --> user.py:4:1
          |
        4 | layers.Dropout(1.5)
          | ^^^^^^^^^^^^^^^^^^^
        """,
    ),
    "not a layer": (
        "bml.Sequential([layers.Flatten])",
        """
        error BML102: Sequential expects a list of layers, received <class 'bml.layers.reshaping.Flatten'>
         --> user.py:4:1
          |
        4 | bml.Sequential([layers.Flatten])
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          = hint: make one of it first: layers.Dense(10)
        """,
    ),
    "wrong input of a model": (
        "model = bml.Sequential([bml.Input((28, 28, 1)), layers.Flatten()])\nmodel(np.zeros((2, 28, 28)))",
        """
        error BML101: sequential expects float32[n, 28, 28, 1], received float32[2, 28, 28]
         --> user.py:5:1
          |
        5 | model(np.zeros((2, 28, 28)))
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          = hint: add the axis of the one channel: bml.ops.expand_dims(images, -1)
        """,
    ),
    "targets that are not one-hot": (
        (
            "model = bml.Sequential([bml.Input((2,)), layers.Dense(3, activation='softmax')])\n"
            "model.compile('adam', 'categorical_crossentropy')\n"
            "model.fit(np.zeros((4, 2)), np.zeros(4), verbose=0)"
        ),
        """
        error BML101: categorical_crossentropy expects targets of the predictions' shape, float32[n, 3], received float32[n]
         --> user.py:6:1
          |
        6 | model.fit(np.zeros((4, 2)), np.zeros(4), verbose=0)
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          = hint: one-hot encode the labels with bml.one_hot, or use sparse_categorical_crossentropy for whole-number labels
        """,
    ),
    "fit before compile": (
        "model = bml.Sequential([bml.Input((2,)), layers.Dense(3)])\nmodel.fit(np.zeros((4, 2)), np.zeros((4, 3)))",
        """
        error BML102: sequential cannot be trained or evaluated yet: compile was not called
         --> user.py:5:1
          |
        5 | model.fit(np.zeros((4, 2)), np.zeros((4, 3)))
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          = hint: call model.compile(optimizer="adam", loss="categorical_crossentropy")
        """,
    ),
    "a data set without batches": (
        (
            "model = bml.Sequential([bml.Input((2,)), layers.Dense(3)])\n"
            "model.compile('adam', 'mse')\n"
            "model.fit(bml.Dataset.from_arrays(np.zeros((4, 2)), np.zeros((4, 3))))"
        ),
        """
        error BML102: fit expects a Dataset of batches, received single elements
         --> user.py:6:1
          |
        6 | model.fit(bml.Dataset.from_arrays(np.zeros((4, 2)), np.zeros((4, 3))))
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          = hint: add .batch(32)
        """,
    ),
    "shuffle with a buffer size": (
        "bml.Dataset.from_tensor_slices(np.zeros(4)).shuffle(1024)",
        """
        error BML102: Dataset.shuffle: too many positional arguments
         --> user.py:4:1
          |
        4 | bml.Dataset.from_tensor_slices(np.zeros(4)).shuffle(1024)
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          = hint: the arguments of Dataset.shuffle are seed, reshuffle_each_iteration
        """,
    ),
    "split after a shuffle that changes": (
        "bml.Dataset.from_tensor_slices(np.zeros(4)).shuffle(seed=1).split(0.5)",
        """
        error BML102: split expects an order that stays, received a shuffle that changes it with each iteration
         --> user.py:4:1
          |
        4 | bml.Dataset.from_tensor_slices(np.zeros(4)).shuffle(seed=1).split(0.5)
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          = hint: use shuffle(reshuffle_each_iteration=False) before split
        """,
    ),
    "arrays of different lengths": (
        "bml.Dataset.from_arrays(np.zeros(4), np.zeros(5))",
        """
        error BML101: from_tensor_slices expects arrays of one length, received shapes (4,), (5,)
         --> user.py:4:1
          |
        4 | bml.Dataset.from_arrays(np.zeros(4), np.zeros(5))
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    "integers beyond 32 bits": (
        "bml.Dataset.from_tensor_slices(np.array([0, 2**40]))",
        """
        error BML303: expected integers that int32 holds, received values from 0 to 1099511627776
         --> user.py:4:1
          |
        4 | bml.Dataset.from_tensor_slices(np.array([0, 2**40]))
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    "a mapped function with too few parameters": (
        (
            "@bml.function\ndef prepare(x):\n    return x\n"
            "list(bml.Dataset.from_arrays(np.zeros(4), np.zeros(4)).map(prepare))"
        ),
        """
        error BML102: prepare takes 1 arguments, the elements of the data set have 2 components: float32[], float32[]
         --> user.py:5:1
          |
        5 | def prepare(x):
          | ^^^^^^^^^^^^^^^
        """,
    ),
    "types that are not annotated": (
        "@bml.function\ndef classify(image):\n    return image\nclassify.trace()",
        """
        error BML102: classify needs the type of each parameter (image) to be traced
         --> user.py:5:1
          |
        5 | def classify(image):
          | ^^^^^^^^^^^^^^^^^^^^
          = hint: annotate its parameters, as in `image: bml.Image(28, 28, 1)`, `x: bml.TensorSpec((None, 4))` or `rate: float`
        """,
    ),
    "a loss that is not a scalar": (
        "w = bml.Variable([1.0, 2.0])\nbml.value_and_grad(lambda: w * w)()",
        """
        error BML101: value_and_grad expects <lambda> to give a float32 scalar, received float32[2]
         --> user.py:5:1
          |
        5 | bml.value_and_grad(lambda: w * w)()
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          = hint: take the mean of the losses: bml.ops.mean(...)
        """,
    ),
    "no list of layers": (
        "bml.Sequential(5)",
        """
        error BML102: Sequential expects a list of layers, received 5
         --> user.py:4:1
          |
        4 | bml.Sequential(5)
          | ^^^^^^^^^^^^^^^^^
        """,
    ),
    "a condition on a tensor": (
        "@bml.function\ndef f(x: float):\n    if x > 0:\n        return x\n    return -x\nf.trace()",
        """
        error BML103: a traced bool[] has no truth value: it is not known until the program runs
         --> user.py:6:8
          |
        6 |     if x > 0:
          |        ^^^^^
          = hint: use bml.ops.where or bml.ops.cond instead of `if`, bml.ops.while_loop instead of `while`
        """,
    ),
    "NumPy on a tensor": (
        "@bml.function\ndef f(x: float):\n    return np.sin(x)\nf.trace()",
        """
        error BML103: NumPy received a traced float32[], whose values are not known until the program runs
         --> user.py:6:12
          |
        6 |     return np.sin(x)
          |            ^^^^^^^^^
          = hint: use what bml.ops has instead
        """,
    ),
    "letters of several bytes": (
        "größe = 'ключ', layers.Dropout(2.0)",
        """
        error BML102: Dropout expects rate to be between 0 and 1, received rate=2.0
         --> user.py:4:17
          |
        4 | größe = 'ключ', layers.Dropout(2.0)
          |                 ^^^^^^^^^^^^^^^^^^^
        """,
    ),
    "a tab": (
        "if True:\n\tlayers.Dropout(2.0)",
        """
        error BML102: Dropout expects rate to be between 0 and 1, received rate=2.0
         --> user.py:5:2
          |
        5 | \tlayers.Dropout(2.0)
          | \t^^^^^^^^^^^^^^^^^^^
        """,
    ),
    "an annotation's arguments": (
        "bml.Image(28, 28, 2)",
        """
        error BML102: Image expects 1, 3 or 4 channels, received channels=2
         --> user.py:4:1
          |
        4 | bml.Image(28, 28, 2)
          | ^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    "a share above one": (
        "bml.Dataset.from_arrays(np.zeros(4)).split(1.5)",
        """
        error BML102: split expects a share between 0 and 1, or a whole number of elements, received 1.5
         --> user.py:4:1
          |
        4 | bml.Dataset.from_arrays(np.zeros(4)).split(1.5)
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    "a value of another shape": (
        "w = bml.Variable([1.0, 2.0], name='w')\nw.assign([1.0])",
        """
        error BML101: variable 'w' expects float32[2], received shape (1,)
         --> user.py:5:1
          |
        5 | w.assign([1.0])
          | ^^^^^^^^^^^^^^^
        """,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_message(case: str, tmp_path: Path) -> None:
    code, expected = CASES[case]
    with pytest.raises(UserError) as caught:
        run(HEADER + code, tmp_path / "user.py")
    assert str(caught.value) == textwrap.dedent(expected).strip()


def run(source: str, path: Path) -> dict[str, Any]:
    path.write_text(source, encoding="utf-8")
    module = ModuleType("user")
    exec(compile(source, str(path), "exec"), module.__dict__)
    return module.__dict__
