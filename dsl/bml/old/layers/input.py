"""What a model is given."""

from __future__ import annotations

from typing import get_args

from bml.arguments import checked
from bmlc.errors import UserError
from bmlc.ir import DTYPES, DType, TensorType, caller_loc

__all__ = ["Input"]


class Input:
    """The shape and dtype of one example that a model takes, first in the list of `Sequential`.

    Args:
        shape: Whole numbers, without the batch dimension: `(28, 28, 1)`.
        dtype: What the model computes with; other inputs are cast to it.
        name: For messages.

    Raises:
        UserError: BML102 for anything else.

    Example:
        >>> import bml
        >>> bml.Input((28, 28, 1)).shape
        (28, 28, 1)
    """

    def __init__(self, shape: tuple[int, ...], dtype: DType = "float32", name: str | None = None) -> None:
        self.loc = caller_loc()
        sizes = tuple(shape) if isinstance(shape, tuple | list) else (shape,)
        if not all(isinstance(size, int) and not isinstance(size, bool) and size > 0 for size in sizes):
            raise UserError.here(
                "BML102",
                f"Input expects the shape of one example in positive whole numbers, received shape={shape!r}",
                "leave the batch dimension out: bml.Input((28, 28, 1))",
            )
        if dtype not in DTYPES:
            raise UserError.here("BML102", f"Input expects a dtype of {', '.join(get_args(DType))}, received {dtype!r}")
        self.shape, self.dtype = sizes, dtype
        self.name = name or "input"

    @property
    def element(self) -> TensorType:
        """The type of one example."""
        return TensorType(self.shape, self.dtype)

    def __repr__(self) -> str:
        return f"<bml.Input {self.element}>"


Input.__init__ = checked(Input.__init__, "Input")  # type: ignore[method-assign]
