"""Where a pipeline begins: arrays of equal length, loaded when they are first needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from bmlc.errors import UserError
from bmlc.ir import UNKNOWN, Loc, TensorType

__all__ = ["Source"]


class Source:
    """Elements by index.

    Args:
        size: How many elements there are.
        types: The type of each component of an element.
        names: A name for each component, for the bundle's table.
        load: Gives one array a component, elements along its first axis; called once, when something is read.
        single: Whether an element is a tensor by itself and not a tuple.
        loc: The user's line that made it of arrays of its own.
    """

    def __init__(
        self,
        size: int,
        types: Sequence[TensorType],
        names: Sequence[str],
        load: Callable[[], Sequence[npt.NDArray[Any]]],
        single: bool,
        loc: Loc = UNKNOWN,
    ) -> None:
        self.size = size
        self.types = tuple(types)
        self.names = tuple(names)
        self.single = single
        self.loc = loc
        self._load = load

    @cached_property
    def arrays(self) -> tuple[npt.NDArray[Any], ...]:
        """One array a component."""
        arrays = tuple(self._load())
        for array, tensor_type, name in zip(arrays, self.types, self.names, strict=True):
            if array.shape != (self.size, *tensor_type.shape) or array.dtype != np.dtype(tensor_type.dtype):
                raise UserError(
                    "BML303",
                    f"expected {self.size} elements of {tensor_type} for {name!r}, "
                    f"received {array.dtype}{list(array.shape)}",
                )
        return arrays
