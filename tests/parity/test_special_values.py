"""Every op on special values, on every backend: as TensorFlow, but for what the backends' facts say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pytest
from cases.ops import Array
from cases.special_table import SPECIALS, TINY, Special, function_of, gradient_of

from bmlc.kernels.backend import EVERYWHERE_DEPARTURES, Departure, Kind
from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import BACKENDS, FACTS
from bmlc.parity.reference import Reference

from .tables import GPUS, Table, open_table

Of = Literal["value", "gradient"]
GRADIENT_TOLERANCES = 4


@dataclass(frozen=True)
class Row:
    """Inputs that belong together, for which a backend gives something else than TensorFlow."""

    op: str
    of: Of
    kinds: frozenset[Kind]
    text: str


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    functions = {f"{index} value": function_of(case) for index, case in enumerate(SPECIALS)}
    functions |= {f"{index} gradient": gradient_of(case) for index, case in enumerate(SPECIALS) if case.differentiable}
    with open_table(functions, BACKENDS, tmp_path_factory.mktemp("special")) as opened:
        yield opened


@pytest.fixture(scope="module")
def found(table: Table) -> dict[Backend, list[Row]]:
    exact = Reference("float64")
    rows: dict[Backend, list[Row]] = {backend: [] for backend in BACKENDS}
    for name, fn in table.functions.items():
        index, of = name.split()
        case = SPECIALS[int(index)]
        with np.errstate(all="ignore"):
            wanted = [
                reference.call(fn, inputs, {}).outs
                for reference, inputs in (
                    (table.reference, case.inputs),
                    (exact, case.inputs),  # where float32 loses digits, TensorFlow's own are no better
                    (table.reference, tuple(map(flushed, case.inputs))),
                )
            ]
        for backend in BACKENDS:
            actual = table.sides[backend].call(name, case.inputs, {})[0].outs
            rows[backend] += different(case, of, backend, actual, wanted)  # type: ignore[arg-type]
    return rows


@pytest.mark.parametrize("backend", BACKENDS)
def test_results_are_tensorflows_but_for_the_departures(found: dict[Backend, list[Row]], backend: Backend) -> None:
    departures = (*EVERYWHERE_DEPARTURES, *FACTS[backend].departures)
    assert [row for row in found[backend] if not any(covers(departure, row) for departure in departures)] == []


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_departure_is_one(found: dict[Backend, list[Row]], backend: Backend) -> None:
    idle = [
        (op, departure.of, kind)
        for departure in (*EVERYWHERE_DEPARTURES, *FACTS[backend].departures)
        for op in departure.ops
        for kind in departure.inputs
        if not any((row.op, row.of) == (op, departure.of) and kind in row.kinds for row in found[backend])
    ]
    assert idle == []


def covers(departure: Departure, row: Row) -> bool:
    return row.op in departure.ops and row.of == departure.of and not row.kinds.isdisjoint(departure.inputs)


def different(
    case: Special, of: Of, backend: Backend, actual: tuple[Array, ...], wanted: list[tuple[Array, ...]]
) -> Iterator[Row]:
    count = len(case.inputs[0])
    tolerance = case.gpu_tolerance if backend in GPUS else case.tolerance
    times = GRADIENT_TOLERANCES if of == "gradient" else 1
    parts = [x.reshape(count, -1) for x in case.inputs]
    for number in range(count):
        row = [part[number] for part in parts]
        subnormal = any((np.abs(x) < TINY).any() and x.any() for x in row if x.dtype == np.float32)
        if subnormal and of == "gradient":
            continue  # which step of a gradient takes them as 0 is nobody's promise
        choices = wanted if subnormal else wanted[:2]
        results = [out.reshape(count, -1)[number] for out in actual]
        expected = [[outs[i].reshape(count, -1)[number] for outs in choices] for i in range(len(actual))]
        if not all(
            any(agree(result, choice, times * tolerance, case.absolute) for choice in each)
            for result, each in zip(results, expected, strict=True)
        ):
            text = f"{case.name}: {row} gives {results}, expected {[each[0] for each in expected]}"
            yield Row(case.name.split()[0], of, frozenset(kinds(row)), text)


def agree(a: Array, b: Array, tolerance: float, absolute: float) -> bool:
    with np.errstate(all="ignore"):
        x, y = a.astype(np.float64), b.astype(np.float32).astype(np.float64)
        near = np.abs(x - y) <= tolerance * np.abs(y) + absolute
    return bool(np.all((np.isnan(x) & np.isnan(y)) | (x == y) | near))


def flushed(x: Array) -> Array:
    """With 0 in place of subnormal numbers."""
    return np.where(np.abs(x) < TINY, np.copysign(np.float32(0), x), x) if x.dtype == np.float32 else x


def kinds(row: list[Array]) -> Iterator[Kind]:
    values = np.concatenate([np.abs(x.astype(np.float32)) for x in row])
    yield from (kind for kind in get_args(Kind) if KINDS[kind](values).any())


KINDS = {
    "NaN": np.isnan,
    "infinite": np.isinf,
    "largest": lambda x: (x > 1e38) & np.isfinite(x),
    "large": lambda x: (x >= 1e9) & (x <= 1e38),
    "tiny": lambda x: (x > 0) & (x < 1e-20),
    "zero": lambda x: x == 0,
    "number": lambda x: (x >= 1e-20) & (x < 1e9),
}
