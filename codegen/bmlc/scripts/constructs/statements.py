"""Statements of one line, and `if`."""

from __future__ import annotations

import ast
import operator

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import array_of
from bmlc.scripts.arrays.indexing import augment_array, changed_in_place, entries_of
from bmlc.scripts.checked import checked
from bmlc.scripts.classes.operators import operated_in_place
from bmlc.scripts.constructs.booleans import condition
from bmlc.scripts.constructs.operators import PYTHON_IN_PLACE, SYMBOLS, arithmetic, operands_of, operator_error
from bmlc.scripts.constructs.subscripts import delete_item, item, store_item, store_slice
from bmlc.scripts.counting.code import If
from bmlc.scripts.counting.purity import changes_nothing
from bmlc.scripts.fitting import holder_of, number
from bmlc.scripts.functions.calls import give_back
from bmlc.scripts.functions.generators import return_from_generator
from bmlc.scripts.iteration import extension
from bmlc.scripts.names.naming import assign_name, meet, unbind
from bmlc.scripts.names.narrowing import narrowed
from bmlc.scripts.names.targets import assign, set_attribute
from bmlc.scripts.truth import truth
from bmlc.scripts.types import BOOL, NONE, Holder
from bmlc.scripts.types.leaves import circle_in, without_result
from bmlc.scripts.values import Value, is_name, is_simple
from bmlc.scripts.visit import Visit, lowers

__all__: list[str] = []


@lowers(ast.Pass)
def _pass(visit: Visit, node: ast.Pass) -> None:
    """Nothing happens."""


@lowers(ast.Expr)
def _expression(visit: Visit, node: ast.Expr) -> None:
    if isinstance(node.value, ast.Constant):
        return
    value = visit.expression(node.value)
    if value.fresh and visit.holds(value.type):
        visit.do(js.call(visit.run("drop"), value.js))
    elif isinstance(value.js, js.Call) and value.js.callee in (js.name("dictOf"), js.name("npGiven")):
        visit.do(value.js.arguments[0])
    elif not is_simple(value.js):
        visit.do(value.js)


@lowers(ast.Assign)
def _assign(visit: Visit, node: ast.Assign) -> None:
    value = visit.expression(node.value)
    if len(node.targets) > 1 and not is_name(value.js) and not value.is_known:
        value = visit.named(value)
    for target in node.targets:
        assign(visit, target, value, node)


@lowers(ast.AnnAssign)
def _annotated(visit: Visit, node: ast.AnnAssign) -> None:
    instance = visit.frame.instance
    if isinstance(node.target, ast.Name) and not instance.definition.outermost.is_helper:  # which are Python's, too
        instance.annotations[node.target.id] = node.annotation
    if node.value is not None:
        assign(visit, node.target, visit.expression(node.value), node)


@lowers(ast.NamedExpr)
def _walrus(visit: Visit, node: ast.NamedExpr) -> Value:
    assign(visit, node.target, visit.expression(node.value), node)
    return visit.expression(ast.copy_location(ast.Name(node.target.id, ast.Load()), node.target))


@lowers(ast.AugAssign)
def _augmented(visit: Visit, node: ast.AugAssign) -> None:
    symbol = SYMBOLS[type(node.op)]
    match node.target:
        case ast.Name(name):
            before, value = visit.expressions([ast.copy_location(ast.Name(name, ast.Load()), node.target), node.value])
            changed = _changed(visit, symbol, before, value, node)
            if changed is not None:
                assign_name(visit, name, changed)
        case ast.Subscript(owner, key):
            holder = visit.hold(visit.expression(owner))
            holder = holder if is_name(holder.js) else visit.named(holder, "of")
            if array_of(holder.type) is not None:
                entries = entries_of(visit, key)
                (value,) = visit.expressions([node.value])
                augment_array(visit, holder, entries, symbol, value, node)
                return
            if isinstance(key, ast.Slice):
                raise visit.error("BML201", node.target, "scripts do not add to this")
            place = visit.hold(visit.expression(key))
            place = place if is_simple(place.js) or place.is_known else visit.named(place, "at")
            holder, place = checked(visit, [holder, place], operator.getitem, [owner, key])
            holder = holder if is_name(holder.js) else visit.named(holder, "of")
            before = item(visit, holder, place, node.target)
            is_plain = holder_of(holder.type, "list", "dict", "deque") is not None
            before = before if is_plain else visit.named(visit.hold(before), "item")
            operands = visit.expressions_by(Visit.expression, [node.value], holder, place, before)
            holder, place, before, value = operands
            changed = _changed(visit, symbol, before, value, node)
            if changed is not None or not is_plain:  # which has a method for it, or cannot be set
                store_item(visit, holder, place, changed or before, node)
        case ast.Attribute() as target:
            target = _evaluated_once(visit, target)
            read = ast.copy_location(ast.Attribute(target.value, target.attr, ast.Load()), target)
            before, value = visit.expressions([read, node.value])
            changed = _changed(visit, symbol, before, value, node)
            with visit.filling() as code:
                has_setter = set_attribute(visit, target, changed or before)
            if changed is not None or has_setter:  # else the attribute is this already
                visit.frame.code += code
        case _:
            raise visit.error("BML201", node.target, "scripts do not add to this")


