"""`Judge`: what functions should give, by the user's file on Keras where that can be asked, else by their graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bmlc.ir import Function, Variable
from bmlc.oracle import IncomparableError, Oracle, OracleError, Tape
from bmlc.parity.arrays import Array
from bmlc.parity.derive import logits, sources, values_and_grads
from bmlc.parity.reference import Outcome, Reference

__all__ = ["GRAPH", "KERAS", "Expected", "Judge"]

KERAS, GRAPH = "Keras", "graph"
_SUMMED = "Keras, rows summed"


@dataclass(frozen=True)
class Expected(Outcome):
    """What a call should give."""

    logits: tuple[Array | None, ...]  # for each out
    tapes: tuple[Tape, ...]


class Judge:
    """Asks the oracle, or TensorFlow for what the traced function means.

    Args:
        functions: Of the program.
        reference: Evaluates them.
        oracle: Of the program; None where only the graph is asked.
        summed: Whether updates are taken that are not the file's own, since rows of gradients were summed first.
    """

    def __init__(
        self, functions: Mapping[str, Function], reference: Reference, oracle: Oracle | None, summed: bool = False
    ) -> None:
        self.functions = functions  # of the program, uncut
        self.reference = reference
        self._oracle = oracle
        self._summed = summed
        self._on_jax: set[str] = set()  # functions that were asked for there last

    @property
    def description(self) -> str:
        return self.reference.description if self._oracle is None else self._oracle.description

    def oracle_of(self, name: str) -> str:
        """Who said what the function should give: `KERAS`, Keras on JAX, or `GRAPH`."""
        if self._oracle is None or self._oracle.refusal(name):
            return GRAPH
        return f"{KERAS} on JAX" if name in self._on_jax else _SUMMED if self._summed else KERAS

    def by_graph(self) -> Judge:
        """One that asks the graph alone."""
        return Judge(self.functions, self.reference, None)

    def with_summed_rows(self) -> Judge:
        """One that takes updates by gradients whose rows were summed first."""
        return Judge(self.functions, self.reference, self._oracle, summed=True)

    def note(self, name: str) -> str:
        """Why it is not Keras."""
        reason = None if self._oracle is None else self._oracle.refusal(name)
        return f"; not Keras, since {reason}" if reason else ""

    def call(
        self, name: str, inputs: Sequence[Array], state: Mapping[Variable, Array], *, updates: bool = True
    ) -> Expected:
        """What the program's function `name` gives.

        Args:
            name: Of the function.
            inputs: A tensor a parameter.
            state: Of all variables.
            updates: Whether what it makes of variables is asked for.

        Raises:
            OracleError: What Keras raised, and IncomparableError.
        """
        fn = self.functions[name]
        if self._oracle is None or self._oracle.refusal(name):
            return self._by_graph(fn, inputs, state)
        updated = [update.variable for update in fn.updates]
        names = [variable.name for variable in updated]
        given = {of.name: state[of] for of in (*(capture.variable for capture in fn.captures), *updated)}
        answer = self._oracle.call(name, inputs, given, names)
        by_program = [len(sources(fn, eqn)) for eqn in values_and_grads(fn)]
        by_file = [len(tape.gradients) for tape in answer.tapes]
        if by_program and by_program != by_file:
            raise OracleError(f"the program computes gradients by {by_program} tensors, the file by {by_file}")
        if answer.unexpected:
            raise OracleError(f"Keras sets {', '.join(answer.unexpected)} there, the program does not")
        is_on_jax = updates and answer.backend == "JAX"  # gradients are TensorFlow's
        (self._on_jax.add if is_on_jax else self._on_jax.discard)(name)
        if updates and answer.incomparable is not None and not self._summed:
            raise IncomparableError(answer.incomparable)
        after = {of: answer.updates[of.name].astype(of.type.dtype) for of in updated}
        return Expected(answer.outs, after, answer.logits, answer.tapes)

    def _by_graph(self, fn: Function, inputs: Sequence[Array], state: Mapping[Variable, Array]) -> Expected:
        found = logits(fn)
        eqns = values_and_grads(fn)
        before = found.function.outs[: len(found.of)]
        extended = replace(fn, outs=(*fn.outs, *before, *(out for eqn in eqns for out in eqn.outs)))
        outcome = self.reference.call(extended, inputs, state)
        rest = iter(outcome.outs[len(fn.outs) :])
        known = {place: next(rest) for place in found.of}
        tapes: list[Tape] = []
        for eqn in eqns:
            outs = [next(rest) for _ in eqn.outs]
            names = tuple(name for name, _ in sources(fn, eqn))
            tapes.append(Tape(outs[0], tuple(outs[len(outs) - len(names) :]), names))
        own = outcome.outs[: len(fn.outs)]
        return Expected(own, outcome.updates, tuple(known.get(i) for i in range(len(own))), tuple(tapes))
