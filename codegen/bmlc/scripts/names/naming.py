"""Names: what they are at a point, and what happens to that where paths meet."""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from bmlc.emit import js
from bmlc.scripts.annotations import allowed
from bmlc.scripts.fitting import fitted, holder_of, lasting
from bmlc.scripts.frame import Environment, Instance
from bmlc.scripts.program.constants import Exactly
from bmlc.scripts.program.resolving import known_now, valueless
from bmlc.scripts.source import set_names
from bmlc.scripts.types import FLOAT, INT, NEVER, UNSET, Atom, Cell, Number, Tuple, Type, is_endless
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = [
    "after_loop",
    "assign_name",
    "begin_parameter",
    "bind",
    "captured_cell",
    "expect_the_same_later",
    "forget_attributes",
    "held_by",
    "is_local",
    "js_name",
    "meet",
    "path_of",
    "read_local",
    "repeated",
    "unbind",
    "with_set",
]


def is_local(visit: Visit, name: str) -> bool:
    """Whether the script sets this name: here, or in a function around this one."""
    return name in visit.frame.renamed or _owner(visit.frame.instance, name)[0] is not None


def js_name(visit: Visit, name: str, instance: Instance | None = None) -> str:
    """The JavaScript name of a local."""
    owner = instance or _owner(visit.frame.instance, name)[0] or visit.frame.instance
    if name == owner.definition.own_self:
        return "this"
    written = name.split("@")[0]
    key = written if name.startswith(f"{written}@@") else name  # a parameter may have the name of a local
    return visit.scopes.of(owner.definition)(key, written)


def read_local(visit: Visit, node: ast.AST, name: str) -> Value:
    """The value of a name that the script sets.

    Raises:
        UserError: BML202 where it may not be set.
    """
    name = visit.frame.renamed.get(name, name)
    owner, name = (visit.frame.instance, name) if "@" in name else _owner(visit.frame.instance, name)
    assert owner is not None
    written = js.name(js_name(visit, name, owner))
    if owner is not visit.frame.instance:
        held = visit.cells.resolve(captured_cell(visit, name, owner).item)
        if not valueless(held) and any(valueless(frozenset({atom})) for atom in held):
            message = f"{name} would be {visit.described(held)}, of which a browser holds only some as values"
            raise visit.error("BML207", node, message, "give each meaning a name of its own")
        known = known_now(visit, node, held, name)
        return Value(held, written if known is None else known.js, place=("name", owner.key, name))
    env = visit.env
    if env is None:
        return Value(NEVER, written)
    if name not in env:
        if _owner(owner.definition.outer, name)[0] is not None:
            message = f"{name} is set in this function, which makes it another one than that around it"
            hint = "return the new value, or keep it in a list or dictionary"
            raise visit.error("BML202", node, message, hint)
        raise visit.error("BML202", node, f"{name} may not be set yet here", "set it on every path before this line")
    held = visit.cells.resolve(env[name])
    known = known_now(visit, node, held - UNSET, name)
    if known is not None and held == known.type:
        return known
    expression: js.Expression = written
    if held >= UNSET:
        held -= UNSET
        expression = visit.call_helper("bound", written, js.Literal(name))
        visit.env = {**env, name: held}
    if name in visit.frame.written and held == INT:
        return Value(INT, expression, constant=visit.frame.written[name], place=visit.place(name))
    if _is_kept_apart(visit, name) and held >= FLOAT and not held >= INT:
        if held == FLOAT:
            expression = js.call("Number", expression)
        else:  # a float among others still says what it is
            held |= INT
    constants = visit.frame.written
    place = visit.frame.places.get(name, visit.place(name))
    return Value(held, expression, place=Exactly(constants[name]) if name in constants else place)


def assign_name(visit: Visit, name: str, value: Value) -> None:
    """`name = value`"""
    name = visit.frame.renamed.get(name, name)
    if valueless(value.type):  # known now, and nothing in JavaScript
        bind(visit, name, value.type)
        return
    visit.known.learn(visit.place(name), value)
    value = lasting(visit, value)
    value = fitted(visit, value, held_by(visit, name, value.type))
    local = js_name(visit, name)
    if value.js != js.name(local) or name not in (visit.env or {}):  # else `x = x`, of another type at most
        if holder_of(value.type, "iterator", "view"):
            visit.look_into(local, value.js)
        visit.let(local, value)
    bind(visit, name, value.type, is_told=True)


