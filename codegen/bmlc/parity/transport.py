"""IR functions from one Python process to another.

Ops are tables of functions, lambdas among them: an op travels by its name, which is one op's in every process.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any

import bmlc.ops
from bmlc.ops.op import Op

__all__ = ["dump", "load"]


def dump(value: Any) -> bytes:
    buffer = io.BytesIO()
    _Pickler(buffer).dump(value)
    return buffer.getvalue()


def load(data: bytes) -> Any:
    return pickle.loads(data)


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: Any) -> tuple[Callable[..., Any], tuple[Any, ...]] | Any:
        if isinstance(value, Op):
            return _op, (value.name,)
        if isinstance(value, MappingProxyType):
            return _read_only, (dict(value),)
        return NotImplemented


def _op(name: str) -> Op:
    return _ops()[name]


@cache
def _ops() -> Mapping[str, Op]:
    """Every primitive that a module of `bmlc.ops` declares."""
    modules = [import_module(f"bmlc.ops.{module.name}") for module in iter_modules(bmlc.ops.__path__)]
    return {value.name: value for module in modules for value in vars(module).values() if isinstance(value, Op)}


def _read_only(items: dict[str, Any]) -> MappingProxyType[str, Any]:
    return MappingProxyType(items)
