"""Comprehensions over lists of known length whose items differ in type, such as gradients: written out, an item each.

[a + b for a, b in zip(total, gradients)]   =>   [total[0] + gradients[0], total[1] + gradients[1]]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import libcst as cst

from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.iteration import element_type
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import (
    INT,
    Comprehension,
    Constant,
    Expression,
    FixedListType,
    HostType,
    Item,
    ListLiteral,
    Local,
    NameTarget,
    ProgramObject,
    TupleLiteral,
    TupleType,
    VariableType,
    descendants,
    rebuild,
)

__all__ = ["steps_of", "unroll", "unrolling_hint"]


def unroll(node: cst.ListComp | cst.GeneratorExp, scope: Scope) -> ListLiteral | None:
    """The list that the comprehension gives; None where it goes through something else than lists of known length."""
    clause = node.for_in
    if clause.inner_for_in is not None or clause.ifs or clause.asynchronous is not None:
        return None
    steps = steps_of(clause.iter, scope)
    if steps is None:
        return None
    elements = tuple(_element(node, *step, scope) for step in enumerate(steps))
    return ListLiteral(elements, FixedListType(tuple(element.type for element in elements)), scope.loc(node))


def steps_of(node: cst.BaseExpression, scope: Scope) -> list[Expression] | None:
    """What the loop's target is at each step."""
    match node:
        case cst.Call(func=cst.Name(value="zip" | "enumerate" as function), args=arguments) if (
            function not in scope.locals
            and not any(argument.star or argument.keyword for argument in arguments)
            # Comprehensions would be checked twice, those inside them four times, ...
            and not any(_has_comprehension(argument) for argument in arguments)
        ):
            lists = [_items(check_expression(argument.value, scope), argument, scope) for argument in arguments]
            if not lists or any(items is None for items in lists):
                return None
            if function == "enumerate":
                lists = [[Constant(index, INT, scope.loc(node)) for index in range(len(lists[0] or ()))], *lists]
            rows = zip(*(items for items in lists if items is not None), strict=False)
            return [TupleLiteral(row, TupleType(tuple(item.type for item in row)), scope.loc(node)) for row in rows]
        case cst.Name() | cst.Attribute():
            return _items(check_expression(node, scope), node, scope)
        case _:
            return None


def unrolling_hint(node: cst.BaseExpression, host_type: HostType, scope: Scope) -> str | None:
    """What to write instead of a loop over `node`, if its items differ in type and it was not written out."""
    if not isinstance(host_type, TupleType | FixedListType):
        return None
    if isinstance(node, cst.Name | cst.Attribute):
        return "loops over values of different types have no condition and no loop inside: write the values out"
    return f"give it a name on a line of its own: values = {scope.text(node)}"


def _has_comprehension(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.ListComp | cst.GeneratorExp) or any(map(_has_comprehension, node.children))


def _items(value: Expression, node: cst.CSTNode, scope: Scope) -> list[Expression] | None:
    host_type = known(value.type)
    if isinstance(host_type, TupleType) and element_type(host_type, scope.journal) is None:
        host_type = FixedListType(host_type.items)
    if not isinstance(host_type, FixedListType):
        return None
    loc = scope.loc(node)
    if not isinstance(value, Local | ProgramObject):
        raise scope.error("BML207", node, f"expected a name, received an expression for {host_type}", "name it first")
    return [
        ProgramObject(item.name, item, loc) if isinstance(item, VariableType) else Item(value, index, item, loc)
        for index, item in enumerate(host_type.items)
    ]


def _element(node: cst.ListComp | cst.GeneratorExp, number: int, item: Expression, scope: Scope) -> Expression:
    """The element at one step: checked with the step's types, the names of the target replaced by what they are."""
    values: dict[str, Expression] = {}
    _match(node.for_in.target, item, values, scope)
    with scope.at_step(number), scope.shadowed(values):
        for name, value in values.items():
            scope.bind(name, value.type, value.loc)
        element: Expression = _substituted(check_expression(node.elt, scope), values)
        return element


def _match(target: cst.BaseExpression, item: Expression, values: dict[str, Expression], scope: Scope) -> None:
    match target, item:
        case cst.Name(value=name), _:
            values[name] = item
        case ((cst.Tuple(elements=elements) | cst.List(elements=elements)), TupleLiteral(items)) if len(
            elements
        ) == len(items):
            for element, part in zip(elements, items, strict=True):
                _match(element.value, part, values, scope)
        case _:
            raise scope.error("BML204", target, f"cannot unpack {item.type} here", "write a name for each part")


def _substituted(node: Any, values: Mapping[str, Expression]) -> Any:
    if isinstance(node, Local):
        return values.get(node.name, node)
    if isinstance(node, Comprehension):  # has names of its own
        hidden = _set_names(node.clauses)
        values = {name: value for name, value in values.items() if name not in hidden}
    return rebuild(node, lambda child: _substituted(child, values))


def _set_names(clauses: Sequence[Any]) -> set[str]:
    return {part.name for clause in clauses for part in descendants(clause.target) if isinstance(part, NameTarget)}
