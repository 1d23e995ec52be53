"""Operations that take some of what their operands may be: which it is, is asked as the script runs.

best - x        =>    notNone(best, "unsupported operand type(s) for -: 'NoneType' and 'float'") - x
state[0]        =>    isList(state) ? listItem(state, 0) : state[0]        where it is a list or a tuple

Where Python raises whatever the other operands are, so does the script, with Python's text, and the operand is known
to be something else behind it. What is left is either taken as it is, or each kind of it in a way of its own.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product
from math import prod

from bmlc.emit import js
from bmlc.errors import UserError
from bmlc.scripts.counting.purity import changes_nothing
from bmlc.scripts.counting.walking import names_in, walk
from bmlc.scripts.faults import Fault, Python, fault_of
from bmlc.scripts.names.naming import js_name
from bmlc.scripts.names.narrowing import narrow
from bmlc.scripts.printing.runtime import EXCEPTIONS
from bmlc.scripts.program.dispatching import by_tests
from bmlc.scripts.program.resolving import valueless
from bmlc.scripts.rows.kinds import kind_test
from bmlc.scripts.types import FLOAT, INT, NEVER, NONE, Atom, Holder, Number, Object, Scalar, Tuple, Type
from bmlc.scripts.values import Value, is_name
from bmlc.scripts.visit import Visit

__all__ = ["by_kinds", "checked", "with_attribute"]

Faults = Mapping[tuple[Atom, ...], Fault]
_MOST = 64  # combinations of atoms, or of kinds, that are looked at
_NUMBERS = ("int", "float", "bool")


def checked(
    visit: Visit, operands: Sequence[Value], python: Python, nodes: Sequence[ast.AST | None] = ()
) -> list[Value]:
    """The operands without what `python` takes in no case; `nodes` are where they stand, if they have names."""
    found = list(operands)
    for k, operand in enumerate(operands):
        if len(operand.type) < 2 and not any(isinstance(atom, Number) for atom in operand.type):
            continue
        faults = _faults(visit, found, python)
        bad = {
            atom
            for atom in operand.type
            if all(combination in faults for combination in product(*_atoms(found, k, atom)))
        }
        guarded = _guarded(visit, found, k, bad, faults) if bad and bad != operand.type else None
        if guarded is not None:
            found = guarded
            if k < len(nodes) and _is_still(visit, operands, k, nodes[k]):
                narrow(visit, nodes[k], frozenset(bad))
    return found


def _is_still(visit: Visit, operands: Sequence[Value], k: int, node: ast.AST | None) -> bool:
    """Whether `node` is still what the operand was: others behind it may have set it, and then it has another name."""
    written = operands[k].js
    if isinstance(node, ast.Name):
        name = visit.frame.renamed.get(node.id, node.id)
        return name in (visit.env or ()) and js_name(visit, name) in names_in(written)
    return not is_name(written) and all(changes_nothing(each.js) for each in operands[k + 1 :])


def by_kinds(
    visit: Visit,
    node: ast.AST,
    operands: Sequence[Value],
    operate: Callable[..., Value],
    python: Python,
    nodes: Sequence[ast.AST | None] = (),
) -> Value:
    """What `operate` gives for these operands, as Python's own `python` would: for each kind that they may be of."""
    operands = checked(visit, operands, python, nodes)
    several = [k for k, each in enumerate(operands) if len(each.type) > 1 and len(_parts(each.type)) > 1]
    if not several:
        return operate(*operands)
    whole = visit.tried(lambda: operate(*operands))
    if not isinstance(whole, UserError):
        return whole
    parts = _parts(operands[several[0]].type)
    operand = operands[several[0]]
    too_many = prod(len(_parts(each.type)) for each in operands) > _MOST
    if too_many or not all(_is_told(visit, atom, operand.type) for part in parts[:-1] for atom in part):
        raise whole
    operands = [visit.simple(each) for each in operands]
    operand = operands[several[0]]
    ways = []
    for part in parts:
        given = [*operands]
        given[several[0]] = _narrowed(operand, part)
        ways.append((kind_test(visit, operand, list(part)), partial(_way, visit, node, given, operate, python)))
    found = visit.tried(lambda: by_tests(visit, node, ways, as_expression=True))
    if isinstance(found, UserError):
        raise whole
    return found


def with_attribute(value: object, name: str) -> object:
    """`value.name`"""
    return getattr(value, name)


def _way(
    visit: Visit, node: ast.AST, operands: Sequence[Value], operate: Callable[..., Value], python: Python
) -> Value:
    faults = _faults(visit, operands, python)
    if operands and all(each in faults for each in product(*(operand.type for operand in operands))):
        raised = _raise(visit, operands, faults)
        if raised is not None:
            return Value(NEVER, raised)
    return by_kinds(visit, node, operands, operate, python)


def _parts(held: Type) -> list[Type]:
    """The kinds of a type, in the order in which they are told apart: what is asked for last stands last."""
    found: dict[tuple[int, str], Type] = {}
    for atom in held:
        key = _kind(atom)
        found[key] = found.get(key, NEVER) | {atom}
    return [found[key] for key in sorted(found)]


def _kind(atom: Atom) -> tuple[int, str]:
    if _is_number(atom):
        return 3, ""
    match atom:
        case Scalar("None" | "str" as name):
            return 0, name
        case Holder(kind) if kind in ("dict", "list", "tuple"):
            return 1, kind
        case Tuple(_, kind):
            return 1, kind
        case Object():
            return 2, ""
    return 4, ""


