"""A scan as a loop over kernels.

    h, hs = scan(h0, xs, w)                      h, stack = loop[index=i](h0, xs, w)
      body(h, x, w): …; return h1, h1     =>       body(h, xs, w):
                                                     s = Slice[begin=(i, 0), size=(1, 4)](xs); x = Reshape(s)
                                                     …; y = Reshape[shape=(1, 4)](h1); return h1, y
                                                 hs = Concat[axis=0](stack)

What a scan stacks for another scan alone, such as what its gradient reads, is not joined: the second takes each item
off the stack, and frees it after its last use.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain, count

from bmlc.ir import Builder, Eqn, Function, TensorType, Var, building, current_builder, symbol, symbols_in
from bmlc.ir.inline import inline
from bmlc.kernels.kernel import Backend, Target
from bmlc.kernels.loop import LOOP, TAKE
from bmlc.kernels.tables import kernel_table
from bmlc.ops import reshape
from bmlc.ops.rules import product
from bmlc.ops.slicing import part_of
from bmlc.ops.tensor import Tensor
from bmlc.passes.hoist_invariants import hoist_invariants
from bmlc.passes.regions import Around

__all__ = ["lower_scan", "stacks"]


def stacks(fn: Function) -> frozenset[Var]:
    """What scans of `fn` stack for one other scan of the same length, and for nobody else."""
    scans = [eqn for eqn in fn.body if eqn.op.name == "scan"]
    lengths = {var: eqn.attrs["length"] for eqn in scans for var in eqn.outs[eqn.attrs["carries"] :]}
    readers = Counter(chain(fn.results, *(eqn.inputs for eqn in fn.body)))
    read: set[Var] = set()
    for eqn in scans:
        first = eqn.attrs["carries"]
        sliced = eqn.inputs[first : first + eqn.attrs["slices"]]
        read.update(var for var in sliced if lengths.get(var) == eqn.attrs["length"])
    return frozenset(var for var in read if readers[var] == 1)


def lower_scan(eqn: Eqn, around: Around) -> tuple[Var, ...]:
    """Write the kernels of a scan; their results."""
    kept, backend = around.stacks, around.backend
    attrs, body = eqn.attrs, eqn.attrs["body"]
    first, last = attrs["carries"], attrs["carries"] + attrs["slices"]
    index = _index(eqn)
    rank = kernel_table(backend)["Concat"].max_rank
    builder = Builder(body.name, body.loc)
    with building(builder):
        args: list[Var] = []
        for position, (param, given) in enumerate(zip(body.params, eqn.inputs, strict=True)):
            own = builder.param(param.name, given.type)
            if not first <= position < last:
                args.append(own)
            elif given in kept:
                builder.append(Eqn(TAKE, (own,), (Var(param.name, param.type),), {}, eqn.loc, eqn.scope))
                args.append(builder.body[-1].outs[0])
            else:
                shape = param.type.shape
                row = part_of(Tensor(own), (symbol(index), *(0 for _ in shape)), (1, *shape))
                args.append(_called(reshape(row, shape).var, param.name, builder))
        outs = list(inline(body, args))
        for position in range(first, len(outs)):
            if eqn.outs[position] not in kept:
                shape = outs[position].type.shape
                flat = rank is not None and len(shape) >= rank
                outs[position] = reshape(Tensor(outs[position]), (1, *((product(shape),) if flat else shape))).var
    lowered = around.legalize(builder.finish(tuple(outs)))
    stacked = [
        TensorType((attrs["length"], *(of.shape if var in kept else of.shape[1:])), of.dtype)
        for var, of in zip(eqn.outs[first:], (out.type for out in lowered.outs[first:]), strict=True)
    ]
    results = (
        *(Var(var.name, out.type) for var, out in zip(eqn.outs, lowered.outs[:first], strict=False)),
        *(Var(f"{var.name}_steps", of) for var, of in zip(eqn.outs[first:], stacked, strict=True)),
    )
    loop = {"carries": first, "length": attrs["length"], "reverse": attrs["reverse"], "index": index, "body": lowered}
    current_builder().body += hoist_invariants(Eqn(LOOP, eqn.inputs, results, loop, eqn.loc, eqn.scope))
    stacks = zip(eqn.outs[first:], results[first:], strict=True)
    joined = (stack if var in kept else _join(stack, var, backend) for var, stack in stacks)
    return (*results[:first], *joined)


def _called(var: Var, name: str, builder: Builder) -> Var:
    """What the last equation makes, under a name for readers."""
    new = Var(name, var.type)
    builder.body[-1] = replace(builder.body[-1], outs=(new,))
    return new


def _join(stack: Var, var: Var, backend: Backend) -> Var:
    shape = var.type.shape
    target = Target(kernel_table(backend), (stack.type,))
    whole: Tensor = target.kernel("Concat", Tensor(stack), axis=0)
    if whole.dims != shape:
        whole = target.kernel("Reshape", whole, types=(whole.type.with_shape(shape),), shape=shape)
    return whole.var


def _index(eqn: Eqn) -> str:
    """A name for the number of the step that nothing inside or around has."""
    eqns = [eqn, *eqn.attrs["body"].eqns()]
    types = (var.type for each in eqns for var in (*each.inputs, *each.outs))
    taken = symbols_in([each.attrs for each in eqns]).union(*(of.symbols for of in types))
    letters = (f"{letter}{number or ''}" for number in count() for letter in "ijk")
    return next(name for name in letters if name not in taken)
