"""Assignments that take values apart, with an owner for each part.

    x, y = pair               x_1, y_1 = pair
                        =>    x = retain(x_1)
                              y = retain(y_1)

    for i, t in enumerate(tensors):         for i, t_1 in enumerate(tensors):
                                      =>        t = retain(t_1)

`x_1`, `y_1` and `t_1` are views: they own nothing, and what they look into is kept while they are used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from bmlc.frontend.host import (
    Adopt,
    Assign,
    Builtin,
    Comprehension,
    Conditional,
    DatasetType,
    Expression,
    HostType,
    If,
    Invoke,
    ItemTarget,
    ListLiteral,
    Local,
    Method,
    NameTarget,
    Statement,
    StreamType,
    Target,
    TensorCall,
    TupleLiteral,
    TupleTarget,
    TupleType,
    Unpack,
    descendants,
    resolve,
)
from bmlc.frontend.ownership import containers, unfold
from bmlc.frontend.ownership.functions import assigned_names, target_names
from bmlc.frontend.ownership.origins import holds, is_stable
from bmlc.ir import Loc

if TYPE_CHECKING:
    from bmlc.frontend.ownership.namer import Namer

__all__ = ["assign", "gives_elements", "kept_by_loop", "makes_tuples", "view_elements"]

# How a value comes: None for one that lies in a container, "rest" for a fresh list of such, else a fresh tuple.
_Shape: TypeAlias = tuple["_Shape", ...] | Literal["rest"] | None


def assign(namer: Namer, node: Assign) -> list[Statement]:
    """`node` with an owner for each value that holds tensors."""
    if len(node.targets) > 1:
        return _assign_several(namer, node)
    (target,) = node.targets
    before: list[Statement] = []
    if not _holds_anywhere(target):
        if isinstance(target, ItemTarget):
            nodes = [node.value, target.object, target.index]
            value, owner, index = namer.operands(nodes, [False] * 3, before)
            return [*before, replace(node, targets=(replace(target, object=owner, index=index),), value=value)]
        value = namer.value(node.value, before, keep=True)
        return [*before, replace(node, value=value)]
    match target:
        case NameTarget():
            return _assign_name(namer, target, node)
        case ItemTarget():
            containers.store_item(namer, target, node.value, before)
            return before
        case TupleTarget():
            return _assign_tuple(namer, target, node)


def view_elements(namer: Namer, target: Target, iterable: Expression, loc: Loc) -> tuple[Target, list[Statement]]:
    """A loop's target that only looks at elements, and statements that give the names of `target` their own."""
    after: list[Statement] = []
    views = _views(namer, target, _shape(iterable), namer.lenders(iterable), after, loc)
    return views, [lowered for statement in after for lowered in namer.statement(statement)]


def gives_elements(iterable: Expression) -> bool:
    """Whether elements belong to whoever goes through `iterable`: those of a data set, enumerated or not."""
    match iterable:
        case Builtin("enumerate", [values, *_]) if values is not None:
            return gives_elements(values)
        case _:
            return isinstance(resolve(iterable.type), DatasetType | StreamType)


def kept_by_loop(namer: Namer, iterable: Expression, body: Sequence[Statement], before: list[Statement]) -> Expression:
    """`iterable`, with references of its own to what the loop's body may drop while it is gone through."""
    match iterable:
        case Builtin("enumerate" | "zip" | "reversed", arguments):
            kept = [each and kept_by_loop(namer, each, body, before) for each in arguments]
            return replace(iterable, arguments=tuple(kept))
        case Method(owner, "items" | "values" | "keys"):
            return replace(iterable, object=kept_by_loop(namer, owner, body, before))
        case _ if not holds(iterable.type):
            return iterable
    exposed = not is_stable(iterable) and any(map(namer.takes, body))
    if exposed or not namer.lenders(iterable).isdisjoint(assigned_names(body)):
        return namer.named(iterable, before)
    return iterable


def makes_tuples(iterable: Expression | None) -> bool:
    """Whether going through `iterable` makes tuples of tensors that belong to others."""
    return iterable is not None and holds(iterable.type) and _shape(iterable) is not None


def _assign_name(namer: Namer, target: NameTarget, node: Assign) -> list[Statement]:
    before: list[Statement] = []
    match node.value:
        case Conditional(test, then, otherwise, _, loc) if namer.makes(then, otherwise):
            branches = [(replace(node, value=value),) for value in (then, otherwise)]
            return namer.statement(If(test, branches[0], branches[1], loc))
        case Comprehension() as made if unfold.becomes_a_loop(namer, made) and namer.may_fill(target.name, made):
            unfold.comprehension(namer, made, before, into=target.name)
            return before
        case value:
            kept = namer.value(value, before, keep=True)
            return [*before, replace(node, value=kept)]


def _assign_several(namer: Namer, node: Assign) -> list[Statement]:
    before: list[Statement] = []
    if not holds(node.value.type) and not any(map(_holds_anywhere, node.targets)):
        value = namer.value(node.value, before, keep=True)
        return [*before, replace(node, value=value)]
    value = node.value
    if not isinstance(value, Local):
        value = namer.named(namer.value(value, before, keep=True), before)
    single = [replace(node, targets=(target,), value=value) for target in node.targets]
    return [*before, *(lowered for each in single for lowered in assign(namer, each))]


