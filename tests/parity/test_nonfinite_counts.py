"""What --check-numerics counts by, on every backend: NaN and infinities, wherever they stand and whoever made them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bmlc import ops
from bmlc.ir import TensorType, symbol
from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import BACKENDS
from bmlc.ops.numerics import nonfinite_counts
from bmlc.parity.arrays import Array
from bmlc.parity.chromium_host import open_chromium
from bmlc.parity.compiled import Side, compile_functions
from bmlc.parity.reference import Reference
from bmlc.parity.workbench import build_workbench
from bmlc.passes.trace import trace

SHAPES = [(), (7,), (3, 5), (2, 3, 4), (5, 3, 9, 7), (2, 1, 3, 2, 5), (4096,)]
MATRIX, COLUMNS = TensorType((symbol("n"), 3), "float32"), TensorType((3, 2), "float32")
FUNCTIONS = {
    f"of rank {len(shape)}, {shape}": trace(nonfinite_counts, [("x", TensorType(shape, "float32"))], "counts")
    for shape in SHAPES
}
# Made on the device, where webgl's product lies in a packed texture.
FUNCTIONS["of a product"] = trace(
    lambda x, y: nonfinite_counts(ops.matmul(ops.sqrt(x), y)), [("x", MATRIX), ("y", COLUMNS)], "product"
)


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Side]]:
    compiled = compile_functions(FUNCTIONS, BACKENDS, Path("counts.py"))
    modules: dict[str, str] = {backend: each.code for backend, each in compiled.items()}
    folder: Path = tmp_path_factory.mktemp("counts")
    with open_chromium(build_workbench(modules, folder / "workbench", "page")) as host:
        yield {backend: Side(host, each, host.start(backend)) for backend, each in compiled.items()}


def spoiled(shape: tuple[int, ...]) -> Array:
    """Numbers with about a third of them not finite, -0 and the smallest and largest ones among the rest."""
    generator = np.random.default_rng(len(shape))
    values = [np.nan, np.inf, -np.inf, 0.0, -0.0, 1.5, -2.5, 3.4e38, 1e-38]
    return generator.choice(np.array(values, np.float32), shape)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_values_that_arrive(sides: dict[str, Side], backend: Backend, shape: tuple[int, ...]) -> None:
    side = sides[backend]
    x = spoiled(shape)
    before = side.host.memory(backend)
    outcome, _ = side.call(f"of rank {len(shape)}, {shape}", [x], {})
    assert outcome.outs[0].tolist() == [np.isnan(x).sum(), np.isinf(x).sum()]
    assert side.host.memory(backend) == before


@pytest.mark.parametrize("backend", BACKENDS)
def test_values_that_a_kernel_made(sides: dict[str, Side], backend: Backend) -> None:
    x = np.array([[1e38, 0, 0], [-1, 2, 3], [1, 2, 3]], np.float32)
    y = np.array([[1e30, 1], [0, 1], [0, 2]], np.float32)
    outcome, _ = sides[backend].call("of a product", [x, y], {})
    expected = Reference().call(FUNCTIONS["of a product"], [x, y], {})
    assert outcome.outs[0].tolist() == expected.outs[0].tolist() == [2, 1]
