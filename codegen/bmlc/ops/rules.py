"""What the rules of many ops share: checks of arguments, and the shapes that follow from them."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from typing import SupportsIndex, TypeAlias, TypeVar
from typing import cast as typed

from bmlc.errors import UserError
from bmlc.ir import Dim, Guard, Poly, TensorType, active_builder, current_loc, differ, never_negative, primitive
from bmlc.ops.sizes import read_sizes

__all__ = [
    "Axes",
    "Axis",
    "Shape",
    "SizeLearntError",
    "Sizes",
    "as_shape",
    "bad_argument",
    "broadcast_shapes",
    "check_float",
    "may_agree",
    "may_equal",
    "misuse",
    "must_agree",
    "normalize_axes",
    "normalize_axis",
    "numbers",
    "permuted",
    "product",
    "reduced_shape",
    "require_room",
    "same_shape",
    "shape_texts",
]

T = TypeVar("T")
Shape: TypeAlias = tuple[Dim, ...]
Axes: TypeAlias = tuple[int, ...]  # in order, counted from the front
Sizes: TypeAlias = Dim | Sequence[Dim]  # as users write a shape
Axis: TypeAlias = SupportsIndex | Sequence[SupportsIndex] | None


def misuse(op: str, expected: str, received: object, hint: str | None = None) -> UserError:
    """The error of a wrong shape or dtype."""
    return UserError.here("BML101", f"{op} expected {expected}, received {received}", hint)


def bad_argument(op: str, expected: str, received: object, hint: str | None = None) -> UserError:
    """The error of a wrong argument that is no tensor."""
    return UserError.here("BML102", f"{op} expected {expected}, received {received}", hint)


def as_shape(op: str, shape: Sizes) -> Shape:
    """`shape` as users write it, a size or several, as a tuple.

    Raises:
        UserError: BML102 for what is no size, such as the None that `x.shape` has where a size is not known yet.
    """
    read = read_sizes(shape)
    given: Sequence[object] = read if isinstance(read, tuple) else (read,)
    for size in given:
        if size is None:
            hint = "use bml.ops.shape(x)[0] where x.shape[0] is None"
            raise bad_argument(op, "sizes that are ints or dimensions of a shape", "None", hint)
        if not isinstance(size, int | Poly):
            received = "a number that only the running program knows" if hasattr(size, "dtype") else f"{size!r}"
            hint = "make it like a tensor that has the size: bml.ops.ones_like(x[:, :1]), bml.ops.zeros_like(x)"
            raise bad_argument(op, "sizes that are ints or dimensions of a shape", received, hint)
    return typed(Shape, given)


def check_float(op: str, *types: TensorType) -> None:
    for x in types:
        if x.dtype != "float32":
            raise misuse(op, "float32", x)


def product(sizes: Iterable[Dim]) -> Dim:
    total: Dim = 1
    for size in sizes:
        total = total * size
    return total


def may_equal(op: str, one: Dim, other: Dim, *shapes: Shape) -> bool:
    """Whether two sizes can be the same. Where only the call will tell, a guard of the function checks them then."""
    if one == other or differ(one, other):
        return one == other
    builder = active_builder()
    if builder is not None:
        expected = f"{op} expected {one} = {other} for {shape_texts(*shapes)}"
        builder.require(Guard(primitive(one - other), True, expected, current_loc()))
    return True


class SizeLearntError(BaseException):
    """A size of a parameter follows from what is computed: whoever traces begins again; no user's code sees it."""

    def __init__(self, symbol: str, size: int) -> None:
        super().__init__(symbol, size)
        self.symbol, self.size = symbol, size


def may_agree(op: str, one: Dim, other: Dim, *shapes: Shape) -> bool:
    """`may_equal` for sizes that belong together: one that is open and one that the program fixes are a mistake."""
    return type(one) is type(other) and may_equal(op, one, other, *shapes)


