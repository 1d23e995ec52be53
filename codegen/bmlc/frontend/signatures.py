"""The methods that scripts call: their parameters as Keras and tf.data name them, and how JavaScript takes them.

A parameter is positional in JavaScript or a member of the last argument, an object of options. Parameters that only
show progress on a terminal are left out there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["DATASET_METHODS", "MODEL_METHODS", "Accepts", "MethodSignature", "ParameterSignature"]

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
    name: str
    params: tuple[ParameterSignature, ...]
    is_async: bool = False


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
)
