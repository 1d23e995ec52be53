"""Runs tensor functions on TensorFlow and keeps what they leave in variables: all of it at the end, or nothing."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from bml.arrays import as_array, tensor_dtype
from bml.old.variable import Variable
from bmlc.host_tensor import host_tensor
from bmlc.ir import Function, TensorType, active_builder
from bmlc.ops.tree import flatten, unflatten

__all__ = ["Runner", "runs_anywhere", "runs_at_once"]

F = TypeVar("F", bound=Callable[..., Any])


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

        return (
            reference.checked(self._fn, reference.compile) if reference.is_checking() else reference.compile(self._fn)
        )

    def tensors(self, *args: Any) -> tuple[Any, ...]:
        """The results as TensorFlow's tensors, for steps that follow one another."""
        outs, updates = self._compiled(args, tuple(variable.value for variable in self._captured))
        for variable, value in zip(self._updated, updates, strict=True):
            variable.commit(value)
        return tuple(outs)

    def __call__(self, *args: Any) -> tuple[Any, ...]:
        """The results as arrays."""
        return tuple(host_tensor(out) for out in self.tensors(*args))


def runs_anywhere(fn: F) -> F:
    """`fn`, written for tensors, also for arrays: inside a trace it is traced along, outside one it runs at once.

    Positional arguments that are arrays or lists become tensors; numbers, texts and keyword arguments stay as they are.
    What is kept may be called often: it is traced once for each combination of types and compiled when it is repeated.
    """
    calls: dict[Any, _Call] = {}

    @functools.wraps(fn)
    def call(*args: Any, **kwargs: Any) -> Any:
        if active_builder() is not None:
            return fn(*args, **kwargs)
        operands = tuple(_as_operand(arg) for arg in args)
        leaves = flatten(operands)
        arrays = tuple(leaf for leaf in leaves if isinstance(leaf, np.ndarray))
        types = tuple(TensorType(array.shape, tensor_dtype(array)) for array in arrays)
        like = unflatten(operands, iter([_key(leaf) for leaf in leaves]))
        key = (types, repr(like), tuple((name, _key(value)) for name, value in kwargs.items()))
        if key not in calls or not calls[key].is_current:
            calls[key] = _Call(fn, operands, leaves, kwargs, types)
        return calls[key](arrays)

    return call  # type: ignore[return-value]  # the same signature, for arrays too


def runs_at_once(fn: F) -> F:
    """`fn`, which traces a function that it is given, also outside of a trace; nothing of the call is kept."""

    from bmlc.passes.trace import trace

    @functools.wraps(fn)
    def call(*args: Any, **kwargs: Any) -> Any:
        if active_builder() is not None:
            return fn(*args, **kwargs)
        results: list[Any] = []

        def run() -> list[Any]:
            results.append(fn(*args, **kwargs))
            return [leaf for leaf in flatten(results[0]) if leaf is not None]

        outs = iter(_evaluated(trace(run, [], fn.__name__), ()))
        return unflatten(results[0], iter([None if leaf is None else next(outs) for leaf in flatten(results[0])]))

    return call  # type: ignore[return-value]  # the same signature, for arrays too


def _key(leaf: Any) -> Any:
    """What tells calls apart: the place of a tensor, the value of a constant, the identity of anything else."""
    if isinstance(leaf, np.ndarray):
        return "array"
    return repr(leaf) if leaf is None or isinstance(leaf, bool | int | float | str | tuple) else id(leaf)


class _Call:
    """A call of a function for tensors, traced: evaluated the first time, compiled the second."""

    def __init__(
        self,
        fn: Callable[..., Any],
        operands: tuple[Any, ...],
        leaves: list[Any],
        kwargs: dict[str, Any],
        types: tuple[TensorType, ...],
    ) -> None:
        from bmlc.passes.trace import trace

        results: list[Any] = []

        def call(*tensors: Any) -> Any:
            supply = iter(tensors)
            full = iter([next(supply) if isinstance(leaf, np.ndarray) else leaf for leaf in leaves])
            results.append(fn(*unflatten(operands, full), **kwargs))
            return () if results[0] is None else results[0]

        self._kept = (operands, kwargs)  # what the key names by identity must stay alive
        self._fn = trace(call, [(f"x{i}", kind) for i, kind in enumerate(types)], getattr(fn, "__name__", "call"))
        self._result = None if results[0] is None else unflatten(results[0], iter(range(len(self._fn.outs))))
        self._is_empty = results[0] is None
        self._frozen = frozen_variables(self._fn)
        self._runner: Runner | None = None

    @property
    def is_current(self) -> bool:
        """Whether no variable was frozen or thawed since: the trace has asked for that."""
        return frozen_variables(self._fn) == self._frozen

    def __call__(self, arrays: tuple[Any, ...]) -> Any:
        if self._runner is not None:
            outs: tuple[Any, ...] = self._runner(*arrays)
        else:
            outs = _evaluated(self._fn, arrays)
            self._runner = Runner(self._fn)
        return None if self._is_empty else unflatten(self._result, iter(outs))


def frozen_variables(fn: Function) -> tuple[bool, ...]:
    """Whether each captured variable is trained: what a trace may depend on besides its arguments."""
    return tuple(capture.variable.trainable for capture in fn.captures)


def _evaluated(fn: Function, arrays: tuple[Any, ...]) -> tuple[Any, ...]:
    """Op by op: compiling takes longer than a single call."""
    from bmlc.reference import checked, evaluate, is_checking

    values = tuple(_own(capture.variable).value for capture in fn.captures)
    outs, updates = checked(fn)(arrays, values) if is_checking() else evaluate(fn, arrays, values)
    for update, value in zip(fn.updates, updates, strict=True):
        _own(update.variable).commit(value)
    return tuple(host_tensor(out) for out in outs)


def _as_operand(arg: Any) -> Any:
    if isinstance(arg, Variable) or arg is None or isinstance(arg, bool | int | float | str) or callable(arg):
        return arg
    if isinstance(arg, tuple | list | dict) and any(hasattr(leaf, "shape") for leaf in flatten(arg)):
        return unflatten(arg, iter([_as_operand(leaf) for leaf in flatten(arg)]))
    return as_array(arg)


def _own(variable: Any) -> Variable:
    assert isinstance(variable, Variable), "functions that users trace capture bml's variables"
    return variable
