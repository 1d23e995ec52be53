"""The generator against Random123's published vectors (kat_vectors, philox4x32-10), and what is made of its words."""

import numpy as np
import pytest

from bmlc import ops
from bmlc.ir import TensorType, symbol
from bmlc.passes.trace import trace
from bmlc.random import philox
from bmlc.reference import evaluate


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ((0,) * 4, (0,) * 2, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_random123s_vectors(counter, key, expected):
    assert tuple(map(int, philox.philox(counter, key))) == expected


def test_the_site_is_the_fnv_hash_of_the_name():
    assert philox.site("") == 0x811C9DC5
    assert philox.site("a") == 0xE40C292C
    assert philox.site("foobar") == 0xBF9CF968


def test_elements_take_the_words_of_a_block_in_order():
    first = philox.philox((0, 0, 7, 0), (3, 5))
    second = philox.philox((1, 0, 7, 0), (3, 5))
    assert philox.words((2, 3), 3, 5, 7).ravel().tolist() == [*map(int, first), *map(int, second[:2])]


def test_uniform_numbers_are_multiples_of_two_to_the_minus_24():
    u = philox.uniform(1000, seed=1, site=2)
    assert u.dtype == np.float32
    assert u.min() >= 0
    assert u.max() < 1
    assert np.all(u * 2**24 == np.floor(u * 2**24))
    assert abs(u.mean() - 0.5) < 0.03


def test_a_permutation_sorts_by_words():
    order = philox.permutation(100, seed=4, site=9, invocation=2)
    assert sorted(order.tolist()) == list(range(100))
    assert np.all(np.diff(philox.words(100, 4, 9, 2)[order].astype(np.int64)) >= 0)
    assert order.tolist() != philox.permutation(100, seed=4, site=9, invocation=3).tolist()


def test_the_op_draws_the_same_numbers_for_any_size():
    fn = trace(
        lambda x, count: [
            ops.random_uniform(count, shape=(ops.shape(x)[0], 3), seed=11, site=12),
            ops.random_words(count, shape=(5,), seed=11, site=12, part="high16") * 65536.0
            + ops.random_words(count, shape=(5,), seed=11, site=12, part="low16"),
        ],
        [("x", TensorType((symbol("n"),), "float32")), ("count", TensorType((), "int32"))],
        "f",
    )
    (unit, words), _ = evaluate(fn, [np.zeros(4, "f"), np.int32(6)], (), precision="float64")
    np.testing.assert_array_equal(unit, philox.uniform((4, 3), 11, 12, 6))
    np.testing.assert_array_equal(words, philox.words(5, 11, 12, 6))
