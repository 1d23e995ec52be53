"""The methods that scripts have, each by the kind of its object, with its signature and what checks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

import libcst as cst

from bmlc.frontend.check.arguments import match_signature
from bmlc.frontend.check.expected import check_argument
from bmlc.frontend.check.fitting import none_hint
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import (
    STR,
    DictType,
    Expression,
    HostType,
    ListType,
    Method,
    RangeType,
    RecordType,
    TupleType,
    TypeVariable,
)

__all__ = ["METHODS", "MethodUse", "check_method", "has_method", "known_method", "plain_method"]


@dataclass(frozen=True)
class MethodUse:
    """A call under check: `arguments` by parameter, in the order in which they are written."""

    node: cst.Call
    owner: Expression
    name: str
    arguments: Mapping[str, cst.Arg]
    scope: Scope

    def argument(self, param: str, expected: HostType) -> Expression | None:
        """The argument for `param`, of this type; None where it was left out."""
        if param not in self.arguments:
            return None
        return check_argument(self.arguments[param], f"{self.name}'s {param}", expected, self.scope)

    def result(self, arguments: tuple[Expression | None, ...], host_type: HostType) -> Expression:
        return Method(self.owner, self.name, arguments, host_type, self.scope.loc(self.node))


Check: TypeAlias = Callable[[MethodUse], Expression]
METHODS: dict[str, dict[str, tuple[str | None, Check]]] = {"str": {}, "list": {}, "tuple": {}, "dict": {}, "range": {}}


def known_method(kind: str, name: str, signature: str | None) -> Callable[[Check], Check]:
    """Register what checks calls of a method. Without a signature, it matches the arguments itself."""

    def register(check: Check) -> Check:
        METHODS[kind][name] = (signature, check)
        return check

    return register


def plain_method(kind: str, name: str, params: Mapping[str, HostType], result: HostType) -> None:
    """A method whose parameters (`"count?"` may be left out) and result have types of their own."""

    @known_method(kind, name, ", ".join(params))
    def check(use: MethodUse) -> Expression:
        return use.result(
            tuple(use.argument(param.rstrip("?"), expected) for param, expected in params.items() if param != "/"),
            result,
        )


def _kind(host_type: HostType) -> str | None:
    match host_type:
        case ListType():
            return "list"
        case TupleType():
            return "tuple"
        case DictType() | RecordType():
            return "dict"
        case RangeType():
            return "range"
        case _:
            return "str" if host_type == STR else None


def has_method(host_type: HostType, name: str) -> bool:
    """Whether values of this type have such a method in scripts."""
    return name in METHODS.get(_kind(known(host_type)) or "", {})


def check_method(node: cst.Call, owner: Expression, attribute: cst.Attribute, scope: Scope) -> Expression:
    """`owner.name(...)`"""
    name, host_type = attribute.attr.value, known(owner.type)
    kind = _kind(host_type)
    if kind is None:
        undecided = "nothing decides its type yet: annotate it, as in xs: list[int] = []"
        advice = undecided if isinstance(host_type, TypeVariable) else none_hint(host_type)
        raise scope.error("BML204", attribute, f"{host_type} in a script has no method {name}", advice)
    if name not in METHODS[kind]:
        close = get_close_matches(name, METHODS[kind], n=1, cutoff=0.7)
        hint = f"did you mean {close[0]}?" if close else f"it has {', '.join(METHODS[kind])}"
        raise scope.error("BML201", attribute.attr, f"{host_type} in a script has no method {name}", hint)
    signature, check = METHODS[kind][name]
    arguments = {} if signature is None else match_signature(node, name, signature, scope)
    return check(MethodUse(node, owner, name, arguments, scope))
