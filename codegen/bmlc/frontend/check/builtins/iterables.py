"""`len range enumerate zip reversed list tuple dict sorted`"""

from __future__ import annotations

import libcst as cst

from bmlc.frontend.check import tensors
from bmlc.frontend.check.builtins.keys import check_key, waits
from bmlc.frontend.check.builtins.ranking import by_rank, sorted_by_rank
from bmlc.frontend.check.builtins.table import Call, known_builtin
from bmlc.frontend.check.comparisons import orderable
from bmlc.frontend.check.comprehensions import check_iterable, check_steps
from bmlc.frontend.check.expected import check_argument
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import none_hint
from bmlc.frontend.check.iteration import element_type
from bmlc.frontend.check.literals import check_key as check_key_type
from bmlc.frontend.check.literals import named_items
from bmlc.frontend.check.operators import is_tensor
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import (
    BOOL,
    INT,
    STR,
    Builtin,
    Constant,
    DatasetType,
    DictType,
    Expression,
    FixedListType,
    HostType,
    Item,
    IterableType,
    Lambda,
    ListLiteral,
    ListType,
    Local,
    OptionalType,
    ProgramObject,
    RangeType,
    RecordType,
    RunCall,
    StreamType,
    TupleLiteral,
    TupleType,
    TypeVariable,
)

__all__ = ["check_order"]


@known_builtin("len", "obj, /")
def _len(call: Call) -> Expression:
    written = call.arguments["obj"].value
    value = check_expression(written, call.scope)
    host_type = known(value.type)
    if is_tensor(host_type):
        return tensors.length(call.scope, call.node, value)
    if isinstance(host_type, DatasetType):
        return Item(value, "size", INT, call.scope.loc(call.node))
    if isinstance(host_type, FixedListType) and isinstance(value, Local | ProgramObject):
        return Constant(len(host_type.items), INT, call.scope.loc(call.node))  # of variables, there is no list
    sized = isinstance(host_type, ListType | TupleType | FixedListType | DictType | RecordType | RangeType)
    sized = sized or (isinstance(host_type, IterableType) and host_type.sized)
    if not sized and host_type != STR:
        hint = "make a list of it first: list(...)" if isinstance(host_type, IterableType) else none_hint(host_type)
        raise call.scope.error("BML204", written, f"{host_type} has no len", hint)
    return Builtin("len", (value,), INT, call.scope.loc(call.node))


@known_builtin("range")
def _range(call: Call) -> Expression:
    arguments = call.node.args
    if not 1 <= len(arguments) <= 3 or any(argument.star or argument.keyword for argument in arguments):
        raise call.scope.error("BML102", call.node, "range takes one to three ints")
    bounds = tuple(check_argument(argument, "a bound of range", INT, call.scope) for argument in arguments)
    return Builtin("range", bounds, RangeType(), call.scope.loc(call.node))


@known_builtin("enumerate", "iterable, start?")
def _enumerate(call: Call) -> Expression:
    written = call.arguments["iterable"].value
    values = check_expression(written, call.scope)
    data = known(values.type)
    check = check_steps if isinstance(data, DatasetType) else check_iterable
    item = check(call.scope, written, values)
    start = None
    if "start" in call.arguments:
        start = check_argument(call.arguments["start"], "enumerate's start", INT, call.scope)
    if isinstance(data, DatasetType):
        single = (Constant(True, BOOL, values.loc),) if data.single else ()
        arguments = (values, start or Constant(0, INT, values.loc), *single)
        stream = StreamType(TupleType((INT, item)))
        return RunCall("enumerate", arguments, (), False, stream, call.scope.loc(call.node))
    host_type = IterableType(TupleType((INT, item)))
    return Builtin("enumerate", (values, start), host_type, call.scope.loc(call.node))


@known_builtin("zip")
def _zip(call: Call) -> Expression:
    strict = False
    checked = []
    for argument in call.node.args:
        match argument:
            case cst.Arg(keyword=cst.Name(value="strict"), value=cst.Name(value="True" | "False" as chosen)):
                strict = chosen == "True"
            case cst.Arg(keyword=None, star=""):
                checked.append(_values(argument, call.scope))
            case cst.Arg(star="*"):
                message = "scripts do not have * in calls"
                hint = "write the iterables out; for a list of tuples: [item[0] for item in items], and so on"
                raise call.scope.error("BML201", argument, message, hint)
            case _:
                hint = "write them out; strict is True or False"
                raise call.scope.error("BML201", argument, "zip in scripts takes iterables, and strict", hint)
    host_type = IterableType(TupleType(tuple(item for _, item in checked)))
    name = "zip_strict" if strict else "zip"
    return Builtin(name, tuple(values for values, _ in checked), host_type, call.scope.loc(call.node))


