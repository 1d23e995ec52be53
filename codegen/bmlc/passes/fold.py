"""Local rewrites: what is known is computed now, what does nothing is left out.

    a = multiply(x, 1.0)              a = x
    b = reshape(reshape(x))     =>    b = reshape(x)
    c = 1.0 / 64.0                    c = 0.015625
    d = multiply(broadcast_to(s), x)  d = multiply(s, x)

Each rewrite is one function in `_REWRITES`, by op: it gets the equation and what is known of its inputs, and returns
the value that replaces the out, a new equation, or None. Nothing is rewritten that changes a rounding, an infinity or
a NaN.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from bmlc.ir import Eqn, Function, Var
from bmlc.ops.casting import CONSTANT

__all__ = ["fold"]


@dataclass
class _Known:
    """What the equations so far say about values."""

    maker: dict[Var, Eqn] = field(default_factory=dict)

    def op(self, var: Var) -> str | None:
        return self.maker[var].op.name if var in self.maker else None

    def constant(self, var: Var) -> np.ndarray | None:
        return self.maker[var].attrs["value"] if self.op(var) == "constant" else None

    def splat(self, var: Var) -> Any:
        """The number that every element of `var` is known to be, else None."""
        value = self.constant(var)
        if value is not None:
            return value.item() if value.size == 1 else None
        return self.maker[var].attrs["value"] if self.op(var) == "full" else None


_Rewrite = Callable[[Eqn, _Known], Var | Eqn | None]


def fold(fn: Function) -> Function:
    """`fn` with every rewrite applied once, in order."""
    known = _Known()
    env: dict[Var, Var] = {}
    body: list[Eqn] = []
    for given in fn.body:
        result = _rewritten(replace(given, inputs=tuple(env.get(var, var) for var in given.inputs)), known)
        if isinstance(result, Var):
            env[given.outs[0]] = result
        else:
            known.maker.update(dict.fromkeys(result.outs, result))
            body.append(result)
    return replace(
        fn,
        body=tuple(body),
        outs=tuple(env.get(var, var) for var in fn.outs),
        updates=tuple(replace(update, var=env.get(update.var, update.var)) for update in fn.updates),
    )


def _rewritten(eqn: Eqn, known: _Known) -> Var | Eqn:
    """`eqn` by the rules of its op; where one makes another op of it, by the rules of that op from then on."""
    for rewrite in (*_REWRITES.get(eqn.op.name, ()), _evaluate):
        result = rewrite(eqn, known)
        if isinstance(result, Var):
            return result
        if result is not None and result.op is not eqn.op:
            return _rewritten(result, known)
        eqn = result or eqn
    return eqn


def _same_type(eqn: Eqn, known: _Known) -> Var | None:
    """reshape, cast, broadcast_to and stop_gradient that change nothing."""
    return eqn.inputs[0] if eqn.inputs[0].type == eqn.outs[0].type else None


def _neutral(number: float, *sides: int) -> _Rewrite:
    """x + 0, x * 1 and the like; `sides` are the operands that may be the neutral element."""

    def rewrite(eqn: Eqn, known: _Known) -> Var | None:
        for side in sides:
            other = eqn.inputs[1 - side]
            if known.splat(eqn.inputs[side]) == number and other.type == eqn.outs[0].type:
                return other
        return None

    return rewrite


def _unstretched(eqn: Eqn, known: _Known) -> Eqn | None:
    """An operand that was broadcast needs not be where the op broadcasts by itself."""
    for side in (0, 1):
        operand, other = eqn.inputs[side], eqn.inputs[1 - side]
        if other.type.shape != eqn.outs[0].type.shape or known.op(operand) != "broadcast_to":
            continue
        small = known.maker[operand].inputs[0]
        return replace(eqn, inputs=(small, other) if side == 0 else (other, small))
    return None


def _reshape_of_reshape(eqn: Eqn, known: _Known) -> Eqn | None:
    source = eqn.inputs[0]
    return replace(eqn, inputs=known.maker[source].inputs) if known.op(source) == "reshape" else None


def _inverse(eqn: Eqn, known: _Known) -> Var | None:
    """-(-x)"""
    source = eqn.inputs[0]
    return known.maker[source].inputs[0] if known.op(source) == eqn.op.name else None


def _full_scalar(eqn: Eqn, known: _Known) -> Eqn | None:
    """A filled tensor without dimensions is a constant."""
    out = eqn.outs[0].type
    if out.shape:
        return None
    return replace(eqn, op=CONSTANT, attrs={"value": np.asarray(eqn.attrs["value"], dtype=out.dtype)})


_NUMPY: dict[str, Callable[..., Any]] = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
    "negative": np.negative,
    "sqrt": np.sqrt,
    "square": np.square,
}


def _evaluate(eqn: Eqn, known: _Known) -> Eqn | None:
    """Arithmetic on small constants; NumPy's float32 rounds as every backend does for these operations."""
    if eqn.op.name not in _NUMPY:
        return None
    values = [known.constant(var) for var in eqn.inputs]
    if any(value is None or value.size > 1 for value in values):
        return None
    with np.errstate(all="ignore"):
        result = np.asarray(_NUMPY[eqn.op.name](*values), dtype=eqn.outs[0].type.dtype)
    if not np.all(np.isfinite(result)):
        return None  # an infinity or a NaN is left to happen where the user sees it
    return replace(eqn, op=CONSTANT, inputs=(), attrs={"value": result.reshape(eqn.outs[0].type.shape)})


_REWRITES: dict[str, tuple[_Rewrite, ...]] = {
    "add": (_unstretched, _neutral(0, 0, 1)),
    "subtract": (_unstretched, _neutral(0, 1)),
    "multiply": (_unstretched, _neutral(1, 0, 1)),
    "divide": (_unstretched, _neutral(1, 1)),
    "maximum": (_unstretched,),
    "minimum": (_unstretched,),
    "negative": (_inverse,),
    "reshape": (_reshape_of_reshape, _same_type),
    "cast": (_same_type,),
    "broadcast_to": (_same_type,),
    "stop_gradient": (_same_type,),
    "full": (_full_scalar,),
}
