"""Types where values cross the script's edge: what traced functions take and give, what a page receives."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, cast

from bmlc.ir import TensorType
from bmlc.scripts.arrays.arrays import plain_of
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.program import host_types as host
from bmlc.scripts.program.host_types import HostType
from bmlc.scripts.types import (
    FLOAT,
    INT,
    STR,
    Array,
    Atom,
    Holder,
    Number,
    NumpyScalar,
    Program,
    Scalar,
    Tensor,
    Tuple,
    Type,
    atom_of,
)
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["as_python", "from_host", "host_type", "record", "to_host"]

_SCALARS = ("int", "float", "bool", "str", "None")


def from_host(visit: Visit, known: HostType, site: object = None) -> Type:
    """The type of what a traced function gives."""
    match known:
        case host.TensorValue(type):
            return frozenset({Tensor(type)})
        case host.TupleType(items):
            return frozenset({Tuple(tuple(from_host(visit, item, (site, k)) for k, item in enumerate(items)))})
        case host.FixedListType(items):
            return frozenset({Tuple(tuple(from_host(visit, item, (site, k)) for k, item in enumerate(items)), "list")})
        case host.RecordType(fields):
            return record(visit, ("record", site), {key: from_host(visit, item, (site, key)) for key, item in fields})
        case host.Scalar(name):
            return frozenset({Scalar(name)})
        case host.ListType(item):
            return visit.cells.holding("list", ("given", site), from_host(visit, item, (site, "item")))
    return frozenset({Program(known)})


def record(visit: Visit, site: Hashable, fields: Mapping[str, Type]) -> Type:
    """The type of a dictionary that Keras or a tensor function gives at `site`: its keys are known."""
    is_new = not visit.cells.has(("dict", site))
    holder, cell = visit.cells.holder("dict", site)
    if is_new:
        cell.uniform, cell.closed = False, True
    visit.cells.grow_key(cell, STR)
    for key, held in fields.items():
        visit.cells.grow_known(cell, key, held)
    return frozenset({visit.cells.current(holder)})


def as_python(value: Value, leaf: Callable[[Value], Any]) -> Any:
    """What Python has in the place of a value: constants, and tuples and lists of them; `leaf` gives all else."""
    whole = atom_of(Tuple, value.type) if len(value.type) == 1 else None
    if value.is_known:
        return value.constant
    if value.items is None and whole is None:
        return leaf(value)
    parts = value.items if whole is None else value.parts(whole)
    found = [as_python(each, leaf) for each in parts or ()]
    return tuple(found) if whole is not None and whole.kind == "tuple" else found


def to_host(visit: Visit, atom: Atom) -> HostType | None:
    """The type of a value in a call; None for what tensor functions do not take."""
    match atom:
        case Tensor(type):
            return host.TensorValue(type)
        case Scalar(name) if name in _SCALARS:
            return host.Scalar(name)
        case Holder("list" | "tuple"):
            item = visit.cells.of(atom).item
            if not item or item >= FLOAT or atom_of(Number, item):
                found: HostType | None = host.FLOAT if not item or kind_of(item) is not None else None
            else:
                found = to_host(visit, next(iter(item))) if len(item) == 1 else None
            return None if found is None or isinstance(found, host.TensorValue) else host.ListType(found)
    return None


def host_type(visit: Visit, held: Type) -> HostType:
    """A type as declarations and annotations name it."""
    if not held:
        return host.NOTHING
    if held >= FLOAT and held >= INT:
        held -= INT
    if len(held) > 1:
        return host.UnionType(frozenset(host_type(visit, frozenset({atom})) for atom in held))
    match next(iter(held)):
        case Number():
            return host.FLOAT
        case Array("float32" | "int32" | "uint8" | "bool" as kind, rank):
            return host.TensorValue(TensorType((1,) * rank, kind))
        case Array(kind, rank):
            lists: HostType = host.FLOAT if kind == "float64" else host.INT
            for _ in range(rank):
                lists = host.ListType(lists)
            return lists
        case NumpyScalar():
            return host_type(visit, plain_of(held))
        case Tuple(items, kind):
            inner = tuple(host_type(visit, item) for item in items)
            return host.TupleType(inner) if kind == "tuple" else host.FixedListType(inner)
        case Holder("dict") as atom:
            cell = visit.cells.of(atom)
            record = host.RecordType(tuple((key, host_type(visit, each)) for key, each in cell.known.items()))
            if cell.closed:
                return record
            values = cell.item.union(*cell.known.values())
            found = host.DictType(host_type(visit, cell.key), host_type(visit, values))
            return host.UnionType(frozenset({record, found})) if cell.has_records else found
        case Holder() as atom:
            return host.ListType(host_type(visit, visit.cells.of(atom).item))
        case Tensor(type):
            return host.TensorValue(type)
        case Program(known):
            return cast(HostType, known)
        case Scalar(name) if name in _SCALARS:
            return host.Scalar(name)
    return host.NONE
