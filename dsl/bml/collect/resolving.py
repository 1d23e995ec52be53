"""What the values of a module are to its scripts."""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from types import ModuleType as PythonModule
from typing import Any

import numpy

import bml
from bml.collect import accessors
from bml.functions import Script
from bml.keras.imported import keras
from bmlc.scripts.library import names_of
from bmlc.scripts.program.world import Unusable
from bmlc.scripts.rows.table import rows_of

__all__ = [
    "OF_KERAS",
    "class_name",
    "computes_with_tensors",
    "function_name",
    "is_beside",
    "method_of",
    "module_name",
    "unusable",
]

_MODULES = (
    "math",
    "bisect",
    "bml",
    "collections",
    "copy",
    "dataclasses",
    "functools",
    "heapq",
    "itertools",
    "logging",
    "numpy",
    "numpy.random",
    "random",
    "string",
    "sys",
    "time",
)  # that scripts may name, besides those of Keras
_PACKAGES = ("keras", "tqdm")
_WITH_ROWS = (
    "collections",
    "copy",
    "dataclasses",
    "functools",
    "itertools",
    "logging",
    "time",
)  # modules of Python's of which scripts have parts
# Modules whose functions compute with tensors.
_OF_TENSORS = tuple(f"keras.src.{name}." for name in ("activations", "losses", "metrics", "ops", "random"))
OF_KERAS = (keras.Layer, keras.Loss, keras.Metric, keras.Optimizer, keras.Variable)
# What scripts may make, besides calling it.
_MAKEABLE = (
    keras.Layer,
    keras.constraints.Constraint,
    keras.initializers.Initializer,
    keras.random.SeedGenerator,
    keras.regularizers.Regularizer,
    keras.optimizers.Optimizer,
    keras.optimizers.schedules.LearningRateSchedule,
    keras.losses.Loss,
    keras.metrics.Metric,
)
_CALLED = (keras.Layer, keras.losses.Loss, keras.optimizers.schedules.LearningRateSchedule)
# Functions that give what a script has as `x.shape`, by identity.
_SIZES = {id(function) for function in (keras.ops.shape, keras.ops.ndim, keras.ops.size)}


_NAMED = ("GradientTape", "log", "plot", "progress", "set_random_seed", "timer", "value_and_grad")


@cache
def _functions() -> dict[int, str]:
    """Functions that scripts know by themselves, by identity."""
    named = {f"bml.{name}": getattr(bml, name) for name in _NAMED}
    named["keras.utils.set_random_seed"] = keras.utils.set_random_seed
    for module in (random, numpy, numpy.random):
        named |= {f"{module.__name__}.{name}": getattr(module, name) for name in dir(module) if name[0].islower()}
    named |= {f"math.{name}": getattr(math, name) for name in dir(math) if not name.startswith("_")}
    for name in _WITH_ROWS:
        named |= {f"{name}.{own}": getattr(import_module(name), own) for own in rows_of(name)}
    return {id(value): name for name, value in named.items() if callable(value)}


def _module_of(value: Any) -> str:
    """`functools`, where the value says `_functools`."""
    return (getattr(value, "__module__", None) or "").removeprefix("_")


def module_name(value: Any, path: Path) -> str | None:
    """`keras.optimizers`, where `value` is a module that scripts know, or one beside the file at `path`."""
    if not isinstance(value, PythonModule):
        return None
    name = value.__name__
    is_known = name in (*_MODULES, "tensorflow") or name.partition(".")[0] in _PACKAGES
    is_known = is_known or is_beside(path, getattr(value, "__file__", None))
    return name if is_known and sys.modules.get(name) is value else None


def is_beside(path: Path, other: str | None) -> bool:
    """Whether a module's file is the user's own: at `path`, or in its folder, where no package is installed."""
    if other is None or "site-packages" in Path(other).parts:
        return False
    return Path(other).resolve().is_relative_to(path.parent.resolve())


def class_name(value: Any) -> str | None:
    """`keras.optimizers.Adam`, where `value` is a class whose objects scripts make, of Keras's or of the file.

    Functions of Keras's that make such objects are as good.
    """
    is_class = isinstance(value, type) and issubclass(value, _MAKEABLE)
    if not is_class and value not in (keras.models.clone_model, keras.Input):
        return None
    from keras.src.api_export import get_name_from_symbol  # only now is Keras on our backend

    return get_name_from_symbol(value) or f"{value.__module__}.{value.__qualname__}"


