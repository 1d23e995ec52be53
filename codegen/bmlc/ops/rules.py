"""What the rules of many ops share: checks of arguments, broadcasting, and the common shape of a rule."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from bmlc.errors import UserError
from bmlc.ir import Dim, DType, TensorType

if TYPE_CHECKING:
    from bmlc.ops.op import Op
    from bmlc.ops.tensor import Tensor

__all__ = [
    "Gradients",
    "Shape",
    "broadcast_shapes",
    "call_kernel",
    "check_float",
    "elementwise_batching",
    "is_affine",
    "misuse",
    "never_batched",
    "normalize_axes",
    "normalize_axis",
    "pair",
    "permuted",
    "product",
    "reduced_shape",
    "same_type",
    "tf_call",
    "unbroadcast",
    "with_batch",
]

Shape: TypeAlias = tuple[Dim, ...]
Gradients: TypeAlias = "tuple[Tensor | None, ...]"


def misuse(op: str, expected: str, received: object, hint: str | None = None, code: str = "BML101") -> UserError:
    """The error of a wrong shape or dtype (BML101), or of a wrong argument (BML102)."""
    return UserError.here(code, f"{op} expected {expected}, received {received}", hint)


def check_float(op: str, *types: TensorType) -> None:
    for x in types:
        if x.dtype != "float32":
            raise misuse(op, "float32", x)


def same_type(op: str, *dtypes: DType) -> Callable[..., TensorType]:
    """The shape rule of a unary op whose output has the type of its input, one of `dtypes`."""

    def shape(x: TensorType, **attrs: Any) -> TensorType:
        if x.dtype not in dtypes:
            raise misuse(op, " or ".join(dtypes), x)
        return x

    return shape


def product(sizes: Iterable[Dim]) -> Dim:
    total: Dim = 1
    for size in sizes:
        total = total * size
    return total


def broadcast_shapes(op: str, *shapes: Shape) -> Shape:
    """The shape to which NumPy's rules stretch all of `shapes`; a symbolic dimension must be equal or 1."""
    rank = max(len(shape) for shape in shapes)
    result: list[Dim] = []
    for sizes in zip(*((1,) * (rank - len(shape)) + tuple(shape) for shape in shapes), strict=True):
        distinct = [size for size in dict.fromkeys(sizes) if size != 1]
        if len(distinct) > 1:
            received = " and ".join(f"[{', '.join(map(str, shape))}]" for shape in shapes)
            raise misuse(op, "shapes that broadcast to one", received)
        result.append(distinct[0] if distinct else 1)
    return tuple(result)


def normalize_axis(op: str, axis: Any, rank: int) -> int:
    """`axis` counted from the front; an error unless it lies in [-rank, rank)."""
    try:
        index = operator.index(axis)
    except TypeError:
        raise misuse(op, "an integer axis", f"axis={axis!r}", code="BML102") from None
    if not -rank <= index < rank:
        raise misuse(op, f"an axis in [{-rank}, {rank})", f"axis={index}", code="BML102")
    return index % rank


def normalize_axes(op: str, axis: Any, rank: int) -> tuple[int, ...]:
    """The axes that `axis` (None for all, an int or several) names, ascending and distinct."""
    if axis is None:
        return tuple(range(rank))
    several: Sequence[Any] = axis if isinstance(axis, tuple | list) else (axis,)
    axes = sorted(normalize_axis(op, one, rank) for one in several)
    if len(set(axes)) != len(axes):
        raise misuse(op, "distinct axes", f"axis={axis!r}", code="BML102")
    return tuple(axes)


def reduced_shape(shape: Shape, axes: tuple[int, ...], keepdims: bool) -> Shape:
    if keepdims:
        return tuple(1 if i in axes else size for i, size in enumerate(shape))
    return tuple(size for i, size in enumerate(shape) if i not in axes)


def permuted(shape: Shape, axes: tuple[int, ...]) -> Shape:
    return tuple(shape[axis] for axis in axes)


def pair(op: str, name: str, value: Any) -> tuple[int, int]:
    """An argument given once or for height and width: `2` or `(2, 2)`, both at least 1."""
    several = tuple(value) if isinstance(value, tuple | list) else (value, value)
    valid = len(several) == 2 and all(isinstance(n, int) and not isinstance(n, bool) and n >= 1 for n in several)
    if not valid:
        raise misuse(op, f"{name} to be a positive int or two of them", f"{name}={value!r}", code="BML102")
    return several[0], several[1]


def unbroadcast(g: Tensor, like: TensorType) -> Tensor:
    """Sum `g` back to the shape of an operand that broadcasting stretched."""
    from bmlc import ops  # the rules of ops are written with ops

    if g.shape == like.shape:
        return g
    added = g.ndim - like.rank
    summed = ops.sum(g, axis=tuple(range(added))) if added else g
    stretched = tuple(i for i, size in enumerate(like.shape) if size == 1 and summed.shape[i] != 1)
    return ops.sum(summed, axis=stretched, keepdims=True) if stretched else summed


def with_batch(x: Tensor, batched: bool, n: Dim, rank: int) -> Tensor:
    """`x` with the extra leading dimension `n` (stretched if it had none) and elements of rank `rank`."""
    from bmlc import ops

    if batched:
        missing = rank - (x.ndim - 1)
        return ops.reshape(x, (x.shape[0], *(1,) * missing, *x.shape[1:])) if missing else x
    return ops.broadcast_to(x, (n, *(1,) * (rank - x.ndim), *x.shape))


def elementwise_batching(op: Callable[[], Op]) -> Callable[..., Any]:
    """Batching of an op that broadcasts: size-1 dimensions behind the batch align the ranks of batched operands."""

    def batching(inputs: tuple[Tensor, ...], batched: tuple[bool, ...], **attrs: Any) -> Any:
        rank = max(x.ndim - is_batched for x, is_batched in zip(inputs, batched, strict=True))
        aligned = (with_batch(x, True, 0, rank) if b else x for x, b in zip(inputs, batched, strict=True))
        return op()(*aligned, **attrs)

    return batching


def never_batched(inputs: tuple[Tensor, ...], batched: tuple[bool, ...], **attrs: Any) -> Any:
    """The rule of ops without inputs: nothing batched can reach them, so their output is the same for all elements."""
    raise AssertionError("an op without inputs cannot be batched")


def tf_call(path: str) -> Callable[..., Any]:
    """A reference rule that is one function of TensorFlow."""

    def reference(tf: Any, *inputs: Any, **attrs: Any) -> Any:
        return operator.attrgetter(path)(tf)(*inputs, **attrs)

    return reference


def call_kernel(name: str, **kernel_attrs: Any) -> Callable[..., Any]:
    """A kernel rule that is one kernel on every backend; the op's own attributes are not the kernel's."""

    def kernel(k: Any, *inputs: Tensor, **attrs: Any) -> Any:
        return k.kernel(name, *inputs, **kernel_attrs)

    return kernel


def is_affine(size: Dim) -> bool:
    """Whether a shape may hold it: products of two symbols are no dimensions."""
    return isinstance(size, int) or size.is_affine
