"""Compute equal equations once.

    a = exp(x)
    b = exp(x)          =>    a = exp(x)
    c = add(a, b)             c = add(a, a)

Random numbers are functions of their seed, site and counter, so two dropouts of a step are never equal.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np

from bmlc.ir import Eqn, Function, Var
from bmlc.kernels.loop import LOOP

__all__ = ["eliminate_common_subexpressions"]


def eliminate_common_subexpressions(fn: Function) -> Function:
    """`fn` with every later equal equation replaced by the first; `fn` itself where there is none."""
    first: dict[Hashable, tuple[Var, ...]] = {}
    env: dict[Var, Var] = {}
    body: list[Eqn] = []
    for eqn in (each.reading(env) for each in fn.body):
        if eqn.op is LOOP:  # what two loops stack is taken by one of them
            body.append(eqn)
            continue
        key = (eqn.op, eqn.inputs, _hashable(eqn.attrs), tuple(var.type for var in eqn.outs))
        if key in first:
            env.update(zip(eqn.outs, first[key], strict=True))
        else:
            first[key] = eqn.outs
            body.append(eqn)
    return fn.rewritten(body, env) if env else fn


def _structure(fn: Function) -> Hashable:
    """A key that is equal for functions that compute the same by equal equations."""
    place = {var: index for index, var in enumerate(dict.fromkeys([*fn.inputs, *(o for e in fn.body for o in e.outs)]))}
    body = tuple(
        (eqn.op, tuple(place[var] for var in eqn.inputs), _hashable(eqn.attrs), tuple(var.type for var in eqn.outs))
        for eqn in fn.body
    )
    return tuple(var.type for var in fn.inputs), body, tuple(place[var] for var in fn.results)


def _hashable(value: Any) -> Hashable:
    """A key that is equal only for equal attributes; 1, 1.0 and True stay apart, and so do 0.0 and -0.0."""
    if isinstance(value, Mapping):
        return tuple((key, _hashable(value[key])) for key in sorted(value))
    if isinstance(value, tuple | list):
        return tuple(map(_hashable, value))
    if isinstance(value, np.ndarray):
        return (str(value.dtype), value.shape, value.tobytes())
    if isinstance(value, float):
        return ("float", value.hex())
    if isinstance(value, Function):
        return _structure(value)
    return (type(value).__name__, value)
