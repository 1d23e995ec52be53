"""`try`, `raise`, `assert`, and the exceptions that scripts know."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

import libcst as cst

from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.flow import Binding, Flow, meet_all
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.statements import check_branch, check_statement, tested
from bmlc.frontend.check.targets import is_simple
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import (
    ANY_ERROR,
    STR,
    Assert,
    Builtin,
    Constant,
    ExceptionType,
    Expression,
    Handler,
    OptionalType,
    Raise,
    Reraise,
    Statement,
    Try,
    TupleLiteral,
    TupleType,
)
from bmlc.ir import Loc

__all__ = ["EXCEPTIONS", "check_exception"]

# Each with the class that it is a kind of.
EXCEPTIONS = {
    "Exception": None,
    "ArithmeticError": "Exception",
    "AssertionError": "Exception",
    "AttributeError": "Exception",
    "IndexError": "LookupError",
    "KeyError": "LookupError",
    "LookupError": "Exception",
    "NameError": "Exception",
    "NotImplementedError": "RuntimeError",
    "OverflowError": "ArithmeticError",
    "RuntimeError": "Exception",
    "StopIteration": "Exception",
    "TimeoutError": "Exception",
    "TypeError": "Exception",
    "UnboundLocalError": "NameError",
    "ValueError": "Exception",
    "ZeroDivisionError": "ArithmeticError",
}

_EXAMPLE = 'for example raise ValueError("...")'
_KNOWN = "scripts have ValueError, RuntimeError, TypeError, and what Python itself raises: KeyError, IndexError, ..."


@dataclass
class _Watch:
    """Names that a block set, wherever it was left."""

    before: Flow
    bindings: dict[str, list[Binding]]

    def anywhere(self, scope: Scope) -> Flow:
        """What is known at the entry of a handler: any statement of the block may have failed."""
        if self.before is None:
            return None
        flow = dict(self.before)
        for name, bindings in self.bindings.items():
            if name in flow:
                alone: list[Flow] = [{name: binding} for binding in (flow[name], *bindings)]
                flow |= meet_all(alone, scope.journal) or {}
        return flow


@check_statement.register
def _try(node: cst.Try, scope: Scope) -> list[Statement]:
    loop = scope.loops[-1] if scope.loops else None
    breaks, continues = (len(loop.breaks), len(loop.continues)) if loop else (0, 0)
    whole = _watch(scope)
    watched = _watch(scope)
    body = check_branch(node.body, scope)
    _unwatch(scope)
    entry = watched.anywhere(scope)
    otherwise = check_branch(node.orelse, scope) if node.orelse is not None else ()
    ends = [scope.flow]
    handlers = []
    for each in node.handlers:
        scope.flow = entry
        handlers.append(_handler(each, scope))
        ends.append(scope.flow)
    _unwatch(scope)
    end = meet_all(ends, scope.journal)
    final: tuple[Statement, ...] = ()
    if node.finalbody is not None:
        # `break` and `continue` pass through the final block; its own come after them.
        through = (loop.breaks[breaks:], loop.continues[continues:]) if loop else ([], [])
        scope.flow = start = whole.anywhere(scope)
        final = check_branch(node.finalbody, scope)
        end = _after_final(end, start, scope.flow)
        if loop is not None:
            for flows, first, passing in zip((loop.breaks, loop.continues), (breaks, continues), through, strict=True):
                flows[first : first + len(passing)] = [_after_final(flow, start, scope.flow) for flow in passing]
    scope.flow = end
    return [Try(body, tuple(handlers), otherwise, final, scope.loc(node))]


def _watch(scope: Scope) -> _Watch:
    watch = _Watch(scope.flow, {})
    scope.watchers.append(watch.bindings)
    return watch


def _unwatch(scope: Scope) -> None:
    scope.watchers.pop()


def _after_final(end: Flow, start: Flow, final: Flow) -> Flow:
    """`end`, and what the final block set since its `start`."""
    if end is None or final is None or start is None:
        return None
    return {**end, **{name: binding for name, binding in final.items() if start.get(name) is not binding}}


def _handler(node: cst.ExceptHandler, scope: Scope) -> Handler:
    names = ("Exception",) if node.type is None else _classes(node.type, scope)
    name = node.name.name.value if node.name is not None and isinstance(node.name.name, cst.Name) else None
    if name is not None:
        scope.bind(name, ExceptionType(names[0] if len(names) == 1 else "Exception"), scope.loc(node))
    scope.handling += 1
    body = check_branch(node.body, scope)
    scope.handling -= 1
    if name is not None:
        scope.unbind(name)  # Python deletes it
    return Handler(names, name, body, scope.loc(node))


def _classes(node: cst.BaseExpression, scope: Scope) -> tuple[str, ...]:
    nodes = [element.value for element in node.elements] if isinstance(node, cst.Tuple) else [node]
    names = [_class(each, scope) for each in nodes]
    for each, name in zip(nodes, names, strict=True):
        if name is None:
            raise scope.error(
                "BML201", each, f"scripts do not know the exception {scope.text(each)}", _hint(scope.text(each))
            )
    return tuple(name for name in names if name is not None)


def _class(node: cst.BaseExpression, scope: Scope) -> str | None:
    """The exception class that `node` names; None where it names none."""
    if not isinstance(node, cst.Name) or node.value not in EXCEPTIONS:
        return None
    return None if scope.is_local(node.value) or scope.world.resolve(node.value) is not None else node.value


def check_exception(node: cst.BaseExpression, scope: Scope) -> Expression | None:
    """`ValueError("text")` or `ValueError`; None for anything else.

    Its arguments are what `str` gives of it and, where that does not tell it, what `repr` shows of them: "between" or
    "whole", as the runtime calls it, or a text.
    """
    name = _class(node, scope)
    if name is not None:
        return Builtin(name, (), ExceptionType(name), scope.loc(node))
    if not isinstance(node, cst.Call):
        return None
    name = _class(node.func, scope)
    if name is None:
        return None
    for argument in node.args:
        if argument.star or argument.keyword is not None:
            raise scope.error("BML102", argument, f"{name} takes a message")
    if name == "TimeoutError" and len(node.args) > 1:  # to Python the number of an error of the system, and its text
        raise scope.error("BML102", node.args[1], f"{name} takes one message, received {len(node.args)} values")
    values = tuple(check_expression(argument.value, scope) for argument in node.args)
    loc = scope.loc(node)
    return Builtin(name, _message(name, values, loc), ExceptionType(name), loc)


def _message(name: str, values: tuple[Expression, ...], loc: Loc) -> tuple[Expression, ...]:
    match values:
        case ():
            return ()
        case (value,) if isinstance(known(value.type), ExceptionType | OptionalType) and is_simple(value):
            text, shown = (Builtin(function, (value,), STR, loc) for function in ("str", "repr"))
            return (shown if name == "KeyError" else text), shown
        case (value,) if name == "KeyError":
            return (Builtin("repr", (value,), STR, loc),)
        case (value,) if known(value.type) == STR:
            return (value,)
        case (value,) if isinstance(known(value.type), OptionalType):
            return (Builtin("str", (value,), STR, loc),)
        case (value,):
            return Builtin("repr", (value,), STR, loc), Constant("between", STR, loc)
        case _:
            whole = TupleLiteral(values, TupleType(tuple(value.type for value in values)), loc)
            return Builtin("repr", (whole,), STR, loc), Constant("whole", STR, loc)


@check_statement.register
def _raise(node: cst.Raise, scope: Scope) -> list[Statement]:
    loc = scope.loc(node)
    if node.exc is None:
        if not scope.handling:
            raise scope.error("BML201", node, "raise without an exception stands in an except block", None)
        scope.flow = None
        return [Reraise(loc)]
    exception = _raised(node.exc, scope)
    cause = None
    if node.cause is not None and not (isinstance(node.cause.item, cst.Name) and node.cause.item.value == "None"):
        cause = _raised(node.cause.item, scope)
    scope.flow = None
    return [Raise(exception, cause, loc)]


def _raised(node: cst.BaseExpression, scope: Scope) -> Expression:
    made = check_exception(node, scope)
    if made is not None:
        return made
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and not scope.is_local(node.func.value):
        raise scope.error(
            "BML201", node.func, f"scripts do not know the exception {node.func.value}", _hint(node.func.value)
        )
    value = check_expression(node, scope)
    if not isinstance(known(value.type), ExceptionType):
        raise scope.error("BML204", node, f"expected an exception, received {known(value.type)}", _EXAMPLE)
    return value


def _hint(name: str) -> str:
    close = get_close_matches(name, EXCEPTIONS, n=1, cutoff=0.8)
    return f"did you mean {close[0]}?" if close else _KNOWN


@check_statement.register
def _assert(node: cst.Assert, scope: Scope) -> list[Statement]:
    test = tested(node.test, scope)
    error: Expression | None = None
    if node.msg is not None:
        scope.flow = test.when_false
        if scope.flow is not None:
            value = check_expression(node.msg, scope)
            name, loc = "AssertionError", scope.loc(node.msg)
            error = Builtin(name, _message(name, (value,), loc), ExceptionType(name), loc)
    scope.flow = test.when_true
    decided = isinstance(test.expression, Constant) and test.expression.type != ANY_ERROR
    if decided and test.when_true is not None:
        return []
    return [Assert(test.expression, error, scope.loc(node))]
