"""Methods of dictionaries; of those with known keys, what reads them."""

from __future__ import annotations

import libcst as cst

from bmlc.frontend.check.comprehensions import check_iterable
from bmlc.frontend.check.expected import expect, lookup_key
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import fit, fit_hint
from bmlc.frontend.check.iteration import element_type
from bmlc.frontend.check.literals import named_items
from bmlc.frontend.check.methods.table import MethodUse, known_method
from bmlc.frontend.check.unify import fits, join, known
from bmlc.frontend.host import (
    NONE,
    STR,
    DictType,
    Expression,
    HostType,
    IterableType,
    OptionalType,
    RecordType,
    TupleType,
)

__all__: list[str] = []


def _types(use: MethodUse) -> tuple[HostType, HostType]:
    """The types of keys and values."""
    owner = known(use.owner.type)
    if isinstance(owner, DictType):
        return owner.key, owner.value
    assert isinstance(owner, RecordType)
    common = element_type(TupleType(tuple(item for _, item in owner.fields)), use.scope.journal)
    if common is None:
        message = f"the values of {owner} differ in type"
        raise use.scope.error("BML204", use.node, message, "take them one by one")
    return STR, common


def _only_dictionaries(use: MethodUse) -> tuple[HostType, HostType]:
    if isinstance(known(use.owner.type), RecordType):
        message = f"{known(use.owner.type)} cannot be changed, and has no {use.name}"
        raise use.scope.error("BML201", use.node, message, "take its items by their keys")
    return _types(use)


@known_method("dict", "keys", "")
@known_method("dict", "values", "")
@known_method("dict", "items", "")
def _view(use: MethodUse) -> Expression:
    key, value = _types(use)
    item = {"keys": key, "values": value, "items": TupleType((key, value))}[use.name]
    return use.result((), IterableType(item, sized=isinstance(known(use.owner.type), DictType)))


@known_method("dict", "get", "key, default?, /")
def _get(use: MethodUse) -> Expression:
    _, value = _only_dictionaries(use)
    key = _key(use)
    default = _default(use, value)
    if default is None:
        return use.result((key, None), value if isinstance(known(value), OptionalType) else OptionalType(value))
    return use.result((key, default), _either(use, value, default))


@known_method("dict", "pop", "key, default?, /")
def _pop(use: MethodUse) -> Expression:
    _, value = _only_dictionaries(use)
    key = _key(use)
    default = _default(use, value)
    return use.result((key, default), value if default is None else _either(use, value, default))


@known_method("dict", "setdefault", "key, default?, /")
def _setdefault(use: MethodUse) -> Expression:
    _, value = _only_dictionaries(use)
    key = _key(use)
    default = _default(use, value)
    if default is None or not fits(value, default.type, use.scope.journal):
        received = "none" if default is None else str(known(default.type))
        message = f"setdefault expects a default that is {known(value)}, received {received}"
        raise use.scope.error("BML203", use.node, message, "keep values of one type in a dictionary")
    return use.result((key, default), value)


@known_method("dict", "popitem", "")
def _popitem(use: MethodUse) -> Expression:
    return use.result((), TupleType(_only_dictionaries(use)))


@known_method("dict", "clear", "")
def _clear(use: MethodUse) -> Expression:
    _only_dictionaries(use)
    return use.result((), NONE)


@known_method("dict", "copy", "")
def _copy(use: MethodUse) -> Expression:
    _only_dictionaries(use)
    return use.result((), use.owner.type)


@known_method("dict", "update", None)
def _update(use: MethodUse) -> Expression:
    key, value = _only_dictionaries(use)
    if len(use.node.args) == 1 and use.node.args[0].keyword is None and not use.node.args[0].star:
        written: cst.BaseExpression = use.node.args[0].value
        other = check_expression(written, use.scope)
    else:
        written = use.node
        other = named_items(use.node, use.scope)
    if isinstance(known(other.type), DictType):
        fitted = fit(other, use.owner.type, use.scope.journal)
    else:
        item = check_iterable(use.scope, written, other)
        fitted = other if fits(TupleType((key, value)), item, use.scope.journal) else None
    if fitted is None:
        message = f"update expects {known(use.owner.type)}, received {known(other.type)}"
        raise use.scope.error("BML203", written, message, "keep values of one type in a dictionary")
    return use.result((fitted,), NONE)


def _key(use: MethodUse) -> Expression:
    key, _ = _types(use)
    written = use.arguments["key"].value
    value = check_expression(written, use.scope)
    if use.name == "setdefault":
        return expect(use.scope, written, value, "setdefault's key", key)
    return lookup_key(use.scope, written, value, key)


def _default(use: MethodUse, value: HostType) -> Expression | None:
    """The default; an empty list becomes one of what the dictionary holds."""
    if "default" not in use.arguments:
        return None
    default = check_expression(use.arguments["default"].value, use.scope)
    return fit(default, value, use.scope.journal) or default


def _either(use: MethodUse, value: HostType, default: Expression) -> HostType:
    both = join(value, default.type, use.scope.journal)
    if both is None:
        message = f"{use.name} gives one type: the values are {known(value)}, the default is {known(default.type)}"
        raise use.scope.error("BML203", use.arguments["default"], message, fit_hint(value, default))
    return both
