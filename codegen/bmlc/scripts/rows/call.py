"""A call of a row, with its arguments by the names of the parameters."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from bmlc.scripts.fitting import holder_of
from bmlc.scripts.functions.binding import argument_node
from bmlc.scripts.rows.table import Parameter, Row
from bmlc.scripts.types import BOOL, FLOAT, INT, NONE, RANGE, STR, Cell, Holder, Type
from bmlc.scripts.values import Value, is_simple
from bmlc.scripts.visit import Visit

__all__ = ["SCALARS", "Call"]

SCALARS: dict[str, Type] = {"int": INT, "float": FLOAT, "bool": BOOL, "str": STR, "None": NONE, "range": RANGE}


@dataclass(frozen=True)
class Call:
    """Arguments that were not given are left out."""

    node: ast.Call
    row: Row
    owner: Value | None
    arguments: dict[str, Value]
    gathered: tuple[Value, ...] = ()
    starred: frozenset[int] = frozenset()  # among what was gathered
    keywords: dict[str, Value] = field(default_factory=dict)  # that were gathered

    def __getitem__(self, name: str) -> Value:
        return self.arguments[name]

    def get(self, name: str) -> Value | None:
        return self.arguments.get(name)

    def value(self, name: str) -> Value:
        """An argument, or the default that the signature has for it."""
        default = next(each.literal for each in self.row.parameters if each.name == name)
        held = SCALARS[default.value.__class__.__name__]
        return self.arguments.get(name) or Value(held, default, constant=default.value)

    def some(self, name: str) -> Value | None:
        """An argument that is given, and is not None."""
        value = self.arguments.get(name)
        return None if value is None or value.type == NONE else value

    def is_given(self, parameter: Parameter) -> bool:
        """Whether an argument is there, and is no None where that is the default."""
        value = self.arguments.get(parameter.name)
        return value is not None and not (parameter.default is None and value.type == NONE and is_simple(value.js))

    @property
    def this(self) -> Value:
        """The owner of a method."""
        assert self.owner is not None, self.row.text
        return self.owner

    @property
    def holder(self) -> Holder:
        """The container whose method is called."""
        holder = holder_of(self.this.type, "list", "dict", "tuple", "deque")
        assert holder is not None, self.row.text
        return holder

    def cell(self, visit: Visit) -> Cell:
        """What it holds."""
        return visit.cells.of(self.holder)

    def whole_cell(self, visit: Visit) -> Cell:
        """The same; a dictionary is gone through, or asked for a key that is not written."""
        if self.holder.kind == "dict":
            visit.cells.make_uniform(self.cell(visit))
        return self.cell(visit)

    def node_of(self, name: str, gathered: Value | None = None) -> ast.AST:
        """Where the argument `name` stands, or the one that was gathered with others."""
        places = [each.name for each in self.row.parameters if each.positional and not each.gathers]
        more = next((k for k, each in enumerate(self.gathered) if each is gathered), None)
        which = len(places) + more if more is not None else places.index(name) if name in places else name
        found = argument_node(self.node, name)
        found = argument_node(self.node, which) if found is self.node else found
        return found.value if isinstance(found, ast.keyword) else found
