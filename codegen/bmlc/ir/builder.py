"""Collects the equations of a function while Python code runs.

Tracing and every pass that writes equations (gradient rules, legalization) go through the innermost active builder,
held in a context variable, so that nothing of a compilation outlives it.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from bmlc.ir.dims import Dim
from bmlc.ir.function import Capture, Eqn, Function, Guard, Operation, Update, Var, Variable
from bmlc.ir.loc import Loc, caller_loc
from bmlc.ir.types import TensorType

__all__ = [
    "Builder",
    "Recorder",
    "Scope",
    "active_builder",
    "building",
    "current_builder",
    "current_loc",
    "located",
    "outside",
    "placed",
    "scoped",
]


T = TypeVar("T")


@dataclass(frozen=True)
class Scope:
    """What new equations are attributed to: a place in the user's file (None: the caller's line) and a name."""

    loc: Loc | None
    name: str


class Recorder(Protocol):
    """A tape that records what a function computes."""

    def renewed(self, variable: Variable, value: Var) -> None:
        """`value` stands for `variable` from here on."""

    def own_value(self, variable: Variable, value: Var) -> Var:
        """`value` as one of the variable's own, which nothing else is."""


_builder: ContextVar[Builder | None] = ContextVar("bmlc_builder", default=None)


def active_builder() -> Builder | None:
    """The builder that ops append to, None outside a trace."""
    return _builder.get()


def current_builder() -> Builder:
    """The same inside a trace or a pass."""
    builder = _builder.get()
    assert builder is not None, "expected a function that is being built"
    return builder


@dataclass
class Builder:
    """An unfinished function."""

    name: str
    loc: Loc
    params: list[Var] = field(default_factory=list)
    body: list[Eqn] = field(default_factory=list)
    captures: dict[Variable, Capture] = field(default_factory=dict)
    values: dict[Variable, Var] = field(default_factory=dict)  # the latest value of each variable touched
    updates: dict[Variable, Update] = field(default_factory=dict)
    guards: dict[tuple[Dim, bool], Guard] = field(default_factory=dict)  # by their keys
    outer: Builder | None = field(default_factory=active_builder, repr=False, compare=False)
    learns: frozenset[str] = frozenset()  # sizes of parameters that may turn out to be numbers
    tapes: list[Recorder] = field(default_factory=list, repr=False, compare=False)  # that are recording

    def param(self, name: str, type: TensorType) -> Var:
        var = Var(name, type)
        self.params.append(var)
        return var

    def emit(
        self, op: Operation, inputs: tuple[Var, ...], types: tuple[TensorType, ...], **attrs: Any
    ) -> tuple[Var, ...]:
        scope = _scope.get()
        name = scope.name.rsplit("/", 1)[-1] or op.name
        outs = tuple(Var(name, type) for type in types)
        self.body.append(Eqn(op, inputs, outs, attrs, current_loc(), scope.name))
        return outs

    def require(self, *guards: Guard) -> None:
        """What the sizes have to be, once."""
        for guard in guards:
            self.guards.setdefault(guard.key, guard)

    def append(self, eqn: Eqn) -> None:
        self.body.append(eqn)

    def read(self, variable: Variable) -> Var:
        if variable not in self.values:
            hint = "/".join(variable.name.split("/")[-2:])  # without the models that the layer stands in
            capture = Capture(variable, Var(hint, variable.type))
            self.captures[variable] = capture
            self.hold(variable, capture.var)
        return self.values[variable]

    def assign(self, variable: Variable, value: Var) -> None:
        if value.type != variable.type:
            raise ValueError(f"variable {variable.name} is {variable.type}, received {value.type}")
        if self.tapes:
            value = self.tapes[-1].own_value(variable, value)
        self.hold(variable, value)
        self.updates[variable] = Update(variable, value)

    def hold(self, variable: Variable, value: Var) -> None:
        """`value` stands for `variable` from here on."""
        self.values[variable] = value
        for tape in self.tapes:
            tape.renewed(variable, value)

    def finish(self, outs: tuple[Var, ...]) -> Function:
        return Function(
            self.name,
            tuple(self.params),
            tuple(self.captures.values()),
            tuple(self.body),
            outs,
            tuple(self.updates.values()),
            self.loc,
            tuple(self.guards.values()),
        )


_scope: ContextVar[Scope] = ContextVar("bmlc_scope", default=Scope(None, ""))  # noqa: B039  # it is frozen


def current_scope() -> str:
    """What new equations are attributed to."""
    return _scope.get().name


def current_loc() -> Loc:
    """Where new equations are attributed to."""
    return _scope.get().loc or caller_loc()


class _Setting(Generic[T]):
    """A context variable with a value for a while. Passes enter some for each equation: generators would cost more."""

    def __init__(self, variable: ContextVar[T], value: T) -> None:
        self._variable, self._value = variable, value

    def __enter__(self) -> T:
        self._token = self._variable.set(self._value)
        return self._value

    def __exit__(self, *_: object) -> None:
        self._variable.reset(self._token)


def building(builder: Builder) -> AbstractContextManager[object]:
    """Append what is written inside to `builder`."""
    return _Setting(_builder, builder)


def outside() -> AbstractContextManager[object]:
    """Run what is inside as if no function was being built."""
    return _Setting(_builder, None)


def placed(name: str, loc: Loc | None) -> AbstractContextManager[object]:
    """Attribute the equations written inside to `name` and `loc`, whatever the current scope is."""
    return _Setting(_scope, Scope(loc, name))


def located(loc: Loc) -> AbstractContextManager[object]:
    """Attribute the equations written inside to `loc`, where no inner scope has a place of its own."""
    return placed(_scope.get().name, loc)


def scoped(name: str, loc: Loc | None = None) -> AbstractContextManager[object]:
    """Attribute the equations written inside to `name`, below the current scope, and to `loc` where given."""
    outer = _scope.get()
    return placed(f"{outer.name}/{name}" if outer.name else name, loc or outer.loc)
