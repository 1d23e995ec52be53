"""A kernel that is wrong turns the report red, on its backend alone, and the rows say where."""

from __future__ import annotations

from pathlib import Path

import pytest

from bmlc.bundle import vendor
from bmlc.parity import run_parity
from bmlc.parity.checks.functions import FORWARD, PREPROCESSING
from bmlc.parity.checks.gradients import GRADIENTS
from bmlc.parity.checks.updates import UPDATES
from bmlc.parity.node_host import open_node

from .conftest import Oracle
from .programs import smooth_cnn

KERNEL = "@tensorflow/tfjs-backend-cpu/dist/kernels/{name}.js"

# Off by a hundredth: a mistake that a trained net would hide.
WRONG = """
import {{ {config} as right }} from {original};

export const {config} = {{
  ...right,
  kernelFunc(call) {{
    const out = right.kernelFunc(call);
    call.backend.data.get(out.dataId).values[0] += 0.01;
    return out;
  }},
}};
"""


def wrong_kernel(folder: Path, name: str, config: str) -> dict[str, Path]:
    original = vendor.node_modules() / KERNEL.format(name=name)
    file = folder / f"Wrong{name}.js"
    file.write_text(WRONG.format(config=config, original=f'"{original.as_posix()}"'), encoding="utf-8")
    return {KERNEL.format(name=name): file}


@pytest.mark.parametrize(("name", "config", "check"), [("Tanh", "tanhConfig", "forward")])
def test_red(tmp_path: Path, name: str, config: str, check: str, oracle: Oracle) -> None:
    sample = smooth_cnn(16)
    report = run_parity(
        sample.program,
        ("cpu", "wasm"),
        2,
        oracle=oracle(sample),
        checks=(PREPROCESSING, FORWARD, GRADIENTS, UPDATES),
        engine="node",
        open_host=open_node,
        substitutes=wrong_kernel(tmp_path, name, config),
    )
    assert report.exit_status == 1
    failed = [row for row in report.rows if not row.ok]
    assert {row.backend for row in failed} == {"cpu"}
    assert failed[0].check == check
    assert failed[0].error is not None
    assert failed[0].error > 10 * failed[0].bound
    assert "preprocessing" not in {row.check for row in failed}
