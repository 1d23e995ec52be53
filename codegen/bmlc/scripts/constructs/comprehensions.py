"""Comprehensions: of functions of the runtime where an item is one expression, else as the loop that they are.

[x * 2 for x in xs if x > 0]    =>    Array.from(filtered(xs, (x) => x > 0), (x) => x * 2)
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from bmlc.emit import js
from bmlc.scripts.counting.code import Code, If, Jump, Loop, Set
from bmlc.scripts.counting.purity import changes_nothing, waits
from bmlc.scripts.fitting import fitted, grow_key
from bmlc.scripts.frame import Environment
from bmlc.scripts.functions.calls import named_inside
from bmlc.scripts.iteration import Iteration, OverArray, iterated, iterator_of, mark_gone_through
from bmlc.scripts.literals import whole_list
from bmlc.scripts.names.naming import expect_the_same_later, forget_attributes, repeated, with_set
from bmlc.scripts.names.narrowing import narrowed
from bmlc.scripts.names.targets import assign_step, loop_target, pattern_of
from bmlc.scripts.program.literal_items import items_told
from bmlc.scripts.program.unrolling import steps_of
from bmlc.scripts.source import set_names
from bmlc.scripts.truth import negated, truth
from bmlc.scripts.types import BOOL, NEVER, Type
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit, lowers

__all__ = ["quantified"]


@lowers(ast.ListComp)
def _list(visit: Visit, node: ast.ListComp) -> Value:
    found = _unrolled(visit, node)
    if found is not None:
        return whole_list(visit, found)
    lazy = _lazily(visit, node.generators, lambda: visit.expression(node.elt), node)
    if lazy is None:
        return _as_loop(visit, node, "list")
    walk, last = lazy
    holder, cell = visit.cells.holder("list", (node, visit.here))
    visit.cells.grow(cell, walk.item)
    held = frozenset({visit.cells.current(holder)})
    return Value(held, _listed(visit, walk, last, visit.cells.of(holder).item), fresh=True)


def _unrolled(visit: Visit, node: ast.ListComp | ast.GeneratorExp) -> list[Value] | None:
    """The elements, one by one, where what is gone through is known whole; None elsewhere."""
    generator = node.generators[0]
    if len(node.generators) > 1 or generator.ifs:
        return None
    steps = steps_of(visit, generator.iter, always=True)
    if steps is None:
        return None
    entry, renamed, written, before = visit.env, dict(visit.frame.renamed), visit.frame.written, visit.frame.steps
    values = []
    for number, step in enumerate(steps):
        visit.frame.steps = (*before, number)
        _open(visit, generator.target, node)  # names of this step's own, which look at its items
        assign_step(visit, generator.target, step)
        values.append(visit.hold(visit.expression(node.elt)))
    visit.env = with_set(visit, entry, [node], [visit.env])
    visit.frame.renamed, visit.frame.written, visit.frame.steps = renamed, written, before
    return values


def _listed(visit: Visit, walk: Iteration, last: Value, wanted: Type) -> js.Expression:
    """The list of what is gone through, in the shortest form."""
    change = fitted(visit, last, wanted).js
    source, params, test = walk.js, None, None
    match source:
        case js.Call(js.Identifier("mapped"), (inner, js.Arrow(own))):
            source, params = inner, own
    match source:
        case js.Call(js.Identifier("filtered"), (inner, predicate)) if walk.is_array and changes_nothing(
            (predicate, change)
        ):
            source, test = inner, predicate
    is_array = walk.is_array and (test is not None or not isinstance(source, js.Call))
    if test is not None:
        source = js.call(js.Member(source, "filter"), test)
    if params is None:
        return source if test is not None else js.Array((js.Spread(source),))
    if is_array and (isinstance(source, js.Array) or changes_nothing(change)):  # `map` would not see what is added
        return js.call(js.Member(source, "map"), js.Arrow(params, change))
    return js.call(js.Member(js.name("Array"), "from"), source, js.Arrow(params, change))


@lowers(ast.GeneratorExp)
def _generator(visit: Visit, node: ast.GeneratorExp) -> Value:
    found = _unrolled(visit, node)
    if found is not None:
        return whole_list(visit, found)
    lazy = _lazily(visit, node.generators, lambda: visit.expression(node.elt), node)
    if lazy is None:
        if node not in visit.taken_at_once:
            message = "expected a list, received a generator whose items are computed in loops or with tensors"
            hint = "make a list of them, [... for ...], or compute each in the loop"
            raise visit.error("BML201", node, message, hint)
        return _as_loop(visit, ast.copy_location(_as_list(visit, node), node), "list")
    return iterator_of(visit, lazy[0].item, lazy[0].js, node)


def _as_list(visit: Visit, node: ast.GeneratorExp) -> ast.ListComp:
    """The list comprehension with the parts of a generator, the same one each time."""
    return visit.once((node, "list"), ast.ListComp(node.elt, node.generators))


@lowers(ast.DictComp)
def _dict(visit: Visit, node: ast.DictComp) -> Value:
    def entry() -> Value:
        key, value = visit.expressions([node.key, node.value])
        pairs.append((key, value))
        return Value(NEVER, js.Array((key.js, value.js)))

    pairs: list[tuple[Value, Value]] = []
    lazy = _lazily(visit, node.generators, entry, node)
    if lazy is None or any(visit.holds(each.type) for pair in pairs for each in pair):
        return _as_loop(visit, node, "dict")
    holder, cell = visit.cells.holder("dict", (node, visit.here))
    visit.cells.make_plain(cell)
    for key, value in pairs:
        grow_key(visit, cell, key.type, node.key)
        visit.cells.grow(cell, value.type)
    cell = visit.cells.of(holder)
    if pairs:
        key, value = pairs[-1]
        again = (fitted(visit, key, cell.key), fitted(visit, value, cell.item))
        if again[0].js is not key.js or again[1].js is not value.js:
            return _as_loop(visit, node, "dict")
    return Value(frozenset({visit.cells.current(holder)}), js.New(visit.helper("Dict"), (lazy[0].js,)), fresh=True)


def _lazily(
    visit: Visit,
    generators: list[ast.comprehension],
    element: Callable[[], Value],
    node: ast.expr,
    is_at_once: bool = False,
) -> tuple[Iteration, Value] | None:
    """What goes through the items one by one; None where a part needs statements, waits or holds tensors."""
    entry, renamed, start = visit.env, visit.frame.renamed, len(visit.frame.code)
    mark_gone_through(visit, generators[0].iter)
    first = visit.hold(visit.expression(generators[0].iter))
    if isinstance(node, ast.GeneratorExp) and node not in visit.taken_at_once and not is_at_once:
        expect_the_same_later(visit, node)
        forget_attributes(visit)  # they may be others when its items are asked for
    with visit.filling() as code, repeated(visit, node):
        found = _level(visit, generators, 0, first, element, node)
    visit.env, visit.frame.renamed = with_set(visit, entry, [node], [visit.env]), renamed
    if code or found is None:
        del visit.frame.code[start:]
        visit.env = entry
        return None
    return found


def _level(
    visit: Visit,
    generators: list[ast.comprehension],
    at: int,
    source: Value,
    element: Callable[[], Value],
    node: ast.expr,
) -> tuple[Iteration, Value] | None:
    generator = generators[at]
    walk = iterated(visit, source, generator.iter, may_wait=True)
    if _captured(generator.target, node):
        return None
    _open(visit, generator.target)
    with items_told(visit, generator.target, generator.iter):
        target = pattern_of(visit, generator.target, walk.item)
    if target is None:
        return None
    written = walk.js
    for condition in generator.ifs:
        test = visit.hold(visit.expression(condition))
        yes, _ = narrowed(visit, condition, test)
        found = truth(visit, test, condition)
        visit.env = yes if not (found.is_known and not found.constant) else visit.env
        written = visit.call_helper("filtered", written, js.Arrow((target,), found.js))
        if visit.env is None:
            return Iteration(written, NEVER), Value(NEVER, js.Literal(None))
    is_array = walk.is_array and len(generators) == 1
    if at + 1 < len(generators):
        mark_gone_through(visit, generators[at + 1].iter)
        inner = _level(visit, generators, at + 1, visit.hold(visit.expression(generators[at + 1].iter)), element, node)
        if inner is None:
            return None
        whole = visit.call_helper("chained", written, js.Arrow((target,), inner[0].js))
        return (Iteration(whole, inner[0].item), inner[1]) if not waits(whole) else None
    last = element()
    if visit.holds(last.type) or visit.holds(walk.item) or waits(last.js) or waits(written):
        return None
    if last.js == target:
        return Iteration(written, last.type, is_array=is_array), last
    whole = visit.call_helper("mapped", written, js.Arrow((target,), last.js))
    if walk.is_array and written is walk.js and len(generators) == 1 and changes_nothing(last.js):
        whole = OverArray(whole.callee, whole.arguments)
    return Iteration(whole, last.type, is_array=is_array), last


def _captured(target: ast.expr, node: ast.expr) -> frozenset[str]:
    """The names of a comprehension that functions inside mention: they see them change, as those of a loop."""
    return named_inside([node]).intersection(set_names([target]))


def _open(visit: Visit, target: ast.expr, node: ast.expr | None = None) -> None:
    """The names of a target are the comprehension's own; those of a loop are no other's in JavaScript, too."""
    names = [each.id for each in ast.walk(target) if isinstance(each, ast.Name)]
    own = f"@{len(visit.frame.renamed)}" if node is None else visit.number_of(node)
    visit.frame.renamed = {**visit.frame.renamed, **{name: f"{name}@{own}" for name in names}}
    if node is not None:
        visit.frame.instance.definition.captured.update(f"{name}@{own}" for name in _captured(target, node))


def _as_loop(visit: Visit, node: ast.ListComp | ast.DictComp, kind: str) -> Value:
    entry, renamed = visit.env, dict(visit.frame.renamed)
    holder, cell = visit.cells.holder(kind, (node, visit.here))
    name = visit.temporary("items" if kind == "list" else "table")
    empty: js.Expression = js.Array(()) if kind == "list" else js.New(visit.helper("Dict"), ())
    visit.frame.instance.sources[name] = visit.loc(node)
    visit.let(name, Value(frozenset({holder}), empty, fresh=True))

    def element() -> None:
        if isinstance(node, ast.ListComp):
            value = visit.expression(node.elt)
            visit.cells.grow(cell, value.type)
            kept = visit.keep(fitted(visit, value, visit.cells.of(holder).item))
            visit.do(js.call(js.Member(js.name(name), "push"), kept.js))
            return
        key, value = visit.expressions([node.key, node.value])
        grow_key(visit, cell, key.type, node.key)
        visit.cells.grow(cell, value.type)
        now = visit.cells.of(holder)
        kept = visit.keep(fitted(visit, value, now.item))
        visit.do(js.call(js.Member(js.name(name), "set"), fitted(visit, key, now.key).js, kept.js))

    _loops(visit, node, 0, element)
    visit.env, visit.frame.renamed = with_set(visit, entry, [node], [visit.env]), renamed
    return Value(frozenset({visit.cells.current(holder)}), js.name(name))


def quantified(visit: Visit, node: ast.GeneratorExp, is_all: bool) -> Value | None:
    """`all` and `any` of a generator that needs statements: a loop, which ends with the item that decides."""
    start, entry, renamed = len(visit.frame.code), visit.env, dict(visit.frame.renamed)
    if _lazily(visit, node.generators, lambda: visit.expression(node.elt), node, True) is not None:
        del visit.frame.code[start:]
        visit.env = entry
        return None
    found = js.name(visit.temporary("found"))
    visit.frame.code.append(Set(found.name, js.Literal(is_all)))

    def element() -> None:
        test = truth(visit, visit.hold(visit.expression(node.elt)), node.elt)
        decided: Code = [Set(found.name, js.Literal(not is_all)), Jump("break")]
        visit.frame.code.append(If((negated(test) if is_all else test).js, decided, []))

    stop = js.Unary("!", found) if is_all else found
    _loops(visit, _as_list(visit, node), 0, element, stop)
    visit.env, visit.frame.renamed = with_set(visit, entry, [node], [visit.env]), renamed
    return Value(BOOL, found)


def _loops(
    visit: Visit,
    node: ast.ListComp | ast.DictComp,
    at: int,
    element: Callable[[], None],
    stop: js.Expression | None = None,
) -> None:
    generator = node.generators[at]
    mark_gone_through(visit, generator.iter)
    source = visit.guard(visit.expression(generator.iter), "through")
    walk = iterated(visit, source, generator.iter, may_wait=True)
    before: Environment | None = visit.env
    _open(visit, generator.target, node)
    with visit.filling() as body, repeated(visit, node):
        with items_told(visit, generator.target, generator.iter):
            target = loop_target(visit, generator.target, walk)
        for condition in generator.ifs:
            test = visit.hold(visit.expression(condition))
            yes, _ = narrowed(visit, condition, test)
            inner: Code = []
            visit.frame.code.append(If(truth(visit, test, condition).js, inner, []))
            visit.frame.code = inner
            visit.env = yes
        if visit.env is None:
            visit.env = before
        elif at + 1 < len(node.generators):
            _loops(visit, node, at + 1, element, stop)
            if stop is not None:
                visit.frame.code.append(If(stop, [Jump("break")], []))
        else:
            element()
    visit.frame.code.append(Loop([target] if walk.single else target, walk.js, body, waits=walk.waits, gated=False))
