"""What a row writes: JavaScript after its template, and a value of the type that its signature names.

"list.insert!(index: int, object: item, /) -> None": "insertItem(self, index, object)"
xs.insert(0, x)  =>  insertItem(xs, 0, x)     {None}

A template is an expression of `self`, the parameters (those behind the last that is given are left out), helpers of the
runtime, `run`, and names of JavaScript's. "findText" is short for "findText(self, sub, start, end)", "self." for
"self.reverse()". `items` is the owner gone through, `text(x)` the function that gives the `repr` of such a value, and
`a if holds else b` asks whether the owner may hold tensors.
"""

from __future__ import annotations

import ast
from functools import cache, cached_property

from bmlc.emit import js
from bmlc.scripts.classes.equality import ask_equality
from bmlc.scripts.constructs.comparisons import check_arrays
from bmlc.scripts.fitting import fitted, number, plain_number
from bmlc.scripts.iteration import Iteration, iterated, iterator_of
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.printing.runtime import PYTHON
from bmlc.scripts.rows.call import SCALARS, Call
from bmlc.scripts.rows.table import Parameter
from bmlc.scripts.texts import writer
from bmlc.scripts.types import NONE, RANGE, STR, Tuple, Type
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["adopted", "written"]

_OPERATORS: dict[type, str] = {ast.Div: "/", ast.Mult: "*", ast.Eq: "==="}


def written(visit: Visit, call: Call, template: str, result: ast.expr | None = None) -> Value:
    """A call of a row that has a template."""
    result = result or call.row.result
    assert result is not None, call.row.text
    writing = _Writing(visit, call)
    taken = [f"{'*' * each.gathers}{each.name}" for each in call.row.parameters]
    if template.endswith("."):
        template = f"{template}{call.row.name}({', '.join(taken)})"
    elif template in PYTHON:
        template = f"{template}({', '.join(['self', *taken] if call.owner is not None else taken)})"
    expression = writing.expression(_parsed(template))
    match result:
        case ast.Name("dropped"):  # what falls out
            dropped = call.owner is not None and visit.holds(call.owner.type)
            return Value(NONE, js.call(visit.run("drop"), expression) if dropped else expression)
        case ast.Name("Self"):
            holder, cell = visit.cells.holder(call.holder.kind, (call.node, visit.here))
            visit.cells.merge(cell, call.whole_cell(visit))
            return adopted(visit, frozenset({visit.cells.current(holder)}), expression)
        case ast.Subscript(ast.Name("list"), inner):
            made, _ = visit.container("list", (call.node, call.row.name), writing.type(inner))
            return adopted(visit, made, expression)
        case ast.Subscript(ast.Name("iterator" | "view" as kind), inner):
            is_tuple = isinstance(inner, ast.Subscript)
            is_made = is_tuple or next((walk.made for walk in writing.walks), False)
            return iterator_of(visit, writing.type(inner), expression, call.node, kind, is_made)
    held = writing.type(result)
    # What is taken out of a container is its receiver's; what a function chooses stays the container's.
    return Value(held, expression, fresh=visit.holds(held) and call.owner is not None)


def adopted(visit: Visit, held: Type, expression: js.Expression) -> Value:
    """A new container, with references of its own to what it holds."""
    return Value(held, js.call(visit.run("adopt"), expression) if visit.holds(held) else expression, fresh=True)


@cache
def _parsed(template: str) -> ast.expr:
    return ast.parse(template, mode="eval").body


