"""Numbers of steps, against what they stand for: the values of a run, numbered as it meets and makes them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest

from bmlc.emit.steps import Signatures, Step, straight_lines
from bmlc.ir import UNKNOWN, Eqn, Function, TensorType, Var
from bmlc.kernels.tables import kernel_table
from bmlc.passes.insert_disposals import DISPOSE

SCALAR = TensorType((), "float32")


def random_line(random: Random) -> tuple[list[Step], dict[Var, str]]:
    """Twenty steps that read what was made before, constants and inputs, with disposals between them."""
    kernels = [kernel_table("cpu")[name] for name in ("Add", "Multiply")]
    constants = {Var("c", SCALAR): text for text in "aab"}
    known = [Var("x", SCALAR) for _ in range(3)]
    body: list[Eqn] = []
    for _ in range(20):
        inputs = tuple(random.choice([*known[-4:], *constants]) for _ in range(2))
        out = Var("y", SCALAR)
        body.append(Eqn(random.choice(kernels), inputs, (out,), {}, UNKNOWN, ""))
        known.append(out)
        if len(known) > 3 and random.random() < 0.5:
            freed = known.pop(random.randrange(len(known) - 2))
            body.append(Eqn(DISPOSE, (freed,), (), {}, UNKNOWN, ""))
    (line,) = straight_lines([Function("f", (), (), tuple(body), (), (), UNKNOWN)])
    return line, constants


def written_out(run: Sequence[Step], constants: dict[Var, str]) -> list[tuple[object, ...]]:
    """What each step of a run does: its kernel, what it reads, what of the run was freed before it."""
    ids: dict[Var, object] = {}
    steps: list[tuple[object, ...]] = []
    freed: frozenset[object] = frozenset()
    for number, step in enumerate(run):
        reads = [constants.get(var) or ids.setdefault(var, len(ids)) for var in step.eqn.inputs]
        steps.append((step.eqn.op.name, tuple(reads), freed))
        ids.update((var, (number, i)) for i, var in enumerate(step.eqn.outs))
        freed = frozenset(ids[var] for var in step.dropped if isinstance(ids.get(var), tuple))
    return steps


@pytest.mark.parametrize("seed", range(20))
def test_runs_have_equal_numbers_if_their_steps_do_the_same(seed: int) -> None:
    line, constants = random_line(Random(seed))
    signatures = Signatures([line], constants)
    found = 0
    for length in (1, 2, 3, 4):
        runs = [line[start : start + length] for start in range(len(line) - length + 1)]
        numbers = [[signatures.number(step, i) for i, step in enumerate(run)] for run in runs]
        texts = [written_out(run, constants) for run in runs]
        for one in range(len(runs)):
            for other in range(one):
                assert (numbers[one] == numbers[other]) == (texts[one] == texts[other])
                found += numbers[one] == numbers[other]
    assert found


@pytest.mark.parametrize("seed", range(20))
def test_what_a_run_reads_and_frees_is_counted(seed: int) -> None:
    line, constants = random_line(Random(seed))
    signatures = Signatures([line], constants)
    for start in range(len(line)):
        run = line[start : start + 5]
        made = [var for step in run for var in step.eqn.outs]
        read = {var for step in run for var in step.eqn.inputs if var not in constants} - set(made)
        freed = [sum(var in made[: i + 1] for var in step.dropped) for i, step in enumerate(run)]
        counts = [signatures.counts(signatures.number(step, i)) for i, step in enumerate(run)]
        assert sum(first for first, _ in counts) == len(read)
        assert [before for _, before in counts] == [0, *freed[:-1]]
        assert [signatures.freed(step, i) for i, step in enumerate(run)] == freed
