"""What stands beside kernels in a lowered function that repeats or chooses something.

    h, hs = loop[body, carries=1, length=t, reverse=False, index=i](h0, xs, w)

The body has a parameter for each input. Its first outs are the next carries; what it gives besides is put on stacks, an
item a step. `take(stack)` inside a later loop takes the item of its step off; `Concat` of a stack joins its items.

    t = Truth(p)
    y = branch[then, otherwise, test=None](t, x)            y = branch[then, otherwise, test=(">", n, 3)](x)
    h = repeat[condition, body, carries=1](h0, x)

`Truth` is a kernel that gives no tensor, but whether its input is true. A branch runs one of two functions of its other
inputs; `test` compares sizes instead. `repeat` runs its body as long as the condition gives a truth; both take the
carries and then the other inputs. `look` stands for `Truth` on a device that tells its values later: the function waits
there, so that what is before it and what is behind it are pieces, between which others may run.
"""

from __future__ import annotations

from dataclasses import dataclass

from bmlc.ir import Eqn, Function

__all__ = ["BRANCH", "LOOK", "LOOP", "REPEAT", "TAKE", "LoopOperation", "in_pieces", "indices", "is_look", "taken"]


@dataclass(frozen=True)
class LoopOperation:
    name: str


LOOP = LoopOperation("loop")
TAKE = LoopOperation("take")
BRANCH = LoopOperation("branch")
REPEAT = LoopOperation("repeat")
LOOK = LoopOperation("look")


def is_look(eqn: Eqn) -> bool:
    """Whether it gives a truth of JavaScript's, which nobody frees."""
    return eqn.op is LOOK or eqn.op.name == "Truth"


def in_pieces(held: Function | Eqn) -> bool:
    """Whether a lowered function, or one of those that an equation holds, waits for a value."""
    if isinstance(held, Eqn):
        return any(in_pieces(each) for each in held.attrs.values() if isinstance(each, Function))
    return any(eqn.op is LOOK for eqn in held.eqns())


def indices(fn: Function) -> set[str]:
    """The names of the indices of its loops, as sizes within them have them."""
    return {eqn.attrs["index"] for eqn in fn.eqns() if eqn.op is LOOP}


def taken(loop: Eqn) -> set[int]:
    """Which inputs of a loop are stacks that its body empties."""
    params = {var: index for index, var in enumerate(loop.attrs["body"].params)}
    return {params[eqn.inputs[0]] for eqn in loop.attrs["body"].body if eqn.op is TAKE}
