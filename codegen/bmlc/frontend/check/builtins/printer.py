"""`print`"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from bmlc.frontend.check import tensors
from bmlc.frontend.check.builtins.table import Call, known_builtin
from bmlc.frontend.check.comprehensions import check_iterable
from bmlc.frontend.check.expected import expect
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.operators import is_tensor
from bmlc.frontend.check.printing import check_printable
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.targets import is_simple
from bmlc.frontend.check.templates import format_value, joined
from bmlc.frontend.check.unify import known
from bmlc.frontend.effects import may_change_others
from bmlc.frontend.host import (
    NONE,
    STR,
    Arithmetic,
    Builtin,
    Clause,
    Comprehension,
    Constant,
    DictType,
    Expression,
    FormattedValue,
    HostType,
    ListLiteral,
    ListType,
    Local,
    Method,
    NameTarget,
    RunCall,
    parts,
)

__all__: list[str] = []


@known_builtin("print")
def _print(call: Call) -> Expression:
    """`print(a, b, sep=" ", end="\\n")` as the text that the run is to show."""
    scope, loc = call.scope, call.scope.loc(call.node)
    values: list[tuple[cst.Arg, Expression]] = []
    options: dict[str, Expression] = {}
    for argument in call.node.args:
        value = check_expression(argument.value, scope)
        if argument.star == "**":
            raise scope.error("BML201", argument, "scripts do not have ** in calls", "write the arguments out")
        if argument.keyword is None:
            values.append((argument, _printable(argument, value, scope)))
        elif argument.keyword.value in ("sep", "end"):
            name = argument.keyword.value
            if known(value.type) != NONE:
                options[name] = expect(scope, argument.value, value, f"print's {name}", STR)
        elif argument.keyword.value != "flush":
            message = f"print in scripts has no argument {argument.keyword.value!r}"
            raise scope.error("BML102", argument, message, "it has sep and end")
    separator = options.get("sep", Constant(" ", STR, loc))
    if not is_simple(separator):
        raise scope.error("BML201", call.node, "print's sep must be a text or a name", "give it a name first")
    text = _text(values, separator, call)
    arguments = (text, options["end"]) if "end" in options else (text,)
    return RunCall("print", arguments, (), False, NONE, loc)


def _printable(argument: cst.Arg, value: Expression, scope: Scope) -> Expression:
    if is_tensor(value.type):
        return tensors.text(scope, argument.value, value)
    if argument.star:
        check_printable(scope, argument.value, check_iterable(scope, argument.value, value))
    else:
        check_printable(scope, argument.value, value.type)
    return value


def _text(values: Sequence[tuple[cst.Arg, Expression]], separator: Expression, call: Call) -> Expression:
    scope, loc = call.scope, call.scope.loc(call.node)
    if any(argument.star for argument, _ in values):
        return Method(separator, "join", (_texts(values, call),), STR, loc)
    if _may_change([value for _, value in values]):
        return Builtin("texts", (separator, *(value for _, value in values)), STR, loc)
    shown = [format_value(scope, argument.value, value, "", None, value.loc) for argument, value in values]
    return joined(list(_separated(shown, separator)), loc)


def _separated(shown: Sequence[Expression], separator: Expression) -> Iterator[Expression]:
    between = separator if isinstance(separator, Constant) else FormattedValue(separator, "", None, STR, separator.loc)
    for index, part in enumerate(shown):
        if index:
            yield between
        yield part


def _may_change(values: Sequence[Expression]) -> bool:
    """Whether evaluating a value may change one before it: Python evaluates all of them before it writes any."""
    return any(
        _is_mutable(value.type) and any(map(may_change_others, values[index + 1 :]))
        for index, value in enumerate(values)
    )


def _is_mutable(host_type: HostType) -> bool:
    host_type = known(host_type)
    return isinstance(host_type, ListType | DictType) or any(map(_is_mutable, parts(host_type)))


def _texts(values: Sequence[tuple[cst.Arg, Expression]], call: Call) -> Expression:
    """A list of all texts: `print("all:", *xs)`."""
    scope, loc = call.scope, call.scope.loc(call.node)
    texts = ListType(STR)
    whole: Expression | None = None
    for argument, value in values:
        if argument.star:
            item = check_iterable(scope, argument.value, value)
            target = NameTarget("item", item)
            element = Builtin("str", (Local("item", item, loc),), STR, loc)
            part: Expression = Comprehension(None, element, (Clause(target, value, ()),), texts, loc)
        else:
            part = ListLiteral((Builtin("str", (value,), STR, loc),), texts, loc)
        whole = part if whole is None else Arithmetic("+", whole, part, texts, loc)
    assert whole is not None
    return whole
