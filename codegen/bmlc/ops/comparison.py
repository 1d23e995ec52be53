"""What stands in `selection`, for files that have not moved yet."""

from bmlc.ops.selection import equal, greater, greater_equal, less, less_equal, logical_and, logical_or, not_equal

__all__ = ["equal", "greater", "greater_equal", "less", "less_equal", "logical_and", "logical_or", "not_equal"]
