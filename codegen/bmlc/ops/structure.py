"""What stands in `tree`, for files that have not moved yet."""

from bmlc.ops.tree import Nested, flatten, in_order_of, unflatten

__all__ = ["Nested", "flatten", "in_order_of", "unflatten"]
