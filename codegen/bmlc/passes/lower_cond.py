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

from collections.abc import Mapping

from bmlc.ir import Dim, Eqn, Poly, Var, current_builder
from bmlc.ir.inline import inline
from bmlc.kernels.kernel import Backend
from bmlc.kernels.loop import BRANCH, LOOK
from bmlc.kernels.tables import kernel_table
from bmlc.ops.selection import where
from bmlc.ops.tensor import Tensor
from bmlc.ops.while_loop import is_unbounded
from bmlc.passes.regions import Around

__all__ = ["lower_cond", "truth"]

_TESTS = {"equal": "===", "not_equal": "!==", "greater": ">", "greater_equal": ">=", "less": "<", "less_equal": "<="}


def lower_cond(eqn: Eqn, around: Around) -> tuple[Var, ...]:
    """Write the equations that stand for a cond; their results."""
    arms = {key: eqn.attrs[key] for key in ("then", "otherwise")}
    pred = around.makers.get(eqn.inputs[0])
    test = _test(pred, around.makers)
    if pred is not None and pred.op.name == "constant":
        return inline(arms["then" if pred.attrs["value"] else "otherwise"], eqn.inputs[1:])
    if not (test or "Truth" in kernel_table(around.backend) or any(map(is_unbounded, arms.values()))):
        both = (map(Tensor, inline(arm, eqn.inputs[1:])) for arm in arms.values())
        return tuple(where(Tensor(eqn.inputs[0]), a, b).var for a, b in zip(*both, strict=True))
    builder, inputs = current_builder(), eqn.inputs[1:]
    lowered = {key: around.legalize(arm) for key, arm in arms.items()}
    results = tuple(Var(var.name, out.type) for var, out in zip(eqn.outs, lowered["then"].outs, strict=True))
    if not test:
        look = truth(eqn.inputs[0], eqn, around.backend)
        builder.append(look)
        inputs = (*look.outs, *inputs)
    builder.append(Eqn(BRANCH, inputs, results, {"test": test, **lowered}, eqn.loc, eqn.scope))
    return results


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
