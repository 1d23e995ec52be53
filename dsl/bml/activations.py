"""Activation functions by Keras's names; each is the op of that name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bml.arguments import choose
from bml.running import runs_anywhere
from bmlc import ops

__all__ = [
    "elu",
    "exponential",
    "gelu",
    "get",
    "hard_sigmoid",
    "leaky_relu",
    "linear",
    "log_softmax",
    "relu",
    "relu6",
    "selu",
    "sigmoid",
    "silu",
    "softmax",
    "softplus",
    "softsign",
    "swish",
    "tanh",
]


def linear(x: Any) -> Any:
    """x itself."""
    return x


@runs_anywhere
def gelu(x: Any, approximate: bool = False) -> Any:
    """x P(X <= x) for a standard normal X, exact unless `approximate` asks for the formula with tanh."""
    return ops.gelu(x, approximate)


exponential = runs_anywhere(ops.exp)
elu = runs_anywhere(ops.elu)
hard_sigmoid = runs_anywhere(ops.hard_sigmoid)
leaky_relu = runs_anywhere(ops.leaky_relu)
log_softmax = runs_anywhere(ops.log_softmax)
relu = runs_anywhere(ops.relu)
relu6 = runs_anywhere(ops.relu6)
selu = runs_anywhere(ops.selu)
sigmoid = runs_anywhere(ops.sigmoid)
silu = runs_anywhere(ops.silu)
softmax = runs_anywhere(ops.softmax)
softplus = runs_anywhere(ops.softplus)
softsign = runs_anywhere(ops.softsign)
swish = silu
tanh = runs_anywhere(ops.tanh)

_FUNCTIONS: dict[str, Callable[..., Any]] = {name: globals()[name] for name in __all__ if name != "get"}


def get(identifier: Any) -> Callable[..., Any]:
    """The activation of this name; `None` is linear; a function stays as it is.

    Raises:
        UserError: BML102 for an unknown name.
    """
    if identifier is None:
        return linear
    return identifier if callable(identifier) else choose("activations", identifier, _FUNCTIONS)
