"""Variables, values, equations and functions. All of it is frozen: a pass returns a new function."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias

from bmlc.ir.dims import Dim, Poly
from bmlc.ir.loc import Loc
from bmlc.ir.types import TensorType

__all__ = ["Attrs", "Capture", "Eqn", "Function", "Guard", "Operation", "Update", "Var", "Variable"]

Attrs: TypeAlias = Mapping[str, Any]


class Operation(Protocol):
    """What an equation applies: an `Op` before legalization, a `Kernel` after it."""

    @property
    def name(self) -> str: ...


@dataclass(frozen=True, eq=False)
class Var:
    """A value of the IR, assigned once. Identity is what makes two values the same; `name` is a hint for readers."""

    name: str
    type: TensorType


@dataclass(frozen=True, eq=False)
class Variable:
    """State that outlives a call: a weight, an optimizer slot, a metric's total, a generator's counter.

    `initializer` describes the first value (`{"name": "uniform", "key": [...], ...}`) where the browser makes it.
    """

    name: str
    type: TensorType
    trainable: bool
    initializer: Mapping[str, Any]


@dataclass(frozen=True)
class Eqn:
    """`outs = op[attrs](inputs)`, from `loc`; `scope` names the layer or function that the equation belongs to."""

    op: Operation
    inputs: tuple[Var, ...]
    outs: tuple[Var, ...]
    attrs: Attrs
    loc: Loc
    scope: str

    def __post_init__(self) -> None:
        if not isinstance(self.attrs, MappingProxyType):  # else they are another equation's, which are frozen already
            object.__setattr__(self, "attrs", MappingProxyType(dict(self.attrs)))

    @property
    def held(self) -> Sequence[Function]:
        """The functions among its attributes."""
        return [value for value in self.attrs.values() if isinstance(value, Function)]

    def reading(self, values: Mapping[Var, Var]) -> Eqn:
        """It with what stands in `values` for its inputs; itself where nothing does."""
        if values.keys().isdisjoint(self.inputs):
            return self
        inputs = tuple([values.get(var, var) for var in self.inputs])
        return Eqn(self.op, inputs, self.outs, self.attrs, self.loc, self.scope)

    def renamed(self, values: Mapping[Var, Var]) -> Eqn:
        """It with what stands in `values` for its inputs and outs."""
        if values.keys().isdisjoint(self.outs):
            return self.reading(values)
        inputs, outs = (tuple([values.get(var, var) for var in each]) for each in (self.inputs, self.outs))
        return Eqn(self.op, inputs, outs, self.attrs, self.loc, self.scope)


@dataclass(frozen=True)
class Capture:
    """A variable that a function reads: a hidden input."""

    variable: Variable
    var: Var


@dataclass(frozen=True)
class Update:
    """A variable that a function replaces: a hidden output."""

    variable: Variable
    var: Var


@dataclass(frozen=True)
class Guard:
    """What has to hold of the sizes at hand, and could not be decided while tracing: `size` is 0, or at least 0."""

    size: Dim
    equal: bool
    expected: str  # "add expected n = m for shapes [n, 3] and [m, 3]"
    loc: Loc = field(compare=False)

    @property
    def key(self) -> tuple[Dim, bool]:
        """What is the same for guards that check the same."""
        return self.size, self.equal

    @property
    def symbols(self) -> list[str]:
        return sorted(self.size.symbols) if isinstance(self.size, Poly) else []


@dataclass(frozen=True)
class Function:
    """Parameters and captures in, outs and updates out, equations in an order that defines before use.

    `guards` are checked at each call, before the first equation runs.
    """

    name: str
    params: tuple[Var, ...]
    captures: tuple[Capture, ...]
    body: tuple[Eqn, ...]
    outs: tuple[Var, ...]
    updates: tuple[Update, ...]
    loc: Loc = field(compare=False)
    guards: tuple[Guard, ...] = ()

    @property
    def inputs(self) -> tuple[Var, ...]:
        """Parameters, then captured values."""
        return self.params + tuple(capture.var for capture in self.captures)

    @property
    def results(self) -> tuple[Var, ...]:
        """Outs, then new values of variables."""
        return self.outs + tuple(update.var for update in self.updates)

    @property
    def symbols(self) -> tuple[str, ...]:
        """Symbols of the parameters' shapes, in the order of their first appearance."""
        found: dict[str, None] = {}
        for param in self.params:
            for name in sorted(param.type.symbols):
                found.setdefault(name)
        return tuple(found)

    def rewritten(self, body: Iterable[Eqn], values: Mapping[Var, Var]) -> Function:
        """It with other equations, and with what stands in `values` for its results."""
        outs = tuple(values.get(var, var) for var in self.outs)
        updates = tuple(replace(update, var=values.get(update.var, update.var)) for update in self.updates)
        return replace(self, body=tuple(body), outs=outs, updates=updates)

    def eqns(self) -> Iterator[Eqn]:
        """Every equation, those of nested functions after the one that holds them."""
        return iter(self._eqns)

    @cached_property
    def is_flat(self) -> bool:
        """Whether none of its equations holds functions."""
        return not any(isinstance(value, Function) for eqn in self.body for value in eqn.attrs.values())

    @cached_property
    def _eqns(self) -> tuple[Eqn, ...]:
        if self.is_flat:
            return self.body
        return tuple(each for eqn in self.body for each in (eqn, *chain.from_iterable(fn.eqns() for fn in eqn.held)))
