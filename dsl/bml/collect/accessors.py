"""What scripts read and set, as functions of tensors; they mean the same natively."""

from __future__ import annotations

from typing import Any

from bmlc.errors import UserError
from bmlc.ops.rules import must_agree

__all__ = ["assign", "computed", "set_learning_rate", "set_weights", "tensor", "weights"]


def assign(variable: Any, method: str, value: Any) -> Any:
    """`variable.assign(value)`, where sizes that only the running script knows are those of the variable."""
    _must_fit(f"{variable.name}.{method}", value, variable)
    return getattr(variable, method)(value)


def _must_fit(where: str, value: Any, variable: Any) -> None:
    dims = getattr(value, "dims", ())
    if dims and len(dims) == len(variable.shape):
        for size, wanted in zip(dims, variable.shape, strict=True):
            must_agree(where, size, wanted, dims, variable.shape)


def computed(optimizer: Any, name: str) -> Any:
    """Its rate now, which a schedule may give, or its updates so far, where it accumulates gradients."""
    return getattr(optimizer, name)


def set_learning_rate(optimizer: Any, learning_rate: Any) -> None:
    if callable(learning_rate):  # it would be the optimizer's from now on, whether the script comes here or not
        hint = "give a schedule to the optimizer when it is made"
        raise UserError("BML102", "scripts set a learning rate to a number, received a schedule", hint)
    optimizer.learning_rate = learning_rate


def tensor(value: Any) -> Any:
    """An array or a variable as a tensor."""
    from keras import ops

    return ops.convert_to_tensor(value)


def set_weights(layer: Any, weights: list[Any]) -> None:
    """`layer.set_weights(weights)`, where sizes that only the running script knows are those of the variables."""
    for value, variable in zip(weights, layer.weights, strict=False):
        _must_fit("set_weights", value, variable)
    layer.set_weights(weights)


def weights(layer: Any) -> list[Any]:
    return [tensor(weight) for weight in layer.weights]
