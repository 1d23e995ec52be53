"""The same model in Keras, built layer by layer from the arguments that both take, with the same weights.

The one check that does not begin at our own graph: a mistake in a layer, a loss or an optimizer of ours shows here.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from bmlc.ir import Variable
from bmlc.parity.arrays import Array

__all__ = ["KerasTwin", "LayerLike", "ModelLike", "keras_twin"]

# What has no counterpart among the arguments, or is told to Keras in another way.
_NOT_COPIED = frozenset({"self", "name", "dtype", "trainable", "data_format", "activity_regularizer"})
_RANDOM_LAYERS = frozenset({"Dropout"})
_PROBABILITIES = frozenset({"softmax", "sigmoid"})


class LayerLike(Protocol):
    """A layer of `bml`: attributes named as Keras's arguments, weights in Keras's order."""

    @property
    def name(self) -> str: ...

    @property
    def weights(self) -> Sequence[Variable]: ...

    @property
    def trainable(self) -> bool: ...

    @property
    def inner_layers(self) -> Sequence[LayerLike]: ...


class ModelLike(Protocol):
    """A compiled `bml.Sequential`."""

    @property
    def layers(self) -> Sequence[LayerLike]: ...

    @property
    def optimizer(self) -> Any: ...

    @property
    def loss(self) -> Any: ...


@dataclass
class KerasTwin:
    """A `keras.Sequential` whose trainable variables stand in the order of ours, with its loss and optimizer."""

    model: Any
    loss: Any
    optimizer: Any
    variables: tuple[Variable, ...]  # ours, in the order of `model.trainable_variables`
    is_random: bool  # has layers that draw numbers in training: Keras draws others

    def logits(self, x: Array) -> Array:
        """What goes into the last layer's softmax or sigmoid, or its output where it has neither."""
        last = self.model.layers[-1]
        activation = getattr(last, "activation", None)
        if activation is None or activation.__name__ not in _PROBABILITIES:
            return np.asarray(self.model(x, training=False))
        import keras

        last.activation = keras.activations.linear
        try:
            return np.asarray(self.model(x, training=False))
        finally:
            last.activation = activation

    def gradients(self, x: Array, y: Array) -> tuple[Array, list[Array]]:
        """The loss and its gradients, in the order of `variables`."""
        import tensorflow as tf

        with tf.GradientTape() as tape:
            value = self.loss(y, self.model(x, training=True))
        gradients = tape.gradient(value, [each.value for each in self.model.trainable_variables])
        return np.asarray(value), [np.asarray(gradient) for gradient in gradients]

    def step(self, x: Array, y: Array) -> None:
        """One training step."""
        _, gradients = self.gradients(x, y)
        self.optimizer.apply(gradients, self.model.trainable_variables)

    def weights(self) -> list[Array]:
        return [np.asarray(each) for each in self.model.trainable_variables]


def keras_twin(model: ModelLike, input_shape: tuple[int, ...], state: Mapping[Variable, Array]) -> KerasTwin:
    """`model` in Keras with the weights that `state` gives; a model among its layers is given by its own layers."""
    import keras

    ours = [leaf for layer in model.layers for leaf in _leaves(layer) if _exists(keras.layers, leaf)]
    twins = [_twin(keras.layers, layer) for layer in ours]
    built = keras.Sequential([keras.Input(input_shape), *twins])
    for layer, twin in zip(ours, twins, strict=True):
        twin.set_weights([state[weight] for weight in layer.weights])
        twin.trainable = layer.trainable
    variables = tuple(weight for layer in ours for weight in layer.weights if weight.trainable)
    optimizer = _twin(keras.optimizers, model.optimizer)
    if model.optimizer.schedule is not None:
        optimizer = _twin(keras.optimizers, model.optimizer, learning_rate=_schedule(model.optimizer.schedule))
    optimizer.build(built.trainable_variables)
    is_random = any(type(layer).__name__ in _RANDOM_LAYERS for layer in ours)
    return KerasTwin(built, _loss(keras.losses, model.loss), optimizer, variables, is_random)


def _leaves(layer: LayerLike) -> list[LayerLike]:
    if type(layer).__name__ != "Sequential":
        return [layer]
    return [leaf for inner in layer.inner_layers for leaf in _leaves(inner)]


def _schedule(ours: Any) -> Any:
    """Keras's schedule of that name; one of the user's own is called as it is."""
    from keras.optimizers import schedules

    if inspect.isclass(getattr(schedules, type(ours).__name__, None)):
        return _twin(schedules, ours)

    class Own(schedules.LearningRateSchedule):  # type: ignore[misc]  # Keras has no types
        def __call__(self, step: Any) -> Any:
            return np.float32(ours(np.int32(step)))

    return Own()


def _exists(module: Any, layer: Any) -> bool:
    """Whether it is a layer to Keras as well; `Input` is a function there."""
    return inspect.isclass(getattr(module, type(layer).__name__, None)) and type(layer).__name__ != "InputLayer"


def _twin(module: Any, ours: Any, **instead: Any) -> Any:
    """Keras's object of the same class, from the attributes of ours that are named as its arguments."""
    twin = getattr(module, type(ours).__name__)
    names = set(inspect.signature(twin.__init__).parameters) - _NOT_COPIED
    given = {name: getattr(ours, name) for name in sorted(names) if hasattr(ours, name)}
    return twin(**{name: _plain(value) for name, value in given.items() if _is_plain(value)} | instead)


def _loss(module: Any, ours: Any) -> Any:
    return module.get(ours) if isinstance(ours, str) else _twin(module, ours)


def _is_plain(value: Any) -> bool:
    """Numbers, texts and functions; initializers, for instance, are not: the weights are set."""
    return value is None or isinstance(value, int | float | str | tuple | list) or inspect.isfunction(value)


def _plain(value: Any) -> Any:
    return value.__name__ if inspect.isfunction(value) else value
