"""What the values of a module are to its scripts."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from types import ModuleType as PythonModule
from typing import Any

import bml
from bml.functions import Script
from bml.old.layers.layer import Layer
from bml.old.losses.loss import Loss
from bml.old.metrics.metric import Metric
from bml.old.optimizers.optimizer import Optimizer
from bml.old.optimizers.schedules import LearningRateSchedule
from bmlc.frontend import Unusable

__all__ = ["MAKEABLE", "computes_with_tensors", "full_name", "module_name", "unusable"]

# Modules that scripts may name, and whose functions they may call on tensors.
_TENSOR_MODULES = ("bml.ops", "bml.losses", "bml.activations", "bml.metrics")
_RANDOM_TENSORS = "bml.random.tensors"
_MODULES = ("bml", "bml.random", "bml.optimizers", "bml.optimizers.schedules", "math", *_TENSOR_MODULES)
# What scripts may make, besides calling it.
MAKEABLE = (Optimizer, Metric, Loss, LearningRateSchedule)


@cache
def _sizes() -> frozenset[int]:
    """Functions that give what a script has as `x.shape`, by identity."""
    return frozenset(id(function) for function in (bml.ops.shape, bml.ops.ndim, bml.ops.size))


@cache
def _modules() -> dict[int, str]:
    """The modules by identity: what a file calls them does not matter."""
    found: dict[int, str] = {id(math): "math", id(bml): "bml"}
    for name in _MODULES:
        value: Any = bml
        for part in name.split(".")[1:]:
            value = getattr(value, part)
        if name != "math":
            found[id(value)] = name
    return found


@cache
def _functions() -> dict[int, str]:
    """Functions that scripts know by themselves, by identity."""
    named = {f"bml.{name}": getattr(bml, name) for name in ("log", "plot", "progress", "timer", "value_and_grad")}
    drawn = {f"bml.random.{name}": getattr(bml.random, name) for name in bml.random.__all__}
    named |= {name: value for name, value in drawn.items() if value.__module__ != _RANDOM_TENSORS}
    named |= {f"math.{name}": getattr(math, name) for name in dir(math) if not name.startswith("_")}
    return {id(value): name for name, value in named.items() if callable(value)}


def module_name(value: Any) -> str | None:
    """`bml.optimizers`, where `value` is a module that scripts know."""
    return _modules().get(id(value)) if isinstance(value, PythonModule) else None


def full_name(value: Any) -> str | None:
    """`math.sqrt` or `bml.optimizers.Adam`, where `value` is a function or class that scripts know by itself."""
    if isinstance(value, type) and issubclass(value, MAKEABLE) and value.__module__.startswith("bml."):
        is_schedule = issubclass(value, LearningRateSchedule)
        package = value.__module__ if is_schedule else ".".join(value.__module__.split(".")[:2])
        return f"{package}.{value.__name__}"
    return _functions().get(id(value)) if callable(value) else None


def computes_with_tensors(value: Any) -> Callable[..., Any] | None:
    """`value`, where it is a function of bml's on tensors (`bml.ops.mean`), a layer or a loss."""
    if isinstance(value, Layer | Loss | LearningRateSchedule):
        return value
    if not callable(value) or isinstance(value, type) or id(value) in _sizes():
        return None
    module = getattr(value, "__module__", None) or ""
    return value if module.startswith(("bmlc.ops", *_TENSOR_MODULES, _RANDOM_TENSORS)) else None


def unusable(value: Any) -> Unusable:
    """What to say of a value that scripts have no use for."""
    match value:
        case Script():
            return Unusable("another script", "write what both need as a @bml.function, or call it from the page")
        case PythonModule():
            hint = {
                "random": "from bml import random, whose numbers are the same in the browser",
                "numpy": "compute in a @bml.function with bml.ops, or with math and lists",
            }.get(value.__name__)
            return Unusable(f"the module {value.__name__}", hint)
        case list() | dict():
            kind = type(value).__name__
            return Unusable(f"a {kind}", "make it a tuple, or make it in the script")
        case type():
            return Unusable("a class", None)
        case _ if id(value) in _sizes():
            return Unusable("a function that gives no tensor", "x.shape is a tuple of ints, len(x) its first")
        case _ if callable(value) and not hasattr(value, "call"):
            return Unusable("a Python function", "decorate it with @bml.function, or define it inside the script")
        case _:
            kind = type(value).__name__
            return Unusable(f"{'an' if kind[0].lower() in 'aeiou' else 'a'} {kind}")