class _Writing:
    """One call that is written."""

    def __init__(self, visit: Visit, call: Call) -> None:
        self.visit, self.call = visit, call
        self.walks: list[Iteration] = []  # of the arguments that are gone through
        self.given = {each.name for each in call.row.parameters if call.is_given(each)}
        plain = [each for each in call.row.parameters if not each.gathers and not each.gathers_keywords]
        self.arguments = {each.name: self._argument(each, call.get(each.name)) for each in plain}
        gathering = next((each for each in call.row.parameters if each.gathers), None)
        self.gathered = [self._argument(gathering, value) for value in call.gathered if gathering is not None]
        if len(self.walks) > 1 and self.gathered:
            self.gathered = [walk.fitted_to(visit, self.item) for walk in self.walks]

    @cached_property
    def item(self) -> Type:
        """The items of what is gone through."""
        walks = self.walks if self.gathered else self.walks[:1]
        return self.visit.cells.meet_all((walk.item for walk in walks), ("item", self.call.node, self.visit.here))

    def _argument(self, parameter: Parameter, value: Value | None) -> js.Expression:
        visit, call, accepts = self.visit, self.call, parameter.accepts
        if value is None:
            return parameter.literal
        if "item" in accepts:
            visit.cells.grow(call.cell(visit), value.type)
            return visit.keep(fitted(visit, value, visit.cells.resolve(call.cell(visit).item))).js
        if "alike" in accepts:
            self._ask(value)
            return value.js
        if accepts & {"iterable", "sequence"} and value.type != NONE:
            self.walks.append(iterated(visit, value, call.node))
            walked = self.walks[-1].js
            return js.Array((js.Spread(walked),)) if "sequence" in accepts and value.type in (STR, RANGE) else walked
        kind = kind_of(value.type)
        if kind and accepts & {"int", "float"}:
            return number(plain_number(value))
        return plain_number(value).js if kind in ("either", "unknown") else value.js

    def _ask(self, value: Value) -> None:
        """Whether the owner holds such a value is asked."""
        visit, call = self.visit, self.call
        if visit.holds(call.this.type):
            message = f"{call.row.name} in scripts does not compare tensors"
            raise visit.error("BML204", call.node, message, "keep a number beside each and look for that")
        item = self._items.item
        check_arrays(visit, item, value.type, call.node)
        ask_equality(visit, item, value.type, call.node)
        visit.cells.ask_kind(item | value.type)

    @cached_property
    def _items(self) -> Iteration:
        return iterated(self.visit, self.call.this, self.call.node)

    # Expressions

    def expression(self, node: ast.expr) -> js.Expression:
        visit, call = self.visit, self.call
        match node:
            case ast.Constant(value):
                assert value is None or isinstance(value, str | int | float)
                return js.Literal(value)
            case ast.Name("self"):
                return call.this.js
            case ast.Name("items"):
                return self._items.js
            case ast.Name("run"):
                visit.uses_run = True
                return js.name("run")
            case ast.Name(name) if name in self.arguments:
                return self.arguments[name]
            case ast.Name(name):
                return visit.helper(name) if name in PYTHON else js.name(name)
            case ast.Attribute(owner, name):
                return js.Member(self.expression(owner), name)
            case ast.Call(ast.Name("text"), [ast.Name(name)]):
                return writer(visit, call[name].type)
            case ast.Call(callee, arguments):
                return js.Call(self.expression(callee), self._given(arguments))
            case ast.BinOp(left, operator, right) | ast.Compare(left, [operator], [right]):
                return js.Binary(_OPERATORS[operator.__class__], self.expression(left), self.expression(right))
            case ast.IfExp(ast.Name("holds"), then, otherwise):
                return self.expression(then if visit.holds(call.this.type) else otherwise)
            case ast.List(elements):
                return js.Array(self._given(elements))
            case ast.Await(inner):
                visit.wait()
                return js.Await(self.expression(inner))
        raise AssertionError(ast.dump(node))

    def _given(self, nodes: list[ast.expr]) -> tuple[js.Expression, ...]:
        """Arguments, without those at the end that are not given."""
        nodes = [node for node in nodes if not isinstance(node, ast.Starred) or self.gathered]
        while nodes and isinstance(nodes[-1], ast.Name) and nodes[-1].id in self.arguments.keys() - self.given:
            nodes = nodes[:-1]
        found: list[js.Expression] = []
        for node in nodes:
            found += self.gathered if isinstance(node, ast.Starred) else [self.expression(node)]
        return tuple(found)

    # Types

    def type(self, result: ast.expr) -> Type:
        """The type that a signature names."""
        match result:
            case ast.Name(name) if name in SCALARS:
                return SCALARS[name]
            case ast.Constant(None):
                return NONE
            case ast.BinOp(left, ast.BitOr(), right):
                return self.type(left) | self.type(right)
            case ast.Subscript(ast.Name("tuple"), ast.Tuple(items)):
                return frozenset({Tuple(tuple(map(self.type, items)))})
            case ast.Name("T") if self.walks:
                return self.item
            case ast.Name("T" | "K" | "V" as name):
                cell = self.call.whole_cell(self.visit)
                return self.visit.cells.resolve(cell.key if name == "K" else cell.item)
        raise AssertionError(self.call.row.text)
