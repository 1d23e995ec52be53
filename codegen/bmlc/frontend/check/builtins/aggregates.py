"""`sum min max any all`"""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from bmlc.frontend.check.builtins.iterables import check_order
from bmlc.frontend.check.builtins.keys import check_key, waits
from bmlc.frontend.check.builtins.ranking import by_rank, extreme_by_rank
from bmlc.frontend.check.builtins.table import Call, known_builtin
from bmlc.frontend.check.builtins.totals import sum_of_tensors
from bmlc.frontend.check.comprehensions import check_iterable
from bmlc.frontend.check.expected import number_argument
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import fit_hint
from bmlc.frontend.check.literals import common_type
from bmlc.frontend.check.operators import is_tensor
from bmlc.frontend.check.truth import check_truth
from bmlc.frontend.check.unify import join, known
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    Builtin,
    Comprehension,
    DictType,
    Expression,
    FixedListType,
    HostType,
    IterableType,
    Lambda,
    ListType,
    OptionalType,
    Scalar,
    TupleLiteral,
    TupleType,
    TypeVariable,
)

__all__ = ["check_number_items"]


@known_builtin("sum", "iterable, /, start?")
def _sum(call: Call) -> Expression:
    written = call.arguments["iterable"].value
    values = check_expression(written, call.scope)
    of_tensors = sum_of_tensors(call, values)
    if of_tensors is not None:
        return of_tensors
    item = known(check_number_items(call, written, values))
    start = number_argument(call.arguments["start"], "sum's start", call.scope) if "start" in call.arguments else None
    types = {item} if start is None else {item, known(start.type)}
    result: HostType = FLOAT if FLOAT in types else item if isinstance(item, TypeVariable) else INT
    return Builtin("sum", (values, start), result, call.scope.loc(call.node))


def check_number_items(call: Call, written: cst.BaseExpression, values: Expression) -> HostType:
    """The type of the items, which are numbers; ints and floats may stand in one tuple."""
    match known(values.type):
        case TupleType(items) | FixedListType(items) if items and all(
            known(each) in (INT, FLOAT, BOOL) for each in items
        ):
            return FLOAT if any(known(each) == FLOAT for each in items) else INT
        case _:
            item = known(check_iterable(call.scope, written, values))
    if item in (INT, FLOAT, BOOL) or isinstance(item, TypeVariable):
        return item
    hint = "call bml.ops.sum, or read their numbers first" if is_tensor(item) else None
    raise call.scope.error("BML204", written, f"{call.name} takes numbers, received {known(values.type)}", hint)


@known_builtin("min")
@known_builtin("max")
def _extreme(call: Call) -> Expression:
    call = _with_options(call)
    positional = [argument.value for argument in call.node.args if argument.keyword is None]
    if not positional:
        raise call.scope.error("BML102", call.node, f"{call.name} takes an iterable or two values, received none")
    if len(positional) > 1:
        return _of_several(call, positional)
    values = check_expression(positional[0], call.scope)
    if is_tensor(values.type):
        message = f"{call.name} in scripts does not take tensors"
        raise call.scope.error("BML204", positional[0], message, f"call bml.ops.{call.name}(x)")
    item = check_iterable(call.scope, positional[0], values)
    key, rank = check_key(call, item)
    check_order(call, rank)
    loc = call.scope.loc(call.node)
    if isinstance(key, Lambda) and waits(call, key):
        if "default" in call.arguments:
            message = f"a key of {call.name} that goes through a loop comes without a default"
            raise call.scope.error("BML201", call.node, message, "test whether there are values first")
        return extreme_by_rank(call.name, by_rank(values, key, item), loc)
    if "default" not in call.arguments:
        return Builtin(call.name, (values, key, None), item, loc)
    default = check_expression(call.arguments["default"].value, call.scope)
    both = join(item, default.type, call.scope.journal)
    if both is None:
        message = f"{call.name} gives one type: received {known(item)} and, for default, {known(default.type)}"
        raise call.scope.error("BML203", call.arguments["default"], message, fit_hint(item, default))
    return Builtin(call.name, (values, key, default), both, loc)


def _with_options(call: Call) -> Call:
    """The call with its keywords by name."""
    given: dict[str, cst.Arg] = {}
    for argument in call.node.args:
        if argument.star:
            raise call.scope.error(
                "BML201", argument, f"scripts do not have {argument.star} in calls", f"write {call.name}(values)"
            )
        if argument.keyword is not None:
            if argument.keyword.value not in ("key", "default"):
                message = f"{call.name} has no argument {argument.keyword.value!r}"
                raise call.scope.error("BML102", argument, message)
            given[argument.keyword.value] = argument
    return Call(call.node, call.name, given, call.scope)


def _of_several(call: Call, written: list[cst.BaseExpression]) -> Expression:
    if "default" in call.arguments:
        raise call.scope.error("BML102", call.node, f"{call.name} of several values has no default")
    values = [check_expression(each, call.scope) for each in written]
    if any(is_tensor(value.type) for value in values):
        hint = f"read their numbers with float(...), or call bml.ops.{call.name}imum"
        raise call.scope.error("BML204", call.node, f"{call.name} in scripts does not take tensors", hint)
    item = common_type(call.scope, values, f"{call.name} gives one type", "convert the values first")
    key, rank = check_key(call, item)
    check_order(call, rank)
    loc = call.scope.loc(call.node)
    several = TupleLiteral(tuple(values), TupleType(tuple(item for _ in values)), loc)
    if isinstance(key, Lambda) and waits(call, key):
        return extreme_by_rank(call.name, by_rank(several, key, item), loc)
    return Builtin(call.name, (several, key, None), item, loc)


@known_builtin("any", "iterable, /")
@known_builtin("all", "iterable, /")
def _quantified(call: Call) -> Expression:
    written = call.arguments["iterable"].value
    values = check_expression(written, call.scope)
    item = known(check_iterable(call.scope, written, values))
    if is_tensor(item) and isinstance(values, Comprehension):
        element = check_truth(call.scope, written, values.element)
        values, item = replace(values, element=element, type=IterableType(element.type)), element.type
    if not isinstance(item, Scalar | ListType | TupleType | DictType | OptionalType | TypeVariable):
        message = f"{call.name} takes values that may be true or false, received {known(values.type)}"
        hint = f"write {call.name}(bool(x) for x in xs)" if is_tensor(item) else None
        raise call.scope.error("BML204", written, message, hint)
    return Builtin(call.name, (values,), BOOL, call.scope.loc(call.node))
