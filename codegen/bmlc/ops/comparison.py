"""Comparisons and logic: bool results, no gradient."""

from __future__ import annotations

from collections.abc import Callable

from bmlc.ir import TensorType
from bmlc.ops.convert import Operand, as_arithmetic, as_tensors
from bmlc.ops.op import Op, no_gradient
from bmlc.ops.rules import broadcast_shapes, call_kernel, elementwise_batching, misuse, tf_call
from bmlc.ops.tensor import Tensor

__all__ = [
    "equal",
    "greater",
    "greater_equal",
    "less",
    "less_equal",
    "logical_and",
    "logical_not",
    "logical_or",
    "logical_xor",
    "not_equal",
]


def comparison_shape(op: str, *dtypes: str) -> Callable[[TensorType, TensorType], TensorType]:
    def shape(a: TensorType, b: TensorType) -> TensorType:
        if a.dtype != b.dtype or a.dtype not in dtypes:
            raise misuse(op, f"two tensors of one dtype, {' or '.join(dtypes)}", f"{a} and {b}")
        return TensorType(broadcast_shapes(op, a.shape, b.shape), "bool")

    return shape


def comparison(name: str, tf_name: str, kernel: str) -> Op:
    """One of the six orderings: they share every rule but the name of what they call."""
    op = Op(
        name=name,
        shape=comparison_shape(name, "float32", "int32"),
        gradient=no_gradient,
        batching=elementwise_batching(lambda: op),
        reference=tf_call(tf_name),
        kernel=call_kernel(kernel),
    )
    return op


EQUAL = comparison("equal", "math.equal", "Equal")
NOT_EQUAL = comparison("not_equal", "math.not_equal", "NotEqual")
GREATER = comparison("greater", "math.greater", "Greater")
GREATER_EQUAL = comparison("greater_equal", "math.greater_equal", "GreaterEqual")
LESS = comparison("less", "math.less", "Less")
LESS_EQUAL = comparison("less_equal", "math.less_equal", "LessEqual")

LOGICAL_AND: Op = Op(
    name="logical_and",
    shape=comparison_shape("logical_and", "bool"),
    gradient=no_gradient,
    batching=elementwise_batching(lambda: LOGICAL_AND),
    reference=tf_call("math.logical_and"),
    kernel=call_kernel("LogicalAnd"),
)

LOGICAL_OR: Op = Op(
    name="logical_or",
    shape=comparison_shape("logical_or", "bool"),
    gradient=no_gradient,
    batching=elementwise_batching(lambda: LOGICAL_OR),
    reference=tf_call("math.logical_or"),
    kernel=call_kernel("LogicalOr"),
)


def logical_not_shape(x: TensorType) -> TensorType:
    if x.dtype != "bool":
        raise misuse("logical_not", "bool", x)
    return x


LOGICAL_NOT: Op = Op(
    name="logical_not",
    shape=logical_not_shape,
    gradient=no_gradient,
    batching=elementwise_batching(lambda: LOGICAL_NOT),
    reference=tf_call("math.logical_not"),
    kernel=call_kernel("LogicalNot"),
)


def compare(op: Op, x1: Operand, x2: Operand) -> Tensor:
    return op(*as_arithmetic(x1, x2))


def equal(x1: Operand, x2: Operand) -> Tensor:
    return compare(EQUAL, x1, x2)


def not_equal(x1: Operand, x2: Operand) -> Tensor:
    return compare(NOT_EQUAL, x1, x2)


def greater(x1: Operand, x2: Operand) -> Tensor:
    return compare(GREATER, x1, x2)


def greater_equal(x1: Operand, x2: Operand) -> Tensor:
    return compare(GREATER_EQUAL, x1, x2)


def less(x1: Operand, x2: Operand) -> Tensor:
    return compare(LESS, x1, x2)


def less_equal(x1: Operand, x2: Operand) -> Tensor:
    return compare(LESS_EQUAL, x1, x2)


def logical_and(x1: Operand, x2: Operand) -> Tensor:
    """Whether both are true; numbers count as true unless they are 0."""
    return LOGICAL_AND(*as_tensors("bool", x1, x2))


def logical_or(x1: Operand, x2: Operand) -> Tensor:
    """Whether at least one is true; numbers count as true unless they are 0."""
    return LOGICAL_OR(*as_tensors("bool", x1, x2))


def logical_xor(x1: Operand, x2: Operand) -> Tensor:
    """Whether exactly one is true; numbers count as true unless they are 0."""
    return not_equal(*as_tensors("bool", x1, x2))


def logical_not(x: Operand) -> Tensor:
    """Whether `x` is false; numbers count as true unless they are 0."""
    return LOGICAL_NOT(*as_tensors("bool", x))
