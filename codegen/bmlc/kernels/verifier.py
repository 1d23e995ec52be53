"""Checks the calls of a lowered function against what is declared of the kernels."""

from __future__ import annotations

import re
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from bmlc.ir import Eqn, Function, InvalidIRError, differ, format_function
from bmlc.kernels.chain import CONSTANT, Chain
from bmlc.kernels.kernel import Backend, Kernel
from bmlc.kernels.loop import BRANCH, LOOK, LOOP, REPEAT, TAKE
from bmlc.kernels.signatures import SIGNATURES
from bmlc.kernels.tables import FACTS, kernel_table

__all__ = ["verify_kernels"]

# What the emitter writes without one.
_NO_KERNELS = {"constant", "dimension", "dispose", "divisor", "retain"}
_NO_KERNELS |= {op.name for op in (LOOP, TAKE, BRANCH, REPEAT, LOOK)}


def verify_kernels(fn: Function, backend: Backend) -> Function:
    """Return `fn` if every call in it, those in loops included, is one that a kernel of `backend` can do."""
    for eqn in fn.eqns():
        try:
            if isinstance(eqn.op, Kernel):
                _verify_call(eqn, eqn.op, backend)
            elif eqn.op is LOOP:
                _verify_loop(eqn)
            elif eqn.op is BRANCH:
                _verify_branch(eqn)
            elif eqn.op.name not in _NO_KERNELS:
                raise ValueError("expected a kernel, received an op")
        except (LookupError, ValueError) as broken:
            text = format_function(fn)
            raise InvalidIRError(f"{fn.name}: {eqn.op.name} on {backend}: {broken}\n{text}") from broken
    return fn


def _verify_call(eqn: Eqn, kernel: Kernel, backend: Backend) -> None:
    if kernel is not kernel_table(backend).get(kernel.name):
        raise ValueError(f"expected a kernel of the backend's table, received {kernel}")
    declared = SIGNATURES[kernel.name]
    out, *more = (var.type for var in eqn.outs)
    inputs = [var.type for var in eqn.inputs]
    dtypes = f"{''.join(of.dtype[0] for of in inputs)}>{''.join(of.dtype[0] for of in (out, *more))}"
    if "chain" in eqn.attrs:
        _verify_chain(eqn.attrs["chain"], dtypes, kernel)
    if any(of.shape != out.shape for of in more):
        raise ValueError(f"expected outputs of one shape, received {out} and {', '.join(map(str, more))}")
    if not re.fullmatch(declared.dtypes, dtypes) or eqn.attrs.get("dtype", out.dtype) != out.dtype:
        raise ValueError(f"expected dtypes {declared.dtypes}, received {dtypes}")
    if kernel.rounds(inputs):
        raise ValueError("expected a kernel that is exact for integers")
    if kernel.inputs is not None and len(inputs) > len(kernel.inputs):
        raise ValueError(f"expected {', '.join(kernel.inputs)}, received {len(inputs)} inputs")
    rank = max(of.rank for of in (*inputs, out))
    if kernel.max_rank is not None and rank > kernel.max_rank:
        raise ValueError(f"expected rank {kernel.max_rank} at most, received {rank}")
    for name in {**declared.attributes, **eqn.attrs}:
        kind, value = declared.attributes.get(name), eqn.attrs.get(name)
        if kind is None or not _is_a(value, kind):
            raise ValueError(f"expected {'no' if kind is None else kind} {name}, received {value!r}")
    shape = declared.shape(*(of.shape for of in inputs), **eqn.attrs)
    if len(shape) != out.rank or any(differ(size, given) for size, given in zip(shape, out.shape, strict=True)):
        raise ValueError(f"expected an output of {shape}, received {out.shape}")


def _verify_chain(chain: Chain, dtypes: str, kernel: Kernel) -> None:
    if chain.layout.lower() != dtypes:
        raise ValueError(f"expected dtypes {chain.layout.lower()}, received {dtypes}")
    names = FACTS[kernel.backend].chains.split()
    for step in chain.steps:
        if step.kernel == CONSTANT:
            continue
        given = f"{''.join(chain.dtype(arg)[0] for arg in step.args)}>{step.dtype[0]}"
        if step.kernel not in names or not re.fullmatch(SIGNATURES[step.kernel].dtypes, given):
            raise ValueError(f"expected a step among {' '.join(names)}, received {step.kernel} of {given}")


def _verify_loop(eqn: Eqn) -> None:
    body, carries = eqn.attrs["body"], eqn.attrs["carries"]
    given = [var.type for var in eqn.inputs]
    expected = [given, given[:carries], given[:carries]]
    received = [[var.type for var in part] for part in (body.params, body.outs[:carries], eqn.outs[:carries])]
    if received != expected:
        raise ValueError(f"expected parameters, results and carries of {expected}, received {received}")


def _verify_branch(eqn: Eqn) -> None:
    given = [var.type for var in (eqn.inputs if eqn.attrs["test"] else eqn.inputs[1:])]
    outs = [var.type for var in eqn.outs]
    for arm in (eqn.attrs["then"], eqn.attrs["otherwise"]):
        received = [var.type for var in arm.params], [var.type for var in arm.outs]
        if received != (given, outs):
            raise ValueError(f"expected functions from {given} to {outs}, received {received}")


def _is_a(value: Any, kind: Any) -> bool:
    """Whether `value` is of a declared type. Ints and truth values are numbers, but truth values are no ints."""
    inner = get_args(kind)
    match get_origin(kind):
        case None:
            wanted: Any = {float: (float, int), None: NoneType}.get(kind, kind)
            return isinstance(value, wanted) and not (isinstance(value, bool) and kind is int)
        case origin if origin is Literal:
            return value in inner
        case origin if origin in (Union, UnionType):
            return any(_is_a(value, each) for each in inner)
        case _ if not isinstance(value, tuple):
            return False
        case _ if inner[-1] is ...:
            return all(_is_a(item, inner[0]) for item in value)
        case _:
            return len(value) == len(inner) and all(map(_is_a, value, inner))
