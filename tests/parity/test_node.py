"""The comparison itself, on cpu and wasm in Node: everything but the browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bml.collect.program import Collected
from bmlc.parity import Report, run_parity
from bmlc.parity.bounds import FREE_RUN_FLOOR
from bmlc.parity.node_host import open_node

from .conftest import Oracle
from .programs import cnn, frozen, gan, normalized, smooth_cnn

STEPS = 30
CHECKS = [
    ("preprocessing", "prepare"),
    ("forward", "modelPredictStep"),
    ("gradients", "modelTrainStep gradients"),
    ("updates", "modelTrainStep"),
    ("optimizers", "modelTrainStep optimizer"),
    ("free run", f"modelTrainStep x {STEPS}"),
    ("metrics", "modelTestStep"),
]


def compare(sample: Collected, oracle: Oracle, steps: int = STEPS) -> Report:
    return run_parity(sample.program, ("cpu", "wasm"), steps, oracle=oracle(sample), engine="node", open_host=open_node)


@pytest.fixture(scope="module")
def kinked(oracle: Oracle) -> Report:
    return compare(cnn(), oracle)


@pytest.fixture(scope="module")
def smooth(oracle: Oracle) -> Report:
    return compare(smooth_cnn(16), oracle)


def test_a_net_with_kinks(kinked: Report) -> None:
    assert [(row.check, row.function) for row in kinked.rows] == CHECKS * 2
    assert [row for row in kinked.rows if not row.ok] == []
    assert {row.oracle for row in kinked.rows} == {"Keras"}
    assert kinked.exit_status == 0


def test_a_smooth_net(smooth: Report) -> None:
    assert [row for row in smooth.rows if not row.ok] == []
    runs = [row for row in smooth.rows if row.check == "free run"]
    assert [row.backend for row in runs] == ["cpu", "wasm"]
    assert all(row.error is not None and row.error <= FREE_RUN_FLOOR for row in runs)


@pytest.mark.parametrize("make", [normalized, frozen])
def test_state_draws_schedules_and_frozen_layers(make: Callable[[], Collected], oracle: Oracle) -> None:
    report = compare(make(), oracle)
    assert [(row.check, row.function) for row in report.rows] == CHECKS * 2
    assert [row for row in report.rows if not row.ok] == []


def test_two_models_that_train_against_each_other(oracle: Oracle) -> None:
    report = compare(gan(), oracle, 20)
    assert [row for row in report.rows if not row.ok] == []
    assert {row.oracle for row in report.rows} == {"Keras"}
    found = {(row.check, row.function.split()[0]) for row in report.rows}
    steps = ("trainCritic", "trainGenerator")
    assert found == {
        ("forward", "generate"),
        *((check, step) for check in ("gradients", "updates", "optimizers", "free run") for step in steps),
    }


def test_rows_say_where_they_ran(kinked: Report) -> None:
    assert {(row.backend, row.renderer.partition(", ")[0]) for row in kinked.rows} in (
        {("cpu", "JavaScript"), ("wasm", "SIMD with FMA")},
        {("cpu", "JavaScript"), ("wasm", "SIMD")},  # with a kernel of tfjs's
    )
    assert all(", 1 thread" in row.renderer for row in kinked.rows)
    assert all(row.kernel_calls > 0 for row in kinked.rows)
    assert kinked.engine.startswith("Node ")
    assert kinked.reference.startswith("Keras ")


def test_json(kinked: Report) -> None:
    written = kinked.to_json()
    assert written["ok"] is True
    assert written["rows"][0] == {
        "check": "preprocessing",
        "function": "prepare",
        "backend": "cpu",
        "renderer": "JavaScript, 1 thread",
        "tensor": written["rows"][0]["tensor"],
        "kernel_calls": written["rows"][0]["kernel_calls"],
        "error": written["rows"][0]["error"],
        "bound": 1e-6,
        "note": "a few float32 operations an element, no sums",
        "oracle": "Keras",
        "skipped": False,
        "ok": True,
    }


def test_a_backend_that_does_not_start_fails() -> None:
    report = run_parity(smooth_cnn(16).program, ("webgl",), 1, checks=(), engine="node", open_host=open_node)
    (row,) = report.rows
    assert (row.backend, row.check, row.error, row.ok) == ("webgl", "start", None, False)
    assert row.note.startswith("BackendUnavailable: webgl: ")
    assert report.exit_status == 1
