"""What all contenders are asked to do: models, batches, fixed weights and inputs. NumPy only.

Weights and inputs are drawn by fixed seeds, so that figures and losses of two days can be compared. Images are NHWC,
labels one-hot, everything float32.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from math import prod
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["BATCHES", "TASKS", "Array", "Layer", "Model", "Optimizer", "Task", "Weight"]

Array = NDArray[np.float32]
Kind = Literal["conv", "depthwise", "norm", "activation", "pool", "flatten", "mean", "dense", "lstm"]
BATCHES = 4  # distinct ones of a training task; step i takes batch i % BATCHES


@dataclass(frozen=True)
class Layer:
    """A layer in the few words that each contender's adapter can read.

    Args:
        units: Of dense and lstm; of conv its filters.
        size: Of the window of conv, depthwise and pool.
        padding: Before a stride of 2, "end" is what Keras's MobileNet has: a row below and a column to the right.
        activation: None is the identity.
    """

    kind: Kind
    units: int = 0
    size: int = 0
    strides: int = 1
    padding: Literal["valid", "same", "end"] = "valid"
    activation: Literal["relu", "relu6", "softmax"] | None = None
    bias: bool = True


@dataclass(frozen=True)
class Weight:
    """Args: `name` is `l<number of the layer>/<name of Keras's variable>`."""

    name: str
    kind: Kind
    shape: tuple[int, ...]


@dataclass(frozen=True)
class Model:
    name: str
    inputs: tuple[int, ...]  # without the batch
    layers: tuple[Layer, ...]

    @property
    def classes(self) -> int:
        return self.layers[-1].units

    def weights(self) -> list[Weight]:
        """In Keras's order."""
        return [
            Weight(f"l{number}/{name}", layer.kind, shape)
            for number, (layer, inputs) in enumerate(zip(self.layers, self.shapes(), strict=True))
            for name, shape in _weights(layer, inputs)
        ]

    def shapes(self) -> Iterator[tuple[int, ...]]:
        """What goes into each layer, without the batch."""
        shape = self.inputs
        for layer in self.layers:
            yield shape
            shape = _output(layer, shape)


@dataclass(frozen=True)
class Optimizer:
    name: Literal["adam", "sgd"]
    rate: float


@dataclass(frozen=True)
class Task:
    """One thing that is timed: a training step (mean cross-entropy before the update), or a prediction."""

    name: str
    title: str
    kind: Literal["train", "infer"]
    model: Model
    batch: int
    optimizer: Optimizer

    @property
    def program(self) -> str:
        """The file of `programs` that does it. Predictions are made by a program that also trains."""
        return f"{self.model.name}_{self.optimizer.name}"

    def weights(self) -> dict[str, Array]:
        draw = np.random.RandomState(7)
        return {weight.name: _drawn(draw, weight) for weight in self.model.weights()}

    def inputs(self) -> tuple[Array, Array]:
        """Batches of inputs and of labels. Each class brightens a stripe of its own: there is something to learn."""
        draw = np.random.RandomState(11)
        count, classes = BATCHES if self.kind == "train" else 1, self.model.classes
        x = draw.uniform(0, 1, [count, self.batch, *self.model.inputs]).astype(np.float32)
        if self.kind == "infer":
            return x, np.zeros((0,), np.float32)
        labels = draw.randint(0, classes, [count, self.batch])
        flat = x.reshape(count, self.batch, -1)
        width = flat.shape[2] // classes
        for place in np.ndindex(count, self.batch):
            flat[place][labels[place] * width : (labels[place] + 1) * width] *= 1.3
        return flat.reshape(x.shape), np.eye(classes, dtype=np.float32)[labels]

    def described(self) -> dict[str, object]:
        """For the adapters, as JSON."""
        return {
            "task": self.name,
            "kind": self.kind,
            "model": self.model.name,
            "program": self.program,
            "layers": [asdict(layer) for layer in self.model.layers],
            "inputs": self.model.inputs,
            "classes": self.model.classes,
            "batch": self.batch,
            "optimizer": asdict(self.optimizer),
        }


def _weights(layer: Layer, inputs: tuple[int, ...]) -> list[tuple[str, tuple[int, ...]]]:
    channels, units, size = inputs[-1], layer.units, layer.size
    match layer.kind:
        case "conv":
            found = [("kernel", (size, size, channels, units)), ("bias", (units,))]
        case "depthwise":
            found = [("kernel", (size, size, channels, 1)), ("bias", (channels,))]
        case "dense":
            found = [("kernel", (channels, units)), ("bias", (units,))]
        case "norm":
            return [(name, (channels,)) for name in ("gamma", "beta", "moving_mean", "moving_variance")]
        case "lstm":
            gates = 4 * units
            return [("kernel", (channels, gates)), ("recurrent_kernel", (units, gates)), ("bias", (gates,))]
        case _:
            return []
    return found if layer.bias else found[:1]