def _evaluated_once(visit: Visit, target: ast.Attribute) -> ast.Attribute:
    """`f().x`, which is read and set: `owner = f()` and `owner.x`."""
    if not any(isinstance(each, ast.Call) for each in ast.walk(target.value)):
        return target
    name = ast.copy_location(ast.Name(f"owner@{visit.number_of(target)}", ast.Load()), target.value)
    visit.frame.renamed = {**visit.frame.renamed, name.id: name.id}
    assign_name(visit, name.id, visit.expression(target.value))
    return ast.copy_location(ast.Attribute(name, target.attr, ast.Store()), target)


def _changed(visit: Visit, symbol: str, before: Value, value: Value, node: ast.AugAssign) -> Value | None:
    """What `before symbol= value` sets: nothing where `before` changes itself, as others see."""
    before, value = checked(visit, [before, value], PYTHON_IN_PLACE[symbol], operands_of(node))
    if _in_place(visit, symbol, before, value, node):
        return None
    changed = changed_in_place(visit, symbol, before, value, node)
    changed = changed or operated_in_place(visit, symbol, before, value, node)
    if changed is None and len(before.type) > 1 and holder_of(before.type, "list", "dict"):  # which change themselves
        raise operator_error(visit, symbol, before, value, node)
    return changed or arithmetic(visit, symbol, before, value, node)


def _in_place(visit: Visit, symbol: str, before: Value, value: Value, node: ast.AugAssign) -> bool:
    """`xs += ys` and `xs *= n` change the list, and `d |= e` the dictionary, which others see."""
    holder = holder_of(before.type, "list", "dict")
    if holder is None or len(before.type) != 1:
        return False
    if (symbol, holder.kind) in (("+", "list"), ("*", "list"), ("|", "dict")):
        visit.change(before.type)
    if symbol == "+" and holder.kind == "list":
        visit.do(extension(visit, before, holder, value, node))
        return True
    if symbol == "*" and holder.kind == "list" and visit.holds(before.type):
        owner = before if is_name(before.js) else visit.named(before, "items")
        whole = visit.named(arithmetic(visit, symbol, owner, value, node))
        store_slice(visit, owner, ast.Slice(), whole, node.target, is_new=True)
        return True
    if symbol == "*" and holder.kind == "list":
        repeated = js.Spread(visit.call_helper("repeatedList", before.js, number(value)))
        visit.do(js.call(js.Member(before.js, "splice"), js.Literal(0), js.Member(before.js, "length"), repeated))
        return True
    other = holder_of(value.type, "dict")
    if symbol == "|" and holder.kind == "dict" and other is not None:
        for each in (holder, other):
            visit.cells.make_uniform(visit.cells.of(each))
        visit.cells.merge(visit.cells.of(holder), visit.cells.of(other))
        visit.do(js.call(js.Member(before.js, "update"), js.call(js.Member(value.js, "items"))))
        return True
    return False


@lowers(ast.Return)
def _return(visit: Visit, node: ast.Return) -> None:
    definition = visit.frame.instance.definition
    match node.value:
        case None:
            value = Value(NONE, js.Literal(None), constant=None)
        case ast.Name("NotImplemented") if definition.name == "__eq__":  # nobody else has an answer: they differ
            value = Value(BOOL, js.Literal(False), constant=False)
        case _:
            value = visit.expression(node.value)
    if definition.is_generator:
        return_from_generator(visit, node, value)
        return
    other = without_result(value.type, visit.cells) or circle_in(value.type, visit.cells)
    if visit.frame.instance.definition.is_script and other is not None:
        message = (
            "a script returns numbers, strings, bools, None, tensors, and lists, tuples and dictionaries of them,"
            f" received {visit.described(frozenset({other}))}"
        )
        is_circle = other == circle_in(value.type, visit.cells)
        hint = "it may lie in itself: return what it holds" if is_circle else "make a list of it: list(...)"
        raise visit.error("BML204", node.value or node, message, hint if isinstance(other, Holder) else None)
    give_back(visit, value)


@lowers(ast.If)
def _if(visit: Visit, node: ast.If) -> None:
    test = condition(visit, node.test)
    yes, no = narrowed(visit, node.test, test)
    found = truth(visit, test, node)
    if found.is_known:
        yes, no = (yes, None) if found.constant else (None, no)
    if yes is None or no is None:
        visit.env = no if yes is None else yes
        if not found.is_known and not changes_nothing(test.js):
            visit.do(test.js)
        visit.statements(node.orelse if yes is None else node.body)
        return
    then, one = visit.block(node.body, yes)
    otherwise, other = visit.block(node.orelse, no)
    visit.frame.code.append(If(found.js, then, otherwise, visit.loc(node)))
    visit.env = meet(visit, one, other)


@lowers(ast.Delete)
def _delete(visit: Visit, node: ast.Delete) -> None:
    for target in node.targets:
        if isinstance(target, ast.Subscript):
            delete_item(visit, target)
        elif isinstance(target, ast.Name) and visit.env is not None and target.id in visit.env:
            unbind(visit, target.id)
        else:
            raise visit.error("BML201", target, "scripts delete items, not names", "set it to None")