def must_agree(op: str, one: Dim, other: Dim, *shapes: Shape) -> bool:
    """`may_agree`, where an error follows unless it is so.

    Raises:
        SizeLearntError: One is of a parameter whose size only its caller's run knows: it has to be the other.
    """
    if type(one) is type(other):
        return may_equal(op, one, other, *shapes)
    size, number = (one, other) if isinstance(one, Poly) else (other, one)
    builder = active_builder()
    while builder is not None and isinstance(number, int):
        if str(size) in builder.learns:
            raise SizeLearntError(str(size), number)
        builder = builder.outer
    return False


def same_shape(op: str, one: Shape, other: Shape, *shapes: Shape) -> bool:
    """Whether all sizes of the two `may_agree`; `shapes` are those that they are parts of."""
    told = shapes or (one, other)
    return len(one) == len(other) and all(may_agree(op, *sizes, *told) for sizes in zip(one, other, strict=True))


def require_room(op: str, room: Dim, expected: str) -> None:
    """Have each call check that `room` is at least 0, unless it is known to be."""
    builder = active_builder()
    if builder is not None and not never_negative(room):
        builder.require(Guard(room, False, f"{op} expected {expected}", current_loc()))


def shape_texts(*shapes: Shape) -> str:
    return " and ".join(f"[{', '.join(map(str, shape))}]" for shape in shapes)


def broadcast_shapes(op: str, *shapes: Shape) -> Shape:
    """The shape to which NumPy's rules stretch all of `shapes`; the first of open sizes that a guard holds equal."""
    rank = max(len(shape) for shape in shapes)
    result: list[Dim] = []
    for sizes in zip(*((1,) * (rank - len(shape)) + tuple(shape) for shape in shapes), strict=True):
        distinct = [size for size in dict.fromkeys(sizes) if size != 1]
        if not all(must_agree(op, distinct[0], size, *shapes) for size in distinct[1:]):
            is_open = len({type(size) for size in distinct}) > 1
            hint = "one size is open: make the other value like it, as in bml.ops.zeros_like(x)" if is_open else None
            raise misuse(op, "shapes that broadcast to one", shape_texts(*shapes), hint)
        result.append(distinct[0] if distinct else 1)
    return tuple(result)


def normalize_axis(op: str, axis: SupportsIndex, rank: int) -> int:
    """`axis` counted from the front; an error unless it lies in [-rank, rank)."""
    try:
        index = operator.index(axis)
    except (TypeError, UserError):
        raise bad_argument(op, "an integer axis", f"axis={axis!r}") from None
    if not -rank <= index < rank:
        raise bad_argument(op, f"an axis in [{-rank}, {rank})", f"axis={index}")
    return index % rank


def normalize_axes(op: str, axis: Axis, rank: int) -> tuple[int, ...]:
    """The axes that `axis` (None for all, an int or several) names, ascending and distinct."""
    if axis is None:
        return tuple(range(rank))
    axes = sorted(normalize_axis(op, one, rank) for one in (axis if isinstance(axis, Sequence) else (axis,)))
    if len(set(axes)) != len(axes):
        raise bad_argument(op, "distinct axes", f"axis={axis!r}")
    return tuple(axes)


def reduced_shape(shape: Shape, axes: tuple[int, ...], keepdims: bool) -> Shape:
    if keepdims:
        return tuple(1 if i in axes else size for i, size in enumerate(shape))
    return tuple(size for i, size in enumerate(shape) if i not in axes)


def permuted(shape: Sequence[T], axes: tuple[int, ...]) -> tuple[T, ...]:
    return tuple(shape[axis] for axis in axes)


def numbers(op: str, name: str, value: int | Sequence[int], count: int) -> tuple[int, ...]:
    """An argument given once or `count` times: `2` or `(2, 2)`, all at least 1."""
    several = tuple(value) if isinstance(value, Sequence) else (value,) * count
    valid = len(several) == count and all(isinstance(n, int) and not isinstance(n, bool) and n >= 1 for n in several)
    if not valid:
        many = {1: "one in a tuple", 2: "two of them", 3: "three of them"}[count]
        raise bad_argument(op, f"{name} to be a positive int or {many}", f"{name}={value!r}")
    return several
