"""Python's `random`: its own generator, as the file left it; and the seed of everything."""

from __future__ import annotations

from bmlc.scripts.fitting import number
from bmlc.scripts.program.making import of_run
from bmlc.scripts.rows.call import Call
from bmlc.scripts.rows.table import row, rows
from bmlc.scripts.types import NONE
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__: list[str] = []

_SIGNATURES = (
    "random() -> float",
    "uniform(a: float, b: float) -> float",
    "gauss(mu: float = 0.0, sigma: float = 1.0) -> float",
    "normalvariate(mu: float = 0.0, sigma: float = 1.0) -> float",
    "expovariate(lambd: float) -> float",
    "triangular(low: float = 0.0, high: float = 1.0, mode: float | None = None) -> float",
    "randrange(start: int, stop: int | None = None, step: int = 1) -> int",
    "randint(a: int, b: int) -> int",
    "getrandbits(k: int, /) -> int",
    "choice(seq: sequence) -> T",
    "choices(population: sequence, weights: iterable | None = None, *, k: int = 1) -> list[T]",
    "sample(population: sequence, k: int) -> list[T]",
    "seed(a: int) -> None",
    "shuffle!(x: list) -> None",
)

rows({f"random.{each}": "pyRandom(run)." for each in _SIGNATURES})


@row("keras.utils.set_random_seed(seed: int)", "bml.set_random_seed(seed: int)")
def _set_random_seed(visit: Visit, call: Call) -> Value:
    """Python's stream, NumPy's, and the seed of shuffles that name none; models take theirs from Python's."""
    if visit.frame.instance.definition.outermost.file is not visit.script_file:
        message = f"scripts call {call.row.full_name} in their own file, received a call in a module beside it"
        raise visit.error("BML201", call.node, message, "call it in the script")
    visit.world.note_reseeding(visit.loc(call.node))
    return Value(NONE, of_run(visit, "setRandomSeed", number(call["seed"])))
