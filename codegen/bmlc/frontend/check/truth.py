"""What may stand where only its truth matters."""

from __future__ import annotations

import libcst as cst

from bmlc.frontend.check import tensors
from bmlc.frontend.check.fitting import none_hint
from bmlc.frontend.check.operators import is_tensor
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import (
    DictType,
    Expression,
    FixedListType,
    HostType,
    ListType,
    OptionalType,
    RangeType,
    RecordType,
    Scalar,
    TupleType,
    TypeVariable,
)

__all__ = ["check_truth"]


def check_truth(scope: Scope, node: cst.CSTNode, value: Expression) -> Expression:
    """`value` where its truth matters; a tensor of one number is read.

    Raises:
        UserError: BML204 for what is always true in Python, such as a model.
    """
    if is_tensor(value.type):
        return tensors.number(scope, node, value)
    if not _has_truth(value.type):
        raise scope.error(
            "BML204",
            node,
            f"a condition is a value that may be true or false, received {known(value.type)}",
            none_hint(value.type),
        )
    return value


def _has_truth(host_type: HostType) -> bool:
    match known(host_type):
        case OptionalType(item):
            return is_tensor(item) or _has_truth(item)
        case (
            Scalar()
            | ListType()
            | TupleType()
            | FixedListType()
            | DictType()
            | RecordType()
            | RangeType()
            | TypeVariable()
        ):
            return True
        case _:
            return False
