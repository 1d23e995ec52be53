"""Rewrite ops into kernels that one backend has, by the ops' kernel rules.

    def f(x: uint8[n, 28, 28, 1]):                      def f(x: int32[n, 28, 28, 1]):
      a: float32[n, 28, 28, 1] = cast(x)           =>     a: float32[n, 28, 28, 1] = Cast[dtype=float32](x)
      b: float32[28] = sum[axis=(0, 2, 3)](a)             t: float32[28, n, 28, 1] = Transpose[perm=(1, 0, 2, 3)](a)
                                                          b: float32[28] = Sum[axis=(1, 2, 3)](t)

A rule may be written with other ops, which are legalized in turn. `constant` and `dimension` stay: they are no kernels,
the emitter writes resident constants and numbers. uint8 exists on no device and becomes int32.
"""

from __future__ import annotations

from dataclasses import replace

from bmlc.errors import UserError
from bmlc.ir import Builder, Capture, Eqn, Function, TensorType, Update, Var, building, scoped
from bmlc.kernels.kernel import Backend, Kernel, MissingKernelError, Target
from bmlc.kernels.tables import kernel_table
from bmlc.ops.op import Op, one_or_many
from bmlc.ops.tensor import Tensor
from bmlc.passes.copy_reshaped_weights import copy_reshaped_weights

__all__ = ["legalize"]

_EMITTED = ("constant", "dimension")  # what the emitter writes without a kernel


def legalize(fn: Function, backend: Backend) -> Function:
    """`fn` in kernels of `backend`.

    Raises:
        UserError: BML401 for an op that the backend cannot run, with the op's line.
    """
    env: dict[Var, Var] = {}
    for var in fn.inputs:
        env[var] = Var(var.name, _on_device(var.type)) if var.type.dtype == "uint8" else var
    body: list[Eqn] = []
    for eqn in fn.body:
        _legalize(eqn, env, body, backend)
    legal = Function(
        fn.name,
        tuple(env[param] for param in fn.params),
        tuple(Capture(capture.variable, env[capture.var]) for capture in fn.captures),
        tuple(body),
        tuple(env[var] for var in fn.outs),
        tuple(Update(update.variable, env[update.var]) for update in fn.updates),
        fn.loc,
    )
    return copy_reshaped_weights(legal) if backend == "wasm" else legal


def _legalize(eqn: Eqn, env: dict[Var, Var], body: list[Eqn], backend: Backend) -> None:
    """Append what `eqn` becomes to `body`, and note in `env` which values its outs are."""
    inputs = tuple(env.get(var, var) for var in eqn.inputs)
    if isinstance(eqn.op, Kernel) or eqn.op.name in _EMITTED:
        _append(eqn, inputs, env, body)
        return
    op = eqn.op
    assert isinstance(op, Op)
    types = tuple(_on_device(var.type) for var in eqn.outs)
    written = Builder("", eqn.loc)
    with building(written), scoped(eqn.scope, eqn.loc):
        target = Target(backend, kernel_table(backend), types)
        try:
            outs = one_or_many(op.kernel(target, *map(Tensor, inputs), **eqn.attrs))
        except MissingKernelError as missing:
            raise UserError(
                "BML401",
                f"{op.name} cannot run on {backend}, which has no kernel {missing}",
                "choose other backends with --backends",
                eqn.loc,
            ) from None
    start = len(body)
    for inner in written.body:
        _legalize(inner, env, body, backend)
    for var, out, type in zip(eqn.outs, outs, types, strict=True):
        made = env.get(out.var, out.var)
        assert made.type == type, f"{op.name} on {backend} gives {made.type} instead of {type}"
        env[var] = _named(made, var.name, body, start)


def _named(made: Var, name: str, body: list[Eqn], start: int) -> Var:
    """What a rule made since `start`, under the name that the op's result had; inputs that it passed on keep theirs."""
    for index in range(len(body) - 1, start - 1, -1):
        if made in body[index].outs:
            named = Var(name, made.type)
            outs = tuple(named if var is made else var for var in body[index].outs)
            later = (
                replace(eqn, inputs=tuple(named if var is made else var for var in eqn.inputs))
                for eqn in body[index + 1 :]
            )
            body[index:] = [replace(body[index], outs=outs), *later]
            return named
    return made


def _append(eqn: Eqn, inputs: tuple[Var, ...], env: dict[Var, Var], body: list[Eqn]) -> None:
    attrs = dict(eqn.attrs)
    outs = eqn.outs
    if any(var.type.dtype == "uint8" for var in outs):
        outs = tuple(Var(var.name, _on_device(var.type)) for var in outs)
        if "value" in attrs:
            attrs["value"] = attrs["value"].astype("int32")
    env.update(zip(eqn.outs, outs, strict=True))
    body.append(Eqn(eqn.op, inputs, outs, attrs, eqn.loc, eqn.scope))


def _on_device(type: TensorType) -> TensorType:
    return type.with_dtype("int32") if type.dtype == "uint8" else type
