"""The state of checking one script."""

from __future__ import annotations

import builtins
from dataclasses import dataclass, field
from difflib import get_close_matches

import libcst as cst

from bmlc.errors import UserError
from bmlc.frontend.check.flow import Binding, Flow
from bmlc.frontend.host import Assign, HostType
from bmlc.frontend.source import SourceFile
from bmlc.frontend.world import World
from bmlc.ir import Loc

__all__ = ["Loop", "Scope"]


@dataclass
class Loop:
    """What `break` and `continue` of an open loop leave behind."""

    breaks: list[Flow] = field(default_factory=list)
    continues: list[Flow] = field(default_factory=list)


@dataclass
class Scope:
    """Names, types and where we are."""

    file: SourceFile
    world: World
    locals: frozenset[str]  # every name that the script sets somewhere: Python's rule for what is local
    flow: Flow = field(default_factory=dict)
    loops: list[Loop] = field(default_factory=list)
    objects: dict[str, None] = field(default_factory=dict)  # JavaScript names of program objects, by first use
    results: dict[HostType, None] = field(default_factory=dict)
    pipelines: dict[str, Assign] = field(default_factory=dict)  # the module's derived data sets, set at the start

    def loc(self, node: cst.CSTNode) -> Loc:
        return self.file.loc(node)

    def error(self, code: str, node: cst.CSTNode, message: str, hint: str | None = None) -> UserError:
        return UserError(code, message, hint, self.loc(node))

    def text(self, node: cst.CSTNode) -> str:
        """The source of `node`."""
        return self.file.module.code_for_node(node)

    def bind(self, name: str, host_type: HostType, loc: Loc) -> str:
        """Record an assignment; returns the name."""
        if self.flow is not None:
            self.flow = {**self.flow, name: Binding(host_type, loc)}
        return name

    def unknown_name(self, node: cst.Name) -> UserError:
        name = node.value
        if name in self.locals:
            return self.error(
                "BML202", node, f"{name} may not be set yet here", "set it on every path before this line"
            )
        if hasattr(builtins, name):
            return self.error("BML201", node, f"scripts do not have {name}", None)
        close = get_close_matches(name, sorted(self.locals), n=1)
        hint = f"did you mean {close[0]}?" if close else "set it in the script or at the top of the file"
        return self.error("BML202", node, f"{name} is not defined", hint)
