"""What values of a type hold."""

from __future__ import annotations

from collections.abc import Iterator

from bmlc.frontend.host.types import (
    DictType,
    FixedListType,
    HostType,
    IterableType,
    ListType,
    OptionalType,
    RecordType,
    TensorValue,
    TupleType,
    resolve,
)

__all__ = ["holds_tensors", "parts"]


def parts(host_type: HostType) -> Iterator[HostType]:
    """What a value of this type consists of; itself not included."""
    match host_type:
        case OptionalType(item) | ListType(item) | IterableType(item):
            yield item
        case FixedListType(items) | TupleType(items):
            yield from items
        case DictType(key, value):
            yield from (key, value)
        case RecordType(fields):
            yield from (item for _, item in fields)
        case _:
            pass


def holds_tensors(host_type: HostType) -> bool:
    """Whether a value of this type is a tensor or may contain one: then somebody has to free it."""
    resolved = resolve(host_type)
    return isinstance(resolved, TensorValue) or any(map(holds_tensors, parts(resolved)))
