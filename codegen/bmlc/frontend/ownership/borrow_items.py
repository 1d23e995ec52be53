"""Leave out the references of names that only look at an item while its container keeps it.

    for t_1 in tensors:                      for t in tensors:
        t = retain(t_1)             =>           total = f(total, t)
        total = f(total, t)

That is so where the name is set once and used in one block only, and nothing there takes items out of containers or
sets the name of the container anew: neither the statements nor the functions that they call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bmlc.frontend.host import (
    Assign,
    Define,
    Exchange,
    Expression,
    Invoke,
    Local,
    NameTarget,
    Retain,
    Statement,
    TakeAll,
    TakeItem,
    descendants,
    rebuild,
)
from bmlc.frontend.ownership.functions import FunctionFacts, assigned_names, local_nodes, takes_items
from bmlc.frontend.ownership.liveness import Names
from bmlc.frontend.ownership.origins import holds

__all__ = ["borrow_items"]


def borrow_items(
    body: Sequence[Statement], views: dict[str, Names], functions: Mapping[str, FunctionFacts]
) -> tuple[Statement, ...]:
    """One function's body; names that became views are added to `views`."""
    return _Borrower(body, views, functions).result


class _Borrower:
    def __init__(
        self, body: Sequence[Statement], views: dict[str, Names], functions: Mapping[str, FunctionFacts]
    ) -> None:
        self._views = views
        self._functions = functions
        self._captured = frozenset(name for facts in functions.values() for name in facts.captures)
        self._sets = Counter(assigned_names(body))
        self._mentions = Counter(node.name for node in local_nodes(body) if isinstance(node, Local))
        self._renamed: dict[str, str] = {}
        block = self._block(body)
        self.result: tuple[Statement, ...] = tuple(self._rename(node) for node in block)

    def _block(self, body: Sequence[Statement]) -> tuple[Statement, ...]:
        kept: list[Statement] = []
        for position, node in enumerate(body):
            match node:
                case Assign([NameTarget(name) as target], (Retain() | Local()) as value) if holds(target.type):
                    lent = self._lent(name, value, body[position + 1 :])
                    if lent is not None:
                        self._views[name] = lent
                        if isinstance(value, Local):
                            self._renamed[value.name] = name
                        else:
                            kept.append(replace(node, value=value.value))
                        continue
                case _:
                    pass
            kept.append(self._inside(node))
        return tuple(kept)

    def _inside(self, node: Any) -> Any:
        """`node` with its blocks changed; functions inside are on their own."""
        changed = {}
        if not isinstance(node, Define):
            for name in ("body", "then", "otherwise", "final"):
                block = getattr(node, name, None)
                if isinstance(block, tuple):
                    changed[name] = self._block(block)
            if hasattr(node, "handlers"):
                changed["handlers"] = tuple(map(self._inside, node.handlers))
        return replace(node, **changed) if changed else node

    def _lent(self, name: str, value: Retain | Local, following: Sequence[Statement]) -> Names | None:
        """What `name` would look into, were it a view; None where it needs a reference of its own."""
        if self._sets[name] != 1 or name in self._captured:
            return None
        if isinstance(value, Local):
            lenders = self._views.get(value.name)
            if lenders is None:
                return None
        else:
            lenders = self._lenders(value.value)
        left = self._mentions[name]
        for node in following:
            if left == 0:
                break
            found = sum(isinstance(inner, Local) and inner.name == name for inner in descendants(node))
            left -= found
            if self._may_lose(node, lenders):
                return None
        return lenders if left == 0 else None

    def _lenders(self, node: Expression) -> Names:
        found: set[str] = set()
        for inner in descendants(node):
            if isinstance(inner, Local) and holds(inner.type):
                found |= self._views.get(inner.name, {inner.name})
        return frozenset(found)

    def _may_lose(self, node: Statement, lenders: Names) -> bool:
        """Whether `node` may drop an item of a container, or the container."""
        for inner in descendants(node):
            if isinstance(inner, Exchange | TakeItem | TakeAll) or takes_items(inner):
                return True
            if isinstance(inner, Invoke) and self._functions[inner.function].takes:
                return True
        return not lenders.isdisjoint(assigned_names([node]))

    def _rename(self, node: Any) -> Any:
        match node:
            case NameTarget(name) if name in self._renamed:
                return replace(node, name=self._renamed[name])
            case Define():
                return node
            case _ if isinstance(node, Expression) or not self._renamed:
                return node
            case _:
                return rebuild(node, self._rename)
