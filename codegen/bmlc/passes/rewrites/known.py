"""Whole numbers and truth values that are known element by element, such as positions that the file counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from bmlc.ops import convert_to_tensor
from bmlc.ops.tensor import Tensor
from bmlc.passes.rewrites.match import Match, rewrites

__all__: list[str] = []

_NUMPY: dict[str, Callable[..., Any]] = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "minimum": np.minimum,
    "maximum": np.maximum,
    "equal": np.equal,
    "not_equal": np.not_equal,
    "less": np.less,
    "less_equal": np.less_equal,
    "greater": np.greater,
    "greater_equal": np.greater_equal,
    "logical_and": np.logical_and,
    "logical_or": np.logical_or,
    "where": np.where,
}
_MOST = 64  # elements that are written into a program


@rewrites(*_NUMPY)
def of_known_arrays(m: Match) -> Tensor | None:
    """constant[0, 1, 2] < 2 => constant[True, True, False]"""
    arrays = [m.array(x) for x in m.inputs]
    size = m.type.size
    known = [array for array in arrays if array is not None and array.dtype.kind in "bi"]
    if len(known) < len(arrays) or not isinstance(size, int) or size > _MOST or m.type.dtype == "float32":
        return None
    return convert_to_tensor(np.asarray(_NUMPY[m.eqn.op.name](*known), m.type.dtype))


@rewrites("broadcast_to", "cast", "reshape")
def of_a_known_array(m: Match) -> Tensor | None:
    """reshape[shape=(2, 1)](constant[0, 1]) => constant[[0], [1]]"""
    array, size = m.array(m.inputs[0]), m.type.size
    if array is None or array.size == 1 or array.dtype.kind not in "bi" or not isinstance(size, int) or size > _MOST:
        return None
    arrange = np.reshape if array.size == size else np.broadcast_to
    return convert_to_tensor(np.array(arrange(array, m.type.shape), m.type.dtype))  # type: ignore[arg-type]
