"""What stands in `casting` and `tensor`, for files that have not moved yet."""

from bmlc.ops.casting import dtype_of, highest, type_of, unwrap
from bmlc.ops.tensor import Operand

__all__ = ["Operand", "dtype_of", "highest", "type_of", "unwrap"]
