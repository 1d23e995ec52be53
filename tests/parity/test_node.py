"""The comparison itself, on cpu and wasm in Node: everything but the browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bmlc.parity import Report, run_parity
from bmlc.parity.bounds import FREE_RUN_FLOOR
from bmlc.parity.node_host import open_node

from .gan import gan
from .programs import Sample, cnn, frozen, normalized, smooth_cnn

STEPS = 40
CHECKS = [
    ("preprocessing", "prepare"),
    ("forward", "model_predict_step"),
    ("gradients", "model_train_step gradients"),
    ("updates", "model_train_step"),
    ("optimizers", "model_train_step optimizer"),
    ("free run", f"model_train_step x {STEPS}"),
    ("metrics", "model_test_step"),
    ("keras forward", "model_predict_step"),
    ("keras gradients", "model_train_step"),
    ("keras updates", "model_train_step x 3"),
]


def compare(sample: Sample) -> Report:
    backends = ("cpu", "wasm")
    models = {"model": sample.model}
    return run_parity(sample.program, backends, STEPS, models=models, engine="node", open_host=open_node)


@pytest.fixture(scope="module")
def kinked() -> Report:
    return compare(cnn())


@pytest.fixture(scope="module")
def smooth() -> Report:
    return compare(smooth_cnn(16))


def test_a_net_with_kinks(kinked: Report) -> None:
    assert [(row.check, row.function) for row in kinked.rows] == CHECKS * 2
    assert [row for row in kinked.rows if not row.ok] == []
    assert kinked.exit_status == 0


def test_a_smooth_net(smooth: Report) -> None:
    assert [row for row in smooth.rows if not row.ok] == []
    runs = [row for row in smooth.rows if row.check == "free run"]
    assert [row.backend for row in runs] == ["cpu", "wasm"]
    assert all(row.error is not None and row.error <= FREE_RUN_FLOOR for row in runs)


@pytest.mark.parametrize("make", [normalized, frozen])
def test_state_schedules_and_frozen_layers(make: Callable[[], Sample]) -> None:
    report = compare(make())
    assert [(row.check, row.function) for row in report.rows] == CHECKS * 2
    assert [row for row in report.rows if not row.ok] == []


def test_two_models_that_train_against_each_other() -> None:
    report = run_parity(gan(), ("cpu", "wasm"), 20, engine="node", open_host=open_node)
    assert [row for row in report.rows if not row.ok] == []
    found = {(row.check, row.function.split()[0]) for row in report.rows}
    steps = ("train_critic", "train_generator")
    assert found == {
        ("forward", "generate"),
        *((check, step) for check in ("gradients", "updates", "optimizers", "free run") for step in steps),
    }


def test_rows_say_where_they_ran(kinked: Report) -> None:
    assert {(row.backend, row.renderer) for row in kinked.rows} == {
        ("cpu", "JavaScript, 1 thread"),
        ("wasm", "SIMD, 1 thread"),
    }
    assert all(row.kernel_calls > 0 for row in kinked.rows)
    assert kinked.engine.startswith("Node ")
    assert kinked.reference.startswith("TensorFlow ")


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
        "ok": True,
    }


def test_a_backend_that_does_not_start_fails() -> None:
    sample = smooth_cnn(16)
    checks = ()
    report = run_parity(sample.program, ("webgl",), 1, checks=checks, engine="node", open_host=open_node)
    (row,) = report.rows
    assert (row.backend, row.check, row.error, row.ok) == ("webgl", "start", None, False)
    assert row.note.startswith("BackendUnavailable: webgl: ")
    assert report.exit_status == 1