def _output(layer: Layer, inputs: tuple[int, ...]) -> tuple[int, ...]:
    match layer.kind:
        case "conv" | "depthwise" | "pool":
            channels = layer.units if layer.kind == "conv" else inputs[-1]
            return (*(_windows(layer, length) for length in inputs[:2]), channels)
        case "flatten":
            return (prod(inputs),)
        case "mean":
            return inputs[-1:]
        case "dense" | "lstm":
            return (layer.units,)
        case _:
            return inputs


def _windows(layer: Layer, length: int) -> int:
    if layer.padding == "same":
        return -(-length // layer.strides)
    return (length + (layer.padding == "end") - layer.size) // layer.strides + 1


def _drawn(draw: np.random.RandomState, weight: Weight) -> Array:
    name = weight.name.partition("/")[2]
    if name in {"gamma", "moving_variance"}:
        return draw.uniform(0.8, 1.2, weight.shape).astype(np.float32)
    if name in {"bias", "beta", "moving_mean"}:
        return draw.uniform(-0.05, 0.05, weight.shape).astype(np.float32)
    fan = prod(weight.shape[:2] if weight.kind == "depthwise" else weight.shape[:-1])
    limit = np.sqrt(3.0 / fan)  # half of He's, which keeps activations tame
    return draw.uniform(-limit, limit, weight.shape).astype(np.float32)


def _conv(filters: int, size: int, activation: Literal["relu"] | None = "relu") -> Layer:
    return Layer("conv", filters, size, padding="same" if activation is None else "valid", activation=activation)


def _dense(*units: int) -> tuple[Layer, ...]:
    hidden = tuple(Layer("dense", each, activation="relu") for each in units)
    return (*hidden, Layer("dense", 10, activation="softmax"))


_NORM, _RELU, _RELU6 = Layer("norm"), Layer("activation", activation="relu"), Layer("activation", activation="relu6")
_POOL, _FLATTEN = Layer("pool", size=2, strides=2), Layer("flatten")


def _mobilenet(alpha: float, classes: int) -> Iterator[Layer]:
    """`keras.applications.MobileNet`, without dropout; its last convolution, of one pixel, is a dense layer."""
    yield from (Layer("conv", int(32 * alpha), 3, 2, "end", bias=False), _NORM, _RELU6)
    blocks = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1)]
    for filters, strides in blocks:
        yield from (
            Layer("depthwise", 0, 3, strides, "same" if strides == 1 else "end", bias=False), _NORM, _RELU6,
            Layer("conv", int(filters * alpha), 1, 1, "same", bias=False), _NORM, _RELU6,
        )  # fmt: skip
    yield from (Layer("mean"), Layer("dense", classes, activation="softmax"))


_CNN = Model("cnn", (28, 28, 1), (_conv(8, 5), _POOL, _conv(16, 5), _POOL, _FLATTEN, *_dense()))
_MLP = Model("mlp", (784,), _dense(128, 64))
_MLP512 = Model("mlp512", (784,), _dense(512, 512))
_NORMED = (_NORM, _RELU, _POOL)
_BNCNN = Model("bncnn", (32, 32, 3), (_conv(32, 3, None), *_NORMED, _conv(64, 3, None), *_NORMED, _FLATTEN, *_dense()))
_MOBILENET = Model("mobilenet", (128, 128, 3), tuple(_mobilenet(0.25, 1000)))
_LSTM = Model("lstm", (100, 16), (Layer("lstm", 32), *_dense()))

_ADAM, _SGD = Optimizer("adam", 1e-3), Optimizer("sgd", 1e-2)
# With 1e-3 the ten losses say nothing: 27 layers of batch normalization make 5e-2 of a change of the weights by 1e-7,
# in Keras by itself. With this rate it is 6e-5.
_SLOW_ADAM = Optimizer("adam", 1e-5)
_ALL = (
    Task("T1b64", "MNIST CNN, train step, batch 64", "train", _CNN, 64, _ADAM),
    Task("T2b128", "MLP 784-128-64-10, SGD, train step, batch 128", "train", _MLP, 128, _SGD),
    Task("T4b128", "MLP 784-512-512-10, train step, batch 128", "train", _MLP512, 128, _ADAM),
    Task("T5b32", "3x3 CNN with batch normalization, train step, batch 32", "train", _BNCNN, 32, _ADAM),
    Task("T6b16", "MobileNetV1 0.25 at 128, train step, batch 16", "train", _MOBILENET, 16, _SLOW_ADAM),
    Task("T7b32", "LSTM of 32 units over 100 steps, train step, batch 32", "train", _LSTM, 32, _ADAM),
    Task("I1b1", "MNIST CNN, prediction, batch 1", "infer", _CNN, 1, _ADAM),
    Task("I1b32", "MNIST CNN, prediction, batch 32", "infer", _CNN, 32, _ADAM),
    Task("I2b1", "MobileNetV1 0.25 at 128, prediction, batch 1", "infer", _MOBILENET, 1, _SLOW_ADAM),
)
TASKS: Mapping[str, Task] = MappingProxyType({task.name: task for task in _ALL})
