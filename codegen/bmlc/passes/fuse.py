"""Convolution or matrix product, bias and activation as one of tfjs's fused kernels.

    a = Conv2D(x, w)
    b = Add(a, bias)         =>    c = FusedConv2D[activation=relu](x, w, bias)
    c = Relu(b)

Only where nobody else reads what would no longer be there. What a backend fuses stands among its facts
(`bmlc.kernels`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from bmlc.ir import Eqn, Function, Var
from bmlc.kernels.kernel import Kernel
from bmlc.kernels.tables import FACTS, kernel_table

__all__ = ["fuse"]


@dataclass(frozen=True)
class _Uses:
    """Who makes a value, and who reads it."""

    maker: dict[Var, Eqn]
    readers: dict[Var, list[Eqn]]
    counts: Counter[Var]

    @classmethod
    def of(cls, fn: Function) -> _Uses:
        maker = {var: eqn for eqn in fn.body for var in eqn.outs}
        readers: dict[Var, list[Eqn]] = {}
        for eqn in fn.body:
            for var in eqn.inputs:
                readers.setdefault(var, []).append(eqn)
        counts = Counter(var for eqn in fn.body for var in eqn.inputs)
        counts.update(fn.results)
        return cls(maker, readers, counts)

    def only_reader(self, var: Var) -> Eqn | None:
        return self.readers[var][0] if self.counts[var] == 1 and var in self.readers else None


def fuse(fn: Function) -> Function:
    """`fn` with the fused kernels of the backend that it was legalized for."""
    uses = _Uses.of(fn)
    replaced: dict[int, list[Eqn]] = {}  # id of the last equation of a chain -> what stands there instead
    dropped: set[int] = set()
    for eqn in fn.body:
        chain = _chain(eqn, uses)
        if chain is None:
            continue
        product, view, add, activation, bias = chain
        last = activation or add
        replaced[id(last)] = _fused(product, view, last, activation, bias)
        dropped.update(id(part) for part in (product, view, add) if part is not None and part is not last)
    body: list[Eqn] = []
    for eqn in fn.body:
        if id(eqn) in replaced:
            body += replaced[id(eqn)]
        elif id(eqn) not in dropped:
            body.append(eqn)
    return replace(fn, body=tuple(body))


def _chain(product: Eqn, uses: _Uses) -> tuple[Eqn, Eqn | None, Eqn, Eqn | None, Var] | None:
    """The product, its Reshape or None, the Add, the activation or None, and the bias; None if they do not follow."""
    kernel = product.op
    if not isinstance(kernel, Kernel) or kernel.name not in FACTS[kernel.backend].fused:
        return None
    value, view = product.outs[0], None
    reader = uses.only_reader(value)
    if reader is not None and reader.op.name == "Reshape":
        value, view = reader.outs[0], reader
        if value.type.shape[-1:] != product.outs[0].type.shape[-1:]:
            return None
        reader = uses.only_reader(value)
    if reader is None or reader.op.name != "Add":
        return None
    (bias,) = [var for var in reader.inputs if var is not value] or [value]
    if bias.type.rank != 1 or bias.type.shape[-1:] != value.type.shape[-1:] or reader.outs[0].type != value.type:
        return None
    after = uses.only_reader(reader.outs[0])
    activation = after if after is not None and after.op.name in FACTS[kernel.backend].fused_activations else None
    return product, view, reader, activation, bias


def _fused(product: Eqn, view: Eqn | None, last: Eqn, activation: Eqn | None, bias: Var) -> list[Eqn]:
    kernel = product.op
    assert isinstance(kernel, Kernel)
    facts = FACTS[kernel.backend]
    fused = kernel_table(kernel.backend)[facts.fused[kernel.name]]
    name = facts.fused_activations[activation.op.name] if activation is not None else "linear"
    attrs = {**product.attrs, "activation": name}
    made = last.outs[0] if view is None else Var(last.outs[0].name, product.outs[0].type)
    eqns = [Eqn(fused, (*product.inputs, bias), (made,), attrs, product.loc, product.scope)]
    if view is not None:
        eqns.append(Eqn(view.op, (made,), last.outs, view.attrs, last.loc, last.scope))
    return eqns