def _is_number(atom: Atom) -> bool:
    return isinstance(atom, Number) or (isinstance(atom, Scalar) and atom.name in _NUMBERS)


def _is_told(visit: Visit, atom: Atom, held: Type) -> bool:
    """Whether values of this atom are told from the others' as the script runs."""
    others = {each.kind for each in held - {atom} if isinstance(each, Holder)}
    if isinstance(atom, Tuple) or (isinstance(atom, Holder) and atom.kind in ("list", "tuple")):
        return others <= {"list", "tuple", "dict"}
    if isinstance(atom, Object):  # whose class none of the others derives from
        own = visit.classes[atom.name]
        classes = [visit.classes[each.name] for each in held - {atom} if isinstance(each, Object)]
        return not any(own in (*each.chain, *each.lineage) for each in classes)
    return _is_number(atom) or (isinstance(atom, Holder) and atom.kind == "dict") or _kind(atom)[0] == 0


def _atoms(operands: Sequence[Value], k: int, only: Atom) -> list[Type]:
    return [frozenset({only}) if j == k else operand.type for j, operand in enumerate(operands)]


def _faults(visit: Visit, operands: Sequence[Value], python: Python) -> Faults:
    """What Python says, for each combination of which it is known that it raises."""
    count = 1
    for operand in operands:
        count *= len(operand.type)
    if not 0 < count <= _MOST:
        return {}
    combinations = product(*(sorted(operand.type, key=repr) for operand in operands))
    return {each: fault for each in combinations if (fault := fault_of(visit, python, each)) is not None}


def _guarded(visit: Visit, operands: Sequence[Value], k: int, bad: set[Atom], faults: Faults) -> list[Value] | None:
    """The operands, of which the one at `k` raises where it is one of `bad`; None where nothing tells."""
    operand = operands[k]
    if not all(_is_told(visit, atom, operand.type) for atom in bad) or valueless(operand.type):
        return None
    is_none = bad == NONE
    if not all(_is_quiet(each.js) for j, each in enumerate(operands) if j != k) or not (
        is_none or _is_quiet(operand.js)
    ):
        operands = [visit.simple(each) for each in operands]
        operand = operands[k]
    whole: js.Expression = _narrowed(operand, operand.type - bad).js
    for atom in sorted(bad, key=repr):
        given = [each.as_type(kind) for each, kind in zip(operands, _atoms(operands, k, atom), strict=True)]
        raised = _raise(visit, given, faults, operand.js if is_none else None)
        if raised is None:
            return None
        whole = raised if is_none else js.Conditional(kind_test(visit, operand, [atom]), raised, whole)
    fresh = operand.fresh and not visit.holds(operand.type)
    guarded = Value(operand.type - bad, whole, fresh=fresh, place=operand.place)
    return [guarded if j == k else each for j, each in enumerate(operands)]


def _raise(
    visit: Visit, operands: Sequence[Value], faults: Faults, value: js.Expression | None = None
) -> js.Expression | None:
    """What raises as Python does for these operands; for a `value` only where it is None."""
    found = {each: faults[each] for each in product(*(sorted(operand.type, key=repr) for operand in operands))}
    kinds = {fault.kind for fault in found.values()}
    text = _text(visit, operands, {each: fault.text for each, fault in found.items()})
    if len(kinds) > 1 or text is None:
        return None
    (kind,) = kinds
    if value is None:
        return visit.call_helper("raise", js.New(visit.helper(EXCEPTIONS[kind]), (text,)))
    match text:
        case js.Literal(str() as written) if written.startswith(_NO_ATTRIBUTE):
            return visit.call_helper("present", value, js.Literal(written[len(_NO_ATTRIBUTE) : -1]))
    return visit.call_helper("notNone", value, text) if kind == "TypeError" else None


_NO_ATTRIBUTE = "'NoneType' object has no attribute '"


def _text(visit: Visit, operands: Sequence[Value], texts: Mapping[tuple[Atom, ...], str]) -> js.Expression | None:
    """The text for what the operands are as the script runs; None where nothing tells."""
    if len({*texts.values()}) == 1:
        return js.Literal(next(iter(texts.values())))
    first, *others = operands
    whole: js.Expression | None = None
    for atom in sorted(first.type, key=repr):
        rest = _text(visit, others, {key[1:]: text for key, text in texts.items() if key[0] == atom})
        if rest is None or not (len(first.type) == 1 or _is_told(visit, atom, first.type)):
            return None
        whole = rest if whole is None or whole == rest else js.Conditional(kind_test(visit, first, [atom]), rest, whole)
    return whole


def _narrowed(operand: Value, held: Type) -> Value:
    """The operand where it is known to be of this type: a float among ints says that it is one."""
    if operand.type >= INT | FLOAT and held >= FLOAT and not held >= INT:
        return Value(held, js.call("Number", operand.js), place=operand.place)
    return operand.as_type(held)


def _is_quiet(expression: js.Expression) -> bool:
    """Whether evaluating it does nothing and raises nothing, so that it may be done earlier, later, or twice."""
    return not any(isinstance(each, js.Call | js.New | js.Await) for each in walk(expression))
