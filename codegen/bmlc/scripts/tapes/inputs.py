"""What a block that is traced needs of the script around it: its parameters, each for a name or the way to an object.

with bml.GradientTape() as tape:                         def train_tape(x, self_model):
    loss = ops.mean(self.model(x)) * args.scale   =>         with bml.GradientTape() as tape:
                                                                 loss = ops.mean(self_model(x)) * 0.5

The names of the file are Python's own in the function: it is traced with the file's.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import Any, TypeVar

import numpy as np

from bmlc.emit import js
from bmlc.scripts.fitting import holder_of
from bmlc.scripts.names.naming import is_local
from bmlc.scripts.program.host_types import ModelType
from bmlc.scripts.program.resolving import resolved, valueless
from bmlc.scripts.program.world import Attributes, FileObject
from bmlc.scripts.tapes.objects import parts_of, refuse_lists, stand_in
from bmlc.scripts.tapes.order import elements_of
from bmlc.scripts.types import Atom, Class, Function, Holder, Object, Program, Type, atom_of
from bmlc.scripts.types.making import is_made
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["Chain", "Inputs", "is_static"]

N = TypeVar("N", bound=ast.AST)
_SCOPES = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda, ast.FunctionDef)
Chain = ast.Name | ast.Attribute | ast.Subscript


def is_static(value: Value) -> bool:
    """Whether it is known now: a constant, an object of the program that no script makes, or several of them."""
    if is_made(value.type):
        return False
    if value.is_known or valueless(value.type):
        return True
    if value.items is not None:
        return all(map(is_static, value.items))
    return bool(value.type) and all(
        isinstance(atom, Program) and isinstance(atom.object, ModelType) for atom in value.type
    )


class Inputs:
    """Puts parameters in the place of what stands around a block.

    Args:
        block: The block; its names are free for no parameter.
        inside: Names that are the block's own.
    """

    def __init__(self, visit: Visit, block: ast.AST, inside: frozenset[str]) -> None:
        self.visit = visit
        self.params: dict[str, Value] = {}
        self._names: dict[str, str] = {}  # of the parameters, by what they stand for
        self._inside, self._block = inside, block
        self._functions: dict[str, ast.stmt] = {}
        self._taken = {each.id for each in ast.walk(block) if isinstance(each, ast.Name)}

    def transformed(self, node: N, static: Mapping[str, Value] | None = None) -> N:
        """A copy of `node`; `static` is known now, as it is written, and is a parameter without being evaluated."""
        for each in ast.walk(node):
            match each:
                case ast.AugAssign(ast.Name(name) as target) if self.is_outer(target):
                    self._parameter(ast.copy_location(ast.Name(name, ast.Load()), target), {})
        return deepcopy(node, {id(chain): self._parameter(chain, static or {}) for chain in self.chains(node)})

    def is_inside(self, name: str) -> bool:
        """Whether a name is the block's own."""
        return name in self._inside

    def chains(self, node: ast.AST) -> Iterator[Chain]:
        """The longest ways in `node` that begin with a name of the script's or an object of the file's."""
        if isinstance(node, Chain) and isinstance(node.ctx, ast.Load) and self.is_outer(node):
            yield node
            return
        with self._scope(node):
            for child in ast.iter_child_nodes(node):
                yield from self.chains(child)

    @contextmanager
    def _scope(self, node: ast.AST) -> Iterator[None]:
        outer = self._inside
        if isinstance(node, _SCOPES):
            names = {
                each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
            }
            self._inside = outer | names | {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}
        try:
            yield
        finally:
            self._inside = outer

    def is_outer(self, node: ast.AST) -> bool:
        """Whether `node` is a way from a name of the script's, or from an object of the file's."""
        root: ast.AST = node
        while isinstance(root, ast.Attribute | ast.Subscript):
            if isinstance(root, ast.Subscript) and not isinstance(root.slice, ast.Constant):
                return False  # what stands in the brackets may be the block's
            root = root.value
        if not isinstance(root, ast.Name) or root.id in self._inside:
            return False
        if is_local(self.visit, root.id):
            return True
        function = self.visit.frame.instance.definition.outermost.function
        return isinstance(self.visit.world.resolve(root.id, function), FileObject)

    def _parameter(self, node: Chain, static: Mapping[str, Value]) -> ast.expr:
        """The parameter for as much of the way as leads to something that a traced function takes."""
        steps: list[Chain] = [node]
        while not isinstance(steps[0], ast.Name):
            inner = steps[0].value
            assert isinstance(inner, Chain)
            steps.insert(0, inner)
        for step, following in zip_longest([node] if ast.unparse(node) in static else steps, steps[1:]):
            text = ast.unparse(step)
            if text not in self._names:
                value = static.get(text) or self._module_constant(steps, step) or self.visit.expression(step)
                if step is not node and self._leads_on(value.type, following):
                    continue
                value = self._written_out(step, value)
                if atom_of(Object, value.type) is not None:
                    value = stand_in(self.visit, self._block, step, value)
                refuse_lists(self.visit, step, value)
                found = self._callable(step, self.visit.known.settled(value))
                if found is None:
                    return node
                self._names[text] = self._fresh(text)
                self.params[self._names[text]] = self.visit.hold(found)
            name = ast.copy_location(ast.Name(self._names[text], ast.Load()), step)
            return deepcopy(node, {id(step): name})
        raise AssertionError(ast.unparse(node))

    def _written_out(self, node: Chain, value: Value) -> Value:
        """A list of tensors with its items, where the function writes it out in one place and nothing changes it."""
        function = self.visit.frame.instance.definition.node
        holder = holder_of(value.type, "list")
        if not isinstance(node, ast.Name) or holder is None or node.id in self.visit.frame.instance.definition.captured:
            return value
        item = self.visit.cells.of(holder).item
        elements = elements_of(function, self._block, node.id) if self.visit.holds(item) else None
        if elements is None:
            return value
        items = (Value(item, js.Index(value.js, js.Literal(k))) for k in range(len(elements)))
        return replace(value, items=tuple(items))

    def _leads_on(self, held: Type, following: Chain) -> bool:
        """Whether the script asks a value for its part: a container, or an object for what is no method."""
        owner = atom_of(Object, held)
        if owner is not None:
            known = self.visit.cells.attributes(owner.root)
            return isinstance(following, ast.Attribute) and following.attr in known
        return any(isinstance(atom, Holder) for atom in held)

    def _callable(self, node: Chain, value: Value) -> Value | None:
        """A function or class of the file as itself; None for a function of the script, which the block has inside."""
        (atom,) = value.type if len(value.type) == 1 else (None,)
        if isinstance(atom, Class):
            return replace(value, constant=self.visit.classes[atom.name].python)
        if not isinstance(atom, Function):
            return value
        definition = self.visit.definitions[atom.site]
        if definition.function is not None:
            return replace(value, constant=definition.function)
        if not isinstance(node, ast.Name) or definition.outer is not self.visit.frame.instance:
            message = f"the block of a tape is traced: it cannot call {ast.unparse(node)}, a function of the script"
            raise self.visit.error("BML201", node, message, "define it at the top of the file")
        if node.id not in self._functions:
            self._functions[node.id] = ast.Pass()  # while what it names is looked at: it may call itself
            inner = self.transformed(definition.node)
            self._functions[node.id] = (
                ast.copy_location(ast.Assign([ast.Name(node.id, ast.Store())], inner), definition.node)
                if isinstance(inner, ast.Lambda)
                else inner
            )
        return None

    @property
    def functions(self) -> list[ast.stmt]:
        """Functions of the script that the block calls: they come first in what is traced."""
        return list(self._functions.values())

    @property
    def classes(self) -> list[type]:
        """Of the objects that the block is given."""
        constants = [part.constant for value in self.params.values() for part in parts_of(value)]
        return [each.python for each in constants if isinstance(each, Attributes)]

    def _module_constant(self, steps: list[Chain], last: Chain) -> Value | None:
        """A number or text in an object of the file that no script changes: a size, say, which traces need to know."""
        root = steps[0]
        assert isinstance(root, ast.Name)
        if is_local(self.visit, root.id):
            return None
        found = self.visit.world.resolve(root.id, self.visit.frame.instance.definition.outermost.function)
        value: Any = found.value if isinstance(found, FileObject) else None
        for owner, step in pairwise(steps[: steps.index(last) + 1]):
            with self.visit.filling():
                held = self.visit.expression(owner).type
            parts = {atom.root if isinstance(atom, Object) else self._cell(atom) for atom in held}
            if parts & self.visit.module.changed:
                return None
            if isinstance(step, ast.Attribute):
                value = vars(value).get(step.attr) if hasattr(value, "__dict__") else None
            elif isinstance(step, ast.Subscript) and isinstance(step.slice, ast.Constant):
                key: Any = step.slice.value
                value = value[key] if isinstance(value, list | dict | tuple) else None
        value = value.item() if isinstance(value, np.generic) else value
        if not isinstance(value, bool | int | float | str):
            return None
        described = self.visit.world.describe(value, ast.unparse(last))
        return resolved(self.visit, last, described, ast.unparse(last))

    def _cell(self, atom: Atom) -> object:
        return self.visit.cells.of(atom).id if isinstance(atom, Holder) else None

    def _fresh(self, text: str) -> str:
        if text.isidentifier():
            return text
        name = "".join(each if each.isalnum() else "_" for each in text).strip("_")
        while name in self.params or name in self._taken:
            name += "_"
        return name
