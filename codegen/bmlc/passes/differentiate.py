"""Replace `value_and_grad` by the function that it differentiates and the equations of its gradients.

    loss, dw = value_and_grad[wrt=(1,)](x, w)          y = matmul(x, w)
      body: y = matmul(x, w); return sum(y)      =>    loss = sum(y)
                                                       dy = broadcast_to(1.0)
                                                       dw = matmul[transpose_a=True](x, dy)

Reverse mode (Linnainmaa 1970): cotangents flow from the loss to the inputs asked for, through each op's own gradient
rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

from bmlc.errors import UserError
from bmlc.ir import Builder, Eqn, Function, Var, building, current_builder, placed
from bmlc.ir.inline import expand, inline
from bmlc.ops import add, concatenate, ones_like, reshape, zeros_like
from bmlc.ops.op import NotDifferentiable, Op
from bmlc.ops.region import RegionOp
from bmlc.ops.slicing import PAD
from bmlc.ops.tensor import Tensor

__all__ = ["blocks", "differentiate", "propagate", "value_with_gradients"]


def differentiate(fn: Function) -> Function:
    """`fn` without `value_and_grad` equations."""
    return expand(fn, lambda eqn: value_with_gradients(eqn) if eqn.op.name == "value_and_grad" else None)


def value_with_gradients(eqn: Eqn) -> Sequence[Var]:
    """What `value_and_grad` gives, written out."""
    # Each parameter has a gradient of its own, whatever else is passed the same value: the equations are those of a
    # function until all are known.
    builder, forward = Builder("", eqn.loc, params=[Var(var.name, var.type) for var in eqn.inputs]), list[Eqn]()
    targets = [builder.params[index] for index in eqn.attrs["wrt"]]
    with building(builder):
        values = inline(differentiate(eqn.attrs["body"]), builder.params, forward.append)
        made = next((each for each in forward if values[0] in each.outs), eqn)
        with placed("d_loss", made.loc):
            cotangents = {values[0]: ones_like(Tensor(values[0]))}
        propagate(forward, cotangents, targets)
        gradients = [(cotangents[var] if var in cotangents else zeros_like(Tensor(var))).var for var in targets]
    # For who reads the emitted code gradients are named after their variables, `d_conv2d/kernel`.
    inner = {var for each in builder.body for var in each.outs}
    pairs = zip(gradients, targets, strict=True)
    names = {var: Var(f"d_{target.name}", var.type) for var, target in pairs if var in inner}
    builder.body = [each.renamed(names) for each in builder.body]
    current_builder().require(*builder.guards.values())
    return inline(builder.finish((*values, *(names.get(var, var) for var in gradients))), eqn.inputs)


def vjp(fn: Function, wanted: Sequence[bool], received: Sequence[bool]) -> tuple[Function, tuple[bool, ...]]:
    """See `bmlc.ops.region.Vjp`."""
    builder = Builder(fn.name, fn.loc, params=[Var(param.name, param.type) for param in fn.params])
    targets = [param for param, flag in zip(builder.params, wanted, strict=True) if flag]
    cotangents: dict[Var, Tensor] = {}
    with building(builder):
        forward: list[Eqn] = []
        for out, flag in zip(inline(fn, builder.params[:], forward.append), received, strict=True):
            if flag:
                given = Tensor(builder.param(f"d_{out.name}", out.type))
                cotangents[out] = add(cotangents[out], given) if out in cotangents else given
        propagate(forward, cotangents, targets)
    gradients = [cotangents.get(param) if flag else None for param, flag in zip(builder.params, wanted, strict=False)]
    found = tuple(gradient is not None for gradient in gradients)
    return builder.finish(tuple(gradient.var for gradient in gradients if gradient is not None)), found


def propagate(forward: Sequence[Eqn], cotangents: dict[Var, Tensor], targets: Sequence[Var]) -> None:
    """Learn the cotangents of `targets` and of all between them and the values whose cotangents are known."""
    active = set(targets)
    for eqn in forward:
        if not active.isdisjoint(eqn.inputs) and not blocks(eqn):
            active.update(eqn.outs)
    parts: dict[Var, Eqn] = {}  # cotangents that are zero but for a part -> the `pad` that puts it there
    builder = current_builder()
    for eqn in reversed(forward):
        if active.isdisjoint(eqn.inputs) or not any(out in cotangents for out in eqn.outs):
            continue
        gradients = _augmented if isinstance(eqn.op, RegionOp) else _backward
        with _backwards(eqn):  # where the gradients of several readers are summed, the last one to be known sums
            for var, gradient in zip(eqn.inputs, gradients(eqn, cotangents, active), strict=True):
                if gradient is None or var not in active:
                    continue
                # Its size may be one that only a guard holds equal to the input's.
                own = reshape(gradient, var.type.shape)
                for each in builder.body[-1:] if eqn.op.name == "slice" else ():
                    parts.update({out: each for out in each.outs if each.op is PAD})
                cotangents[var] = _sum(cotangents[var], own, parts) if var in cotangents else own


def _sum(a: Tensor, b: Tensor, parts: dict[Var, Eqn]) -> Tensor:
    """`a + b`; where these are parts side by side amid zeros, as the gradients of slices are, the parts joined."""
    for first, second in ((a, b), (b, a)):
        if first.var not in parts or second.var not in parts:
            break
        (x,), (y,) = parts[first.var].inputs, parts[second.var].inputs
        around = list(zip(parts[first.var].attrs["pads"], parts[second.var].attrs["pads"], strict=True))
        axes = [i for i, (left, right) in enumerate(around) if left != right]
        if len(axes) != 1:  # none: the same part twice
            continue
        (axis,) = axes
        (before, _), (offset, after) = around[axis]
        if before + x.type.shape[axis] != offset:
            continue
        joined = concatenate([Tensor(x), Tensor(y)], axis)
        pads = tuple((before, after) if i == axis else left for i, (left, _) in enumerate(around))
        if not any(size != 0 for both in pads for size in both):
            return joined
        whole = PAD(joined, pads=pads, value=0.0)
        parts[whole.var] = current_builder().body[-1]
        return whole
    return add(a, b)


def _augmented(eqn: Eqn, cotangents: dict[Var, Tensor], active: set[Var]) -> Sequence[Tensor | None]:
    """The gradients of an op that holds functions, whose equation may change for them."""
    op, builder = eqn.op, current_builder()
    assert isinstance(op, RegionOp)
    wanted = [var in active for var in eqn.inputs]
    new, gradients = op.augment(eqn, wanted, [cotangents.get(out) for out in eqn.outs], vjp)
    builder.body = [new if each is eqn else each for each in builder.body]
    return gradients


def _backward(eqn: Eqn, cotangents: dict[Var, Tensor], active: set[Var]) -> Sequence[Tensor | None]:
    op = eqn.op
    assert isinstance(op, Op), "gradients are taken before legalization"
    if isinstance(op.gradient, NotDifferentiable):
        raise UserError(
            "BML104",
            f"{op.name} has no gradient: {op.gradient.reason}",
            "cut the gradient there with bml.stop_gradient, or use another op",
            eqn.loc,
        )
    if op.gradient is None:
        return (None,) * len(eqn.inputs)
    outs = tuple(Tensor(var) for var in eqn.outs)
    received = tuple(cotangents[var] if var in cotangents else zeros_like(Tensor(var)) for var in eqn.outs)
    many = len(outs) > 1
    given = received if many else received[0], outs if many else outs[0]
    return tuple(op.gradient(*given, *map(Tensor, eqn.inputs), **eqn.attrs))


def _backwards(eqn: Eqn) -> AbstractContextManager[object]:
    owner, _, name = eqn.scope.rpartition("/")
    return placed(f"{owner}/d_{name}" if owner else f"d_{name}", eqn.loc)


def blocks(eqn: Eqn) -> bool:
    """No gradient flows through bools and integers, nor through ops that have none."""
    none = isinstance(eqn.op, Op) and eqn.op.gradient is None
    return none or all(var.type.dtype != "float32" for var in eqn.outs)