def function_name(value: Any) -> str | None:
    """`math.sqrt`, where `value` is a function that scripts know by themselves."""
    if value is vars(sys.modules.get("tensorflow", sys)).get("GradientTape", bml):
        return "bml.GradientTape"
    if not callable(value):
        return None
    if (getattr(value, "__module__", None) or "").partition(".")[0] == "tqdm":  # each kind of terminal has its own
        return {"trange": "tqdm.trange", "tnrange": "tqdm.trange"}.get(value.__name__, "tqdm.tqdm")
    return _functions().get(id(value))


def computes_with_tensors(value: Any) -> Callable[..., Any] | None:
    """`value`, where it is a function of Keras's on tensors (`keras.ops.mean`), a layer, a loss or a schedule."""
    if not callable(value) or isinstance(value, type) or id(value) in _SIZES:
        return None
    module = getattr(value, "__module__", None) or ""
    return value if isinstance(value, _CALLED) or module.startswith(_OF_TENSORS) else None


def method_of(owner: Any, name: str) -> Callable[..., Any] | None:
    """A method that scripts call: one of the file's own class, of Keras's optimizers, metrics and variables."""
    if not isinstance(owner, OF_KERAS):
        return None
    if name == "get_weights" and isinstance(owner, keras.Layer):
        return partial(accessors.weights, owner)
    if name == "set_weights" and isinstance(owner, keras.Layer):
        return partial(accessors.set_weights, owner)
    if name in ("assign", "assign_add", "assign_sub") and isinstance(owner, keras.Variable):
        return partial(accessors.assign, owner, name)
    method = getattr(owner, name, None)
    if not callable(method):
        return None
    is_of_layers = isinstance(owner, keras.Layer) and name not in ("reset_state", "set_weights")
    return None if is_of_layers and method.__module__.startswith("keras.") else method


def unusable(value: Any) -> Unusable:
    """What to say of a value that scripts have no use for."""
    match value:
        case Script():
            return Unusable("another script", "write what both need as a @bml.function, or call it from the page")
        case PythonModule():
            hint = {
                "matplotlib.pyplot": "draw with bml.plot, which the page shows as a curve",
                "operator": "write a lambda: key=lambda pair: pair[1]",
                "os": "a page has no files: report with bml.log or print",
                "datetime": "measure with time.time(); a page shows when a line was logged",
                "json": "print the values, or return them: a page gets a dictionary as a Map",
                "re": "split and compare texts with their methods, at the top of the file if it is known there",
                "statistics": "NumPy has np.mean(xs), np.median(xs) and np.std(xs, ddof=1)",
                "textwrap": "write the lines out, or wrap the text at the top of the file",
            }.get(value.__name__)
            return Unusable(f"the module {value.__name__}", hint)
        case list() | dict():
            kind = type(value).__name__
            return Unusable(f"a {kind}", "make it a tuple, or make it in the script")
        case _ if (module := _module_of(value)) in (*_WITH_ROWS, "bisect", "heapq"):
            known = sorted([*rows_of(module), *names_of(module)])
            return Unusable("which scripts do not have", f"of {module} they have {', '.join(known)}")
        case type():
            return Unusable("a class", None)
        case _ if hasattr(value, "cache_info"):
            return Unusable("which keeps its results", "keep them in a dictionary: if n not in known: known[n] = ...")
        case _ if id(value) in _SIZES:
            return Unusable("a function that gives no tensor", "x.shape is a tuple of ints, len(x) its first")
        case _ if callable(value) and (getattr(value, "__module__", None) or "").startswith("keras."):
            return Unusable("a function of Keras's that computes no tensors", "call it at the top of the file")
        case _ if hasattr(value, "element_spec"):
            return Unusable("a tf.data.Dataset", "make it of the arrays: bml.Dataset.from_tensor_slices((x, y))")
        case _ if callable(value) and not hasattr(value, "call"):
            return Unusable("a Python function", "decorate it with @bml.function, or define it inside the script")
        case _:
            kind = type(value).__name__
            return Unusable(f"{'an' if kind[0].lower() in 'aeiou' else 'a'} {kind}")
