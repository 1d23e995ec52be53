"""Slips that Keras's ways bring, and what is written for each: docs/errors.md has them in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest

from bml.collect import collect
from bmlc.errors import UserError, UserErrors

__all__ = ["IMPORTS", "SLIPS", "Slip", "Told", "tell"]

Told: TypeAlias = Mapping[str, Sequence[tuple[UserError, str]]]  # the errors by heading, each with its text

_HEAD = """\
import numpy as np

import bml
from bml import layers, ops

"""
IMPORTS = _HEAD.count("\n")  # lines that every program begins with
_IN_A_FUNCTION = """\
@bml.function
def f(x: bml.TensorSpec((None, 4))):
    {}
"""
_IN_A_SCRIPT = """\
points = bml.Dataset.from_tensor_slices((np.zeros((64, 4), np.float32), np.zeros((64, 3), np.float32)))
labels = bml.Dataset.from_tensor_slices((np.zeros((64, 4), np.float32), np.zeros(64, np.int32)))


@bml.script
def train(epochs: int = 1):
    {}
"""
_BATCHES = "for x, y in points.batch(16):\n        {}"
_MODEL = "model = bml.Sequential([bml.Input((4,)), layers.Dense(3)])\n"
_DIGITS = "model = bml.Sequential([bml.Input((28, 28, 1)), layers.Flatten(), layers.Dense(10)])\n"
_TWO_INPUTS = "a, b = bml.Input((4,)), bml.Input((4,))\nmodel = bml.Model([a, b], layers.Add()([a, b]))\n"
_OPTIMIZER = f"{_MODEL}optimizer = bml.optimizers.SGD(0.1)\n"
_WITHOUT_SUPER = "class Own(layers.Layer):\n    def __init__(self):\n        self.scale = 2.0\n\n\n"
_LOSS = """\
@bml.function
def loss(x, y):
    return ops.mean(bml.losses.mean_squared_error(y, model(x)))


"""
_COMPILED = f"{_MODEL}model.compile('adam', 'mse')\n"
_ARRAYS = "x, y = np.zeros((8, 4)), np.zeros((8, 3))\n"
_TF = "import tensorflow as tf\n"
_PASSES = "value, gradients = bml.value_and_grad(loss)(x, y)\n        {}"


@dataclass(frozen=True)
class Slip:
    """What is written, as the table shows it, and the program around it."""

    written: str
    program: str


def top(written: str, before: str = "") -> Slip:
    """At the top of a file."""
    return Slip(written, f"{_HEAD}{before}{written}\n")


def function(written: str, before: str = "") -> Slip:
    """In a function of float32[n, 4]; what does not say so is what it returns."""
    is_statement = "\n" in written or written.startswith(("if ", "while ", "x[", "w.", "optimizer"))
    body = written if is_statement else f"return {written}"
    return Slip(written, f"{_HEAD}{before}{_IN_A_FUNCTION.format(body)}    return x\n")


def script(written: str, before: str = "", around: str = "{}") -> Slip:
    """In a script; `points` and `labels` are data sets."""
    return Slip(written, f"{_HEAD}{before}{_IN_A_SCRIPT.format(around.format(written))}")


def example(written: str, before: str) -> Slip:
    """In a function of an image."""
    text = f"@bml.function\ndef classify(image: bml.Image(28, 28, 1)):\n    return {written}\n"
    return Slip(written, f"{_HEAD}{before}{text}")


def layer(inits: str, call: str) -> Slip:
    """In the `call` of a layer of the user's own."""
    text = f"class Own(layers.Layer):\n    {inits}\n\n    def call(self, x):\n        {call}\n\n\nown = Own()\n"
    return Slip(call, f"{_HEAD}{text}{_IN_A_FUNCTION.format('return own(x)')}")


def tell(folder: Path) -> Told:
    """What a build of each says."""
    path = folder / "program.py"
    return {heading: [_told(slip, path) for slip in slips] for heading, slips in SLIPS.items()}


def _told(slip: Slip, path: Path) -> tuple[UserError, str]:
    path.write_text(slip.program, encoding="utf-8")
    with pytest.raises((UserError, UserErrors)) as caught:
        collect(path)
    (error,) = caught.value.errors
    return error, str(error)  # which shows the lines of the file as it is now