def begin_parameter(visit: Visit, name: str, held: Type) -> None:
    """A parameter that is set, too, is held as its name holds it: calls know only what they give."""
    given = Value(held, js.name(js_name(visit, name)))
    value = fitted(visit, given, held_by(visit, name, held))
    if value.js is not given.js:
        visit.let(js_name(visit, name), value)


def bind(visit: Visit, name: str, held: Type, is_told: bool = False) -> None:
    """A name is of this type from here on; `is_told`: what it holds was told before."""
    if not is_told and name not in visit.frame.told:
        visit.known.learn(visit.place(visit.frame.renamed.get(name, name)), None)
    if visit.env is None:
        return
    if is_endless(held):
        definition = visit.frame.instance.definition
        at = visit.frame.statement
        raise visit.endless(visit.file.name_loc(definition.node) if at is None else visit.loc(at), name)
    name = visit.frame.renamed.get(name, name)
    annotation = visit.frame.instance.annotations.get(name)
    if annotation is not None and visit.frame.statement is not None and not allowed(annotation, held, visit.cells):
        what = f"expected {ast.unparse(annotation)}, as {name} is annotated, received {visit.described(held)}"
        raise visit.error("BML204", visit.frame.statement, what, "correct the annotation, or the value")
    known = {key: each for key, each in visit.env.items() if not key.startswith(f"{name}.")}
    visit.cells.origins.add(visit.place(name), held)
    if name in visit.frame.places:
        visit.frame.places = {key: each for key, each in visit.frame.places.items() if key != name}
    if name in visit.frame.written:
        visit.frame.written = {key: each for key, each in visit.frame.written.items() if key != name}
    visit.env = {**known, name: held}
    if name in visit.frame.instance.definition.captured:
        visit.cells.grow(captured_cell(visit, name, visit.frame.instance), held)
    if name in visit.frame.instance.definition.in_generators:
        visit.cells.grow(_ever(visit, name), held)
    for watcher in visit.frame.watchers:
        watcher[name] = visit.cells.meet(watcher.get(name, NEVER), held, visit.place(name))


def unbind(visit: Visit, name: str) -> None:
    """A name is no longer set."""
    visit.env = {key: held for key, held in (visit.env or {}).items() if key != name and not key.startswith(f"{name}.")}


def path_of(visit: Visit, node: ast.AST) -> str | None:
    """By what the type of a name, an attribute or `d["key"]` is known; None for what nothing is known of."""
    match node:
        case ast.Name(name):
            return visit.frame.renamed.get(name, name)
        case ast.Attribute(owner, attribute):
            path = path_of(visit, owner)
            return path and f"{path}.{attribute}"
        case ast.Subscript(ast.Name() as owner, ast.Constant(str() as key)):
            return f"{path_of(visit, owner)}.[{key!r}]"
    return None


def forget_attributes(visit: Visit, attribute: str | None = None) -> None:
    """After a call, or an assignment to an attribute, what was known of attributes may not hold any more."""

    def stays(name: str) -> bool:
        return "." not in name or (attribute is not None and attribute not in name.split(".")[1:])

    if visit.env:
        visit.env = {name: held for name, held in visit.env.items() if stays(name)}
    for watcher in visit.frame.watchers:
        for name in [name for name in watcher if not stays(name)]:
            del watcher[name]


@contextmanager
def repeated(visit: Visit, node: ast.AST) -> Iterator[None]:
    """What is evaluated for each item: what one may change is not known in the next one, either."""
    env, key = visit.env, (node, "repeated")
    if env is not None:
        visit.env = {name: held for name, held in env.items() if name not in visit.forgotten.get(key, ())}
    yield
    if env is not None and visit.env is not None:
        forgotten = visit.forgotten.get(key, frozenset()).union(name for name in env if name not in visit.env)
        visit.cells.grew |= forgotten != visit.forgotten.get(key, frozenset())
        visit.forgotten[key] = forgotten


def captured_cell(visit: Visit, name: str, owner: Instance) -> Cell:
    """What a name that functions inside name may be, whenever they are called."""
    return visit.cells.at(("captured", owner.key, name))


def _ever(visit: Visit, name: str) -> Cell:
    """What a name that generator expressions mention may be anywhere in the function."""
    return visit.cells.at(("ever", visit.frame.instance.key, name))


