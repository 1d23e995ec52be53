"""Activation functions by Keras's names; each is the op of that name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bml.arguments import choose
from bml.running import runs_anywhere
from bmlc import ops

__all__ = [
    "celu",
    "elu",
    "exponential",
    "gelu",
    "get",
    "hard_shrink",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "leaky_relu",
    "linear",
    "log_sigmoid",
    "log_softmax",
    "mish",
    "relu",
    "relu6",
    "selu",
    "sigmoid",
    "silu",
    "soft_shrink",
    "softmax",
    "softplus",
    "softsign",
    "squareplus",
    "swish",
    "tanh",
    "tanh_shrink",
    "threshold",
]


def linear(x: Any) -> Any:
    """x itself."""
    return x


@runs_anywhere
def relu(x: Any, negative_slope: float = 0.0, max_value: float | None = None, threshold: float = 0.0) -> Any:
    """max(x, 0); between `threshold` and `max_value` x itself, below with `negative_slope` from `threshold` down."""
    if negative_slope != 0.0 and max_value is None and threshold == 0.0:
        return ops.leaky_relu(x, negative_slope)
    if threshold == 0.0 and max_value == 6.0:
        y = ops.relu6(x)
    else:
        y = ops.relu(x) if threshold == 0.0 else ops.threshold(x, threshold, 0.0)
        y = y if max_value is None else ops.clip(y, 0.0, max_value)
    return y if negative_slope == 0.0 else y - ops.relu(threshold - x) * negative_slope


@runs_anywhere
def gelu(x: Any, approximate: bool = False) -> Any:
    """x P(X <= x) for a standard normal X, exact unless `approximate` asks for the formula with tanh."""
    return ops.gelu(x, approximate)


exponential = runs_anywhere(ops.exp)
celu = runs_anywhere(ops.celu)
elu = runs_anywhere(ops.elu)
hard_shrink = runs_anywhere(ops.hard_shrink)
hard_sigmoid = runs_anywhere(ops.hard_sigmoid)
hard_silu = runs_anywhere(ops.hard_silu)
hard_swish = hard_silu
hard_tanh = runs_anywhere(ops.hard_tanh)
leaky_relu = runs_anywhere(ops.leaky_relu)
log_sigmoid = runs_anywhere(ops.log_sigmoid)
log_softmax = runs_anywhere(ops.log_softmax)
mish = runs_anywhere(ops.mish)
relu6 = runs_anywhere(ops.relu6)
selu = runs_anywhere(ops.selu)
sigmoid = runs_anywhere(ops.sigmoid)
silu = runs_anywhere(ops.silu)
soft_shrink = runs_anywhere(ops.soft_shrink)
softmax = runs_anywhere(ops.softmax)
softplus = runs_anywhere(ops.softplus)
softsign = runs_anywhere(ops.softsign)
squareplus = runs_anywhere(ops.squareplus)
swish = silu
tanh = runs_anywhere(ops.tanh)
tanh_shrink = runs_anywhere(ops.tanh_shrink)
threshold = runs_anywhere(ops.threshold)

# By name alone; `threshold` says nothing without its arguments.
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    name: globals()[name] for name in __all__ if name not in ("get", "threshold")
}


def get(identifier: Any) -> Callable[..., Any]:
    """The activation of this name; `None` is linear; a function stays as it is.

    Raises:
        UserError: BML102 for an unknown name.
    """
    if identifier is None:
        return linear
    return identifier if callable(identifier) else choose("activations", identifier, _FUNCTIONS)
