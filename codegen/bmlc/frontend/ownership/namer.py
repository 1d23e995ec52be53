"""Expressions whose tensors all have owners: what `name_temporaries` does inside a statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bmlc.frontend.host import (
    Adopt,
    Assign,
    Builtin,
    Compare,
    Comprehension,
    Conditional,
    Constant,
    Expression,
    Invoke,
    IterableType,
    Lambda,
    Local,
    Logical,
    Method,
    NameTarget,
    ProgramObject,
    Read,
    Retain,
    SetSlice,
    Statement,
    TensorCall,
    Total,
    children,
    descendants,
    rebuild,
    resolve,
)
from bmlc.frontend.ownership import containers, unfold
from bmlc.frontend.ownership.fresh_names import FreshNames
from bmlc.frontend.ownership.functions import FunctionFacts, takes_items
from bmlc.frontend.ownership.origins import Origin, cannot_fail, holds, is_stable, keeps, origin
from bmlc.frontend.ownership.statements import lower, lower_block

__all__ = ["Namer"]

_RESULTS = {
    "add": "sum",
    "sum": "total",
    "subtract": "difference",
    "multiply": "product",
    "divide": "quotient",
    "power": "power",
    "matmul": "product",
    "negative": "negated",
    "getitem": "item",
}


@dataclass
class Namer:
    """The state of naming the temporaries of one function.

    `views` are names that look into values that belong to others, with the names that those belong to.
    """

    fresh: FreshNames
    functions: Mapping[str, FunctionFacts]
    views: dict[str, frozenset[str]] = field(default_factory=dict)
    tries: int = 0  # that are open, whose handlers may look at any name

    def statements(self, body: Sequence[Statement]) -> tuple[Statement, ...]:
        return lower_block(self, body)

    def statement(self, node: Statement) -> list[Statement]:
        return lower(node, self)

    def value(self, node: Expression, before: list[Statement], keep: bool = False) -> Expression:
        """`node`, with the statements that must come before it appended to `before`.

        What it gives belongs to the consumer where that keeps it; else to a name or a container.
        """
        match node:
            case Constant() | ProgramObject() | Lambda() | Local():
                return node
            case Conditional():
                return self.owned(unfold.conditional(self, node, before), before, keep)
            case Logical():
                return self.owned(unfold.logical(self, node, before), before, keep)
            case Compare():
                return unfold.comparison(self, node, before)
            case Comprehension():
                return self.owned(unfold.comprehension(self, node, before), before, keep)
            case Total():
                return self.owned(unfold.total(self, node, before), before, keep)
            case Builtin(name="any" | "all", arguments=[Comprehension() as tests]) if unfold.becomes_a_loop(
                self, tests
            ):
                return unfold.search(self, node, tests, before)
            case SetSlice() if holds(node.object.type):
                return containers.set_slice(self, node, before)
            case Builtin() | Method() if (changed := containers.rewrite(self, node, before)) is not None:
                return self.owned(changed, before, keep)
            case _:
                kept = keeps(node)
                operands = list(children(node))
                flags = [kept is None or position in kept for position in range(len(operands))]
                lowered = self.operands(operands, flags, before)
                if isinstance(node, Invoke) and self.functions[node.function].takes:
                    # What the function takes out of a container and drops, it may have been given.
                    self.name_up_to(_last(lowered, _is_exposed), lowered, before)
                left = iter(lowered)
                return self.owned(rebuild(node, lambda _: next(left)), before, keep)

    def operands(
        self, nodes: Sequence[Expression], flags: Sequence[bool], before: list[Statement], fails: bool = False
    ) -> list[Expression]:
        """`nodes` as operands of one expression, evaluated in this order; `fails` where that expression may throw.

        A fresh value that waits for others to be evaluated gets a name, so that it is dropped when one of them throws;
        so do effects before it, which keep their order.
        """
        lowered: list[Expression] = []
        for node, keep in zip(nodes, flags, strict=True):
            prelude: list[Statement] = []
            operand = self.value(node, prelude, keep)
            if prelude:
                self.name_up_to(len(lowered) - 1, lowered, before)
                before += prelude
            elif self.takes(operand):
                self.name_up_to(max(_last(lowered, _is_exposed), _last(lowered, _is_fresh)), lowered, before)
            elif not cannot_fail(operand):
                self.name_up_to(_last(lowered, _is_fresh), lowered, before)
            lowered.append(operand)
            if not cannot_fail(operand) and any(map(self.may_retain, lowered[:-1], flags)):
                self.name_up_to(len(lowered) - 1, lowered, before)
        if fails:
            retained = [self.may_retain(node, keep) for node, keep in zip(lowered, flags, strict=True)]
            self.name_up_to(_last(lowered, _is_fresh), lowered, before)
            for position in (position for position, is_retained in enumerate(retained) if is_retained):
                lowered[position] = self.named(lowered[position], before)
        return lowered

    @staticmethod
    def may_retain(node: Expression, keep: bool) -> bool:
        """Whether a reference of `node` may be taken where it stands, which would be lost if what follows throws."""
        return keep and isinstance(node, Local) and holds(node.type)

    def name_up_to(self, last: int, lowered: list[Expression], before: list[Statement]) -> None:
        for position in range(last + 1):
            if not is_stable(lowered[position]):
                lowered[position] = self.named(lowered[position], before)

    def named(self, node: Expression, before: list[Statement], hint: str | None = None) -> Local:
        """A name of ours for the value of `node`."""
        name = self.fresh(hint or _hint(node), node.loc)
        if isinstance(resolve(node.type), IterableType):
            self.views[name] = self.lenders(node)
        elif origin(node) is Origin.BORROWED and not isinstance(node, Local):
            node = Retain(node, node.type, node.loc)
        before.append(Assign((NameTarget(name, node.type),), node, node.loc))
        return Local(name, node.type, node.loc)

    def owned(self, node: Expression, before: list[Statement], keep: bool) -> Expression:
        """A lowered `node` with an owner: the consumer, a name or a container."""
        whose = origin(node)
        if whose is Origin.COPY:
            node = Adopt(node, node.type, node.loc)
            whose = Origin.FRESH
        if whose is Origin.FRESH and not keep:
            return self.named(node, before)
        if whose is Origin.BORROWED and keep and not isinstance(node, Local) and not _is_iterable(node):
            return Retain(node, node.type, node.loc)
        return node

    def may_fill(self, name: str, made: Comprehension) -> bool:
        """Whether `name` may hold what is being made before it is whole: nobody looks at it."""
        captured = any(name in facts.captures for facts in self.functions.values())
        used = any(isinstance(inner, Local) and inner.name == name for inner in descendants(made))
        return not (captured or used or self.tries)

    def lenders(self, node: Expression) -> frozenset[str]:
        """The names that what `node` gives belongs to."""
        found: set[str] = set()
        for inner in descendants(node):
            if isinstance(inner, Local) and holds(inner.type):
                found |= self.views.get(inner.name, {inner.name})
        return frozenset(found)

    def makes(self, *nodes: Expression) -> bool:
        """Whether statements must come before these expressions, because they make tensors or loops that wait."""
        for node in nodes:
            for inner in descendants(node):
                if (isinstance(inner, Expression) and origin(inner) in (Origin.FRESH, Origin.COPY)) or self._takes_here(
                    inner
                ):
                    return True
                if isinstance(inner, Comprehension) and unfold.becomes_a_loop(self, inner):
                    return True
        return False

    def takes(self, node: Any) -> bool:
        """Whether `node` may take a tensor out of a container."""
        return any(map(self._takes_here, descendants(node)))

    def _takes_here(self, node: Any) -> bool:
        return takes_items(node) or (isinstance(node, Invoke) and self.functions[node.function].takes)

    def awaits(self, node: Any) -> bool:
        """Whether the JavaScript of `node` has to wait for something."""
        return any(
            isinstance(inner, Read)
            or getattr(inner, "is_async", False)
            or (isinstance(inner, Invoke) and self.functions[inner.function].awaits)
            for inner in descendants(node)
        )


def _is_iterable(node: Expression) -> bool:
    return isinstance(resolve(node.type), IterableType)


def _is_fresh(node: Expression) -> bool:
    return origin(node) is Origin.FRESH


def _is_exposed(node: Expression) -> bool:
    """Whether `node` is an item of a container, which may lose it."""
    return origin(node) is Origin.BORROWED and not is_stable(node)


def _last(nodes: Sequence[Expression], test: Any) -> int:
    return max((position for position, node in enumerate(nodes) if test(node)), default=-1)


def _hint(node: Expression) -> str:
    match node:
        case Retain(value) | Adopt(value):
            return _hint(value)
        case TensorCall(function=function) | Invoke(function=function):
            # The number of a second `add` tells functions apart, not results; a number of the user's is part of a name.
            named = function.rstrip("0123456789")
            return _RESULTS.get(named, function if named == function else f"{function}_value")
        case Method(name="pop" | "popitem"):
            return "popped"
        case _:
            return "items" if holds(node.type) else "value"
