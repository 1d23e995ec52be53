"""The state of generating one script: names, where locals are declared, what is needed of the runtime."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bmlc.emit import js
from bmlc.frontend.generate.declarations import Declaration
from bmlc.frontend.generate.runtime import PYTHON
from bmlc.frontend.host import Define, Statement
from bmlc.frontend.names import KeyedNames
from bmlc.ir import Loc

__all__ = ["Context", "Kind"]

Kind: TypeAlias = Literal["const", "let", "set", "mixed"]


@dataclass
class Context:
    """What visitors of expressions and statements share. Each function of a script has its own."""

    names: KeyedNames
    declarations: Mapping[str, Declaration]
    functions: Mapping[str, Define] = field(default_factory=dict)  # that can be called here
    awaiting: frozenset[Loc] = frozenset()  # functions that await something, by where they are defined
    returns_none: bool = False  # None is one of the values that callers look at
    helpers: set[str] = field(default_factory=set)
    needs: set[str] = field(default_factory=set)  # of the script's parameters: "run"
    labels: list[str | None] = field(default_factory=list)  # of the open loops: what `break` must name
    caught: list[str] = field(default_factory=list)  # what the open `catch` blocks call their errors

    def inner(
        self, declarations: Mapping[str, Declaration], functions: Mapping[str, Define], returns_none: bool
    ) -> Context:
        """The context of a function inside this one."""
        both = {**self.functions, **functions}
        return Context(self.names, declarations, both, self.awaiting, returns_none, self.helpers, self.needs)

    @property
    def uses_run(self) -> bool:
        """Whether anything was asked of the run."""
        return "run" in self.needs

    def local(self, name: str) -> js.Identifier:
        """The JavaScript name of a Python local."""
        return js.name(self.names(name, name))

    def own(self, key: object, hint: str) -> str:
        """A name of ours, which no local has."""
        return self.names(key, hint)

    def run(self, member: str) -> js.Expression:
        """A member of the run, which the script then takes as a parameter."""
        self.needs.add("run")
        return js.Member(js.name("run"), member)

    def helper(self, name: str) -> js.Identifier:
        """A function of the runtime, imported by the module."""
        assert name in PYTHON, name
        self.helpers.add(name)
        return js.name(name)

    def hoisted(self) -> list[js.Statement]:
        """The declarations at the top of the function."""
        names = tuple(self.local(name) for name, declaration in self.declarations.items() if declaration.at is None)
        return [js.DeclareNames(names)] if names else []

    def declaration(self, name: str) -> Declaration:
        return self.declarations.get(name, Declaration(None, False))

    def kind_of(self, names: Iterable[str], node: Statement) -> Kind:
        """How `node` sets these names: it declares them all, all were declared before, or some were."""
        declarations = [self.declaration(name) for name in names]
        here = [declaration.at is node for declaration in declarations]
        if not all(here):
            return "mixed" if any(here) else "set"
        return "const" if all(declaration.is_constant for declaration in declarations) else "let"
