"""The methods that scripts call: their parameters as Keras and tf.data name them, and how JavaScript takes them.

A parameter is positional in JavaScript or a member of the last argument, an object of options. Parameters that only
show progress on a terminal are left out there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = [
    "DATASET_METHODS",
    "INSTEAD_OF_ARGUMENTS",
    "INSTEAD_OF_METHODS",
    "MODEL_METHODS",
    "Accepts",
    "MethodSignature",
    "ParameterSignature",
]

Accepts: TypeAlias = Literal["int", "number", "bool", "batches", "function", "shown", "flag"]


@dataclass(frozen=True)
class ParameterSignature:
    name: str
    accepts: Accepts
    required: bool = False
    option: bool = False  # of JavaScript's options object
    keyword_only: bool = False


@dataclass(frozen=True)
class MethodSignature:
    """`does` is the method whose work it is, where that has another name: on one batch."""

    name: str
    params: tuple[ParameterSignature, ...]
    is_async: bool = False
    does: str = ""

    @property
    def kind(self) -> str:
        return self.does or self.name


def _required(name: str, accepts: Accepts) -> ParameterSignature:
    return ParameterSignature(name, accepts, required=True)


def _option(name: str, accepts: Accepts) -> ParameterSignature:
    return ParameterSignature(name, accepts, option=True, keyword_only=True)


def _table(*methods: MethodSignature) -> dict[str, MethodSignature]:
    return {method.name: method for method in methods}


DATASET_METHODS = _table(
    MethodSignature("map", (_required("function", "function"),)),
    MethodSignature(
        "batch", (_required("batch_size", "int"), ParameterSignature("drop_remainder", "bool", option=True))
    ),
    MethodSignature("shuffle", (_option("seed", "int"), _option("reshuffle_each_iteration", "bool"))),
    MethodSignature("take", (_required("count", "int"),)),
    MethodSignature("skip", (_required("count", "int"),)),
    MethodSignature("split", (_required("fraction", "number"),)),
)

_ON_BATCH = (_required("x", "batches"), _option("return_dict", "flag"))
MODEL_METHODS = _table(
    MethodSignature(
        "fit",
        (
            _required("x", "batches"),
            _option("epochs", "int"),
            _option("validation_data", "batches"),
            _option("verbose", "shown"),
        ),
        is_async=True,
    ),
    MethodSignature(
        "evaluate",
        (_required("x", "batches"), _option("verbose", "shown"), _option("return_dict", "flag")),
        is_async=True,
    ),
    MethodSignature("predict", (_required("x", "batches"), _option("verbose", "shown")), is_async=True),
    MethodSignature("train_on_batch", _ON_BATCH, is_async=True, does="train"),
    MethodSignature("test_on_batch", _ON_BATCH, is_async=True, does="evaluate"),
    MethodSignature("predict_on_batch", (_required("x", "batches"),), is_async=True, does="predict"),
)

_WITH_WEIGHTS = "map the data set to (x, y, weight)"
_IN_BATCHES = "batch the data set: data.batch(32)"
_IN_PART = "take a part of the data set: data.take(1000)"
_AT_THE_TOP = "call it at the top of the file"
_NO_FILES = "a page has no files: return model.get_weights(), or save in Python"
_BY_HAND = "value, gradients = gradients_of(x, y), of bml.value_and_grad, then optimizer.apply(gradients, variables)"

# What scripts have in place of arguments that Keras's methods of these names take, and of methods of its objects.
INSTEAD_OF_ARGUMENTS: Mapping[str, str] = {
    "batch_size": _IN_BATCHES,
    "callbacks": "call fit in a loop with epochs=1, whose lines do what callbacks do: break stops early, for one",
    "class_weight": _WITH_WEIGHTS,
    "sample_weight": _WITH_WEIGHTS,
    "shuffle": "shuffle the data set: data.shuffle(seed=1).batch(32)",
    "steps": _IN_PART,
    "steps_per_epoch": _IN_PART,
    "validation_batch_size": _IN_BATCHES,
    "validation_split": "split the data set: train, held_out = data.split(0.8)",
    "validation_steps": _IN_PART,
    "y": "a data set has both: bml.Dataset.from_tensor_slices((x, y)).batch(32)",
}
INSTEAD_OF_METHODS: Mapping[str, str] = {
    "add": "give the layers to keras.Sequential([...]), or add them in a function of the file that returns the model",
    "compile": _AT_THE_TOP,
    "load_weights": _AT_THE_TOP,
    "minimize": _BY_HAND,
    "reset_states": "call reset_state of its stateful layers",
    "save": _NO_FILES,
    "save_weights": _NO_FILES,
    "summary": _AT_THE_TOP,
}
