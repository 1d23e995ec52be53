"""Loops. A loop begins with what comes before it and what its body leaves; passes are made until they agree."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace

from bmlc.emit import js
from bmlc.scripts.constructs.booleans import condition
from bmlc.scripts.counting.code import Code, If, Jump, Loop, Set, Target
from bmlc.scripts.counting.filling import renamed
from bmlc.scripts.counting.walking import names_in
from bmlc.scripts.frame import Environment, OpenLoop
from bmlc.scripts.iteration import Iteration, iterated, mark_gone_through
from bmlc.scripts.names.naming import after_loop, forget_attributes, js_name, meet
from bmlc.scripts.names.narrowing import narrowed
from bmlc.scripts.names.targets import assign_step, loop_target
from bmlc.scripts.program.apart import loop_apart, steps_apart
from bmlc.scripts.program.literal_items import items_told, steps_that_compile
from bmlc.scripts.program.unrolling import steps_of
from bmlc.scripts.source import set_names
from bmlc.scripts.truth import negated, truth
from bmlc.scripts.types import NEVER, RANGE, UNSET
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit, lowers

__all__: list[str] = []


@lowers(ast.For)
def _for(visit: Visit, node: ast.For) -> None:
    steps = steps_of(visit, node.iter)
    if steps is None and _leaving(node.body) is None:
        steps = steps_that_compile(visit, node)
    if steps is not None:
        _unrolled(visit, node, steps)
        return
    through = loop_apart(visit, node)
    mark_gone_through(visit, through)
    source = visit.expression(through)
    steps = steps_apart(visit, node, source) if _leaving(node.body) is None else None
    if steps is not None:
        _unrolled(visit, node, steps)
        return
    source = visit.guard(source, "through")
    walk = iterated(visit, source, node.iter, may_wait=True)
    walk = _unchanged(visit, node, walk)
    target: Target = ""

    def bind_target() -> None:
        nonlocal target
        with items_told(visit, node.target, node.iter):
            target = loop_target(visit, node.target, walk)

    gated = visit.frame.instance.definition.is_script
    if gated or walk.waits:  # a helper over host values goes on at once, so that it may serve as a key
        visit.wait()
    code, out, frame = _body(visit, node, bind_target, visit.env)
    if _has_items(node.iter, source):
        out = frame[1]
    otherwise, end = _otherwise(visit, node, out, frame)
    visit.env = end
    if walk.single:
        target = [target]
    visit.frame.code.append(Loop(target, walk.js, code, otherwise, walk.waits, gated, loc=visit.loc(node)))


def _has_items(node: ast.expr, source: Value) -> bool:
    """Whether a loop runs at least once: then its names are what the last step leaves, whatever they were before."""
    match node:
        case ast.List(elts) | ast.Tuple(elts):
            return any(not isinstance(each, ast.Starred) for each in elts)
        case ast.Constant(str(text)):
            return bool(text)
        case ast.Call(args=[ast.Constant(int(count))]) if source.type == RANGE:
            return count > 0
    return False


def _unchanged(visit: Visit, node: ast.For, walk: Iteration) -> Iteration:
    """What is gone through, by names of ours where the body sets those that hold it."""
    local = visit.frame.instance.definition.locals
    set_inside = {js_name(visit, name) for name in set_names(node.body) if name in local}
    copies = {}
    for name in sorted(names_in(walk.js) & set_inside & set(visit.frame.instance.owned)):
        copies[name] = visit.temporary("items")
        visit.frame.instance.owned[copies[name]] = None
        visit.frame.code.append(Set(copies[name], js.name(name), fresh=False))
    return replace(walk, js=renamed(walk.js, copies)) if copies else walk


def _unrolled(visit: Visit, node: ast.For, steps: list[Value]) -> None:
    """The body for each step."""
    leaving = _leaving(node.body)
    if leaving is not None:
        message = f"expected no {visit.file.text(leaving).strip()} in a loop over values of different types"
        raise visit.error("BML201", leaving, message, "compute with all of them in a @bml.function")
    written, before = visit.frame.written, visit.frame.steps
    for number, step in enumerate(steps):
        told = len(visit.errors)
        assign_step(visit, node.target, step)
        visit.frame.steps = (*before, number)
        visit.statements(node.body)
        if len(visit.errors) > told:
            break  # of other steps it would be the same again
    visit.frame.written, visit.frame.steps = written, before
    visit.statements(node.orelse)


def _leaving(body: list[ast.stmt]) -> ast.stmt | None:
    """A `break` or `continue` of the loop with this body."""
    for node in body:
        if isinstance(node, ast.Break | ast.Continue):
            return node
        if isinstance(node, ast.For | ast.While | ast.FunctionDef):
            continue
        for name in ("body", "orelse", "finalbody"):
            found = _leaving(getattr(node, name, []))
            if found is not None:
                return found
        for handler in getattr(node, "handlers", []):
            found = _leaving(handler.body)
            if found is not None:
                return found
    return None


@lowers(ast.While)
def _while(visit: Visit, node: ast.While) -> None:
    gated = not visit.frame.instance.definition.is_generator  # whoever goes through what it gives has gates
    if gated:
        visit.wait()
    tested: list[tuple[Value, Code, Environment | None]] = []

    def check() -> None:
        with visit.filling() as before:
            test = condition(visit, node.test)
            yes, no = narrowed(visit, node.test, test)
            found = truth(visit, test, node.test)
        if found.is_known:
            yes, no = (visit.env, None) if found.constant else (None, visit.env)
        tested.append((found, before, no))
        visit.env = yes

    code, _, frame = _body(visit, node, check, visit.env)
    found, before, no = tested[-1]
    if before:  # the test needs statements of its own, each time
        code = [*before, If(negated(found).js, [Jump("end")], []), *code]
    out = no if no is None else _with_ends(no, frame)
    otherwise, end = _otherwise(visit, node, out, frame)
    visit.env = end
    head = js.Literal(True) if before else found.js
    visit.frame.code.append(Loop(None, head, code, otherwise, gated=gated, loc=visit.loc(node)))


def _with_ends(no: Environment, frame: tuple[OpenLoop, Environment | None]) -> Environment:
    merged = after_loop(no, frame[1])
    assert merged is not None
    return merged


def _body(
    visit: Visit, node: ast.For | ast.While, begin: Callable[[], None], entry: Environment | None
) -> tuple[Code, Environment | None, tuple[OpenLoop, Environment | None]]:
    """The body, what is known behind a loop that ends by itself, and what the jumps out of it leave."""
    forget_attributes(visit)
    entry = visit.env
    assert entry is not None
    place = node, visit.frame.steps
    stored = visit.frame.instance.heads.get(place)
    before = visit.frame.instance.heads.get((place, "entry"), {})
    visit.frame.instance.heads[place, "entry"] = {**entry}
    head: Environment = (
        entry
        if stored is None
        else {
            name: visit.cells.meet(held, stored.get(name, NEVER), visit.place(name))
            for name, held in entry.items()
            if name in stored or "." in name or name not in before  # else the body unsets it
        }
    )
    visit.frame.loops.append(OpenLoop(frozenset(entry)))
    changed = set(set_names([node]))
    places = {name: each for name, each in visit.frame.places.items() if name not in changed}
    visit.frame.places = places
    with visit.filling() as code:
        visit.env = head
        begin()
        visit.statements(node.body)
        end: Environment | None = visit.env
    visit.frame.places = places
    loop = visit.frame.loops.pop()
    for left in loop.continues:
        end = meet(visit, end, left)
    if end is not None:
        now = {
            name: visit.cells.meet(held, end.get(name, NEVER), visit.place(name))
            for name, held in head.items()
            if name in end or "." in name
        }
        if now != stored:
            visit.frame.instance.heads[place] = now
            visit.cells.grew = True
        head = now
    return code, after_loop(head, end), (loop, end)


def _otherwise(
    visit: Visit, node: ast.For | ast.While, out: Environment | None, frame: tuple[OpenLoop, Environment | None]
) -> tuple[Code, Environment | None]:
    """`else`, and what is known behind the whole loop."""
    otherwise, end = visit.block(node.orelse, out) if node.orelse and out is not None else ([], out)
    for left in frame[0].breaks:
        end = _with_break(visit, end, left, frame[0].entry)
    return otherwise, end


def _with_break(
    visit: Visit, end: Environment | None, left: Environment | None, entry: frozenset[str]
) -> Environment | None:
    if end is None or left is None:
        return left if end is None else end
    both = {}
    for name in {**end, **left}:
        if ("." in name or name in entry) and not (name in end and name in left):
            continue
        one, other = end.get(name, UNSET), left.get(name, UNSET)
        both[name] = visit.cells.meet(one, other, visit.place(name))
    return both


@lowers(ast.Break)
def _break(visit: Visit, node: ast.Break) -> None:
    visit.frame.loops[-1].breaks.append(visit.env)
    visit.frame.code.append(Jump("break", loc=visit.loc(node)))
    visit.env = None


@lowers(ast.Continue)
def _continue(visit: Visit, node: ast.Continue) -> None:
    visit.frame.loops[-1].continues.append(visit.env)
    visit.frame.code.append(Jump("continue", loc=visit.loc(node)))
    visit.env = None
