"""Run a pass on the functions inside equations first, then on the function itself.

hs = scan(h0, xs)                          hs = scan(h0, xs)
  body: y = multiply(x, 1.0); return y  =>   body: return x          (in_regions(simplify))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bmlc.ir import Eqn, Function, Var
from bmlc.kernels.kernel import Backend

__all__ = ["Around", "in_regions", "inside"]


@dataclass(frozen=True)
class Around:
    """What the lowering of an equation that holds functions asks of the function around.

    Args:
        backend: What runs it.
        makers: Its equations, by what they make.
        stacks: Results of scans that stay stacks.
        legalize: What makes kernels of a function that is held.
    """

    backend: Backend
    makers: Mapping[Var, Eqn]
    stacks: frozenset[Var]
    legalize: Callable[[Function], Function]


def in_regions(apply: Callable[[Function], Function]) -> Callable[[Function], Function]:
    """`apply` for a function and all that its equations hold."""

    def run(fn: Function) -> Function:
        if fn.is_flat:
            return apply(fn)
        body = tuple(inside(eqn, run) for eqn in fn.body)
        changed = any(new is not old for new, old in zip(body, fn.body, strict=True))
        return apply(replace(fn, body=body) if changed else fn)

    return run


def inside(eqn: Eqn, run: Callable[[Function], Function]) -> Eqn:
    """`eqn` after `run` of the functions that it holds."""
    held = {key: value for key, value in eqn.attrs.items() if isinstance(value, Function)}
    new = {key: run(value) for key, value in held.items()}
    return replace(eqn, attrs={**eqn.attrs, **new}) if any(new[key] is not held[key] for key in held) else eqn
