"""The state of generating one script: names, where locals are declared, what is needed of the runtime."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bmlc.emit import js
from bmlc.frontend.generate.declarations import Declaration
from bmlc.frontend.generate.runtime import PYTHON
from bmlc.frontend.host import Statement
from bmlc.frontend.names import KeyedNames

__all__ = ["Context"]


@dataclass
class Context:
    """What visitors of expressions and statements share."""

    names: KeyedNames
    declarations: dict[str, Declaration]
    helpers: set[str] = field(default_factory=set)
    uses_run: bool = False
    labels: list[str | None] = field(default_factory=list)  # of the open loops: what `break` must name

    def local(self, name: str) -> js.Identifier:
        """The JavaScript name of a Python local."""
        return js.name(self.names(name, name))

    def own(self, key: object, hint: str) -> str:
        """A name of ours, which no local has."""
        return self.names(key, hint)

    def run(self, member: str) -> js.Expression:
        """A member of the run, which the script then takes as a parameter."""
        self.uses_run = True
        return js.Member(js.name("run"), member)

    def helper(self, name: str) -> js.Identifier:
        """A function of the runtime, imported by the module."""
        assert name in PYTHON, name
        self.helpers.add(name)
        return js.name(name)

    def declaration(self, name: str) -> Declaration:
        return self.declarations.get(name, Declaration(None, False))

    def declared_here(self, names: Iterable[str], node: Statement) -> bool:
        return all(self.declaration(name).at is node for name in names)
