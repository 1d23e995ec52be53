"""Relu's part of a gradient inside the kernel that makes the gradient.

    d = Conv2DBackpropInput(g, w)
    s = Step[alpha=0](y)              =>    e = MaskedConv2DBackpropInput(g, w, y)
    e = Multiply(d, s)

    s = Step[alpha=0](y)
    d = Multiply(g, s)                =>    e = MaxPoolGrad[mask=True](g, x, y)
    e = MaxPoolGrad(d, x, y)

Only if d has no other reader. (A step that nobody reads any more is left to the removal of dead kernels.) Which kernels
a backend has in this form stands among its facts (`masked` and `masks` of `BackendFacts`): it has none by default.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

from bmlc.ir import Eqn, Function, Var
from bmlc.kernels.kernel import Kernel
from bmlc.kernels.tables import FACTS, kernel_table

__all__ = ["mask_gradients"]


def mask_gradients(fn: Function) -> Function:
    """`fn` with the masked kernels of the backend that it was legalized for."""
    makers = {eqn.outs[0]: eqn for eqn in fn.body if len(eqn.outs) == 1}
    reads = Counter([*(var for eqn in fn.body for var in eqn.inputs), *fn.results])
    instead: dict[int, list[Eqn]] = {}
    for eqn in fn.body:
        if eqn.op.name == "Multiply":
            instead |= _masked(eqn, makers, reads)
    for eqn in fn.body:
        if isinstance(eqn.op, Kernel) and eqn.op.name in FACTS[eqn.op.backend].masks.split():
            instead |= _pooled(eqn, makers, reads, instead)
    return replace(fn, body=tuple(new for eqn in fn.body for new in instead.get(id(eqn), [eqn]))) if instead else fn


def _masked(product: Eqn, makers: Mapping[Var, Eqn], reads: Mapping[Var, int]) -> dict[int, list[Eqn]]:
    """What stands instead of the product and what it multiplies, by their ids: nothing if no kernel does both."""
    for value, factor in (product.inputs, product.inputs[::-1]):
        step = makers.get(factor)
        if step is None or step.op.name != "Step" or step.attrs["alpha"] != 0 or value.type != factor.type:
            continue
        view = maker = makers.get(value)
        if maker is not None and maker.op.name == "Reshape" and reads[value] == 1:
            maker = makers.get(maker.inputs[0])
        if maker is None or view is None or reads[value] != 1 or reads[maker.outs[0]] != 1:
            continue
        (mask,) = step.inputs
        if view is maker:
            return _instead(maker, mask, product.outs[0], {id(product): []}, id(product))
        flat, made = (Var(var.name, maker.outs[0].type) for var in (mask, product.outs[0]))
        before = replace(view, inputs=(mask,), outs=(flat,), attrs={"shape": flat.type.shape})
        after = replace(view, inputs=(made,), outs=product.outs)
        inside = _instead(maker, flat, made, {id(view): []}, id(product))
        return {**inside, id(product): [before, *inside[id(product)], after]} if inside else {}
    return {}


def _instead(maker: Eqn, mask: Var, made: Var, gone: dict[int, list[Eqn]], place: int) -> dict[int, list[Eqn]]:
    """`maker` with the mask, at the place of the equation of that id."""
    if not isinstance(maker.op, Kernel):
        return {}
    name = FACTS[maker.op.backend].masked.get(maker.op.name)
    if name is None:
        return {}
    new = replace(maker, op=kernel_table(maker.op.backend)[name], inputs=(*maker.inputs, mask), outs=(made,))
    return {**gone, id(maker): [], place: [new]}


def _pooled(
    pooling: Eqn, makers: Mapping[Var, Eqn], reads: Mapping[Var, int], taken: Collection[int]
) -> dict[int, list[Eqn]]:
    """The same for a gradient through pooling, where relu's part is taken from the pool's result beforehand."""
    dy, *others, y = pooling.inputs
    product = makers.get(dy)
    if product is None or product.op.name != "Multiply" or id(product) in taken or reads[dy] != 1:
        return {}
    for value, factor in (product.inputs, product.inputs[::-1]):
        step = makers.get(factor)
        if step is None or step.op.name != "Step" or step.attrs["alpha"] != 0 or value.type != dy.type:
            continue
        if step.inputs == (y,):
            inputs, attrs = (value, *others, y), {**pooling.attrs, "mask": True}
            return {id(product): [], id(pooling): [replace(pooling, inputs=inputs, attrs=attrs)]}
    return {}
