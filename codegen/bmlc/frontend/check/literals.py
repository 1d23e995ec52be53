"""Literals: numbers, strings, lists, tuples and dictionaries."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from bmlc.errors import Note, UserError
from bmlc.frontend.check import names, operators
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import fit_hint
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.unify import join, known
from bmlc.frontend.host import (
    FLOAT,
    INT,
    STR,
    Builtin,
    Constant,
    DictLiteral,
    DictType,
    Expression,
    FixedListType,
    HostType,
    ListLiteral,
    ListType,
    OptionalType,
    RecordType,
    Scalar,
    TupleLiteral,
    TupleType,
    TypeVariable,
    VariableType,
    holds_tensors,
)

__all__ = ["check_key", "common_type", "named_items"]


@check_expression.register
def _integer(node: cst.Integer, scope: Scope) -> Expression:
    if node.evaluated_value > names.LARGEST:
        message = f"expected an int below 2**53, where JavaScript's numbers are exact, received {node.value}"
        raise scope.error("BML205", node, message, "write a float, as in 1e18")
    return Constant(node.evaluated_value, INT, scope.loc(node))


@check_expression.register
def _float(node: cst.Float, scope: Scope) -> Expression:
    return Constant(node.evaluated_value, FLOAT, scope.loc(node))


@check_expression.register
def _string(node: cst.SimpleString, scope: Scope) -> Expression:
    if not isinstance(node.evaluated_value, str):
        raise scope.error("BML201", node, "scripts do not have bytes", "use a str")
    return Constant(node.evaluated_value, STR, scope.loc(node))


@check_expression.register
def _list(node: cst.List, scope: Scope) -> Expression:
    if any(isinstance(element, cst.StarredElement) for element in node.elements):
        return _with_stars(node, scope)
    return _written_list(node, _items(node.elements, scope), scope)


def _written_list(node: cst.CSTNode, items: tuple[Expression, ...], scope: Scope) -> Expression:
    types = [item.type for item in items]
    common: HostType | None
    if any(isinstance(known(each), VariableType) for each in types):
        common = None
    elif any(map(holds_tensors, types)):
        common = None if len(set(map(str, types))) > 1 else types[0]
    else:
        common = common_type(scope, items, "a list holds values of one type")
    host_type = FixedListType(tuple(types)) if common is None else ListType(common)
    return ListLiteral(items, host_type, scope.loc(node))


def _with_stars(node: cst.List, scope: Scope) -> Expression:
    """`[*a, b]` as `list(a) + [b]`."""
    whole: Expression | None = None
    plain: list[Expression] = []
    for element in [*node.elements, None]:
        if element is not None and not isinstance(element, cst.StarredElement):
            plain += _items([element], scope)
            continue
        if plain:
            written = _written_list(node, tuple(plain), scope)
            whole = written if whole is None else operators.arithmetic(scope, node, cst.Add(), whole, written)
            plain = []
        if element is not None:
            spread = _spread(element, scope)
            whole = spread if whole is None else operators.arithmetic(scope, node, cst.Add(), whole, spread)
    assert whole is not None
    return whole


def _spread(element: cst.StarredElement, scope: Scope) -> Expression:
    from bmlc.frontend.check.comprehensions import check_iterable  # which holds literals

    value = check_expression(element.value, scope)
    item = check_iterable(scope, element.value, value)
    return Builtin("list", (value,), ListType(item), scope.loc(element.value))


@check_expression.register
def _tuple(node: cst.Tuple, scope: Scope) -> Expression:
    items = _items(node.elements, scope)
    return TupleLiteral(items, TupleType(tuple(item.type for item in items)), scope.loc(node))


@check_expression.register
def _dictionary(node: cst.Dict, scope: Scope) -> Expression:
    """`{**a, "b": 1}` is `a | {"b": 1}`."""
    merged: Expression | None = None
    items: list[tuple[Expression, Expression]] = []
    for element in node.elements:
        if isinstance(element, cst.DictElement):
            key = check_expression(element.key, scope)
            check_key(scope, element.key, key.type)
            items.append((key, check_expression(element.value, scope)))
            continue
        assert isinstance(element, cst.StarredDictElement)
        other = check_expression(element.value, scope)
        if not isinstance(known(other.type), DictType):
            raise scope.error("BML204", element.value, f"expected a dictionary behind **, received {known(other.type)}")
        if merged is not None or items:
            merged = _merged(merged, items, node, scope)
            merged = operators.arithmetic(scope, node, cst.BitOr(), merged, other)
        else:
            merged = Builtin("dict", (other,), other.type, scope.loc(element))
        items = []
    return _merged(merged, items, node, scope)


def _merged(
    before: Expression | None, items: Sequence[tuple[Expression, Expression]], node: cst.CSTNode, scope: Scope
) -> Expression:
    """A dictionary with these items, too."""
    if before is not None and not items:
        return before
    if before is None and (record := _record(items, node, scope)) is not None:
        return record
    advice = "make a dictionary for each type"
    keys = common_type(scope, [key for key, _ in items], "the keys of a dictionary are of one type", advice)
    values = common_type(scope, [value for _, value in items], "a dictionary holds values of one type", advice)
    written = DictLiteral(tuple(items), DictType(keys, values), scope.loc(node))
    return written if before is None else operators.arithmetic(scope, node, cst.BitOr(), before, written)


def _record(items: Sequence[tuple[Expression, Expression]], node: cst.CSTNode, scope: Scope) -> Expression | None:
    """`{"losses": losses, "best": 0.1}`: keys that are written out, with values of several types; None for others."""
    names = [key.value for key, _ in items if isinstance(key, Constant) and isinstance(key.value, str)]
    types = [known(value.type) for _, value in items]
    if len(set(names)) != len(items) or any(map(holds_tensors, types)):
        return None
    mark = scope.journal.mark()
    if len(types) < 2 or all(join(types[0], each, scope.journal) is not None for each in types[1:]):
        scope.journal.rollback(mark)
        return None
    scope.journal.rollback(mark)
    for key, _ in items:
        if isinstance(key, Constant) and str(key.value).isdecimal():
            message = f"expected the keys of a dictionary of several types to be names, received {key.value!r}"
            hint = "begin it with a letter, since JavaScript puts numbers first; or make a dictionary for each type"
            raise UserError("BML204", message, hint, key.loc)
    fields = tuple((str(name), value.type) for name, (_, value) in zip(names, items, strict=True))
    return DictLiteral(tuple(items), RecordType(fields), scope.loc(node))


def named_items(node: cst.Call, scope: Scope) -> Expression:
    """The dictionary of a call's names and values: `dict(a=1)`, `d.update(a=1)`."""
    items: list[tuple[Expression, Expression]] = []
    for argument in node.args:
        if argument.star or argument.keyword is None:
            hint = "write {...} out"
            raise scope.error("BML201", argument, "expected one iterable of pairs, or names with values", hint)
        key = Constant(argument.keyword.value, STR, scope.loc(argument))
        items.append((key, check_expression(argument.value, scope)))
    if not items:
        return DictLiteral((), DictType(TypeVariable(), TypeVariable()), scope.loc(node))
    return _merged(None, items, node, scope)


