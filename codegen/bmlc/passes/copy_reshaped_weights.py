"""Give a reshaped right operand of a product memory of its own, for a backend that packs it (tfjs's wasm).

    y = BatchMatMul(x, w)                     y = BatchMatMul(x, w)
    t = Reshape[shape=(1, 4)](w)        =>    t = Reshape[shape=(1, 4)](w)
    z = BatchMatMul(g, t)                     c = Transpose[perm=(0, 1)](t)
                                              z = BatchMatMul(g, c)

XNNPACK packs the right operand once for each tensor id, and Reshape keeps the id: a second shape of the same memory
would be multiplied as if it still had the first one. (A layer with one unit meets this: its kernel [k, 1], transposed,
is [1, k].) Parameters, constants and results are multiplied by other functions too: each of them has one shape for all.
Its Transpose copies even where nothing moves.
"""

from __future__ import annotations

from collections.abc import Iterable

from bmlc.ir import Eqn, Function, Loc, TensorType, Var
from bmlc.kernels.kernel import Backend
from bmlc.kernels.loop import BRANCH, LOOP, REPEAT, TAKE
from bmlc.kernels.tables import kernel_table

__all__ = ["copy_reshaped_weights"]


def copy_reshaped_weights(fn: Function, backend: Backend) -> Function:
    """`fn`, legalized for `backend`, where every id is packed in one shape only."""
    source: dict[Var, Var] = {}  # of views, what they are views of
    for eqn in fn.body:
        if eqn.op.name == "Reshape":
            source[eqn.outs[0]] = source.get(eqn.inputs[0], eqn.inputs[0])
    # In which shapes each memory is known: by itself to other functions and to loops, and as what it is used as here.
    loops = [var for eqn in fn.body if eqn.op in (LOOP, BRANCH, REPEAT) for var in (*eqn.inputs, *eqn.outs)]
    # A constant is one for all functions, and what is taken from a stack another loop may have multiplied.
    shared = [out for eqn in fn.body if eqn.op.name == "constant" or eqn.op == TAKE for out in eqn.outs]
    weights = [eqn.inputs[1] for eqn in fn.body if eqn.op.name == "BatchMatMul"]
    shapes: dict[Var, set[TensorType]] = {}
    for var in (*fn.inputs, *shared, *(source.get(var, var) for var in loops)):
        shapes.setdefault(var, set()).add(var.type)
    for var in (*weights, *loops, *fn.results):
        shapes.setdefault(source.get(var, var), set()).add(var.type)

    def copied(views: Iterable[Var], loc: Loc, scope: str) -> dict[Var, Var]:
        copies: dict[Var, Var] = {}
        for view in views:
            origin = source.get(view, view)
            if view.type.dtype == "float32" and view.type != origin.type and len(shapes[origin]) > 1:
                copies[view] = copy = Var(f"{view.name}_copy", view.type)
                attrs = {"perm": tuple(range(view.type.rank))}
                body.append(Eqn(kernel_table(backend)["Transpose"], (view,), (copy,), attrs, loc, scope))
        return copies

    body: list[Eqn] = []
    for eqn in fn.body:
        body.append(eqn.reading(copied((eqn.inputs[i] for i in _packed(eqn)), eqn.loc, eqn.scope)))
    results = copied(fn.results, fn.loc, "")
    return fn.rewritten(body, results)


def _packed(eqn: Eqn) -> set[int]:
    """Which inputs are right operands, of `eqn` itself or of a product in a function that it holds."""
    if eqn.op.name == "BatchMatMul":
        return {1}
    found: set[int] = set()
    for held in eqn.attrs.values():
        if isinstance(held, Function):
            right = {inner.inputs[i] for inner in held.body for i in _packed(inner)}
            first = len(eqn.inputs) - len(held.params)  # a branch has its predicate before
            found.update(first + i for i, param in enumerate(held.params) if param in right)
    return found
