"""What stands beside kernels in a lowered function that repeats or chooses something.

    h, hs = loop[body, carries=1, length=t, reverse=False, index=i](h0, xs, w)

The body has a parameter for each input. Its first outs are the next carries; what it gives besides is put on stacks, an
item a step. `take(stack)` inside a later loop takes the item of its step off; `Concat` of a stack joins its items.

    t = Truth(p)
    y = branch[then, otherwise, test=None](t, x)            y = branch[then, otherwise, test=(">", n, 3)](x)
    h = repeat[condition, body, carries=1](h0, x)

`Truth` is a kernel that gives no tensor, but whether its input is true. A branch runs one of two functions of its other
inputs; `test` compares sizes instead. `repeat` runs its body as long as the condition gives a truth; both take the
carries and then the other inputs.
"""

from __future__ import annotations

from dataclasses import dataclass

from bmlc.ir import Eqn

__all__ = ["BRANCH", "LOOP", "REPEAT", "TAKE", "LoopOperation", "is_look", "taken"]


@dataclass(frozen=True)
class LoopOperation:
    name: str


LOOP = LoopOperation("loop")
TAKE = LoopOperation("take")
BRANCH = LoopOperation("branch")
REPEAT = LoopOperation("repeat")


def is_look(eqn: Eqn) -> bool:
    """Whether it gives a truth of JavaScript's, which nobody frees."""
    return eqn.op.name == "Truth"


def taken(loop: Eqn) -> set[int]:
    """Which inputs of a loop are stacks that its body empties."""
    params = {var: index for index, var in enumerate(loop.attrs["body"].params)}
    return {params[eqn.inputs[0]] for eqn in loop.attrs["body"].body if eqn.op is TAKE}
