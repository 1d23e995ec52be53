"""What stands beside kernels in a lowered function that repeats something.

    h, hs = loop[body, carries=1, length=t, reverse=False, index=i](h0, xs, w)

The body has a parameter for each input. Its first outs are the next carries; what it gives besides is put on stacks, an
item a step. `take(stack)` inside a later loop takes the item of its step off; `Concat` of a stack joins its items.
"""

from __future__ import annotations

from dataclasses import dataclass

from bmlc.ir import Eqn

__all__ = ["LOOP", "TAKE", "LoopOperation", "taken"]


@dataclass(frozen=True)
class LoopOperation:
    name: str


LOOP = LoopOperation("loop")
TAKE = LoopOperation("take")


def taken(loop: Eqn) -> set[int]:
    """Which inputs of a loop are stacks that its body empties."""
    params = {var: index for index, var in enumerate(loop.attrs["body"].params)}
    return {params[eqn.inputs[0]] for eqn in loop.attrs["body"].body if eqn.op is TAKE}
