"""What has a text: what `print`, `str`, `repr` and f-strings take."""

from __future__ import annotations

import libcst as cst

from bmlc.frontend.check.fitting import none_hint
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import (
    DictType,
    ErrorType,
    ExceptionType,
    FixedListType,
    HostType,
    IterableType,
    ListType,
    OptionalType,
    RangeType,
    RecordType,
    Scalar,
    TensorValue,
    TupleType,
    TypeVariable,
    VariableType,
    parts,
)

__all__ = ["check_printable"]


def check_printable(scope: Scope, node: cst.CSTNode, host_type: HostType) -> None:
    """Whether a value of this type has a text.

    Raises:
        UserError: BML204 where it has none.
    """
    culprit = _unprintable(host_type)
    if culprit is not None:
        hint = none_hint(culprit)
        if isinstance(culprit, TensorValue | VariableType):
            hint = "read its numbers first, as in float(x) or x.tolist()"
        elif isinstance(culprit, IterableType):
            hint = "make a list of it: list(...)"
        raise scope.error("BML204", node, f"scripts do not show {known(culprit)} as text", hint)


def _unprintable(host_type: HostType) -> HostType | None:
    host_type = known(host_type)
    if isinstance(host_type, Scalar | TypeVariable | RangeType | ExceptionType | ErrorType):
        return None
    if isinstance(host_type, ListType | TupleType | DictType | OptionalType | RecordType | FixedListType):
        return next((found for part in parts(host_type) if (found := _unprintable(part)) is not None), None)
    return host_type
