"""Data sets through `tf.data`, and what `fit`, `evaluate` and `predict` of Keras make of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

import bml
from bml import layers
from bml.native.data import tf_dataset
from bmlc.errors import UserError
from bmlc.host_tensor import HostTensor
from bmlc.random import philox

X = np.arange(23, dtype=np.float32)
Y = np.arange(23, dtype=np.int32) * 10

PIPELINES: dict[str, Callable[[Any], Any]] = {
    "elements": lambda d: d,
    "batch": lambda d: d.batch(5),
    "batch drop": lambda d: d.batch(5, drop_remainder=True),
    "take": lambda d: d.take(3),
    "take all": lambda d: d.take(-1).take(100),
    "skip": lambda d: d.skip(20),
    "skip all": lambda d: d.skip(30),
    "take batches": lambda d: d.batch(4).skip(1).take(3),
    "map": lambda d: d.map(lambda x, y: (x * 2.0, y + 1)),
    "map to one": lambda d: d.map(lambda x, y: x).map(lambda x: x + 1.0).batch(4),
    "map batches": lambda d: d.batch(6).map(lambda x, y: (x * 2.0, y + 1)),
    "map twice": lambda d: d.map(lambda x, y: (x * 2.0, y)).batch(6).map(lambda x, y: (x + 1.0, y)).take(2),
}


def rows(data: Any) -> list[Any]:
    return [[np.asarray(part).tolist() for part in (item if isinstance(item, tuple) else (item,))] for item in data]


@pytest.mark.parametrize("name", PIPELINES)
def test_transformations_are_those_of_tf_data(name: str) -> None:
    make = PIPELINES[name]
    ours, theirs = make(bml.Dataset.from_tensor_slices((X, Y))), make(tf.data.Dataset.from_tensor_slices((X, Y)))
    assert rows(ours) == rows(theirs)
    assert len(ours) == len(theirs)
    assert rows(ours) == rows(ours), "iterating again gives the same"


def order(invocation: int, count: int = 23) -> list[int]:
    return philox.permutation(count, 7, philox.site("shuffle:0"), invocation).tolist()


def shuffled() -> bml.Dataset:
    return bml.Dataset.from_tensor_slices((X, Y)).map(lambda x, y: (x[None], y / 10)).shuffle(seed=7).batch(10)


def test_functions_compute_as_in_a_build_and_give_arrays() -> None:
    images = bml.Dataset.from_tensor_slices((np.full((3, 2, 2), 255, np.uint8), [0, 1, 2]))
    prepared = images.map(bml.function(lambda image, label: (image / 255.0, bml.one_hot(label, 3)))).batch(2)
    assert [str(of) for of in prepared.element_spec] == ["float32[n, 2, 2]", "float32[n, 3]"]  # type: ignore[union-attr]
    (image, label), (last, _) = prepared
    assert isinstance(image, HostTensor)
    assert (image.min(), label.tolist(), last.shape) == (1.0, [[1, 0, 0], [0, 1, 0]], (1, 2, 2))


def test_each_iteration_has_the_next_order() -> None:
    data = shuffled()
    for epoch in range(3):
        assert [int(y) for _, batch in data for y in batch] == order(epoch)


def test_a_batch_that_is_smaller_may_stand_anywhere() -> None:
    batches = bml.Dataset.from_tensor_slices(X).map(lambda x: x + 0.5).batch(10).shuffle(seed=7)
    assert [batch.tolist() for batch in batches] == [(X[10 * i : 10 * i + 10] + 0.5).tolist() for i in order(0, 3)]


class Recorder(bml.Model):  # type: ignore[misc]
    """Remembers the batches that a step is given."""

    def __init__(self) -> None:
        super().__init__()
        self.dense = layers.Dense(1)
        self.seen: list[list[int]] = []
        self.weights_seen: list[list[float]] = []

    def call(self, x: Any) -> Any:
        return self.dense(x)

    def train_step(self, data: Any) -> Any:
        _, y, weight = (*data, None)[:3]
        self.seen.append([int(v) for v in y])
        self.weights_seen.append([] if weight is None else [float(v) for v in weight])
        return super().train_step(data)


def recorder() -> Recorder:
    model = Recorder()
    model.compile(optimizer="sgd", loss="mse", run_eagerly=True)
    return model


def test_fit_takes_the_batches_in_bmls_order() -> None:
    model, data = recorder(), shuffled()
    history = model.fit(data, epochs=2, validation_data=data.take(1), verbose=0)
    # The validation is an iteration too.
    assert [y for batch in model.seen for y in batch] == order(0) + order(2)
    assert [len(batch) for batch in model.seen] == [10, 10, 3] * 2
    assert set(history.history) == {"loss", "val_loss"}
    assert model.predict(data, verbose=0).shape == (23, 1)
    assert isinstance(model.evaluate(data, verbose=0), float)


@pytest.mark.parametrize("weights", [None, X / 23])
def test_fit_shuffles_arrays_as_a_data_set_is_shuffled(weights: Any) -> None:
    model = recorder()
    model.fit(X[:, None], Y / 10, sample_weight=weights, batch_size=10, epochs=2, verbose=0)
    orders = [philox.permutation(23, 0, philox.site("shuffle:0"), epoch).tolist() for epoch in range(2)]
    assert [y for batch in model.seen for y in batch] == orders[0] + orders[1]
    assert [len(batch) for batch in model.seen] == [10, 10, 3] * 2
    seen = [weight for batch in model.weights_seen for weight in batch]
    assert seen == pytest.approx([] if weights is None else [weights[i] for i in orders[0] + orders[1]])


@pytest.mark.parametrize("tensors", [((X, Y), (Y, X)), ({"zed": X, "alpha": X[:, None]}, Y), ((X, Y),)])
def test_arrays_in_structures_are_elements_as_in_tf_data(tensors: Any) -> None:
    ours = bml.Dataset.from_tensor_slices(tensors).skip(2).batch(5)
    theirs = tf.data.Dataset.from_tensor_slices(tensors).skip(2).batch(5)
    for of in (ours, tf_dataset(ours, 1)):  # a loop, and what Keras is given
        for batch, like in zip(of, theirs, strict=True):
            tf.nest.map_structure(np.testing.assert_array_equal, batch, like)


def test_arrays_of_several_inputs_keep_their_structure() -> None:
    a, b = bml.Input((1,), name="a"), bml.Input((1,), name="b")
    model = bml.Model({"a": a, "b": b}, layers.Dense(1, kernel_initializer="ones")(layers.Subtract()([a, b])))
    model.compile("sgd", "mse")
    history = model.fit({"b": X[:, None], "a": X[:, None] + 3.0}, X * 0.0 + 3.0, verbose=0)
    assert history.history["loss"] == [0.0]


def test_what_is_not_shuffled_keeps_its_order() -> None:
    model = recorder()
    model.fit(X[:, None], Y / 10, batch_size=10, shuffle=False, verbose=0)
    assert [y for batch in model.seen for y in batch] == list(range(23))


def test_class_weights_are_kept() -> None:
    model = recorder()
    data = bml.Dataset.from_tensor_slices((X[:4, None], [0, 1, 1, 0])).batch(4)
    model.fit(data, class_weight={0: 1.0, 1: 3.0}, verbose=0)
    assert model.weights_seen == [[1.0, 3.0, 3.0, 1.0]]


def test_other_backends_take_data_sets_without_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    """What JAX and PyTorch are given, which Keras on TensorFlow takes too."""
    monkeypatch.setattr(keras.backend, "backend", lambda: "jax")
    model, data = recorder(), bml.Dataset.from_tensor_slices((X[:, None], Y // 10)).shuffle(seed=7).batch(10)
    model.fit(data, epochs=2, class_weight=dict.fromkeys(range(23), 2.0), verbose=0)
    assert [len(batch) for batch in model.seen] == [10, 10, 3] * 2
    epochs = [[y for batch in model.seen[start : start + 3] for y in batch] for start in (0, 3)]
    assert epochs == [order(0), order(1)], "Keras has looked at batches before"
    assert model.weights_seen[0] == [2.0] * 10
    assert model.predict(data, verbose=0).shape == (23, 1)


@pytest.mark.parametrize("use", ["fit", "evaluate", "predict"])
def test_each_use_of_a_shuffled_data_set_is_an_iteration(use: str) -> None:
    model, data = recorder(), bml.Dataset.from_tensor_slices((X[:, None], Y // 10)).shuffle(seed=7)
    getattr(model, use)(data.batch(10), verbose=0)
    assert [int(y) for _, y in data] == order(1)


@pytest.mark.parametrize(
    ("call", "code", "message"),
    [
        (lambda m, d: m.fit(d), "BML102", "expected a Dataset of batches, received single elements"),
        (lambda m, d: m.fit(d.batch(2), Y), "BML102", "expected a Dataset alone, received targets"),
        (lambda m, d: list(d.map(lambda x: x)), "BML102", "takes 1 arguments, the elements of the data set have 2"),
        (lambda m, d: list(d.map(lambda x, y: [x, y])), "BML103", "a tensor or a tuple of tensors, received list"),
        (lambda m, d: list(d.map(lambda x, y: x if x > 0 else y)), "BML103", "has no truth value"),
    ],
)
def test_what_is_refused(call: Any, code: str, message: str) -> None:
    with pytest.raises(UserError, match=message) as caught:
        call(recorder(), bml.Dataset.from_tensor_slices((X[:, None], Y)))
    assert caught.value.code == code
    assert caught.value.loc is not None
    assert caught.value.loc.file == __file__


def test_types_stand_where_an_element_has_them() -> None:
    """Dictionaries keep their order, as in elements and in builds."""
    data = bml.Dataset.from_tensor_slices((np.ones((4, 3), "float32"), np.ones((4, 2), "int32")))
    parts = data.map(lambda a, b: ({"zed": a, "alpha": b}, bml.ops.sum(a))).batch(2)
    named, last = parts.element_spec
    assert [(name, str(of)) for name, of in named.items()] == [("zed", "float32[n, 3]"), ("alpha", "int32[n, 2]")]
    assert str(last) == "float32[n]"
