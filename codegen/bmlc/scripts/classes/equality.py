"""`==` and `<` of objects of the file, and of what holds such: their methods, called as Python calls them.

a == b                =>    a.__eq__(b)
xs == ys, a in xs     =>    isEqual(xs, ys), isAmong(xs, a), which call `__eq__` of the items
sorted(xs)            =>    sorted(xs), which calls `__lt__` of the items
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from bmlc.emit import js
from bmlc.scripts.classes.classes import member_of
from bmlc.scripts.classes.dataclass_methods import is_generated
from bmlc.scripts.classes.members import class_of, has_special, lacks_special, method_targets
from bmlc.scripts.classes.objects import answer_of, call_special, refuse_precedence
from bmlc.scripts.constructs.own_calls import Target
from bmlc.scripts.truth import bool_of
from bmlc.scripts.types import BOOL, NONE, Atom, Holder, Object, Tuple, Type
from bmlc.scripts.values import Value, is_simple
from bmlc.scripts.visit import Visit

__all__ = ["ask_equality", "equal_objects", "has_equality", "have_order"]

_DEEP = 6  # containers in containers that are looked into for objects
_QUIET = frozenset(("abs", "float", "int", "isinstance", "len", "max", "min", "round", "str", "sum", "tuple"))


def has_equality(visit: Visit, held: Type, depth: int = 0) -> bool:
    """Whether a value of this type may be, or hold, an object whose class has `__eq__`."""
    if any(_equality_of(visit, atom) is not None for atom in held):
        return True
    return depth < _DEEP and any(has_equality(visit, part, depth + 1) for atom in held for part in _inside(visit, atom))


def _equality_of(visit: Visit, atom: Atom) -> object:
    """The `__eq__` of an object's class, if it has one; namespaces of the module are compared by their names."""
    if not isinstance(atom, Object):
        return None
    own = class_of(visit, atom)
    found = member_of(visit, own, "__eq__")
    return own.settings if found is None else found[1]


def _inside(visit: Visit, atom: Atom) -> list[Type]:
    match atom:
        case Holder():
            cell = visit.cells.of(atom)
            return [cell.item, *cell.known.values()]
        case Tuple(items):
            return list(items)
    return []


def equal_objects(visit: Visit, left: Value, right: Value, node: ast.AST) -> Value | None:
    """`left == right`; None where no object that has `__eq__` is or lies in one of them."""
    if not (has_equality(visit, left.type) or has_equality(visit, right.type)):
        return None
    for one, other in ((left, right), (right, left)):
        if has_special(visit, node, one.type, "__eq__"):
            compared = _compared(visit, one.type, other.type)
            if not compared:
                return Value(BOOL, js.Binary("===", left.js, right.js))
            if len(one.type) == 1 and compared == other.type:
                refuse_precedence(visit, node, one, other, "__eq__", "__eq__")
                is_later = one is right and not (is_simple(left.js) or left.is_known)
                given = visit.named(left) if is_later else other
                return bool_of(visit, call_special(visit, node, one, "__eq__", given), node)
        if not lacks_special(visit, node, one.type, "__eq__"):
            break
    ask_equality(visit, left.type, right.type, node)
    return Value(BOOL, visit.call_helper("isEqual", left.js, right.js))


def _compared(visit: Visit, held: Type, other: Type) -> Type:
    """What of `other` objects of this type look at: the `__eq__` of a dataclass, objects of its very class."""
    classes = {class_of(visit, atom).python for atom in held}
    if not all(is_generated(_equality_of(visit, atom)) for atom in held):
        return other
    return frozenset(each for each in other if isinstance(each, Object) and class_of(visit, each).python in classes)


def ask_equality(visit: Visit, one: Type, other: Type, node: ast.AST) -> None:
    """Values of these types are compared as the script runs: the methods that are called for it are there."""
    for first, second in _pairs(visit, one, other):
        without = frozenset(atom for atom in first if _equality_of(visit, atom) is None)  # where the second is asked
        for held, against in ((first, second), (second, without)):
            for atom in held:
                if _equality_of(visit, atom) is None or not (given := _compared(visit, frozenset({atom}), against)):
                    continue
                asked, value = Value(frozenset({atom}), js.name("one")), Value(given, js.name("other"))
                if given >= NONE:
                    message = f"scripts do not compare {visit.described(asked.type)} with None by its __eq__"
                    raise visit.error("BML204", node, message, "ask `is None` first")
                if class_of(visit, atom).settings is not None:
                    what = visit.described(frozenset({atom}))
                    raise visit.error("BML204", node, f"scripts do not compare {what}", "compare the attributes")
                refuse_precedence(visit, node, asked, value, "__eq__", "__eq__")
                answer_of(visit, node, asked, "__eq__", BOOL, value)


def _pairs(visit: Visit, one: Type, other: Type, depth: int = 0) -> Iterator[tuple[Type, Type]]:
    """The types of two values that are compared, and of what lies in them at the same places."""
    if depth > _DEEP or not (has_equality(visit, one) or has_equality(visit, other)):
        return
    yield one, other
    for a in one:
        for b in other:
            mine, others = _inside(visit, a), _inside(visit, b)
            if not (isinstance(a, Tuple) and isinstance(b, Tuple)):
                mine, others = [frozenset().union(*mine)], [frozenset().union(*others)]
            for x, y in zip(mine, others, strict=False):
                yield from _pairs(visit, x, y, depth + 1)


def have_order(visit: Visit, one: Type, other: Type, node: ast.AST) -> bool:
    """Whether all are objects that `<` compares, as the script runs."""
    if not (has_special(visit, node, one, "__lt__") and all(isinstance(atom, Object) for atom in other)):
        return False
    asked, value = Value(one, js.name("one")), Value(other, js.name("other"))
    refuse_precedence(visit, node, asked, value, "__lt__", "__gt__")
    answer_of(visit, node, asked, "__lt__", BOOL, value)
    if not all(map(_only_compares, method_targets(visit, node, asked, "__lt__") or [])):
        message = f"expected an __lt__ of {visit.described(one)} that only compares: sorting calls it in another order"
        raise visit.error("BML201", node, message, "give a key: key=lambda x: ...")
    return True


def _only_compares(target: Target) -> bool:
    """Whether nobody can tell how often, and in which order, a method is called."""
    definition = target.definition
    if definition.function is not None and is_generated(definition.function):
        return True
    calls = [each.func for each in ast.walk(definition.node) if isinstance(each, ast.Call)]
    places = [each for each in ast.walk(definition.node) if isinstance(each, ast.Attribute | ast.Subscript)]
    quiet = all(isinstance(each, ast.Name) and each.id in _QUIET for each in calls)
    return quiet and all(isinstance(each.ctx, ast.Load) for each in places)
