"""What scripts read and set, as functions of tensors; they mean the same natively."""

from __future__ import annotations

from typing import Any

__all__ = ["learning_rate", "set_learning_rate", "tensor"]


def learning_rate(optimizer: Any) -> Any:
    """Its rate now, which a schedule may give."""
    return optimizer.learning_rate


def set_learning_rate(optimizer: Any, learning_rate: Any) -> None:
    optimizer.learning_rate = learning_rate


def tensor(value: Any) -> Any:
    """An array or a variable as a tensor."""
    from keras import ops

    return ops.convert_to_tensor(value)
