"""Functions of a file that do nothing but make objects of Keras's: a build evaluates what scripts call of them."""

from __future__ import annotations

import ast
import builtins
import inspect
import math
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType
from types import FunctionType as PythonFunction
from types import ModuleType as PythonModule
from typing import Any

import numpy as np

from bml.blocks import free_names
from bml.collect.resolving import class_name
from bml.functions import TensorFunction

__all__ = ["makes"]

_REFUSED = (ast.Global, ast.Nonlocal, ast.Yield, ast.YieldFrom, ast.Await, ast.Delete)
_ACTING = frozenset({"print", "input", "open", "exec", "eval"})
_USING = frozenset(  # methods of models that work with data
    {"evaluate", "fit", "predict", "predict_on_batch", "test_on_batch", "train_on_batch"}
)
_QUIET = (math, np)  # modules whose functions only compute; those of their parts, such as numpy.random, are not named


@cache
def makes(function: Callable[..., object]) -> bool:
    """Whether it makes objects of Keras's, and nothing that a script would see happens besides."""
    return _mentions_keras(function, set()) and _some_makes(function, set())


def _mentions_keras(function: Callable[..., object], seen: set[Any]) -> bool:
    """Whether it names something of Keras's, or calls what does: most functions don't, and need not be read."""
    if not isinstance(function, PythonFunction) or not _is_of_users(function) or function in seen:
        return False
    seen.add(function)
    scope = free_names(function)
    named = [scope[name] for name in _names(function.__code__) if name in scope]
    return any(
        str(getattr(each, "__module__", None) or getattr(each, "__name__", "")).startswith("keras")
        or _mentions_keras(each, seen)
        or (isinstance(each, type) and class_name(each) is not None)
        for each in named
    )


def _names(code: CodeType) -> Iterator[str]:
    yield from (*code.co_names, *code.co_freevars)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)


def _some_makes(function: Callable[..., object], seen: set[Any]) -> bool:
    called = _calls(function, set())
    seen.add(function)
    return called is not None and any(
        class_name(each) is not None
        or (isinstance(each, PythonFunction) and _is_of_users(each) and each not in seen and _some_makes(each, seen))
        for each in called
    )


def _calls(function: Callable[..., object], calling: set[Any]) -> tuple[Any, ...] | None:
    """What a function calls by names of its module; None where it does something besides. `calling` call it."""
    if function in calling:
        return ()
    if not isinstance(function, PythonFunction):
        return None
    calling = {*calling, function}
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    except (OSError, SyntaxError):
        return None
    if not isinstance(tree, ast.FunctionDef):
        return None
    own = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    local = own | {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    local |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node is not tree}
    scope = {**vars(builtins), **free_names(function)}
    called: list[Any] = []
    for node in ast.walk(tree):
        if isinstance(node, _REFUSED) or (_is_set(node) and _root(node) not in local - own):
            return None
        if isinstance(node, ast.Call):
            for each in _called(node.func, local, own, scope):
                if not _is_quiet(each, calling):
                    return None
                called.append(each)
    return tuple(called)


def _is_set(node: ast.AST) -> bool:
    """Whether something in an object is set."""
    return isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store)


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _called(func: ast.expr, local: set[str], own: set[str], scope: dict[str, Any]) -> Iterator[Any]:
    """What a call calls; a refusal where it may change what the caller has, or nobody knows what it is."""
    root = _root(func)
    if isinstance(func, ast.Attribute) and func.attr in _USING:
        yield print
    elif root in own and isinstance(func, ast.Attribute):
        yield print  # a method of what it was given may change that
    elif root in local or not root:
        return  # made here
    else:
        value = scope.get(root)
        names: list[str] = []
        while isinstance(func, ast.Attribute):
            names.insert(0, func.attr)
            func = func.value
        for name in names:
            if not isinstance(value, PythonModule | type):
                yield print  # a method of an object of the module
                return
            value = getattr(value, name, None)
        yield value


def _is_quiet(value: Any, calling: set[Any]) -> bool:
    if isinstance(value, PythonFunction) and _is_of_users(value):
        return _calls(value, calling) is not None
    if isinstance(value, TensorFunction):
        return False
    module = getattr(value, "__module__", None) or ""
    if module.startswith("keras"):
        return getattr(value, "__name__", "") != "set_random_seed"
    if value in vars(builtins).values():
        return getattr(value, "__name__", "") not in _ACTING
    named = getattr(value, "__name__", None)
    is_computing = any(getattr(module, str(named), None) is value for module in _QUIET)
    return is_computing or class_name(value) is not None


def _is_of_users(value: Callable[..., object]) -> bool:
    return not (getattr(value, "__module__", None) or "").startswith(("keras.", "numpy", "bml."))
