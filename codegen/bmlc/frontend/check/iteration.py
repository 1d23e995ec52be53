"""What iterating a value gives."""

from __future__ import annotations

from bmlc.frontend.check.journal import Journal
from bmlc.frontend.check.unify import join, known
from bmlc.frontend.host import (
    INT,
    STR,
    DatasetType,
    DictType,
    FixedListType,
    HostType,
    IterableType,
    ListType,
    RangeType,
    RecordType,
    StreamType,
    TensorValue,
    TupleType,
    TypeVariable,
)

__all__ = ["element_type", "step_type"]


def element_type(host_type: HostType, journal: Journal) -> HostType | None:
    """The type of what iterating a value of `host_type` gives; None where scripts do not iterate it."""
    match known(host_type):
        case RangeType():
            return INT
        case ListType(item) | IterableType(item):
            return item
        case DictType(key, _):
            return key
        case RecordType():
            return STR
        case TupleType(items) | FixedListType(items):
            return _common(items, journal)
        case host_type if host_type == STR:
            return STR
        case _:
            return None


def step_type(host_type: HostType, journal: Journal) -> HostType | None:
    """The type of what a loop's steps give: also of batches, which come one after another and are waited for."""
    match known(host_type):
        case StreamType(item):
            return item
        case DatasetType(components, True, single):
            tensors = tuple(TensorValue(component) for component in components)
            return tensors[0] if single else TupleType(tensors)
        case host_type:
            return element_type(host_type, journal)


def _common(items: tuple[HostType, ...], journal: Journal) -> HostType | None:
    common: HostType | None = items[0] if items else TypeVariable()
    for item in items[1:]:
        common = None if common is None else join(common, item, journal)
    return common
