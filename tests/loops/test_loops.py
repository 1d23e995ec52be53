"""Loops of one's own in Node: what they log is what Python logs, and they leave nothing behind."""

from __future__ import annotations

import random
from unittest import mock

from examples import Loop
from lines import assert_equal_lines
from session import Session

from .conftest import PythonLines

_CANCELLED = 50


def test_logs_are_those_of_python(loop: Loop, session: Session, python_lines: PythonLines) -> None:
    assert_equal_lines(
        session.run("train", args=loop.compared).lines(), python_lines(loop.path, loop.compared), loop.lines
    )


def test_nothing_is_left_behind_in_ten_thousand_iterations(loop: Loop, session: Session) -> None:
    run = session.run("train", args=loop.long, drainEvery=loop.drain, keep=False)
    assert run.error is None
    assert run.steps >= loop.iterations
    assert len(run.samples) >= 20
    phases: dict[object, set[int]] = {}
    for step, sample in run.samples:
        phases.setdefault(loop.phase(step), set()).add(sample)
    assert {phase: len(samples) for phase, samples in phases.items()} == dict.fromkeys(phases, 1)


def test_a_cancelled_run_leaves_nothing(loop: Loop, session: Session) -> None:
    session.run("train", args=loop.brief or loop.compared)  # the first run is slow: it warms up
    whole = session.run("train", args=loop.brief or loop.compared)
    assert whole.reason == "completed"
    draw = random.Random(loop.name)
    left = whole.memory["liveTensors"]
    stopped = 0
    for number in range(_CANCELLED):
        at = (
            {"event": draw.randrange(1, whole.seen)}
            if number % 2
            else {"milliseconds": draw.uniform(0, 0.8 * whole.milliseconds)}
        )
        run = session.run("train", args=loop.stopped or loop.compared, stopAt=at)
        assert run.error is None
        stopped += run.reason == "stopped"
        assert run.memory["liveTensors"] in (left, left + loop.shared), (number, at)
    assert stopped >= 0.8 * _CANCELLED  # a time drawn late may come behind the end
    assert session.run("train", args=loop.brief or loop.compared).memory == whole.memory | {"kernelCalls": mock.ANY}
