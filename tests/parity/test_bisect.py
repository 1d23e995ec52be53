"""`bml parity --bisect` names the operation whose kernel is wrong, and no other."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest

import bml
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import TensorType, symbol
from bmlc.kernels.kernel import Backend
from bmlc.parity.bisect import run_bisect
from bmlc.parity.bisect_report import BisectReport
from bmlc.parity.node_host import open_node
from bmlc.parity.pieces import cut_into_pieces
from bmlc.passes.pipeline import optimize
from bmlc.passes.trace import trace
from bmlc.program import Program

from .programs import normalized, smooth_cnn
from .test_wrong_kernel import wrong_kernel

NAMED = 'layers.Conv2D(8, 5, activation="tanh"),'


def bisected(program: Program, backends: Sequence[Backend] = ("cpu", "wasm"), **options: Any) -> BisectReport:
    return run_bisect(program, backends, engine="node", open_host=open_node, **options)


@pytest.fixture(scope="module")
def wrong_tanh(tmp_path_factory: pytest.TempPathFactory) -> BisectReport:
    """Where tanh is wrong on cpu."""
    folder = tmp_path_factory.mktemp("wrong")
    return bisected(smooth_cnn(16).program, substitutes=wrong_kernel(folder, "Tanh", "tanhConfig"))


def test_the_operation_is_named(wrong_tanh: BisectReport) -> None:
    assert wrong_tanh.exit_status == 1
    wrong = {(each.function, each.backend): each for each in wrong_tanh.functions if not each.ok}
    assert set(wrong) == {(name, "cpu") for name in ("modelTrainStep", "modelTestStep", "modelPredictStep")}
    (found,) = wrong["modelTrainStep", "cpu"].differing  # what comes after it, and is off with it, agrees by itself
    assert (found.op, found.loc.text, found.inputs) == ("tanh", NAMED, ("float32[16, 12, 12, 8]",))
    assert [re.sub(r"_\d+", "", call) for call in found.kernels] == [
        "conv2d: float32[16, 12, 12, 8] = Tanh(conv2d)",
    ]
    (example,) = found.examples
    assert example.index == (0, 0, 0, 0)
    assert example.received - example.expected == pytest.approx(0.01, rel=1e-3)
    assert found.error == pytest.approx(0.01, rel=0.05)


def test_the_text_says_where(wrong_tanh: BisectReport) -> None:
    text = re.sub(r"_\d+", "", wrong_tanh.to_text())
    lines = text[text.index("modelPredictStep on cpu") :].splitlines()
    first, place, what, kernel, example = lines[:5]
    assert text.startswith("smooth_cnn: Node ")
    assert first == "modelPredictStep on cpu: 1 of 8 operations differ, the first in"
    assert place == f"  smooth_cnn.py:23  {NAMED}"
    assert what == "  tanh of float32[16, 12, 12, 8] is off by 1.0e-02, at most 1e-05"
    assert kernel == "    conv2d: float32[16, 12, 12, 8] = Tanh(conv2d)"
    assert re.fullmatch(r"    \[0, 0, 0, 0\] expected -0\.\d+, received -0\.\d+", example)


def test_the_json_is_json(wrong_tanh: BisectReport) -> None:
    report = json.loads(json.dumps(wrong_tanh.to_json()))
    (found,) = next(each["differing"] for each in report["functions"] if each["differing"])
    assert found["loc"]["text"] == NAMED
    assert report["ok"] is False


def test_right_kernels_agree() -> None:
    report = bisected(normalized(8).program)
    assert report.exit_status == 0
    assert all(each.pieces for each in report.functions)


def test_an_unknown_function() -> None:
    with pytest.raises(UserError, match="has no tensor function 'nothing'"):
        bisected(smooth_cnn(16).program, function="nothing")


def pieces_of(fn: Any, backend: Backend, sizes: dict[str, int], **params: TensorType) -> dict[str, tuple[Any, Any]]:
    """The last op of each piece -> names of its ops and of its kernels."""
    pieces = cut_into_pieces(optimize(trace(fn, list(params.items()), "f")), backend, sizes)
    assert not any(var.type.symbols for piece in pieces for var in piece.kernels.function.outs)
    return {
        piece.eqn.op.name: tuple(
            [eqn.op.name for eqn in part.function.eqns() if eqn.op.name not in ("constant", "dispose")]
            for part in (piece.ops, piece.kernels)
        )
        for piece in pieces
    }


def of(*shape: Any) -> TensorType:
    return TensorType(shape, "float32")


def test_a_fused_kernel_is_held_against_the_operations_in_it() -> None:
    def fn(x, w, b):
        return ops.relu(ops.conv(x, w) + b), ops.softmax(x)

    found = pieces_of(fn, "wasm", {"n": 2}, x=of(symbol("n"), 8, 8, 3), w=of(3, 3, 3, 4), b=of(4))
    assert found == {
        "relu": (["conv2d", "add", "relu"], ["FusedConv2D"]),
        "softmax": (["softmax"], ["Softmax"]),
    }


def test_loops_that_pass_on_a_stack_are_one_piece() -> None:
    def loss(x, w):
        return ops.sum(ops.scan(lambda h, row: (ops.tanh(ops.matmul(h, w) + row), None), x[0], x)[0])

    gradients = bml.value_and_grad(loss, argnums=(0, 1))
    found = pieces_of(gradients, "cpu", {"t": 5}, x=of(symbol("t"), 2, 3), w=of(3, 3))
    ops_of_last, kernels = found["scan"]
    assert ops_of_last.count("scan") == kernels.count("loop")
