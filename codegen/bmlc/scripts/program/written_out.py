"""Lists that are written out, in the script or in its file, and that nobody changes: Python computes them now."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from itertools import islice, product
from math import prod
from typing import Any

from bmlc.scripts.names.naming import is_local
from bmlc.scripts.program.making import of_module
from bmlc.scripts.program.world import ConstantValue, FileObject
from bmlc.scripts.tapes.effects import is_changed
from bmlc.scripts.types import BuiltinName, atom_of
from bmlc.scripts.visit import Visit

__all__ = ["is_constant", "written_items"]

_MOST = 64
_ERRORS = (IndexError, KeyError, TypeError, ValueError)  # which the script raises as it runs
_METHODS = frozenset({"items", "keys", "values"})  # of dictionaries
_LOOKING = frozenset({"len", "print", "repr", "str"})  # functions that give nothing of what they are given


def is_constant(value: object) -> bool:
    """Whether nobody can change it, and scripts have it as a constant."""
    return type(value) in (bool, int, float, str, type(None))


class _NotWrittenOutError(Exception):
    """Something is known only as the script runs."""


def written_items(visit: Visit, node: ast.expr) -> list[Any] | None:
    """What going through an expression gives that is written out; None of any other."""
    try:
        value = _Evaluation(visit).value(node)
        items = None if isinstance(value, str) else list(islice(value, _MOST + 1))
    except (_NotWrittenOutError, *_ERRORS):
        return None
    return items if items is not None and len(items) <= _MOST else None


def _range(*bounds: int) -> list[int]:
    return list(islice(range(*bounds), _MOST + 1))


def _product(*lists: Any, repeat: int = 1) -> list[Any]:
    if prod(map(len, lists)) ** min(repeat, _MOST) > _MOST:
        raise _NotWrittenOutError
    return list(product(*lists, repeat=repeat))


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "dict": dict,
    "enumerate": lambda *given, **named: list(enumerate(*given, **named)),
    "itertools.product": _product,
    "len": len,
    "list": list,
    "range": _range,
    "reversed": lambda items: list(reversed(items)),
    "sorted": sorted,
    "tuple": tuple,
    "zip": lambda *lists: list(zip(*lists, strict=False)),
}


class _Evaluation:
    """What an expression is in Python. `_asked` are the names of which that is being asked."""

    def __init__(self, visit: Visit, asked: frozenset[str] = frozenset()) -> None:
        self._visit, self._asked = visit, asked

    def value(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value):
                return value
            case ast.Name(name):
                return self._local(name) if is_local(self._visit, name) else self._of_file(name)
            case ast.Attribute(owner, name):
                return getattr(self.value(owner), "__dict__", {})[name]
            case ast.Tuple(elts):
                return tuple(self._several(elts))
            case ast.List(elts):
                return list(self._several(elts))
            case ast.Dict(keys, values):
                written = [each for each in keys if each is not None]
                if len(written) == len(keys):
                    return dict(zip(self._several(written), self._several(values), strict=True))
            case ast.UnaryOp(ast.USub(), operand):
                return -self.value(operand)
            case ast.Subscript(owner, key) if not isinstance(key, ast.Slice):
                return self.value(owner)[self.value(key)]
            case ast.Call(ast.Attribute(owner, method), [], []) if method in _METHODS:
                table = self.value(owner)
                if isinstance(table, dict):
                    return list(getattr(table, method)())
            case ast.Call(function, arguments, keywords):
                make = _FUNCTIONS.get(self._name_of(function))
                if make is not None:
                    given = {each.arg or "": self.value(each.value) for each in keywords}
                    return make(*self._several(arguments), **given)
        raise _NotWrittenOutError

    def _name_of(self, function: ast.expr) -> str:
        """The full name of one of Python's functions; nothing of others."""
        called = of_module(self._visit, function)
        named = None if called is None else atom_of(BuiltinName, called.type)
        return "" if named is None else named.name

    def _several(self, nodes: list[ast.expr]) -> Iterator[Any]:
        for node in nodes:
            if isinstance(node, ast.Starred):
                yield from self.value(node.value)
            else:
                yield self.value(node)

    def _of_file(self, name: str) -> Any:
        """A constant of the file, or an object of it that no script changes."""
        found = self._visit.world.resolve(name, self._visit.frame.instance.definition.outermost.function)
        if not isinstance(found, ConstantValue | FileObject):
            raise _NotWrittenOutError
        if isinstance(found, FileObject) and is_changed(self._visit, found.value):
            raise _NotWrittenOutError
        return found.value

    def _local(self, name: str) -> Any:
        """What a name of this function holds that is set once, where all that is done with it is to look at it."""
        definition = self._visit.frame.instance.definition
        is_own = name in definition.set_names and name not in definition.parameters
        if not is_own or name in self._visit.frame.renamed or name in self._asked:
            raise _NotWrittenOutError
        uses, around = definition.uses.get(name, []), definition.around
        stored = [around[each] for each in uses if not isinstance(each.ctx, ast.Load)]
        match stored:
            case [ast.Assign([ast.Name()], written)]:
                inner = _Evaluation(self._visit, self._asked | {name})
                value = inner.value(written)
                if all(self._is_read(each, value, around) for each in uses if isinstance(each.ctx, ast.Load)):
                    return value
        raise _NotWrittenOutError

    def _is_read(self, node: ast.AST, value: Any, around: Mapping[ast.AST, ast.AST]) -> bool:
        """Whether the code around an expression, which has this value, changes neither that nor what it holds."""
        user = around[node]
        while isinstance(user, ast.Subscript) and user.value is node and isinstance(user.slice, ast.Constant):
            if not isinstance(user.ctx, ast.Load):
                return False
            value, node, user = value[user.slice.value], user, around[user]
        if is_constant(value) or (isinstance(value, tuple) and all(map(is_constant, value))):
            return True
        parts = list(value.values() if isinstance(value, dict) else value)
        if isinstance(user, ast.Attribute):  # of which the method is called
            node, user = around[user], around[around[user]]
            method = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
            if method not in _METHODS:
                return False
            parts = [] if method == "keys" else parts
        is_flat = all(is_constant(each) or (isinstance(each, tuple) and all(map(is_constant, each))) for each in parts)
        is_spread = isinstance(user, ast.Starred)
        called = around[user] if is_spread else user
        match called:
            case ast.Call(function) if node is not function:
                name = self._name_of(function)
                return name in _LOOKING or (
                    name in _FUNCTIONS and (is_flat or (is_spread and name == "itertools.product"))
                )
            case ast.For() | ast.comprehension():
                return is_flat and node is called.iter
            case ast.Compare() | ast.FormattedValue():
                return True
        return False
