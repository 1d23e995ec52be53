"""One case of every layer, loss, metric and optimizer on webgl and webgpu, in Chromium with a software GPU."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

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
COUNTING = {"BinaryIoU_", "clahe", "equalization"}
TABLES: dict[str, list[Case]] = {
    "layers": representatives(keras.layers, layers.CASES),
    "losses": representatives(keras.losses, losses.CASES),
    "metrics": representatives(keras.metrics, metrics.CASES),
}


@pytest.fixture(scope="module")
def page(oracle: Oracle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Any]]:
    """The page of a table, or that of the optimizers: one at a time, since a process drives one browser."""
    held: dict[str, Compared | Trained] = {}
    with ExitStack() as stack:

        def opened(name: str) -> Compared | Trained:
            if name not in held:
                stack.close()
                held.clear()
                folder = tmp_path_factory.mktemp(name) / "page"
                held[name] = stack.enter_context(
                    compare_all(name, TABLES[name], oracle, folder, GPUS)
                    if name in TABLES
                    else open_trained([each.lower() for each in OPTIMIZERS], oracle, folder, GPUS, steps=2)
                )
            return held[name]

        yield opened


@pytest.mark.parametrize(
    ("table", "name"), [(table, case.id) for table, cases in TABLES.items() for case in cases], ids=str
)
def test_on_gpus(page: Callable[[str], Compared], table: str, name: str) -> None:
    compared = page(table)
    for backend in GPUS:
        if backend == "webgl" and name in COUNTING:
            assert "exact up to 2**24" in compared.sides[backend].compiled.refused[name]
        else:
            compared.check_on(backend, name)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_optimizer_on_gpus(page: Callable[[str], Trained], name: str) -> None:
    trained = page("optimizers")
    steps, _ = trained.outcome(name.lower())
    for backend in GPUS:
        _, errors = trained.step(backend, name.lower(), *steps[1:])
        limit = bound_of("updates", backend).limit
        assert {path: error for path, error in errors.items() if not error <= limit} == {}, backend