def _assign_tuple(namer: Namer, target: TupleTarget, node: Assign) -> list[Statement]:
    value = node.value
    before: list[Statement] = []
    names = list(target_names(target))
    plain = _is_plain(target) and len(set(names)) == len(names)
    if plain and isinstance(value, TensorCall):
        lowered = namer.value(value, before, keep=True)
        return [*before, replace(node, value=lowered)]
    if plain and isinstance(value, TupleLiteral | ListLiteral) and len(value.items) == len(target.items):
        if _are_independent(namer, target, value.items):
            pairs = zip(target.items, value.items, strict=True)
            single = [Assign((part,), item, item.loc) for part, item in pairs]
            return [lowered for each in single for lowered in assign(namer, each)]
        if all(isinstance(item, NameTarget) for item in target.items):
            lowered = namer.value(value, before, keep=True)
            return [*before, replace(node, value=lowered)]
    shape: _Shape = None
    if isinstance(value, Unpack) and makes_tuples(value.value):
        value = replace(value, value=containers.listed(namer, value.value))
    elif makes_tuples(value):
        value = containers.listed(namer, value)
    if isinstance(value, Unpack):
        source: Expression = replace(value, value=namer.value(value.value, before))
        shape = (*[None] * value.before, "rest", *[None] * value.after)
    else:
        source = namer.value(value, before)
    after: list[Statement] = []
    views = _views(namer, target, shape, namer.lenders(source), after, node.loc)
    before.append(replace(node, targets=(views,), value=source))
    return [*before, *(lowered for each in after for lowered in namer.statement(each))]


def _are_independent(namer: Namer, target: TupleTarget, items: Sequence[Expression]) -> bool:
    """Whether no value needs a name that an earlier assignment would have set."""
    earlier: set[str] = set()
    for part, item in zip(target.items, items, strict=True):
        for inner in descendants(item):
            if isinstance(inner, Local) and inner.name in earlier:
                return False
            if isinstance(inner, Invoke) and namer.functions[inner.function].captures & earlier:
                return False
        earlier.update(target_names(part))
    return True


def _views(
    namer: Namer, target: Target, shape: _Shape, lenders: frozenset[str], after: list[Statement], loc: Loc
) -> Target:
    """`target` with views in the place of what owns tensors; `after` gets the assignments to that."""
    match target:
        case TupleTarget(items):
            parts: Sequence[_Shape] = shape if isinstance(shape, tuple) else (None,) * len(items)
            views = [_views(namer, item, part, lenders, after, loc) for item, part in zip(items, parts, strict=True)]
            return replace(target, items=tuple(views))
        case NameTarget() if not holds(target.type):
            return target
        case _ if isinstance(shape, tuple) and holds(target.type):
            view, whole = _fresh_tuple(namer, shape, target.type, lenders, loc)
            after.append(Assign((target,), whole, loc))
            return view
        case _:
            hint = target.name if isinstance(target, NameTarget) else "item"
            name = namer.fresh(hint, hint)
            if holds(target.type):
                namer.views[name] = lenders
            value: Expression = Local(name, target.type, loc)
            after.append(Assign((target,), Adopt(value, target.type, loc) if shape == "rest" else value, loc))
            return NameTarget(name, target.type)


def _fresh_tuple(
    namer: Namer, shape: tuple[_Shape, ...], host_type: HostType, lenders: frozenset[str], loc: Loc
) -> tuple[Target, Expression]:
    """Views of the parts of a tuple, and a tuple of them."""
    settled = resolve(host_type)
    assert isinstance(settled, TupleType)
    views: list[Target] = []
    values: list[Expression] = []
    for part, part_type in zip(shape, settled.items, strict=True):
        view: Target
        value: Expression
        if isinstance(part, tuple) and holds(part_type):
            view, value = _fresh_tuple(namer, part, part_type, lenders, loc)
        else:
            name = namer.fresh("item", loc)
            if holds(part_type):
                namer.views[name] = lenders
            view, value = NameTarget(name, part_type), Local(name, part_type, loc)
        views.append(view)
        values.append(value)
    return TupleTarget(tuple(views), settled), TupleLiteral(tuple(values), settled, loc)


def _shape(iterable: Expression) -> _Shape:
    match iterable:
        case Builtin("enumerate", [values, *_]) if values is not None:
            return (None, _shape(values))
        case Builtin("zip", values):
            return tuple(None if each is None else _shape(each) for each in values)
        case Method(owner, "items"):
            return (None, None) if holds(owner.type) else None
        case _:
            return None


def _is_plain(target: Target) -> bool:
    return isinstance(target, NameTarget) or (isinstance(target, TupleTarget) and all(map(_is_plain, target.items)))


def _holds_anywhere(target: Target) -> bool:
    if isinstance(target, TupleTarget):
        return holds(target.type) or any(map(_holds_anywhere, target.items))
    return holds(target.type)
