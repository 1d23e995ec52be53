"""Host numbers: CPython's algorithms on bml's words, and the table of draws that JavaScript repeats."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import bml
from bml.context import current_context, new_program
from bml.random import HostRandom
from bmlc.errors import UserError
from bmlc.ir import TensorType
from bmlc.random import philox

TABLE = Path(__file__).parents[2] / "golden" / "tables" / "host_random.json"

# Drawn one after another from one stream; lists of words stand for any sequence.
LETTERS = list("abcdefgh")
CALLS: list[tuple[str, list[Any]]] = [
    *[("random", [])] * 5,
    ("uniform", [-1.5, 2.25]),
    ("uniform", [3.0, 3.0]),
    *[("randint", [1, 6])] * 4,
    ("randint", [0, 2**32 - 1]),
    ("randint", [0, 2**32]),
    ("randint", [-(2**52), 2**52 - 2]),
    ("randrange", [7]),
    ("randrange", [2**40]),
    ("randrange", [10, 20]),
    ("randrange", [3, 50, 7]),
    ("randrange", [50, 3, -7]),
    *[("choice", [LETTERS])] * 3,
    ("choices", [LETTERS]),
    ("choices", [LETTERS, None, 6]),
    ("choices", [LETTERS, [1, 0, 2.5, 0, 0, 1, 0, 4], 12]),
    ("sample", [LETTERS, 0]),
    ("sample", [LETTERS, 3]),
    ("sample", [LETTERS, 8]),
    ("sample", [list(range(300)), 5]),
    ("sample", [list(range(300)), 22]),
    ("sample", [list(range(300)), 200]),
    ("shuffle", [list(range(30))]),
    ("shuffle", [[]]),
    *[("gauss", [])] * 3,
    ("gauss", [10.0, 0.5]),
    *[("random", [])] * 300,  # across blocks
    ("gauss", [0.0, 2.0]),
]


def draw(stream: HostRandom, name: str, args: list[Any]) -> Any:
    if name == "choices":
        return stream.choices(*args[:2], k=args[2] if len(args) > 2 else 1)
    if name == "shuffle":
        shuffled = list(args[0])
        stream.shuffle(shuffled)
        return shuffled
    return getattr(stream, name)(*args)


def test_every_draw(golden: Callable[[Path, str], None]) -> None:
    table = []
    for seed in (0, 1, 2**32 - 1):
        stream = HostRandom(seed)
        table.append({"seed": seed, "draws": [[name, args, draw(stream, name, args)] for name, args in CALLS]})
    golden(TABLE, json.dumps(table, separators=(",", ":")).replace('],["', '],\n["') + "\n")


def test_the_stream_is_philox_by_blocks() -> None:
    words = philox.words(1200, 5, philox.site("random")).tolist()
    stream = HostRandom(5)
    assert [stream.getrandbits(32) for _ in range(600)] == words[:600]
    assert stream.random() == ((words[600] >> 5) * 2**26 + (words[601] >> 6)) / 2**53
    assert stream.getrandbits(53) == words[602] + ((words[603] >> 11) << 32)
    assert stream.getrandbits(7) == words[604] >> 25


def test_the_block_is_counted_beyond_32_bits() -> None:
    stream = HostRandom(5)
    stream._block = 2**32 + 3
    expected = philox.philox((3, 1, 0, 0), (5, philox.site("random")))
    assert [stream.getrandbits(32) for _ in range(4)] == [int(word) for word in expected]


def test_numbers_are_spread_evenly() -> None:
    stream = HostRandom(3)
    numbers = np.array([stream.random() for _ in range(20_000)])
    assert abs(numbers.mean() - 0.5) < 0.01
    assert np.all(np.histogram(numbers, 10, (0, 1))[0] > 1800)
    bits = np.array([stream.gauss() for _ in range(20_000)])
    assert abs(bits.mean()) < 0.03
    assert abs(bits.std() - 1) < 0.03


def test_the_program_begins_at_its_seed() -> None:
    first = [bml.random.random() for _ in range(3)]
    assert first[0] == HostRandom(0).random()
    bml.set_random_seed(4)
    assert bml.random.randint(0, 99) == HostRandom(4).randint(0, 99)
    bml.random.seed(9)
    assert current_context().random_seed == 9
    assert bml.random.gauss() == HostRandom(9).gauss()
    with new_program():
        assert bml.random.random() == first[0]
        assert current_context().random_seed == 0


def test_the_first_script_begins_the_stream_as_a_browser_does() -> None:
    @bml.script
    def draw() -> list[float]:
        return [bml.random.random(), bml.random.uniform(1, 2)]

    bml.random.seed(6)
    bml.random.shuffle([1, 2, 3])
    stream = HostRandom(6)
    expected = [[stream.random(), stream.uniform(1, 2)] for _ in range(2)]
    assert [draw(), draw()] == expected


def test_what_python_refuses_is_refused() -> None:
    with pytest.raises(IndexError, match="Cannot choose from an empty sequence"):
        bml.random.choice([])
    with pytest.raises(ValueError, match="Sample larger than population or is negative"):
        bml.random.sample([1], 2)
    with pytest.raises(ValueError, match="The number of weights does not match the population"):
        bml.random.choices([1, 2], [1.0])


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, None, True])
def test_seeds_are_whole_numbers(seed: Any) -> None:
    with pytest.raises(UserError, match=r"random.seed expects seed to be a whole number from 0 to 4294967295"):
        bml.random.seed(seed)


def test_a_traced_function_does_not_keep_a_number_for_good() -> None:
    @bml.function
    def noisy(x: Any) -> Any:
        return x + bml.random.random()

    with pytest.raises(UserError, match=r"bml.random.random gives a number of the host, which a traced function"):
        noisy.traced([TensorType((2,), "float32")])
