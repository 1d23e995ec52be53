"""Methods of lists and tuples."""

from __future__ import annotations

from bmlc.frontend.check.builtins.iterables import check_order
from bmlc.frontend.check.builtins.keys import check_key, waits
from bmlc.frontend.check.builtins.table import Call
from bmlc.frontend.check.comparisons import comparable
from bmlc.frontend.check.comprehensions import check_iterable
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import fit, fit_hint
from bmlc.frontend.check.iteration import element_type
from bmlc.frontend.check.methods.table import MethodUse, known_method
from bmlc.frontend.check.unify import fits, known
from bmlc.frontend.host import (
    BOOL,
    INT,
    NONE,
    Expression,
    HostType,
    ListType,
    holds_tensors,
)

__all__: list[str] = []


def _item(use: MethodUse) -> HostType:
    host_type = known(use.owner.type)
    assert isinstance(host_type, ListType)
    return host_type.item


def _of_item_type(use: MethodUse, param: str) -> Expression:
    """A value that the list is to hold."""
    written = use.arguments[param].value
    value = check_expression(written, use.scope)
    fitted = fit(value, _item(use), use.scope.journal)
    if fitted is None:
        message = f"expected {known(_item(use))} for {known(use.owner.type)}, received {known(value.type)}"
        hint = fit_hint(_item(use), value) or "keep values of one type in a list"
        raise use.scope.error("BML203", written, message, hint)
    return fitted


@known_method("list", "append", "object, /")
def _append(use: MethodUse) -> Expression:
    return use.result((_of_item_type(use, "object"),), NONE)


@known_method("list", "insert", "index, object, /")
def _insert(use: MethodUse) -> Expression:
    return use.result((use.argument("index", INT), _of_item_type(use, "object")), NONE)


@known_method("list", "extend", "iterable, /")
def _extend(use: MethodUse) -> Expression:
    written = use.arguments["iterable"].value
    values = check_expression(written, use.scope)
    fitted = (
        fit(values, ListType(_item(use)), use.scope.journal) if isinstance(known(values.type), ListType) else values
    )
    if fitted is None or not fits(_item(use), check_iterable(use.scope, written, fitted), use.scope.journal):
        message = f"extend expects items that are {known(_item(use))}, received {known(values.type)}"
        raise use.scope.error("BML203", written, message, "keep values of one type in a list")
    return use.result((fitted,), NONE)


@known_method("list", "pop", "index?, /")
def _pop(use: MethodUse) -> Expression:
    return use.result((use.argument("index", INT),), _item(use))


@known_method("list", "clear", "")
@known_method("list", "reverse", "")
def _change(use: MethodUse) -> Expression:
    return use.result((), NONE)


@known_method("list", "copy", "")
def _copy(use: MethodUse) -> Expression:
    return use.result((), use.owner.type)


@known_method("list", "remove", "value, /")
def _remove(use: MethodUse) -> Expression:
    return use.result((_sought(use, _item(use)),), NONE)


@known_method("list", "count", "value, /")
@known_method("tuple", "count", "value, /")
@known_method("range", "count", "value, /")
def _count(use: MethodUse) -> Expression:
    return use.result((_sought(use, element_type(use.owner.type, use.scope.journal)),), INT)


@known_method("list", "index", "value, start?, stop?, /")
@known_method("tuple", "index", "value, start?, stop?, /")
@known_method("range", "index", "value, /")
def _index(use: MethodUse) -> Expression:
    value = _sought(use, element_type(use.owner.type, use.scope.journal))
    return use.result((value, use.argument("start", INT), use.argument("stop", INT)), INT)


def _sought(use: MethodUse, item: HostType | None) -> Expression:
    """A value to be looked for."""
    written = use.arguments["value"].value
    value = check_expression(written, use.scope)
    if item is not None and holds_tensors(item):
        message = f"{use.name} in scripts does not compare tensors"
        raise use.scope.error("BML204", written, message, "keep a number beside each and look for that")
    if item is None or not comparable(use.scope, value.type, item):
        message = f"{known(value.type)} is never in {known(use.owner.type)}"
        raise use.scope.error("BML204", written, message, "look for values of the type that it holds")
    return value


@known_method("list", "sort", "*, key?, reverse?")
def _sort(use: MethodUse) -> Expression:
    call = Call(use.node, "sort", use.arguments, use.scope)
    key, rank = check_key(call, _item(use))
    check_order(call, rank)
    if waits(call, key):
        message = "a key of sort goes through no loop: others may not see the list while it is sorted"
        raise use.scope.error("BML201", use.arguments["key"], message, "make a new list: xs = sorted(xs, key=...)")
    return use.result((key, use.argument("reverse", BOOL)), NONE)
