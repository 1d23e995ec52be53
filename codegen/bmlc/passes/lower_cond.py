"""A `cond` as a branch between kernels, or as a choice between what both of its functions give.

    y = cond(p, x)                            t = Truth(p); y = branch(t, x)       where a program can look at p
      then(x): return relu(x)        =>         then(x): return Relu(x)
      otherwise(x): return exp(x)               otherwise(x): return Exp(x)

                                     =>       y = Select(p, Relu(x), Exp(x))       on a GPU, where it cannot

A truth value that follows from sizes is no tensor: `branch[test=(">", n, 3)]` is a branch on every backend. Where a
function holds a loop without a bound only the one that is chosen may run, since the other's loop may never end: the
program waits for p, as it does for the loop's condition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bmlc.ir import Builder, Dim, Eqn, Function, Poly, Var, building, placed
from bmlc.ir.inline import inline
from bmlc.kernels.kernel import Backend
from bmlc.kernels.loop import BRANCH, LOOK
from bmlc.kernels.tables import kernel_table
from bmlc.ops.selection import where
from bmlc.ops.tensor import Tensor
from bmlc.ops.while_loop import is_unbounded

__all__ = ["lower_cond", "truth"]

_TESTS = {"equal": "===", "not_equal": "!==", "greater": ">", "greater_equal": ">=", "less": "<", "less_equal": "<="}


def lower_cond(
    eqn: Eqn,
    inputs: tuple[Var, ...],
    makers: Mapping[Var, Eqn],
    backend: Backend,
    legalize: Callable[[Function], Function],
) -> tuple[list[Eqn], tuple[Var, ...]]:
    """The equations that stand for a cond, and their results.

    Args:
        eqn: The cond.
        inputs: The values of its inputs, on the device.
        makers: The equations before it, by what they make.
        backend: What runs it.
        legalize: What makes kernels of a function.
    """
    arms = {key: eqn.attrs[key] for key in ("then", "otherwise")}
    pred = makers.get(eqn.inputs[0])
    test = _test(pred, makers)
    chosen = arms["then" if pred.attrs["value"] else "otherwise"] if pred and pred.op.name == "constant" else None
    looks = "Truth" in kernel_table(backend) or any(map(is_unbounded, arms.values()))
    if chosen is not None or not (test or looks):
        builder = Builder("", eqn.loc)
        with building(builder), placed(eqn.scope, eqn.loc):
            if chosen is not None:
                return builder.body, inline(chosen, eqn.inputs[1:])
            both = (map(Tensor, inline(arm, eqn.inputs[1:])) for arm in arms.values())
            outs = tuple(where(Tensor(eqn.inputs[0]), a, b).var for a, b in zip(*both, strict=True))
        return builder.body, outs
    lowered = {key: legalize(arm) for key, arm in arms.items()}
    results = tuple(Var(var.name, out.type) for var, out in zip(eqn.outs, lowered["then"].outs, strict=True))
    attrs = {"test": test, **lowered}
    if test:
        return [Eqn(BRANCH, inputs[1:], results, attrs, eqn.loc, eqn.scope)], results
    look = truth(inputs[0], eqn, backend)
    return [look, Eqn(BRANCH, (*look.outs, *inputs[1:]), results, attrs, eqn.loc, eqn.scope)], results


def truth(pred: Var, eqn: Eqn, backend: Backend) -> Eqn:
    """Whether `pred` is true, for `eqn`."""
    op = kernel_table(backend).get("Truth", LOOK)
    return Eqn(op, (pred,), (Var("holds", pred.type),), {}, eqn.loc, eqn.scope)


def _test(pred: Eqn | None, makers: Mapping[Var, Eqn]) -> tuple[str, Dim, Dim] | None:
    """A comparison of sizes, as JavaScript's operator and its operands."""
    if pred is None or pred.op.name not in _TESTS:
        return None
    left, right = (_size(makers.get(var), makers) for var in pred.inputs)
    if left is None or right is None or not (isinstance(left, Poly) or isinstance(right, Poly)):
        return None
    return _TESTS[pred.op.name], left, right


def _size(eqn: Eqn | None, makers: Mapping[Var, Eqn]) -> Dim | None:
    if eqn is not None and eqn.op.name == "cast" and eqn.attrs["dtype"] != "bool":
        return _size(makers.get(eqn.inputs[0]), makers)
    if eqn is not None and eqn.op.name == "dimension":
        size: Dim = eqn.attrs["value"]
        return size
    if eqn is not None and eqn.op.name == "constant" and eqn.attrs["value"].size == 1:
        number = eqn.attrs["value"].item()
        return int(number) if float(number).is_integer() else None
    return None
