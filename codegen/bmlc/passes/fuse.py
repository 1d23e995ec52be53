"""Convolution or matrix product, bias and activation as one of tfjs's fused kernels.

    a = Conv2D(x, w)
    b = Add(a, bias)         =>    c = FusedConv2D[activation=relu](x, w, bias)
    c = Relu(b)

Only if the values between have no other reader. What a backend fuses stands among its facts (`bmlc.kernels.backends`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bmlc.ir import Eqn, Function, Var
from bmlc.kernels.kernel import Kernel
from bmlc.kernels.tables import FACTS, kernel_table

__all__ = ["fuse"]

Readers = Mapping[Var, list[Eqn | None]]  # None: the function returns it


def fuse(fn: Function) -> Function:
    """`fn` with the fused kernels of the backend that it was legalized for."""
    readers: dict[Var, list[Eqn | None]] = {var: [] for eqn in fn.body for var in (*eqn.inputs, *eqn.outs)}
    for eqn in fn.body:
        for var in eqn.inputs:
            readers[var].append(eqn)
    for var in fn.results:
        readers.setdefault(var, []).append(None)
    instead: dict[int, list[Eqn]] = {}
    for eqn in fn.body:
        if isinstance(eqn.op, Kernel) and eqn.op.name in FACTS[eqn.op.backend].fused:
            instead |= _fused(eqn, eqn.op, readers)
    return replace(fn, body=tuple(new for eqn in fn.body for new in instead.get(id(eqn), [eqn])))


def _only_reader(eqn: Eqn, readers: Readers, *kernels: str) -> Eqn | None:
    """The equation that alone reads what `eqn` gives, if it is one of `kernels`."""
    first, *others = readers[eqn.outs[0]] or [None]
    return first if first is not None and not others and first.op.name in kernels else None


def _fused(product: Eqn, kernel: Kernel, readers: Readers) -> dict[int, list[Eqn]]:
    """What stands instead of the product and what follows it, by their ids: nothing where no bias does."""
    facts = FACTS[kernel.backend]
    view = _only_reader(product, readers, "Reshape")
    add = _only_reader(view or product, readers, "Add")
    if add is None:
        return {}
    (value,) = (view or product).outs
    (bias,) = (var for var in add.inputs if var is not value)
    channels = product.outs[0].type.shape[-1:]
    if not bias.type.shape == value.type.shape[-1:] == channels or add.outs[0].type != value.type:
        return {}
    activation = _only_reader(add, readers, *facts.fused_activations)
    *others, last = (eqn for eqn in (product, view, add, activation) if eqn is not None)
    name = facts.fused_activations[activation.op.name] if activation is not None else "linear"
    made = last.outs[0] if view is None else Var(last.outs[0].name, product.outs[0].type)
    fused = kernel_table(kernel.backend)[facts.fused[kernel.name]]
    attrs = {**product.attrs, "activation": name}
    eqns = [replace(product, op=fused, inputs=(*product.inputs, bias), outs=(made,), attrs=attrs)]
    if view is not None:
        eqns.append(replace(last, op=view.op, inputs=(made,), attrs=view.attrs))
    return {**{id(eqn): [] for eqn in others}, id(last): eqns}
