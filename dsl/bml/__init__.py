"""bml: Keras-style models, data and training loops in one Python file, for TensorFlow and for browsers.

Everything is imported when it is first used: `import bml` is quick and needs no TensorFlow.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bml import activations, datasets, initializers, layers, losses, metrics, ops, optimizers, random
    from bml.annotations import Image, Probabilities, TensorSpec
    from bml.context import set_random_seed
    from bml.data import Dataset
    from bml.functions import function, script
    from bml.gradients import value_and_grad
    from bml.layers import Input
    from bml.models import Sequential
    from bml.reporting import log, plot, progress
    from bml.timing import timer
    from bml.variable import Variable
    from bmlc.ops import one_hot, stop_gradient
    from bmlc.ops.tensor import Tensor

__version__ = "0.1.0"

__all__ = [
    "Dataset",
    "Image",
    "Input",
    "Probabilities",
    "Sequential",
    "Tensor",
    "TensorSpec",
    "Variable",
    "__version__",
    "activations",
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
    "script",
    "set_random_seed",
    "stop_gradient",
    "timer",
    "value_and_grad",
]

_MODULES = frozenset(
    {"activations", "datasets", "initializers", "layers", "losses", "metrics", "ops", "optimizers", "random"}
)

# Where each name is defined.
_HOMES = {
    "Dataset": "bml.data",
    "Image": "bml.annotations",
    "Input": "bml.layers",
    "Probabilities": "bml.annotations",
    "Sequential": "bml.models",
    "Tensor": "bmlc.ops.tensor",
    "TensorSpec": "bml.annotations",
    "Variable": "bml.variable",
    "function": "bml.functions",
    "log": "bml.reporting",
    "one_hot": "bmlc.ops",
    "plot": "bml.reporting",
    "progress": "bml.reporting",
    "script": "bml.functions",
    "set_random_seed": "bml.context",
    "stop_gradient": "bmlc.ops",
    "timer": "bml.timing",
    "value_and_grad": "bml.gradients",
}


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