@known_builtin("reversed", "sequence, /")
def _reversed(call: Call) -> Expression:
    written = call.arguments["sequence"]
    values, item = _values(written, call.scope)
    if (
        not isinstance(known(values.type), ListType | TupleType | FixedListType | RangeType | DictType)
        and known(values.type) != STR
    ):
        message = f"reversed takes lists, tuples, strings, ranges and dictionaries, received {known(values.type)}"
        raise call.scope.error("BML204", written.value, message, "make a list of it first: list(...)")
    return Builtin("reversed", (values,), IterableType(item), call.scope.loc(call.node))


@known_builtin("list", "iterable?, /")
def _list(call: Call) -> Expression:
    loc = call.scope.loc(call.node)
    if "iterable" not in call.arguments:
        return ListLiteral((), ListType(TypeVariable()), loc)
    written = call.arguments["iterable"]
    value = check_expression(written.value, call.scope)
    match known(value.type):
        case FixedListType():
            return Builtin("list", (value,), value.type, loc)
        case TupleType(items) if element_type(value.type, call.scope.journal) is None:
            return Builtin("list", (value,), FixedListType(items), loc)
    return Builtin("list", (value,), ListType(check_iterable(call.scope, written.value, value)), loc)


@known_builtin("tuple", "iterable?, /")
def _tuple(call: Call) -> Expression:
    loc = call.scope.loc(call.node)
    if "iterable" not in call.arguments:
        return TupleLiteral((), TupleType(()), loc)
    written = call.arguments["iterable"].value
    value = check_expression(written, call.scope)
    match known(value.type), value:
        case TupleType(), _:
            return value
        case _, ListLiteral(items):
            return TupleLiteral(items, TupleType(tuple(item.type for item in items)), loc)
        case FixedListType(items), _:
            return Builtin("list", (value,), TupleType(items), loc)
        case other, _:
            message = f"the length of a tuple is known where it is made, that of {other} is not"
            raise call.scope.error("BML204", written, message, "write the tuple out, or keep a list")


@known_builtin("dict")
def _dict(call: Call) -> Expression:
    scope, loc = call.scope, call.scope.loc(call.node)
    positional = [argument for argument in call.node.args if argument.keyword is None]
    if (
        any(argument.star for argument in call.node.args)
        or len(positional) > 1
        or (positional and len(call.node.args) > 1)
    ):
        raise scope.error(
            "BML201", call.node, "dict in scripts takes one iterable of pairs, or names", "write {...} out"
        )
    if not positional:
        return named_items(call.node, scope)
    value = check_expression(positional[0].value, scope)
    if isinstance(known(value.type), DictType):
        return Builtin("dict", (value,), value.type, loc)
    item = known(check_iterable(scope, positional[0].value, value))
    if not isinstance(item, TupleType) or len(item.items) != 2:
        message = f"dict takes pairs of key and value, received {known(value.type)}"
        raise scope.error("BML204", positional[0].value, message, "for example dict(zip(keys, values))")
    check_key_type(scope, positional[0].value, item.items[0])
    return Builtin("dict", (value,), DictType(item.items[0], item.items[1]), loc)


@known_builtin("sorted", "iterable, /, *, key?, reverse?")
def _sorted(call: Call) -> Expression:
    values, item = _values(call.arguments["iterable"], call.scope)
    key, rank = check_key(call, item)
    check_order(call, rank)
    reverse = None
    if "reverse" in call.arguments:
        reverse = check_argument(call.arguments["reverse"], "sorted's reverse", BOOL, call.scope)
    loc = call.scope.loc(call.node)
    if isinstance(key, Lambda) and waits(call, key):
        return sorted_by_rank(by_rank(values, key, item), reverse, loc)
    return Builtin("sorted", (values, key, reverse), ListType(item), loc)


def check_order(call: Call, rank: HostType) -> None:
    """Whether values of this type have an order; `key=counts.get` fails where a key is not there."""
    key = call.arguments.get("key")
    kept = known(rank)
    if isinstance(kept, OptionalType) and key is not None and isinstance(key.value, cst.Attribute):
        rank = kept.item
    if not orderable(call.scope, rank, rank):
        message = f"{known(rank)} has no order"
        hint = none_hint(rank) or "give a key: key=lambda x: ..."
        raise call.scope.error("BML204", call.node, message, hint)


def _values(argument: cst.Arg, scope: Scope) -> tuple[Expression, HostType]:
    value = check_expression(argument.value, scope)
    return value, check_iterable(scope, argument.value, value)