@check_expression.register
def _set(node: cst.Set, scope: Scope) -> Expression:
    raise scope.error("BML201", node, "scripts do not have sets", "use a dictionary with values True, or a list")


def common_type(
    scope: Scope, values: Sequence[Expression], rule: str, advice: str = "use a tuple, whose items may be of any types"
) -> HostType:
    """The type that all values have; not decided yet where there are none.

    Raises:
        UserError: BML203 where two of them differ.
    """
    if not values:
        return TypeVariable()
    common = values[0].type
    for value in values[1:]:
        joined = join(common, value.type, scope.journal)
        if joined is None:
            notes = (Note(values[0].loc, f"{known(common)} here"),)
            hint = fit_hint(common, value) or fit_hint(value.type, values[0]) or advice
            raise UserError(
                "BML203", f"{rule}: received {known(common)} and {known(value.type)}", hint, value.loc, notes
            )
        common = joined
    return common


def check_key(scope: Scope, node: cst.CSTNode, host_type: HostType) -> None:
    """Keys are numbers, strings, bools, None and tuples of them."""
    if not _is_key(host_type):
        raise scope.error(
            "BML204",
            node,
            f"a key is a number, a string, a bool or a tuple of them, received {known(host_type)}",
            "make a tuple of it" if isinstance(known(host_type), ListType) else None,
        )


def _is_key(host_type: HostType) -> bool:
    match known(host_type):
        case Scalar() | TypeVariable():
            return True
        case OptionalType(item):
            return _is_key(item)
        case TupleType(items):
            return all(map(_is_key, items))
        case _:
            return False


def _items(elements: Sequence[cst.BaseElement], scope: Scope) -> tuple[Expression, ...]:
    items = []
    for element in elements:
        if isinstance(element, cst.StarredElement):
            raise scope.error("BML201", element, "scripts do not have * in tuples", "write a + b")
        items.append(check_expression(element.value, scope))
    return tuple(items)
