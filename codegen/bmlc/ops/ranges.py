"""What stands in `constant`, for files that have not moved yet."""

from bmlc.ops.constant import arange, size_as_int

__all__ = ["arange", "size_as_int"]
