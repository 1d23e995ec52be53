"""Leave out the references of names that only look at an item while its container keeps it.

    for (const item of tensors) {                 for (const t of tensors) {
      t = run.retain(item);              =>         [total] = run.replace(total, f([total, t]));
      [total] = run.replace(total, f([total, t]));

That is so where the name is set once and used in one block only, and nothing there takes items out of containers or
sets the name of the container anew: neither the statements nor the functions that they call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeGuard, cast

from bmlc.emit import js
from bmlc.ir import Loc
from bmlc.scripts.code import Code, Define, Do, Loop, Set, Statement, Target, Unpack, blocks, set_names
from bmlc.scripts.constructs.definitions import FunctionText
from bmlc.scripts.device import TracedCall
from bmlc.scripts.expressions import names_in
from bmlc.scripts.functions import VersionName
from bmlc.scripts.moving import retained_names
from bmlc.scripts.runtime import PYTHON

__all__ = ["borrow_items", "count_names", "takes_items", "with_blocks"]

_TAKING_HELPERS = frozenset(
    (
        "popItem",
        "exchangeAttribute",
        "exchangeItem",
        "exchangeValue",
        "takeItem",
        "takeValues",
        "setSlice",
        "deleteSlice",
        "removeItem",
    )
)
_TAKING_METHODS = frozenset(("pop", "popOr", "popItem", "splice", "clear"))

_METHODS_OF_JAVASCRIPT = frozenset(
    (
        *("push", "slice", "splice", "concat", "map", "filter", "some", "every", "includes", "join", "flat", "reverse"),
        *(
            "entries",
            "items",
            "keys",
            "values",
            "item",
            "get",
            "has",
            "set",
            "merged",
            "copy",
            "update",
            "floor",
            "abs",
        ),
        *("startsWith", "endsWith", "toUpperCase", "toLowerCase", "from", "text", "pop", "popOr", "popItem"),
    )
)


def borrow_items(code: Code, names: Collection[str], views: dict[str, set[str]], functions_take: bool) -> Code:
    """A function's code; `names` own references so far, and those that only look are added to `views`."""
    borrower = _Borrower(code, names, views, functions_take)
    return borrower.renamed(borrower.block(code))


def takes_items(node: object) -> bool:
    """Whether evaluating `node` may take an item out of a container; functions that it calls are on their own."""
    match node:
        case js.Call(js.Identifier(name)) if name in _TAKING_HELPERS:
            return True
        case js.Call(js.Member(_, name)) if name in _TAKING_METHODS:
            return True
        case js.Identifier() | Loc() | str() | None:
            return False
        case tuple() | list():
            return any(map(takes_items, node))
        case _ if is_dataclass(node) and not isinstance(node, type):
            return any(takes_items(getattr(node, field.name)) for field in fields(node))
    return False


