"""Methods that put tensors into containers or take them out, with every reference counted.

buffer.clear()            =>    run.drop(<all items of buffer>)
buffer.extend(others)     =>    buffer.extend(adopt(others))
best = d.pop(k, spare)    =>    if k in d: value_1 = d.pop(k)
                                else: value_1 = spare
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bmlc.frontend.host import (
    BOOL,
    NONE,
    Adopt,
    Assign,
    Builtin,
    Clause,
    Compare,
    Comprehension,
    Conditional,
    Constant,
    DictType,
    Discard,
    Exchange,
    Expression,
    For,
    HostType,
    If,
    Index,
    ItemTarget,
    IterableType,
    ListType,
    Local,
    Method,
    NameTarget,
    RunCall,
    SetSlice,
    Slice,
    Statement,
    TakeAll,
    TakeItem,
    TupleTarget,
    TupleType,
    children,
    rebuild,
    resolve,
)
from bmlc.frontend.ownership import targets
from bmlc.frontend.ownership.origins import holds, is_stable

if TYPE_CHECKING:
    from bmlc.frontend.ownership.namer import Namer

__all__ = ["dropped", "listed", "rewrite", "set_slice", "store_item", "take_item"]


def rewrite(namer: Namer, node: Builtin | Method, before: list[Statement]) -> Expression | None:
    """The value of `node`, where references have to be counted for it; None where it is like any other expression."""
    match node:
        case Builtin(arguments=arguments) if any(map(targets.makes_tuples, arguments)):
            if not holds(node.type) or isinstance(resolve(node.type), IterableType):
                return None  # gone through where it stands
            whole = [
                listed(namer, each) if each is not None and targets.makes_tuples(each) else each for each in arguments
            ]
            if node.name == "list":
                assert whole[0] is not None
                return namer.value(whole[0], before, keep=True)
            return namer.value(replace(node, arguments=tuple(whole)), before, keep=True)
        case Method(owner) if not holds(owner.type):
            return None
        case Method(owner, "extend", [others]) if others is not None:
            if isinstance(resolve(others.type), IterableType):
                others = listed(namer, others)
            target, items = namer.operands([owner, others], [False, False], before)
            return replace(node, object=target, arguments=(Adopt(items, items.type, items.loc),))
        case Method(owner, "clear"):
            everything = TakeAll(namer.value(owner, before), ListType(_item_type(owner)), node.loc)
            before.append(dropped(everything))
            return Constant(None, NONE, node.loc)
        case Method(owner, "update", [others]) if others is not None:
            return _update(namer, node, owner, others, before)
        case Method(owner, "setdefault", [key, default]) if key is not None and default is not None:
            target, at, value = _named(namer, [owner, key, default], before)
            store = Assign((ItemTarget(target, at, _item_type(owner)),), value, node.loc)
            absent = Compare((at, target), ("not in",), BOOL, node.loc)
            before.append(If(absent, tuple(namer.statement(store)), (), node.loc))
            return Index(target, at, _item_type(owner), node.loc)
        case Method(owner, "pop", [key, default]) if key is not None and default is not None and holds(default.type):
            target, at, other = _named(namer, [owner, key, default], before)
            present = Compare((at, target), ("in",), BOOL, node.loc)
            taken = replace(node, object=target, arguments=(at, None))
            return namer.value(Conditional(present, taken, other, node.type, node.loc), before, keep=True)
        case _:
            return None


def store_item(namer: Namer, target: ItemTarget, value: Expression, before: list[Statement]) -> None:
    """`target = value`, where the item that was there has to be dropped."""
    is_list = not isinstance(resolve(target.object.type), DictType)
    nodes, flags = [value, target.object, target.index], [True, False, False]
    kept, owner, index = namer.operands(nodes, flags, before, fails=is_list)
    if not (is_stable(kept) or (is_stable(owner) and is_stable(index))):
        kept = namer.named(kept, before)
    before.append(dropped(Exchange(owner, index, kept, target.type, value.loc)))


def take_item(namer: Namer, owner: Expression, index: Expression, before: list[Statement]) -> None:
    """`del owner[index]`"""
    target, at = namer.operands([owner, index], [False, False], before)
    taken: Expression = TakeItem(target, at, _item_type(owner), owner.loc)
    if isinstance(resolve(owner.type), DictType):
        taken = Method(target, "pop", (at, None), _item_type(owner), owner.loc)
    before.append(dropped(taken))


def set_slice(namer: Namer, node: SetSlice, before: list[Statement]) -> Expression:
    """`node` once the items that were there have a name of their own, by which they are dropped after it.

    buffer[:10] = others    =>    gone_1 = buffer[:10]
                                  buffer[:10] = adopt(others)
                                  run.drop(gone_1)
    """
    if node.value is not None and isinstance(resolve(node.value.type), IterableType):
        node = replace(node, value=listed(namer, node.value))
    parts = iter(_named(namer, list(children(node)), before))
    node = rebuild(node, lambda _: next(parts))
    gone = namer.fresh("gone", node.loc)
    namer.views[gone] = namer.lenders(node.object)
    items = Slice(node.object, node.start, node.stop, node.step, node.object.type, node.loc)
    if node.value is not None:
        node = replace(node, value=Adopt(node.value, node.value.type, node.loc))
    before.append(Assign((NameTarget(gone, items.type),), items, node.loc))
    before.append(Discard(node, node.loc))
    before.append(dropped(Local(gone, items.type, node.loc)))
    return Constant(None, NONE, node.loc)


def dropped(value: Expression) -> Discard:
    """A statement that makes a value and drops it."""
    return Discard(RunCall("drop", (value,), (), False, NONE, value.loc), value.loc)


def _update(namer: Namer, node: Method, owner: Expression, others: Expression, before: list[Statement]) -> Expression:
    target, source = _named(namer, [owner, others], before)
    items: Expression = source
    settled = resolve(owner.type)
    assert isinstance(settled, DictType)
    pair = TupleType((settled.key, settled.value))
    if isinstance(resolve(others.type), DictType):
        items = Method(source, "items", (), IterableType(pair), node.loc)
    key = Local(namer.fresh("key", node.loc), pair.items[0], node.loc)
    value = Local(namer.fresh("value", node.loc), pair.items[1], node.loc)
    names = TupleTarget((NameTarget(key.name, key.type), NameTarget(value.name, value.type)), pair)
    store = Assign((ItemTarget(target, key, value.type),), value, node.loc)
    before += namer.statement(For(names, items, (store,), (), node.loc))
    return Constant(None, NONE, node.loc)


def _named(namer: Namer, nodes: Sequence[Expression], before: list[Statement]) -> list[Expression]:
    """`nodes`, to be mentioned more than once."""
    lowered = namer.operands(nodes, [False] * len(nodes), before)
    return [node if is_stable(node) else namer.named(node, before) for node in lowered]


def listed(namer: Namer, iterable: Expression) -> Expression:
    """`list(iterable)` of something that is gone through once, as a comprehension."""
    item = resolve(iterable.type)
    assert isinstance(item, IterableType)
    name = namer.fresh("item", iterable.loc)
    target = NameTarget(name, item.item)
    element = Local(name, item.item, iterable.loc)
    return Comprehension(None, element, (Clause(target, iterable, ()),), ListType(item.item), iterable.loc)


def _item_type(owner: Expression) -> HostType:
    match resolve(owner.type):
        case ListType(item) | DictType(_, item):
            return item
        case other:
            raise TypeError(f"{other} has no items to take")
