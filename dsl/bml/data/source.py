"""Where a pipeline begins: arrays of equal length, loaded when they are first needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from bmlc.errors import UserError
from bmlc.ir import UNKNOWN, Loc, TensorType
from bmlc.ops.tree import Nested

__all__ = ["Source"]


@dataclass(frozen=True, eq=False)
class Source:
    """Elements by index."""

    size: int  # how many there are
    types: tuple[TensorType, ...]  # of each component of an element
    names: tuple[str, ...]  # of each component, for the bundle's table
    load: Callable[[], Sequence[npt.NDArray[Any]]]  # one array a component, elements along its first axis
    structure: Nested  # of an element, with the places of its components: 0, (0, 1) or ({"a": 0, "b": 1}, 2)
    loc: Loc = UNKNOWN  # the user's line that made it of arrays of its own
    # Finds, or brings, and checks what `load` decodes, and says what it is: where that is equal, so are the arrays.
    origin: Callable[[], str] | None = None

    @property
    def single(self) -> bool:
        """Whether an element is a tensor by itself and not a tuple."""
        return isinstance(self.structure, int)

    @cached_property
    def arrays(self) -> tuple[npt.NDArray[Any], ...]:
        """One array a component, loaded when something is read first."""
        arrays = tuple(self.load())
        for array, tensor_type, name in zip(arrays, self.types, self.names, strict=True):
            if array.shape != (self.size, *tensor_type.shape) or array.dtype != np.dtype(tensor_type.dtype):
                raise UserError(
                    "BML303",
                    f"expected {self.size} elements of {tensor_type} for {name!r}, "
                    f"received {array.dtype}{list(array.shape)}",
                )
        return arrays
