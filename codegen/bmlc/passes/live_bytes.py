"""The bytes that are alive while each equation of a lowered function runs, in order, by counting references.

A loop is followed for its first three steps and its last one. From the second step on each adds the same: what the
steps between add, or free, is that times their number. Where it is not certain that there are four steps the sums are
right from two on; for fewer they are a bound, which may count the carries of each loop twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bmlc.ir import Dim, Eqn, Function, Var, bytes_of, never_negative
from bmlc.kernels.kernel import Kernel
from bmlc.kernels.loop import BRANCH, LOOP, REPEAT, TAKE, is_look, taken

__all__ = ["bytes_alive"]

_STEPS = 4  # of a loop that are followed


def bytes_alive(fn: Function, measure: Callable[[Dim], Dim]) -> list[Dim]:
    """What is alive before `fn`, and then while each of its equations runs that allocates something.

    Args:
        fn: It has been through `insert_disposals`.
        measure: What is made of a size: itself, or a number.
    """
    inputs: Dim = 0
    for var in fn.inputs:
        inputs = inputs + measure(bytes_of(var.type))
    memory = _Memory(measure, inputs, [inputs])
    memory.run(fn.body)
    return memory.alive


@dataclass(eq=False)
class _Buffer:
    size: Dim
    made: Var  # by whose equation
    references: int = 1


@dataclass(eq=False)
class _Stack:
    """The items of the steps that were followed, and one that stands for those of all others."""

    items: list[_Buffer | None]
    others: _Buffer | None
    reverse: bool  # whether the last step put the first item

    def take(self, reverse: bool) -> _Buffer | None:
        return self.items.pop(0 if reverse == self.reverse else -1)


@dataclass(eq=False)
class _Memory:
    measure: Callable[[Dim], Dim]
    live: Dim
    alive: list[Dim]
    buffers: dict[Var, _Buffer | None] = field(default_factory=dict)  # None: the caller's; views share one
    stacks: dict[Var, _Stack] = field(default_factory=dict)
    reverse: bool = False  # of the loop at work

    def run(self, body: tuple[Eqn, ...]) -> None:
        for eqn in body:
            if eqn.op.name == "dispose":
                for var in eqn.inputs:
                    self._dispose(var)
            elif eqn.op is LOOP:
                self._loop(eqn)
            elif eqn.op is BRANCH:
                self._branch(eqn)
            elif eqn.op is REPEAT:
                self._repeat(eqn)
            elif eqn.op is TAKE:
                self.buffers[eqn.outs[0]] = self._taken(eqn)
            elif eqn.op.name == "retain" or (isinstance(eqn.op, Kernel) and eqn.op.shares_memory):
                self.buffers[eqn.outs[0]] = _shared(self.buffers.get(eqn.inputs[0]))
            elif eqn.op.name != "constant" and not is_look(eqn):
                for var in eqn.outs:
                    self._make(var)
                self.alive.append(self.live + self._workspace(eqn))

    def _workspace(self, eqn: Eqn) -> Dim:
        if not isinstance(eqn.op, Kernel) or eqn.op.workspace is None:
            return 0
        return self.measure(eqn.op.workspace(*(var.type for var in eqn.inputs)))

    def _taken(self, eqn: Eqn) -> _Buffer | None:
        if eqn.inputs[0] in self.stacks:
            return self.stacks[eqn.inputs[0]].take(self.reverse)
        return _Buffer(self.measure(bytes_of(eqn.outs[0].type)), eqn.outs[0])  # the body by itself: a part of its input

    def _dispose(self, var: Var) -> None:
        if var not in self.stacks:
            self._release(self.buffers.get(var))
            return
        stack = self.stacks.pop(var)
        for item in (*stack.items, stack.others):
            self._release(item)

    def _release(self, buffer: _Buffer | None) -> None:
        if buffer is not None:
            buffer.references -= 1
            if not buffer.references:
                self.live = self.live - buffer.size

    def _pass(self, params: Sequence[Var], given: Sequence[Var]) -> None:
        self.buffers.update((param, self.buffers.get(var)) for param, var in zip(params, given, strict=True))

    def _make(self, var: Var) -> None:
        self.buffers[var] = buffer = _Buffer(self.measure(bytes_of(var.type)), var)
        self.live = self.live + buffer.size

    def _branch(self, eqn: Eqn) -> None:
        """Either function; what it gives is counted as new unless both give the same."""
        given = eqn.inputs if eqn.attrs["test"] else eqn.inputs[1:]
        before, outside = self.live, {buffer for buffer in self.buffers.values() if buffer is not None}
        results: list[list[_Buffer | None]] = []
        for arm in (eqn.attrs["then"], eqn.attrs["otherwise"]):
            self.live = before
            self._pass(arm.params, given)
            self.run(arm.body)
            results.append([self.buffers.get(var) for var in arm.outs])
        self.live = before
        for var, one, other in zip(eqn.outs, *results, strict=True):
            for buffer in (one, other):
                if buffer in outside and buffer is not None:
                    buffer.references -= 1
            if one is other:
                self.buffers[var] = _shared(one)
            else:
                self._make(var)

    def _repeat(self, eqn: Eqn) -> None:
        """The first two steps, of which the second has a state that a step made, and the last look at it."""
        first, held = eqn.attrs["carries"], (eqn.attrs["condition"], eqn.attrs["body"])
        state = [_shared(self.buffers.get(var)) for var in eqn.inputs[:first]]
        for fn in (*held, *held, held[0]):
            self.buffers.update(zip(fn.params[:first], state, strict=True))
            self._pass(fn.params[first:], eqn.inputs[first:])
            self.run(fn.body)
            if fn is held[1]:
                after = [self.buffers.get(var) for var in fn.outs]
                for old in state:
                    self._release(old)
                state = after
        self.buffers.update(zip(eqn.outs, state, strict=True))

    def _loop(self, eqn: Eqn) -> None:
        body, first = eqn.attrs["body"], eqn.attrs["carries"]
        length = self.measure(eqn.attrs["length"])
        steps = min(length, _STEPS) if isinstance(length, int) else _STEPS
        carried = [_shared(self.buffers.get(var)) for var in eqn.inputs[:first]]
        columns: list[list[_Buffer | None]] = [[] for _ in body.outs[first:]]
        before, outer = self.alive, self.reverse
        after: list[Dim] = []  # what is alive after each step
        traces: list[list[Dim]] = []
        for var, given in zip(body.params[first:], eqn.inputs[first:], strict=True):
            if given in self.stacks:
                self.stacks[var] = self.stacks[given]
        for step in range(steps):
            self.buffers.update(zip(body.params[:first], carried, strict=True))
            self._pass(body.params[first:], eqn.inputs[first:])
            if step == _STEPS - 1:
                self.live = self.live + (length - _STEPS) * (after[2] - after[1])
            self.alive, self.reverse = [], eqn.attrs["reverse"]
            self.run(body.body)
            results = [self.buffers.get(var) for var in body.outs]
            for old in carried:
                self._release(old)
            carried = results[:first]
            for column, item in zip(columns, results[first:], strict=True):
                column.append(item)
            after.append(self.live)
            traces.append(self.alive)
        self.alive, self.reverse = before, outer
        grows = steps < _STEPS or never_negative(after[2] - after[1])
        for step, trace in enumerate(traces):
            if step in (0, steps - 1) or (step == 1 and not grows) or steps < _STEPS:
                self.alive += trace
        self.buffers.update(zip(eqn.outs[:first], carried, strict=True))
        self._put(eqn, columns, length - _STEPS if steps == _STEPS else 0)
        for index in taken(eqn):
            self._emptied(self.stacks.pop(eqn.inputs[index]))

    def _put(self, eqn: Eqn, columns: list[list[_Buffer | None]], others: Dim) -> None:
        """Stacks of `columns`; the items of the steps that were not followed are counted already."""
        made = {var for inner in eqn.attrs["body"].eqns() for var in inner.outs}
        rest: dict[Var, _Buffer] = {}
        for var, items in zip(eqn.outs[eqn.attrs["carries"] :], columns, strict=True):
            stack = self.stacks[var] = _Stack(items, None, eqn.attrs["reverse"])
            last = items[-1] if items else None
            if last is None or last.made not in made or others == 0:
                continue
            if last.made in rest:
                rest[last.made].references += 1
            else:
                rest[last.made] = _Buffer(others * last.size, last.made)
            stack.others = rest[last.made]

    def _emptied(self, stack: _Stack) -> None:
        """What the loop freed of the items that were not followed is counted already."""
        if stack.others is not None:
            stack.others.references -= 1


def _shared(buffer: _Buffer | None) -> _Buffer | None:
    if buffer is not None:
        buffer.references += 1
    return buffer
