"""Evaluates functions by the reference rules of their ops."""

# ruff: noqa: A001 - `compile` is what it does to a function

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import numpy as np

from bmlc.ir import Eqn, Function, TensorType, Var
from bmlc.ops.casting import as_array
from bmlc.ops.op import Op, one_or_many
from bmlc.reference.bindings import bind_symbols, check_guards, with_sizes
from bmlc.reference.tensorflow import tensorflow

__all__ = ["Precision", "compile", "dtype_of", "evaluate", "sizes_of"]

Precision: TypeAlias = Literal["float32", "float64"]
Results: TypeAlias = tuple[tuple[Any, ...], tuple[Any, ...]]  # outs, updates

# The precision that the function around an op is evaluated in: bodies of higher-order ops inherit it.
_precision: ContextVar[Precision] = ContextVar("bmlc_reference_precision", default="float32")
# What the symbols of that function stand for.
_outer: ContextVar[Mapping[str, Any]] = ContextVar("bmlc_reference_symbols", default=MappingProxyType({}))


def evaluate(
    fn: Function, inputs: Sequence[Any], captures: Sequence[Any], *, precision: Precision | None = None
) -> Results:
    """The results of `fn` as TensorFlow tensors: its outs, and the new values of the variables it updates.

    Args:
        fn: Any function of ops, before legalization.
        inputs: A tensor or array for each parameter.
        captures: A tensor or array for each of `fn.captures`, in their order.
        precision: "float64" computes everything that the program has in float32 in float64 instead.

    Raises:
        UserError: BML101 for a value of another shape, BML403 without TensorFlow.
    """
    if precision is not None:
        token = _precision.set(precision)
        try:
            return evaluate(fn, inputs, captures)
        finally:
            _precision.reset(token)
    tf = tensorflow()
    values = [_tensor(tf, x, var) for x, var in zip((*inputs, *captures), fn.inputs, strict=True)]
    bindings = bind_symbols(tf, fn.inputs, values, _outer.get())
    check_guards(fn.guards, bindings)
    env: dict[Var, Any] = dict(zip(fn.inputs, values, strict=True))
    outer = _outer.set(bindings)
    try:
        for eqn in fn.body:
            outs = _apply(tf, eqn, [env[var] for var in eqn.inputs], bindings)
            env.update(zip(eqn.outs, outs, strict=True))
    finally:
        _outer.reset(outer)
    return tuple(env[var] for var in fn.outs), tuple(env[update.var] for update in fn.updates)


def compile(fn: Function, *, precision: Precision = "float32") -> Callable[[Sequence[Any], Sequence[Any]], Results]:
    """`evaluate` of `fn` as a `tf.function`: traced once, whatever sizes its symbolic dimensions take."""
    tf = tensorflow()
    signature = tuple(_spec(tf, var, precision) for var in fn.inputs)
    count = len(fn.params)

    @tf.function(input_signature=signature, autograph=False)  # type: ignore[untyped-decorator]
    def run(*values: Any) -> Results:
        return evaluate(fn, values[:count], values[count:], precision=precision)

    def call(inputs: Sequence[Any], captures: Sequence[Any]) -> Results:
        values = [_tensor(tf, x, var, precision) for x, var in zip((*inputs, *captures), fn.inputs, strict=True)]
        check_guards(fn.guards, bind_symbols(tf, fn.inputs, values))  # the messages of wrong shapes are ours
        return run(*values)  # type: ignore[no-any-return]

    return call


def _apply(tf: Any, eqn: Eqn, inputs: list[Any], bindings: dict[str, Any]) -> list[Any]:
    op = eqn.op
    assert isinstance(op, Op), "the reference runs ops, before legalization"
    attrs = {name: with_sizes(value, bindings) for name, value in eqn.attrs.items()}
    outs = one_or_many(op.reference(tf, *inputs, **attrs))
    # Rules write float32 where they make floats out of something else; in float64 such values are widened, exactly.
    return [tf.cast(out, dtype_of(var.type)) for out, var in zip(outs, eqn.outs, strict=True)]


def dtype_of(of: TensorType, precision: Precision | None = None) -> str:
    """What the reference computes `of` in."""
    return (precision or _precision.get()) if of.dtype == "float32" else of.dtype


def sizes_of(of: TensorType) -> tuple[Any, ...]:
    """The shape of `of`, a type inside the function that is evaluated, with what its symbols stand for."""
    return with_sizes(of.shape, _outer.get())  # type: ignore[no-any-return]


def _tensor(tf: Any, x: Any, var: Var, precision: Precision | None = None) -> Any:
    dtype = dtype_of(var.type, precision)
    if tf.is_tensor(x):
        return x if x.dtype == dtype else tf.cast(x, dtype)
    return tf.constant(as_array(x, var.type.dtype) if dtype != "float64" else np.asarray(x, dtype))


def _spec(tf: Any, var: Var, precision: Precision) -> Any:
    shape = [size if isinstance(size, int) else None for size in var.type.shape]
    return tf.TensorSpec(shape, dtype_of(var.type, precision))