def expect_the_same_later(visit: Visit, node: ast.GeneratorExp) -> None:
    """Refuse a generator that asks, each time for an item, what a name is that is set to something else later.

    Raises:
        UserError: BML204 at the generator.
    """
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    if node in visit.gone_through and visit.frame.statement is not None:  # by nobody but this statement
        names &= set(set_names([visit.frame.statement]))
    for name in sorted(names):
        known = (visit.env or {}).get(name, NEVER) - UNSET
        ever = visit.cells.resolve(_ever(visit, name).item) - UNSET
        if known and not _with_kinds(ever) <= _with_kinds(visit.cells.resolve(known)):
            message = f"{name} may be {visit.described(ever)} when this generator is asked for its items"
            raise visit.error("BML204", node, message, "make a list of them: [... for ...], or give it another name")


def _with_kinds(held: Type) -> Type:
    """The type with the kinds of its numbers."""
    kinds = frozenset(atom for atom in held if not isinstance(atom, Number))
    return held if kinds == held else kinds | INT | FLOAT


def meet(visit: Visit, one: Environment | None, other: Environment | None) -> Environment | None:
    """What is known where two paths meet; a name that one of them has not set is none."""
    if one is None or other is None:
        return other if one is None else one
    return {name: visit.cells.meet(held, other[name], visit.place(name)) for name, held in one.items() if name in other}


def after_loop(entry: Environment | None, end: Environment | None) -> Environment | None:
    """Behind a loop: names that only its body sets may be unset."""
    if entry is None or end is None:
        return entry
    stays = {name: held for name, held in entry.items() if name in end or "." in name}  # else the body unsets it
    return {**stays, **{name: held | UNSET for name, held in end.items() if name not in entry and "." not in name}}


def with_set(
    visit: Visit, entry: Environment | None, nodes: Iterable[ast.AST], ends: Iterable[Environment | None]
) -> Environment | None:
    """What is known behind expressions that may not have been evaluated: names that `:=` sets in them.

    Of attributes nothing is known any more that these may have changed.
    """
    if entry is None:
        return None
    reached = [end for end in ends if end is not None]
    known = {}
    for name, held in entry.items():
        if "." not in name:
            known[name] = held
        elif all(name in end for end in reached):
            known[name] = visit.cells.meet_all((held, *(end[name] for end in reached)), visit.place(name))
    for name in {each.target.id for node in nodes for each in ast.walk(node) if isinstance(each, ast.NamedExpr)}:
        for end in reached:
            if name in end:
                known = {key: held for key, held in known.items() if not key.startswith(f"{name}.")}
                known[name] = visit.cells.meet(known.get(name, UNSET), end[name], visit.place(name))
    return known


def _owner(instance: Instance | None, name: str) -> tuple[Instance | None, str]:
    """The function that sets a name, and how it calls it: a name of a comprehension is that one's own."""
    while instance is not None and name not in instance.definition.locals:
        own = instance.definition.renamed.get(name)
        instance = instance.definition.outer
        if own is not None:
            return instance, own
    return instance, name


def held_by(visit: Visit, name: str, held: Type) -> Type:
    """A type as the place of a name holds it: floats say that they are floats where somebody asks."""
    if _is_kept_apart(visit, name):
        held = held | INT | FLOAT
    if visit.cells.are_tuples_told(visit.place(name)):
        held = held | {visit.cells.holder("list", ("beside tuples", visit.place(name)))[0]}
    return frozenset(_kept_by(visit, visit.place(name), atom) for atom in held)


def _kept_by(visit: Visit, place: Hashable, atom: Atom) -> Atom:
    """A tuple with the floats in it that meet ints."""
    if not isinstance(atom, Tuple):
        return atom
    items = []
    for k, held in enumerate(atom.items):
        inner = (place, k)
        either = held | INT if visit.cells.is_kept_apart(inner) and held >= FLOAT else held
        items.append(frozenset(_kept_by(visit, inner, each) for each in either))
    return replace(atom, items=tuple(items))


def _is_kept_apart(visit: Visit, name: str) -> bool:
    """Whether ints and floats meet in a name and somebody asks which it is: a float then says what it is."""
    if visit.cells.is_kept_apart(visit.place(name)):
        return True
    if name not in visit.frame.instance.definition.captured:
        return False
    held = captured_cell(visit, name, visit.frame.instance).item
    return held >= INT and held >= FLOAT