SLIPS: Mapping[str, Sequence[Slip]] = {
    "One example instead of a batch": [
        example("model(image / 255.0)", _DIGITS),
        example("model(image)", "model = bml.Sequential([layers.Conv2D(8, 3), layers.Flatten()])\n"),
        example("conv(image)", "conv = layers.Conv2D(8, 3)\n"),
        top("model(np.zeros((28, 28, 1)))", _DIGITS),
    ],
    "A size that is not known": [
        function("x / x.shape[0]"),
        function("ops.reshape(x, (x.shape[0], -1))"),
        function("ops.reshape(x, (2 * x.shape[0], 2))"),
        function("ops.zeros(x.shape) + x"),
        function("bml.ops.arange(x.shape[0])"),
        function("np.prod(x.shape) * x"),
        function("x if x.shape[0] > 3 else -x"),
        function("n = x.shape[0]\n    return x / (n + 1)"),
        function("[x for _ in range(x.shape[0])]"),
        function("len(x) * x"),
        top("layers.Dense(3)(bml.Input((None,)))"),
    ],
    "A tensor that is traced": [
        function("x if ops.mean(x) > 0 else -x"),
        function("if x:\n        return x"),
        function("while ops.sum(x) > 1:\n        x = x / 2"),
        function("x > 1 and x < 2"),
        function("float(ops.mean(x))"),
        function("int(ops.mean(x))"),
        function("round(ops.mean(x))"),
        function("f'{ops.mean(x):.2f}'"),
        function("[row * 2 for row in x]"),
        function("max(x)"),
        function("range(ops.argmax(x[0]))"),
        function("x[0] = 1.0"),
        function("ops.mean(x).numpy()"),
        function("x.mean()"),
        function("x.astype('int32')"),
        function("x.T"),
        function("ops.reduce_mean(x)"),
        function("np.tanh(x)"),
        function("np.concatenate([x, x])"),
        function("np.sum(model.layers[0].kernel)", _MODEL),
        layer("pass", "return x if ops.sum(x) > 1 else -x"),
        top("layers.Lambda(lambda x: np.sin(x))(bml.Input((3,)))"),
    ],
    "A value that has a shape and no numbers": [
        top("float(ops.mean(layers.Conv2D(2, 3)(np.zeros((1, 8, 8, 1)))))"),
        top("np.asarray(layers.Conv2D(2, 3)(np.zeros((1, 8, 8, 1))))"),
        top("if layers.Conv2D(2, 3)(np.zeros((1, 8, 8, 1)))[0, 0, 0, 0] > 1:\n    pass"),
        top("np.sin(bml.Input((3,)))"),
        top("x = bml.Input((3,))\nif x > 2:\n    pass"),
        top("for row in bml.Input((3,)):\n    pass"),
        top("float(bml.Input((3,)))"),
        top("len(bml.Input((3,)))"),
        top("bml.Input((3,))[0] = 1.0"),
        function("x + symbolic", "symbolic = bml.Input((4,))\n"),
    ],
    "Shapes": [
        top("bml.Sequential([\n    bml.Input((784,)),\n    layers.Conv2D(8, 5),\n])"),
        top("bml.Sequential([\n    bml.Input((4, 4, 1)),\n    layers.MaxPooling2D(5),\n])"),
        top("bml.Sequential([\n    bml.Input((28, 28)),\n    layers.Conv2D(8, 5),\n])"),
        top("layers.LSTM(3)(bml.Input((4,)))"),
        top("dense(np.zeros((2, 5)))", "dense = layers.Dense(3)\ndense(np.zeros((2, 4)))\n"),
        function("model(ops.concatenate([x, x], axis=1))", _MODEL),
        function(
            "model(x)", "a, b = bml.Input((4,)), bml.Input((4,))\nmodel = bml.Model([a, b], layers.Add()([a, b]))\n"
        ),
        function("x @ np.zeros((5, 2))"),
        function("ops.concatenate([x, ops.zeros((2, 3))])"),
        function("x + np.zeros(5)"),
        function("ops.sum(x, axis=3)"),
        layer("def build(self, shape):\n        self.w = self.add_weight((3, 3))", "return ops.matmul(x, self.w)"),
        top("ops.matmul(bml.Input((4,)), np.zeros((5, 2)))"),
        top("layers.Concatenate()([bml.Input((3, 4)), bml.Input((2, 5))])"),
        top("layers.Add()([bml.Input((3,)), bml.Input((4,))])"),
        top("layers.Add()(bml.Input((3,)))"),
        top("layers.Reshape((3, 3))(bml.Input((4,)))"),
        top("layers.Dot(1)([bml.Input((3,)), bml.Input((4,))])"),
        function("bml.losses.categorical_crossentropy(ops.argmax(x, -1), model(x))", _MODEL),
        top("layers.Dense(3)('x')"),
        top("layers.Dense(3)(None)"),
        top("model(np.zeros((2, 5)))", f"import keras\n\n{_MODEL}keras.utils.clear_session()\n"),
    ],
    "Arguments": [
        top("layers.Dense(unit=3)"),
        top("layers.Dense(10, activaton='relu')"),
        top("layers.Dense()"),
        top("layers.Flatten(1, 2, 3)"),
        top("layers.Dense('ten')"),
        top("layers.Dense(-1)"),
        top("layers.Dropout(1.5)"),
        top("layers.Dropout('half')"),
        top("layers.Conv2D(8, 3, padding='sam')"),
        top("layers.Conv2D(8, (3, 3, 3))"),
        top("bml.optimizers.Adam(lr=0.1)"),
        top("bml.optimizers.Adam('fast')"),
        top("bml.optimizers.SGD(0.1, momentum=2)"),
        top("bml.losses.SparseCategoricalCrossentropy(from_logit=True)"),
        top("bml.losses.MeanSquaredError(reduction='avg')"),
        top("bml.initializers.RandomNormal(std=3)"),
        function("ops.softmax(x, axs=1)"),
        function("ops.one_hot(ops.argmax(x, -1))"),
        top("layers.MultiHeadAttention(2, 3)(bml.Input((4, 5)))"),
        top("layers.Dense(3)(np.zeros((1, 2)), trainin=True)"),
        top("bml.Input(3)"),
        top("layers.Dense(3, dtype='flot32')"),
        top("layers.Dense(3, dtype='mixed_float16')(np.zeros((1, 2)))"),
        function("ops.cast(x, 'float16')"),
    ],
    "Names": [
        top("layers.Dens(3)"),
        top("bml.optimizers.adam(0.1)"),
        top("layers.Dense(3, activation='rleu')"),
        top("layers.Dense(3, kernel_initializer='glorot')"),
        top("layers.Dense(3, kernel_regularizer='l3')"),
        top("model.compile('adm', 'mse')", _MODEL),
        top("model.compile('adam', 'msee')", _MODEL),
        top("model.compile('adam', 'mse', metrics=['acuracy'])", _MODEL),
        top("model.compile('adam', 'mse', ['accuracy'])", _MODEL),
        top("model.compile('adam', 'mse', metric=['accuracy'])", _MODEL),
        top("model.get_layer('dens')", _MODEL),
        top("bml.Sequential([bml.Input((3,)), layers.Dense(3, name='a'), layers.Dense(3, name='a')])"),
        top("layers.Dense(3, name='a/b')"),
    ],
    "Models": [
        top("bml.Sequential([layers.Flatten])"),
        top("bml.Sequential([lambda x: x])"),
        top("bml.Sequential(5)"),
        top("bml.Model(np.zeros((1, 3)), np.zeros((1, 3)))"),
        top("bml.Model(bml.Input((3,)), layers.Dense(2))"),
        top("bml.Model(bml.Input((3,)), layers.Dense(2)(bml.Input((3,))))"),
        top("bml.Sequential([layers.Dense(3)]).count_params()"),
        top(
            "Own()(np.zeros((1, 2)))",
            "class Own(layers.Layer):\n    def __init__(self):\n        self.scale = 2.0\n\n\n",
        ),
        layer("pass", "return x * self.add_weight((4,))"),
        layer("pass", "return self.dens(x)"),
        top("layers.TextVectorization()"),
        top("layers.StringLookup(vocabulary=['a', 'b'])"),
        top("model.export('saved')", _MODEL),
    ],
    "Numbers": [
        top("bml.Variable(np.array([2**40]))"),
        top("ops.convert_to_tensor(np.array([1e300]))"),
        function("x * np.array([2**40])"),
        top("ops.reshape(np.zeros(3), (2, 2))"),
        top("ops.add('a', 3)"),
        top("ops.linalg.inv(np.zeros((2, 2)))"),
    ],
    "Variables": [
        function("x * bml.Variable([1.0])"),
        function("layers.Dense(3)(x)"),
        function("w.assign(x)", "w = bml.Variable([[1.0, 2.0]], name='w')\n"),
        top("w.assign([1.0, 2.0])", "w = bml.Variable([1.0, 2.0, 3.0], name='w')\n"),
        top("bml.Variable('zeros')"),
        top("model.set_weights([np.zeros((4, 3))])", _MODEL),
    ],
    "Training": [
        top("model.fit(np.zeros((8, 4)), np.zeros((8, 3)))", _MODEL),
        top("model.train_on_batch(np.zeros((8, 4)), np.zeros((8, 3)))", _MODEL),
        script("model.fit(points.batch(16), epochs=epochs)", _MODEL),
        script("model.fit(points, epochs=epochs)", f"{_MODEL}model.compile('adam', 'mse')\n"),
        script("model.fit(points.batch(16))", f"{_DIGITS}model.compile('adam', 'mse')\n"),
        script("model.fit(labels.batch(16))", f"{_MODEL}model.compile('adam', 'categorical_crossentropy')\n"),
        script("model.fit(points.batch(16))", f"{_MODEL}model.compile('adam', 'sparse_categorical_crossentropy')\n"),
        script(
            "model.fit(points.map(prepare).batch(16))",
            f"{_MODEL}model.compile('adam', 'mse')\n\n\n@bml.function\ndef prepare(x):\n    return x / 2.0\n\n\n",
        ),
        script(
            "bml.log(mae=model.evaluate(points.batch(16))['mae'])",
            f"{_MODEL}model.compile('adam', 'mse', metrics=['mae'])\n",
        ),
        script("bml.log(loss=model.evaluate(points.batch(16))['loss'])", f"{_MODEL}model.compile('adam', 'mse')\n"),
        function(
            "bml.value_and_grad(lambda x: bml.losses.mean_squared_error(x, model(x)))(x)", _MODEL.replace("3", "4")
        ),
        top("bml.value_and_grad(loss)(np.zeros((2, 4)), np.zeros((2, 3)))", f"{_MODEL}\n\n{_LOSS}"),
        function("optimizer.apply([x], model.trainable_variables)", _OPTIMIZER),
        function("optimizer.apply([x, x], model.trainable_variables)", _OPTIMIZER),
        function("optimizer.apply([ops.zeros((4, 3))], model.trainable_variables)", _OPTIMIZER),
        function("optimizer.apply([v + 0.0 for v in 2 * model.weights], model.trainable_variables)", _OPTIMIZER),
        script(
            "optimizer.apply(gradients[:1], model.trainable_variables)",
            f"{_OPTIMIZER}\n\n{_LOSS}",
            _BATCHES.format(_PASSES),
        ),
        function("optimizer.apply(x, model.trainable_variables)", _OPTIMIZER),
        function("optimizer.apply(ops.zeros((3,)), model.trainable_variables)", _OPTIMIZER),
        function("optimizer.apply(np.zeros((1, 3)), model.trainable_variables)", _OPTIMIZER),
        function("optimizer.apply([None, None], model.trainable_variables)", _OPTIMIZER),
        function("optimizer.apply([x])", _OPTIMIZER),
        script(
            "optimizer.apply(model.trainable_variables, gradients)",
            f"{_OPTIMIZER}\n\n{_LOSS}",
            _BATCHES.format(_PASSES),
        ),
        script(
            "optimizer.apply(gradients, other.trainable_variables)",
            f"{_OPTIMIZER}optimizer.build(model.trainable_variables)\n{_MODEL.replace('model', 'other')}\n\n{_LOSS}",
            _BATCHES.format(_PASSES),
        ),
    ],
    "TensorFlow's ways": [
        script("with tf.GradientTape() as tape:\n        print(model(x))", f"{_TF}{_MODEL}"),
        function("tf.reduce_mean(x)", _TF),
        function("tf.cast(x, 'int32')", _TF),
        function("tf.image.resize(x, (8, 8))", _TF),
        function("tf.clip_by_value(x, 0.0, 1.0)", _TF),
        function("tf.keras.backend.mean(x)", _TF),
        function("x + tf.random.normal((4,))", _TF),
        function("x + tf.random.get_global_generator().normal((4,))", _TF),
        function("x * tf.Variable(2.0)", _TF),
        function("tf.print('here')", _TF),
        script("model.fit(batches)", f"{_TF}{_COMPILED}batches = tf.data.Dataset.from_tensor_slices([1.0]).batch(1)\n"),
        function("optimizer.minimize(lambda: ops.mean(x), model.trainable_variables)", _OPTIMIZER),
        script("optimizer.minimize(None, model.trainable_variables)", _OPTIMIZER),
    ],
    "Of Keras's models, what scripts do in other ways": [
        script("model.fit(points.batch(16), batch_size=16)", _COMPILED),
        script("model.fit(points.batch(16), callbacks=[early])", f"{_COMPILED}early = None\n"),
        script("model.fit(points.batch(16), validation_split=0.2)", _COMPILED),
        script("model.fit(points.batch(16), class_weight={0: 1.0})", _COMPILED),
        script("model.fit(points.batch(16), steps_per_epoch=3)", _COMPILED),
        script("model.save('model.keras')", _MODEL),
        script("model.load_weights('model.weights.h5')", _MODEL),
        script("model.summary()", _MODEL),
        script("model.compile('adam', 'mse')", _MODEL),
        script("model.set_weight([])", _MODEL),
        script("model.to_jsn()", _MODEL),
    ],
}