class _Borrower:
    def __init__(self, code: Code, names: Collection[str], views: dict[str, set[str]], functions_take: bool) -> None:
        self.names, self.views, self.functions_take = names, views, functions_take
        self._sets = Counter(set_names(code))
        self._mentions = Counter[str]()
        count_names(code, self._mentions)
        self._renamed: dict[str, str] = {}

    def block(self, code: Code) -> Code:
        kept: Code = []
        for position, statement in enumerate(code):
            match statement:
                case Set(name, value) if name in self.names and self._sets[name] == 1:
                    source = _source(value, statement.fresh)
                    lent = None if source is None else self._lent(name, source, code[position + 1 :])
                    if source is not None and lent is not None:
                        self.views[name] = lent
                        if _is_item(source, self.views) and self._mentions[source.name] == 1:
                            self._renamed[source.name] = name
                        else:
                            kept.append(replace(statement, value=source))
                        continue
            kept.append(with_blocks(statement, self.block))
        return kept

    def _lent(self, name: str, source: js.Expression, following: Sequence[Statement]) -> set[str] | None:
        """What `name` would look into, were it a view; None where it needs a reference of its own."""
        lenders: set[str] = set()
        for each in names_in(source):
            lenders |= self.views.get(each, {each})
        left = self._mentions[name]
        for statement in following:
            if left == 0:
                break
            found = Counter[str]()
            count_names(statement, found)
            left -= found[name]
            if (
                self._may_lose(statement)
                or name in _stored_late(statement)
                or not lenders.isdisjoint(set_names([statement]))
            ):
                return None
        return lenders if left == 0 else None

    def _may_lose(self, statement: Statement) -> bool:
        """Whether a statement may drop an item of a container."""
        return takes_items(statement) or (self.functions_take and _calls_functions(statement))

    def renamed(self, code: Code) -> Code:
        """Targets of loops and patterns by the names that look at the items."""
        if not self._renamed:
            return code
        return [self._rename(statement) for statement in code]

    def _rename(self, statement: Statement) -> Statement:
        match statement:
            case Unpack(target):
                statement = replace(statement, target=[self._target(each) for each in target])
            case Loop(target=str() | list() as target):
                statement = replace(statement, target=self._target(target))
        return with_blocks(statement, self.renamed)

    def _target(self, target: Target) -> Target:
        if isinstance(target, str):
            return self._renamed.get(target, target)
        return [self._target(each) for each in target]


def _stored_late(node: js.Expression | js.Statement | Statement) -> frozenset[str]:
    """The names that an item takes over, whose place may not be there: until then, each has a reference of its own."""
    match node:
        case js.Call(js.Identifier("exchangeItem"), (_, _, kept)):
            return retained_names(kept)
        case js.Call(js.Member(), (inner,)):
            return _stored_late(inner)
        case Do(inner):
            return _stored_late(inner)
    inside = blocks(cast(Statement, node))  # of a statement; others have none
    return frozenset().union(*(_stored_late(each) for block in inside for each in block))


def _source(value: js.Expression, fresh: bool) -> js.Expression | None:
    """What a name is set to with a reference of its own: an item of something."""
    match value:
        case js.Call(js.Member(js.Identifier("run"), "retain"), (inner,)):
            return inner if isinstance(inner, js.Expression) else None
        case js.Identifier() if value.__class__ is js.Identifier and not fresh:
            return value
    return None


def _is_item(source: js.Expression, views: Mapping[str, set[str]]) -> TypeGuard[js.Identifier]:
    return source.__class__ is js.Identifier and source.name in views


def count_names(node: object, found: Counter[str]) -> None:
    """How often statements read each name."""
    match node:
        case list() | tuple():
            for each in node:
                count_names(each, found)
        case js.Identifier():
            found[node.name] += 1
        case _ if is_dataclass(node) and not isinstance(node, Loc | type):
            for field in fields(node):
                count_names(getattr(node, field.name), found)


def _calls_functions(node: object) -> bool:
    """Whether functions of the script may be called."""
    match node:
        case VersionName() | FunctionText():
            return True
        case js.Call(callee) if not isinstance(node, TracedCall) and callee.__class__ is js.Identifier:
            if callee.name not in PYTHON:
                return True
        case js.Call(js.Member(owner, name)) if owner != js.name("run") and name not in _METHODS_OF_JAVASCRIPT:
            return True
    match node:
        case Define() | js.Identifier() | Loc() | str() | None:
            return False
        case tuple() | list():
            return any(map(_calls_functions, node))
        case _ if is_dataclass(node) and not isinstance(node, type):
            return any(_calls_functions(getattr(node, field.name)) for field in fields(node))
    return False


def with_blocks(statement: Statement, change: Any) -> Statement:
    """A statement with its blocks changed."""
    changed: dict[str, Any] = {}
    for name in ("body", "then", "otherwise", "final"):
        block = getattr(statement, name, None)
        if isinstance(block, list) and block:
            changed[name] = change(block)
    handlers = getattr(statement, "handlers", None)
    if handlers:
        changed["handlers"] = [(test, change(block)) for test, block in handlers]
    return replace(statement, **changed) if changed else statement
