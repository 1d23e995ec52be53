"""Data sets: their order against a plain computation, their types, and what iterating gives while a file is read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import bml
from bmlc.errors import UserError
from bmlc.ops.tree import flatten, unflatten
from bmlc.random import philox

X = np.arange(23, dtype=np.float32)
Y = np.arange(23, dtype=np.int32) * 10


def order(count: int, seed: int, invocation: int) -> list[int]:
    """Indices sorted by their random words, computed plainly."""
    words = philox.words(count, seed, philox.site("shuffle:0"), invocation).tolist()
    return sorted(range(count), key=lambda index: words[index])


def test_shuffle_is_the_documented_order() -> None:
    data = bml.Dataset.from_tensor_slices(X).shuffle(seed=7)
    for epoch in range(3):
        assert [int(x) for x in data] == order(23, 7, epoch)
    fixed = bml.Dataset.from_tensor_slices(X).shuffle(seed=7, reshuffle_each_iteration=False)
    for _ in range(2):
        assert [int(x) for x in fixed] == order(23, 7, 0)


def test_shuffle_of_batches_moves_whole_batches() -> None:
    batches = [batch.tolist() for batch in bml.Dataset.from_tensor_slices(X).batch(4).shuffle(seed=2)]
    assert batches == [X[index * 4 : index * 4 + 4].tolist() for index in order(6, 2, 0)]


def test_two_shuffles_have_sites_of_their_own() -> None:
    data = bml.Dataset.from_tensor_slices(X).shuffle(seed=7).shuffle(seed=7)
    sites = [step.site for step in data.transformations if hasattr(step, "site")]
    assert sites == [philox.site("shuffle:0"), philox.site("shuffle:1")]


def test_pipelines_that_branch_share_the_count_of_their_shuffle() -> None:
    shuffled = bml.Dataset.from_tensor_slices(X).shuffle(seed=7)
    next(iter(shuffled.batch(4)))
    assert [int(x) for x in shuffled.take(3)] == order(23, 7, 1)[:3]


def test_shuffle_uses_the_seed_of_the_program() -> None:
    bml.set_random_seed(9)
    assert [int(x) for x in bml.Dataset.from_tensor_slices(X).shuffle()] == order(23, 9, 0)


def test_shuffle_commutes_with_map() -> None:
    data = bml.Dataset.from_tensor_slices(X)
    first = [float(x) for x in data.map(lambda x: x * 2.0).shuffle(seed=1)]
    assert first == [float(x) for x in data.shuffle(seed=1).map(lambda x: x * 2.0)]


@pytest.mark.parametrize(("fraction", "size"), [(0.8, 18), (5, 5), (0, 0), (23, 23)])
def test_split(fraction: float, size: int) -> None:
    data = bml.Dataset.from_tensor_slices(X).shuffle(seed=1, reshuffle_each_iteration=False)
    first, second = data.split(fraction)
    assert (len(first), len(second)) == (size, 23 - size)
    assert sorted([float(x) for x in first] + [float(x) for x in second]) == X.tolist()


def test_specs() -> None:
    images = bml.Dataset.from_tensor_slices((np.zeros((4, 3, 3, 1), np.uint8), np.zeros(4, np.int64)))
    assert [str(element) for element in images.element_spec] == ["uint8[3, 3, 1]", "int32[]"]
    prepared = images.map(lambda image, label: (image / 255.0, bml.one_hot(label, 10)))
    assert [str(element) for element in prepared.element_spec] == ["float32[3, 3, 1]", "float32[10]"]
    batched = prepared.batch(2).map(lambda x, y: x)
    assert str(batched.element_spec) == "float32[n, 3, 3, 1]"


def test_a_pipeline_reads_as_its_steps() -> None:
    @bml.function
    def prepare(x: Any, y: Any) -> Any:
        return x / 255.0, y

    data = bml.Dataset.from_tensor_slices((X, Y)).map(prepare).batch(64)
    steps = "Map(function=<bml.function prepare>), Batch(size=64, drop_remainder=False)"
    assert repr(data) == f"<bml.Dataset float32[], int32[], {steps}>"
    assert data.source.names == ("x", "y")


def test_a_function_is_traced_once_for_elements_of_one_type() -> None:
    calls = []

    @bml.function
    def prepare(x: Any) -> Any:
        calls.append(1)
        return x + 1.0

    data = bml.Dataset.from_tensor_slices(X)
    for _ in range(3):
        assert str(data.map(prepare).batch(4).element_spec) == "float32[n]"
    assert len(calls) == 1


def test_maps_compute_with_numpy_while_a_file_is_read() -> None:
    data = bml.Dataset.from_tensor_slices((X, Y)).map(lambda x, y: (x * 2.0, y / 10)).batch(6).map(lambda x, y: x + y)
    assert [batch.tolist() for batch in data] == [(X * 3)[start : start + 6].tolist() for start in range(0, 23, 6)]


def test_what_numpy_has_not_has_a_shape() -> None:
    pool = bml.layers.MaxPooling2D(2)
    images = bml.Dataset.from_tensor_slices(np.zeros((3, 4, 4, 1), np.float32))
    pooled = images.map(lambda image: pool(image[None])[0]).batch(2)
    assert [batch.shape for batch in pooled] == [(2, 2, 2, 1), (1, 2, 2, 1)]


def test_big_numbers_are_converted_once() -> None:
    data = bml.Dataset.from_tensor_slices((np.arange(3, dtype=np.int64), np.arange(3, dtype=np.float64)))
    assert [str(element) for element in data.element_spec] == ["int32[]", "float32[]"]


def test_types_stand_where_an_element_has_them() -> None:
    """Dictionaries keep their order, as in elements and in builds."""
    data = bml.Dataset.from_tensor_slices((np.ones((4, 3), "float32"), np.ones((4, 2), "int32")))
    parts = data.map(lambda a, b: ({"zed": a, "alpha": b}, bml.ops.sum(a))).batch(2)
    named, last = parts.element_spec
    assert [(name, str(of)) for name, of in named.items()] == [("zed", "float32[n, 3]"), ("alpha", "int32[n, 2]")]
    assert str(last) == "float32[n]"


STRUCTURES: dict[str, Any] = {
    "tuples": ((X, Y), (Y, X)),
    "dictionaries": ({"zed": X, "alpha": X[:, None]}, Y),
    "one alone": ((X, Y),),
    "deep": (({"zed": (X, Y)}, X), Y, X),
}


@pytest.mark.parametrize("tensors", STRUCTURES.values(), ids=STRUCTURES)
def test_elements_have_the_parts_that_arrays_are_given_in(tensors: Any) -> None:
    data = bml.Dataset.from_tensor_slices(tensors)
    for part in (data, data.shuffle(seed=1, reshuffle_each_iteration=False).batch(5), data.split(0.5)[0]):
        first = next(iter(part))
        rows = flatten(first)[0].astype(int)  # x counts them
        np.testing.assert_equal(first, unflatten(tensors, (array[rows] for array in flatten(tensors))))
        sizes = unflatten(first, (len(of.shape) for of in flatten(part.element_spec)))
        assert sizes == unflatten(first, map(np.ndim, flatten(first)))


@pytest.mark.parametrize(
    ("make", "message", "hint"),
    [
        (lambda of: of(((X, Y[1:]), Y)), r"arrays of one length, received shapes \(23,\), \(22,\), \(23,\)", None),
        (lambda of: of(()), "arrays of one length, received shapes none", None),
        (
            lambda of: of(([X, Y], Y)),
            r"arrays of one length, received shapes \(2, 23\), \(23,\)",
            "put several arrays into a",
        ),
        (lambda of: of({"a": X}), "an array or a tuple, received a dictionary", "put it into a tuple"),
        (
            lambda of: of(((X, Y), Y)).map(lambda x, y: x),
            "received elements with parts of their own",
            "from_arrays(a, b, y)",
        ),
    ],
)
def test_structures_that_are_refused(make: Any, message: str, hint: str | None) -> None:
    with pytest.raises(UserError, match=message) as caught:
        make(bml.Dataset.from_tensor_slices)
    assert hint is None if caught.value.hint is None else hint in caught.value.hint
