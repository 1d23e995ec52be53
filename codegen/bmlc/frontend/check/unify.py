"""When two types are one: for values that meet, for items of containers, for arguments.

Containers may be changed through every name that they have, so that what they hold must agree exactly; tuples cannot
be changed, so that their items meet as values do. None and a type meet as "that type or None".
"""

from __future__ import annotations

from collections.abc import Iterator

from bmlc.frontend.check.journal import Journal
from bmlc.frontend.host import (
    NONE,
    DictType,
    ErrorType,
    FixedListType,
    HostType,
    IterableType,
    ListType,
    OptionalType,
    RecordType,
    TensorValue,
    TupleType,
    TypeVariable,
    parts,
)
from bmlc.ir import Dim, Poly, TensorType, symbol

__all__ = ["fits", "has_undecided", "join", "known", "undecided", "unify"]


def known(host_type: HostType) -> HostType:
    """What a variable stands for, so far; not what it stands for deeper inside."""
    while isinstance(host_type, TypeVariable) and host_type.solution is not None:
        host_type = host_type.solution
    return host_type


def unify(first: HostType, second: HostType, journal: Journal) -> bool:
    """Whether two types are the same, once variables are decided so that they are."""
    first, second = known(first), known(second)
    if first is second or first == second or isinstance(first, ErrorType) or isinstance(second, ErrorType):
        return True
    match first, second:
        case (TypeVariable() as variable, other) | (other, TypeVariable() as variable):
            if _occurs(variable, other):
                return False
            journal.solve(variable, other)
            return True
        case TensorValue(one), TensorValue(other):
            return _tensor(one, other) == one
        case OptionalType(left), OptionalType(right):
            return unify(left, right, journal)
        case (ListType(left), ListType(right)) | (IterableType(left), IterableType(right)):
            return unify(left, right, journal)
        case DictType(left, left_value), DictType(right, right_value):
            return unify(left, right, journal) and unify(left_value, right_value, journal)
        case (TupleType(lefts), TupleType(rights)) | (FixedListType(lefts), FixedListType(rights)):
            return len(lefts) == len(rights) and all(map(unify, lefts, rights, [journal] * len(lefts)))
        case RecordType(), RecordType():
            return first.keys == second.keys and all(
                unify(left, right, journal) for (_, left), (_, right) in zip(first.fields, second.fields, strict=True)
            )
        case _:
            return False


def join(first: HostType, second: HostType, journal: Journal) -> HostType | None:
    """The type of a value that is of one of two types; None where there is no such type."""
    left, right = known(first), known(second)
    if isinstance(left, ErrorType) or isinstance(right, ErrorType):
        return second if isinstance(left, ErrorType) else first
    match left, right:
        case (OptionalType(), _) | (_, OptionalType()):
            return _optional(join(_item(left), _item(right), journal), left, right)
        case _ if left == right:
            return first
        case TensorValue(one), TensorValue(other):
            joined = _tensor(one, other)
            return None if joined is None else first if joined == one else TensorValue(joined)
        case _ if NONE in (left, right):
            other = right if left == NONE else left
            return OptionalType(other)
        case TupleType(lefts), TupleType(rights) if len(lefts) == len(rights):
            items = tuple(join(one, other, journal) for one, other in zip(lefts, rights, strict=True))
            return None if None in items else TupleType(tuple(item for item in items if item is not None))
        case IterableType(one), IterableType(other):
            item = join(one, other, journal)
            return None if item is None else IterableType(item)
        case _:
            return first if unify(left, right, journal) else None


def fits(expected: HostType, received: HostType, journal: Journal) -> bool:
    """Whether a value of type `received` may be used as one of type `expected`."""
    expected, received = known(expected), known(received)
    match expected, received:
        case OptionalType(item), OptionalType(other):
            return fits(item, other, journal)
        case OptionalType(), _ if received == NONE:
            return True
        case OptionalType(item), _:
            return fits(item, received, journal)
        case TupleType(items), TupleType(others) if len(items) == len(others):
            return all(fits(item, other, journal) for item, other in zip(items, others, strict=True))
        case IterableType(item), IterableType(other):
            return fits(item, other, journal)
        case _:
            return unify(expected, received, journal)


def undecided(host_type: HostType) -> Iterator[TypeVariable]:
    """The variables of a type that nothing has decided yet."""
    host_type = known(host_type)
    if isinstance(host_type, TypeVariable):
        yield host_type
    for part in parts(host_type):
        yield from undecided(part)


def has_undecided(host_type: HostType) -> bool:
    return any(True for _ in undecided(host_type))


def _item(host_type: HostType) -> HostType:
    return known(host_type.item) if isinstance(host_type, OptionalType) else host_type


def _optional(item: HostType | None, left: HostType, right: HostType) -> HostType | None:
    if item is None or isinstance(item, OptionalType) or item == NONE:
        return item
    for whole in (left, right):
        if isinstance(whole, OptionalType) and known(whole.item) is known(item):
            return whole
    return OptionalType(item)


def _tensor(one: TensorType, other: TensorType) -> TensorType | None:
    """Tensors of one rank and dtype: where their sizes differ, the size is only known as the script runs."""
    if one.dtype != other.dtype or one.rank != other.rank:
        return None
    sizes = zip(one.shape, other.shape, strict=True)
    return one.with_shape(tuple(_size(axis, size, wanted) for axis, (size, wanted) in enumerate(sizes)))


def _size(axis: int, one: Dim, other: Dim) -> Dim:
    if one == other:
        return one
    unknown = symbol(f"size{axis}")
    return next((size for size in (one, other) if size == unknown or isinstance(size, Poly)), unknown)


def _occurs(variable: TypeVariable, host_type: HostType) -> bool:
    host_type = known(host_type)
    return host_type is variable or any(_occurs(variable, part) for part in parts(host_type))
