"""Small programs, as `bml build` would collect them from a file, on images made of noise."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from bml.models import Sequential

import bml
from bml import layers
from bmlc.ir import TensorType, Variable, symbol
from bmlc.ops.tensor import Tensor
from bmlc.passes.trace import trace
from bmlc.program import Element, Model, Program, Source

__all__ = ["Sample", "cnn", "frozen", "normalized", "recurrent", "smooth_cnn"]

_IMAGES = 2000


@dataclass(frozen=True)
class Sample:
    """A program and the model that it was made of."""

    program: Program
    model: Sequential


def cnn(size: int = 28) -> Sample:
    """The net of examples/mnist_cnn.py, for images of another size where asked."""
    return _sample(
        "cnn",
        size,
        [
            layers.Conv2D(8, 5, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(16, 5, activation="relu") if size >= 20 else layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ],
    )


def smooth_cnn(size: int = 28) -> Sample:
    """Without kinks: rounding flips nothing, so that runs of training stay together."""
    return _sample(
        "smooth_cnn",
        size,
        [
            layers.Conv2D(8, 5, activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ],
    )


def normalized(size: int = 8) -> Sample:
    """Down and up again as in a GAN's two nets, normalized by the batch, with a learning rate that changes."""
    schedule = bml.optimizers.schedules.CosineDecay(0.01, 30, alpha=0.1, warmup_target=0.02, warmup_steps=5)
    net = [
        layers.Conv2D(4, 3, strides=2, padding="same", use_bias=False),
        layers.BatchNormalization(momentum=0.8),
        layers.LeakyReLU(0.2),
        layers.Conv2DTranspose(3, 4, strides=2, padding="same", use_bias=False),
        layers.BatchNormalization(scale=False),
        layers.Activation("tanh"),
        layers.Conv2DTranspose(2, 3, activation="tanh"),
        layers.Reshape((-1,)),
        layers.Dense(10, activation="softmax"),
    ]
    return _sample("normalized", size, net, bml.optimizers.Adam(schedule))


class Inverse(bml.optimizers.schedules.LearningRateSchedule):
    """A schedule that Keras has not."""

    def __call__(self, step: Tensor) -> Tensor:
        return 0.1 / (bml.ops.cast(step, "float32") + 1.0)


def frozen(size: int = 8) -> Sample:
    """A new head on a base that stays as it is, its normalization included."""
    base = bml.Sequential(
        [bml.Input((size, size, 1)), layers.Conv2D(4, 3), layers.BatchNormalization(), layers.Activation("tanh")]
    )
    base.trainable = False
    net = [base, layers.Flatten(), layers.Dense(10, activation="softmax")]
    return _sample("frozen", size, net, bml.optimizers.SGD(Inverse(), momentum=0.9))


class Rows(layers.Layer):
    """A recurrent layer that reads an image row by row."""

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        columns = input_shape[2]
        assert columns is not None
        self.kernel = self.add_weight((columns, 6), name="kernel")
        self.recurrent = self.add_weight((6, 6), name="recurrent")

    def call(self, x: Tensor) -> Tensor:
        def step(h: Tensor, row: Tensor) -> tuple[Tensor, Tensor]:
            h = bml.ops.tanh(row @ self.kernel + h @ self.recurrent)
            return h, h

        rows = bml.ops.transpose(x[..., 0], (1, 0, 2))
        last, means = bml.ops.scan(step, bml.ops.zeros((bml.ops.shape(x)[0], 6)), rows)
        return last + bml.ops.mean(means, axis=0)


def recurrent(size: int = 8) -> Sample:
    """A loop whose gradient is taken."""
    return _sample("recurrent", size, [Rows(), layers.Dense(10, activation="softmax")])


def _sample(name: str, size: int, net: list[layers.Layer], optimizer: Any = "adam") -> Sample:
    model = bml.Sequential([bml.Input((size, size, 1)), *net])
    model.compile(optimizer=optimizer, loss="categorical_crossentropy", metrics=["accuracy"])
    element = [TensorType((size, size, 1), "float32"), TensorType((10,), "float32")]
    n = symbol("n")

    def prepare(image: Tensor, label: Tensor) -> tuple[Tensor, Tensor]:
        return image / 255.0, bml.one_hot(label, 10)

    data = [("image", TensorType((n, size, size, 1), "uint8")), ("label", TensorType((n,), "uint8"))]
    functions = {
        "prepare": trace(prepare, data, "prepare"),
        "model_train_step": model.train_step(element),
        "model_test_step": model.test_step(element),
        "model_predict_step": model.predict_step(element),
    }
    variables: dict[Variable, None] = {}
    for fn in functions.values():
        variables.update({capture.variable: None for capture in fn.captures})
        variables.update({update.variable: None for update in fn.updates})
    steps = Model(
        name="model",
        train_step="model_train_step",
        test_step="model_test_step",
        predict_step="model_predict_step",
        logs=model.logs,
        test_logs=model.logs,
        metric_variables=tuple(model.metric_variables),
    )
    program = Program(
        name=name,
        source=Path(f"{name}.py"),
        title=name,
        functions=functions,
        variables=tuple(variables),
        values={},
        sources={"digits": _digits(size)},
        models={"model": steps},
        scripts={},
        exports={},
        groups={},
        seed=0,
    )
    return Sample(program, model)


def _digits(size: int) -> Source:
    """Ten patterns under noise: something that a net can learn."""
    generator = np.random.default_rng(5)
    labels = generator.integers(0, 10, _IMAGES).astype(np.uint8)
    patterns = generator.random((10, size, size, 1))
    noise = generator.random((_IMAGES, size, size, 1))
    images = (255 * (0.7 * patterns[labels] + 0.3 * noise)).astype(np.uint8)
    elements = (Element("image", (size, size, 1), "uint8", images), Element("label", (), "uint8", labels))
    return Source("digits", _IMAGES, elements)
