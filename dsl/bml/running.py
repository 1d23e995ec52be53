"""Runs tensor functions on TensorFlow and keeps what they leave in variables: all of it at the end, or nothing."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import numpy as np

from bml.arrays import as_array, tensor_dtype
from bml.structure import flatten, unflatten
from bml.variable import Variable
from bmlc.ir import Function, TensorType, active_builder

__all__ = ["Runner", "checking_numerics", "runs_anywhere"]

F = TypeVar("F", bound=Callable[..., Any])

_check_numerics: ContextVar[bool] = ContextVar("bml_check_numerics", default=False)


@contextmanager
def checking_numerics() -> Iterator[None]:
    """Make what runs inside end at the first NaN or infinity with the line that made it: `bml run --check-numerics`."""
    token = _check_numerics.set(True)
    try:
        yield
    finally:
        _check_numerics.reset(token)


class Runner:
    """A tensor function, compiled once, called with arrays; variables are read from and committed to their values."""

    def __init__(self, fn: Function) -> None:
        self._fn = fn
        self._captured = [_own(capture.variable) for capture in fn.captures]
        self._updated = [_own(update.variable) for update in fn.updates]

    @functools.cached_property
    def _compiled(self) -> Callable[..., Any]:
        # Only who runs a function needs TensorFlow; the compiler makes runners and never calls them.
        from bmlc import reference

        return reference.checked(self._fn, reference.compile) if _check_numerics.get() else reference.compile(self._fn)

    def tensors(self, *args: Any) -> tuple[Any, ...]:
        """The results as TensorFlow's tensors, for steps that follow one another."""
        outs, updates = self._compiled(args, tuple(variable.value for variable in self._captured))
        for variable, value in zip(self._updated, updates, strict=True):
            variable.commit(value)
        return tuple(outs)

    def __call__(self, *args: Any) -> tuple[Any, ...]:
        """The results as NumPy arrays."""
        return tuple(np.asarray(out) for out in self.tensors(*args))


def runs_anywhere(fn: F) -> F:
    """`fn`, written for tensors, also for arrays: inside a trace it is traced along, outside one it runs at once.

    Positional arguments that are arrays or lists become tensors; numbers, texts and keyword arguments stay as they are.
    """

    @functools.wraps(fn)
    def call(*args: Any, **kwargs: Any) -> Any:
        if active_builder() is not None:
            return fn(*args, **kwargs)
        return _run_once(fn, args, kwargs)

    return call  # type: ignore[return-value]  # the same signature, for arrays too


def _run_once(fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    from bmlc.passes.trace import trace
    from bmlc.reference import checked, evaluate

    leaves = flatten(args := tuple(_as_operand(arg) for arg in args))
    arrays = [leaf for leaf in leaves if isinstance(leaf, np.ndarray)]
    params = [(f"x{i}", TensorType(array.shape, tensor_dtype(array))) for i, array in enumerate(arrays)]
    results: list[Any] = []

    def call(*tensors: Any) -> Any:
        supply = iter(tensors)
        full = iter([next(supply) if isinstance(leaf, np.ndarray) else leaf for leaf in leaves])
        results.append(fn(*unflatten(args, full), **kwargs))
        return () if results[0] is None else results[0]

    traced = trace(call, params, getattr(fn, "__name__", "call"))
    values = tuple(_own(capture.variable).value for capture in traced.captures)
    run = checked(traced) if _check_numerics.get() else functools.partial(evaluate, traced)
    outs, updates = run(tuple(arrays), values)
    for update, value in zip(traced.updates, updates, strict=True):
        _own(update.variable).commit(value)
    return None if results[0] is None else unflatten(results[0], iter([np.asarray(out) for out in outs]))


def _as_operand(arg: Any) -> Any:
    if isinstance(arg, Variable) or arg is None or isinstance(arg, bool | int | float | str) or callable(arg):
        return arg
    if isinstance(arg, tuple | list) and any(hasattr(leaf, "shape") for leaf in flatten(arg)):
        return unflatten(arg, iter([_as_operand(leaf) for leaf in flatten(arg)]))
    return as_array(arg)


def _own(variable: Any) -> Variable:
    assert isinstance(variable, Variable), "functions that users trace capture bml's variables"
    return variable
