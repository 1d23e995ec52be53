"""One case of every layer, loss, metric and optimizer on webgl and webgpu, in Chromium with a software GPU."""

from __future__ import annotations

from collections.abc import Iterator

import keras
import layers
import losses
import metrics
import pytest
from case import Case
from comparing import Compared, compare_all
from covering import representatives
from oracle import Oracle
from programs import OPTIMIZERS
from training import Trained, open_trained

from bmlc.kernels.kernel import Backend
from bmlc.parity.bounds import bound_of

GPUS: tuple[Backend, ...] = ("webgl", "webgpu")
# They count in ints as far as int32 goes, which webgl refuses.
COUNTING = {"BinaryIoU_", "clahe"}
TABLES: dict[str, list[Case]] = {
    "layers": representatives(keras.layers, layers.CASES),
    "losses": representatives(keras.losses, losses.CASES),
    "metrics": representatives(keras.metrics, metrics.CASES),
}


@pytest.fixture(scope="module", params=TABLES)
def table(
    request: pytest.FixtureRequest, oracle: Oracle, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Compared]:
    name = request.param
    with compare_all(name, TABLES[name], oracle, tmp_path_factory.mktemp(name) / "page", GPUS) as compared:
        yield compared


@pytest.mark.parametrize(
    ("table", "name"), [(table, case.id) for table, cases in TABLES.items() for case in cases], indirect=["table"]
)
def test_on_gpus(table: Compared, name: str) -> None:
    for backend in GPUS:
        if backend == "webgl" and name in COUNTING:
            assert "exact up to 2**24" in table.sides[backend].compiled.refused[name]
        else:
            table.check_on(backend, name)


@pytest.fixture(scope="module")
def trained(oracle: Oracle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trained]:
    folder = tmp_path_factory.mktemp("optimizers") / "page"
    with open_trained([name.lower() for name in OPTIMIZERS], oracle, folder, GPUS, steps=2) as trained:
        yield trained


@pytest.mark.parametrize("backend", GPUS)
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_optimizer_on_gpus(trained: Trained, name: str, backend: Backend) -> None:
    steps, _ = trained.outcome(name.lower())
    _, errors = trained.step(backend, name.lower(), *steps[1:])
    limit = bound_of("updates", backend).limit
    assert {path: error for path, error in errors.items() if not error <= limit} == {}
