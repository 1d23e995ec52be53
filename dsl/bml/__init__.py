"""bml: Keras models, data and training loops in one Python file, for TensorFlow and for browsers.

Everything is imported when it is first used: `import bml` is quick and needs neither Keras nor TensorFlow. Models,
layers, losses, metrics and optimizers are Keras's own.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if sys.version_info < (3, 11):  # noqa: UP036 - a checkout runs on any, and would end in an error of syntax
    raise ImportError(f"bml needs Python 3.11 or newer, this is {sys.version.split()[0]}")

from bml import aliases
from bml.native import hooks

if TYPE_CHECKING:
    from keras import (
        Input,
        Model,
        Sequential,
        Variable,
        activations,
        constraints,
        initializers,
        layers,
        losses,
        metrics,
        ops,
        optimizers,
        random,
        regularizers,
    )
    from keras.ops import one_hot, stop_gradient

    from bml import datasets
    from bml.annotations import Image, Probabilities, TensorSpec
    from bml.building import build
    from bml.context import set_random_seed
    from bml.data import Dataset
    from bml.functions import function, script
    from bml.gradients import value_and_grad
    from bml.reporting import log, plot, progress
    from bml.tape import GradientTape
    from bml.timing import timer
    from bmlc.ops.tensor import Tensor

__version__ = "0.1.0"

__all__ = [
    "Dataset",
    "GradientTape",
    "Image",
    "Input",
    "Model",
    "Probabilities",
    "Sequential",
    "Tensor",
    "TensorSpec",
    "Variable",
    "__version__",
    "activations",
    "build",
    "constraints",
    "datasets",
    "function",
    "initializers",
    "layers",
    "log",
    "losses",
    "metrics",
    "one_hot",
    "ops",
    "optimizers",
    "plot",
    "progress",
    "random",
    "regularizers",
    "script",
    "set_random_seed",
    "stop_gradient",
    "timer",
    "value_and_grad",
]

_MODULES = aliases.MODULES | {"datasets"}

# Where each name is defined.
_HOMES = {
    "Dataset": "bml.data",
    "GradientTape": "bml.tape",
    "Image": "bml.annotations",
    "Input": "keras",
    "Model": "keras",
    "Probabilities": "bml.annotations",
    "Sequential": "keras",
    "Tensor": "bmlc.ops.tensor",
    "TensorSpec": "bml.annotations",
    "Variable": "keras",
    "build": "bml.building",
    "function": "bml.functions",
    "log": "bml.reporting",
    "one_hot": "keras.ops",
    "plot": "bml.reporting",
    "progress": "bml.reporting",
    "script": "bml.functions",
    "set_random_seed": "bml.context",
    "stop_gradient": "keras.ops",
    "timer": "bml.timing",
    "value_and_grad": "bml.gradients",
}

aliases.install()
hooks.install()


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        value: Any = import_module(f"bml.{name}")
    elif name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
    else:
        raise AttributeError(f"module 'bml' has no attribute {name!r}{_suggestion(name)}")
    globals()[name] = value
    return value


def _suggestion(name: str) -> str:
    from difflib import get_close_matches

    matches = get_close_matches(name, __all__, n=1)
    return f"; did you mean {matches[0]!r}?" if matches else ""


def __dir__() -> list[str]:
    return sorted(__all__)
