"""Whose the value of an expression is, and what may be moved past it."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import Any

from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    STR,
    Adopt,
    Arithmetic,
    Builtin,
    Compare,
    Comprehension,
    Conditional,
    Constant,
    DictLiteral,
    Expression,
    FixedListType,
    HostType,
    Index,
    Item,
    IterableType,
    Lambda,
    ListLiteral,
    Local,
    Logical,
    Method,
    Negate,
    Not,
    ProgramObject,
    RecordType,
    Retain,
    RunCall,
    Slice,
    TensorValue,
    TupleLiteral,
    TupleType,
    holds_tensors,
    resolve,
)

__all__ = ["Origin", "cannot_fail", "holds", "is_stable", "keeps", "origin"]

_SCALARS = (INT, FLOAT, BOOL, STR)
_STORING = {"append": 1, "insert": 2}  # which child of the method becomes an item: 0 is the object


class Origin(Enum):
    """Whose a value that holds tensors is."""

    NOTHING = "holds no tensors"
    BORROWED = "belongs to a name or a container"
    FRESH = "belongs to whoever receives it"
    COPY = "a fresh container of items that belong to others"


@lru_cache(maxsize=4096)
def holds(host_type: HostType | None) -> bool:
    """`holds_tensors`, remembered: types are settled here."""
    return host_type is not None and holds_tensors(host_type)


def origin(node: Expression) -> Origin:
    """Whose the value of `node` is, once its operands are lowered."""
    if not holds(node.type):
        return Origin.NOTHING
    if isinstance(resolve(node.type), IterableType):
        return Origin.BORROWED  # gone through at once; the items stay where they are
    match node:
        case Local() | Index() | Item() | Conditional() | Logical() | ProgramObject():
            return Origin.BORROWED
        case Method(name="get" | "setdefault") | Builtin(name="min" | "max" | "next") | RunCall("random.choice"):
            return Origin.BORROWED
        case Slice() | Arithmetic() | Comprehension() | Builtin() | Method(name="copy"):
            return Origin.COPY
        case RunCall("random.choices" | "random.sample"):
            return Origin.COPY
        case _:
            return Origin.FRESH


def keeps(node: Expression) -> set[int] | None:
    """Which of the children of `node` become parts of what it makes or changes; None for all."""
    match node:
        case ListLiteral() | TupleLiteral() | DictLiteral():
            return None
        case Method(name=name) if name in _STORING:
            return {_STORING[name]}
        case _:
            return set()


def is_stable(node: Any) -> bool:
    """Whether `node` means the same after other expressions were evaluated, and evaluating it is not seen."""
    match node:
        case Constant() | ProgramObject() | Lambda():
            return True
        case Local():
            return not node.maybe_unset
        case Item(owner):
            return isinstance(resolve(owner.type), TupleType | RecordType | TensorValue | FixedListType) and is_stable(
                owner
            )
        case TupleLiteral(items) | ListLiteral(items):
            return not holds(node.type) and all(map(is_stable, items))
        case Arithmetic("+" | "-" | "*", left, right):
            return node.type == FLOAT and is_stable(left) and is_stable(right)
        case Negate(operand) | Not(operand):
            return is_stable(operand)
        case Compare(operands, _):
            return all(operand.type in _SCALARS and is_stable(operand) for operand in operands)
        case _:
            return False


def cannot_fail(node: Any) -> bool:
    """Whether evaluating `node` never throws and never waits."""
    match node:
        case Retain(value) | Adopt(value):
            return cannot_fail(value)
        case TupleLiteral(items) | ListLiteral(items):
            return all(map(cannot_fail, items))
        case DictLiteral(items):
            return all(cannot_fail(part) for pair in items for part in pair)
        case _:
            return is_stable(node)
