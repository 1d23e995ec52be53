"""The state of checking one function of a script: the script itself, or one that is nested in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import libcst as cst

from bmlc.errors import UserError
from bmlc.frontend.check.flow import Binding, Flow, two_types
from bmlc.frontend.check.growth import check_growth
from bmlc.frontend.check.journal import Journal
from bmlc.frontend.host import Assign, Constant, ErrorType, HostType, Local
from bmlc.frontend.source import SourceFile
from bmlc.frontend.world import World
from bmlc.ir import Loc

if TYPE_CHECKING:
    from bmlc.frontend.check.definitions import Definition
    from bmlc.frontend.check.narrowing import Test

__all__ = ["Loop", "PoisonedError", "Scope"]


class PoisonedError(Exception):
    """Something here depends on an error that was reported before: nothing more is to be said."""


@dataclass
class Loop:
    """What `break` and `continue` of an open loop leave behind."""

    breaks: list[Flow] = field(default_factory=list)
    continues: list[Flow] = field(default_factory=list)


@dataclass
class Scope:
    """Names, types and where we are. The functions of a script share all that has to do with the script."""

    file: SourceFile
    world: World
    locals: frozenset[str]  # every name that the function sets somewhere: Python's rule for what is local
    flow: Flow = field(default_factory=dict)
    loops: list[Loop] = field(default_factory=list)
    watchers: list[dict[str, list[Binding]]] = field(default_factory=list)  # of open `try` blocks: what they have set
    returns: list[tuple[HostType, Loc]] = field(default_factory=list)
    expected: HostType | None = None  # what a nested function returns, once something decided it
    result_is_annotated: bool = False
    declared: dict[str, HostType] = field(default_factory=dict)  # by annotations
    functions: dict[str, Loc] = field(default_factory=dict)  # names of nested functions
    written: dict[str, Constant] = field(default_factory=dict)  # ints of names, in a step of a loop that is written out
    steps: tuple[int, ...] = ()  # at which we are of each loop around that is written out
    handling: int = 0  # how many handlers are open
    tests: dict[tuple[cst.CSTNode, int], tuple[Flow, Test]] | None = None  # see `narrowing.tested_once`
    outer: Scope | None = None  # of the function around this one
    captures: dict[str, HostType] = field(default_factory=dict)  # names of outer functions that this one reads
    objects: dict[str, None] = field(default_factory=dict)  # JavaScript names of program objects, by first use
    pipelines: dict[str, Assign] = field(default_factory=dict)  # the module's derived data sets, set at the start
    definitions: dict[Loc, Definition] = field(default_factory=dict)  # nested functions, by where they are defined
    journal: Journal = field(default_factory=Journal)
    own_names: list[str] = field(default_factory=list)  # names that the compiler made up
    batches: dict[Loc, str] = field(default_factory=dict)  # names of their sizes, by the loop that goes through them
    placed: dict[cst.CSTNode, Loc] = field(default_factory=dict)  # nodes that the compiler made up, and for what

    def inner(self, local_names: frozenset[str]) -> Scope:
        """The scope of a function inside this one."""
        return Scope(
            self.file,
            self.world,
            local_names,
            outer=self,
            steps=self.steps,
            objects=self.objects,
            pipelines=self.pipelines,
            definitions=self.definitions,
            journal=self.journal,
            own_names=self.own_names,
            batches=self.batches,
            placed=self.placed,
        )

    def loc(self, node: cst.CSTNode) -> Loc:
        return self.placed.get(node) or self.file.loc(node)

    def error(self, code: str, node: cst.CSTNode, message: str, hint: str | None = None) -> UserError:
        return UserError(code, message, hint, self.loc(node))

    def text(self, node: cst.CSTNode) -> str:
        """The source of `node`."""
        return self.file.module.code_for_node(node)

    def fresh(self, hint: str) -> str:
        """A name of ours for a value that a statement needs several times; no name of Python has a space."""
        self.own_names.append(f"{hint} {len(self.own_names)}")
        return self.own_names[-1]

    def bind(self, name: str, host_type: HostType, loc: Loc) -> str:
        """Record an assignment; returns the name."""
        check_growth(name, host_type, loc)
        if self.flow is not None:
            binding = Binding(host_type, loc)
            self.flow = {**self.flow, name: binding}
            for watcher in self.watchers:
                watcher.setdefault(name, []).append(binding)
        return name

    def unbind(self, name: str) -> None:
        """Record that a name is no longer set."""
        if self.flow is not None:
            self.flow = {key: binding for key, binding in self.flow.items() if key != name}

    def narrow(self, name: str, host_type: HostType) -> None:
        """Record that the value of a name is known better here."""
        if self.flow is not None:
            self.flow = {**self.flow, name: Binding(host_type, self.flow[name].loc)}

    @contextmanager
    def at_step(self, step: int) -> Iterator[None]:
        """In the block we are at this step of a loop that is written out."""
        before = self.steps
        self.steps = (*before, step)
        try:
            yield
        finally:
            self.steps = before

    @contextmanager
    def shadowed(self, names: Iterable[str]) -> Iterator[None]:
        """In the block these names are its own, as those of a comprehension are, and hide others of the same name."""
        names = frozenset(names)
        before, flow, written = self.locals, self.flow, self.written
        self.locals |= names
        self.written = {name: value for name, value in written.items() if name not in names}
        self.flow = None if flow is None else {name: known for name, known in flow.items() if name not in names}
        try:
            yield
        finally:
            self.locals, self.flow, self.written = before, flow, written

    def is_local(self, name: str) -> bool:
        """Whether the script sets this name: here, or in a function around this one."""
        return name in self.locals or (self.outer is not None and self.outer.is_local(name))

    def read(self, node: cst.Name) -> Local | None:
        """The local that `node` names; None where the script does not set that name.

        Raises:
            UserError: BML202 where it may not be set, BML203 where it could be two things.
            PoisonedError: Its value comes from an error.
        """
        if not self.is_local(node.value):
            return None
        binding = self.binding(node)
        if binding.maybe_unset:
            self.narrow(node.value, binding.type)  # checked there: from there on it is set
        return Local(node.value, binding.type, self.loc(node), binding.maybe_unset)

    def binding(self, node: cst.Name, is_captured: bool = False) -> Binding:
        """What is known of a local of the script, here or in the functions around."""
        name = node.value
        if name in self.locals:
            return self._own_binding(node, is_captured)
        assert self.outer is not None
        binding = self.outer.binding(node, True)
        if binding.maybe_unset:
            raise self.unknown_name(node, True)
        self.captures.setdefault(name, binding.type)
        return binding

    def _own_binding(self, node: cst.Name, is_captured: bool) -> Binding:
        name = node.value
        found = None if self.flow is None else self.flow.get(name)
        if found is None:
            raise self.unknown_name(node, is_captured)
        if found.other is not None:
            error = two_types(name, found, self.loc(node))
            self.poison(name, found.loc)
            raise error
        if isinstance(found.type, ErrorType):
            raise PoisonedError
        return found

    def poison(self, name: str, loc: Loc) -> None:
        """An error was reported for this name: what uses it is not an error again."""
        if name in self.locals:
            self.bind(name, ErrorType(), loc)

    def unknown_name(self, node: cst.Name, is_captured: bool = False) -> UserError:
        """The error of a name that nothing sets, or not for sure; one that is captured is read inside a function."""
        name = node.value
        if self.is_local(name):
            self.poison(name, self.loc(node))
            message, hint = f"{name} may not be set yet here", "set it on every path before this line"
            if is_captured:
                hint = "set it before the function is called"
            elif self.outer is not None and self.outer.is_local(name):
                message = f"{name} is set in this function, which makes it another one than that of the script"
                hint = "return the new value, or keep it in a list or dictionary"
            return self.error("BML202", node, message, hint)
        from bmlc.frontend.check.unknown_names import describe  # which knows the functions of scripts

        code, message, advice = describe(name, self)
        return self.error(code, node, message, advice)
