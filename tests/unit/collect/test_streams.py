"""Streams of random numbers as the file left them."""

from __future__ import annotations

import random

import numpy as np
import pytest

from bml.collect.streams import streams_here


@pytest.fixture(autouse=True)
def _seeded() -> None:
    random.seed(0)
    np.random.seed(0)


def test_streams_that_nobody_touched_are_not_shipped() -> None:
    assert streams_here().shipped(["python", "numpy"], 0, "") == {}


def test_a_stream_is_shipped_as_a_seed_of_the_file_and_the_words_drawn() -> None:
    random.seed(42)
    np.random.seed(1234)
    for _ in range(1000):
        random.random()
    np.random.rand(3)
    shipped = streams_here().shipped(["python", "numpy"], 0, "random.seed(42); np.random.seed(1234)")
    assert shipped == {"python": {"seed": 42, "words": 2000}, "numpy": {"seed": 1234, "words": 6}}


def test_only_streams_that_scripts_draw_from_are_shipped() -> None:
    random.seed(42)
    assert streams_here().shipped(["numpy"], 0, "random.seed(42)") == {}


def test_the_second_normal_of_a_pair_goes_along() -> None:
    np.random.randn()
    shipped = streams_here().shipped(["numpy"], 0, "")
    assert shipped["numpy"]["spare"] == np.random.randn()


def test_a_seed_that_is_not_found_ships_the_state() -> None:
    np.random.seed(987654321)
    shipped = streams_here().shipped(["numpy"], 0, "np.random.seed(hash(name))")
    assert len(shipped["numpy"]["state"]) == 624
