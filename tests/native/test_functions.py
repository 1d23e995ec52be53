"""`@bml.function` on TensorFlow: what it takes, gives and traces."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

import bml
from bml import layers
from bmlc.errors import UserError


def test_it_takes_and_gives_structures_of_arrays() -> None:
    @bml.function
    def both(x: Any, pair: Any, *, scale: float = 2.0, nothing: Any = None) -> Any:
        first, second = pair["first"], pair["rest"][0]
        return {"sum": x + first, "parts": (x, [second * scale])}

    result = both([1, 2], {"first": np.array([3.0, 4.0]), "rest": [tf.constant([5.0])]})
    assert result["sum"].tolist() == [4.0, 6.0]
    assert (result["sum"].dtype, result["parts"][0].dtype) == ("float32", "int32")
    assert result["parts"][1][0].item() == 10.0
    assert (type(result["parts"]), str(result["sum"])) == (tuple, "[4. 6.]")


def test_a_size_that_changes_is_traced_once_more() -> None:
    shapes = []

    @bml.function
    def twice(x: Any, name: str = "") -> Any:
        shapes.append(tuple(x.shape))
        return x * 2.0

    for size in (64, 64, 36, 64, 7):
        assert twice(np.ones((size, 3))).shape == (size, 3)
    twice(np.ones((64, 3)), name="other")
    assert shapes == [(64, 3), (None, 3), (64, 3)]


def test_annotations_say_what_parameters_are() -> None:
    calls = []

    @bml.function
    def mixed(x: bml.TensorSpec((None, 2)), image: bml.Image(2, 2, 1), rate: float, step: int) -> Any:  # type: ignore[valid-type]
        calls.append((tuple(x.shape), image.dtype.name, rate.dtype.name, step.dtype.name))  # type: ignore[attr-defined]
        return bml.ops.sum(x) * rate + bml.ops.mean(image / 255.0) * step

    for rows, step in ((1, 1), (2, 2), (3, 3)):
        result = mixed([[1, 2]] * rows, np.full((2, 2), 255), 0.5, step)
        assert result.item() == pytest.approx(rows * 1.5 + step)
    assert calls == [((None, 2), "uint8", "float32", "int32")]
    with pytest.raises(UserError, match="mixed expects x of") as caught:
        mixed([1.0], np.zeros((2, 2)), 0.5, 1)
    assert caught.value.code == "BML101"


def test_a_number_that_keeps_changing_is_a_tensor() -> None:
    traces = []

    @bml.function
    def scaled(x: Any, rate: float, axis: int) -> Any:
        traces.append(rate)
        return bml.ops.sum(x, axis=axis) * rate

    for rate in range(20):
        assert scaled([[1.0, 2.0]], rate / 4, rate % 2).tolist() == (
            [rate / 4, rate / 2] if rate % 2 == 0 else [rate * 0.75]
        )
    assert len(traces) < 8


def test_a_number_without_an_annotation_becomes_one() -> None:
    traces = []

    @bml.function
    def times(x: Any, rate: Any) -> Any:
        traces.append(rate)
        return x * rate

    for rate in range(8):
        assert times(np.ones(2 + rate % 2), rate / 4).tolist() == [rate / 4] * (2 + rate % 2)
    assert len(traces) == 6  # four constants, the tensor, and that for any size


def test_a_call_inside_another_is_part_of_it() -> None:
    @bml.function
    def scale(x: Any) -> Any:
        return x * 0.5

    @bml.function
    def outer(x: Any) -> Any:
        return scale(x / 255) + 1

    assert outer(np.array([255, 0], np.uint8)).tolist() == [1.5, 1.0]

    class Scaled(keras.Model):
        def call(self, x: Any) -> Any:
            return outer(x)

    assert Scaled().predict(np.array([[255], [0]], np.uint8), verbose=0).tolist() == [[1.5], [1.0]]
    halves = bml.Model(inputs := bml.Input((1,)), scale(inputs))
    assert np.asarray(halves(np.ones((1, 1)))).tolist() == [[0.5]]


def test_layers_losses_and_metrics_take_what_functions_take_and_give() -> None:
    dense = layers.Dense(2, kernel_initializer="ones")  # makes its weights in the trace

    @bml.function
    def forward(x: Any, y: Any) -> Any:
        predicted = dense(x / 255.0)
        return predicted, bml.losses.mean_squared_error(y, predicted), bml.ops.shape(x)[0]

    predicted, losses, count = forward(np.full((3, 4), 255, np.uint8), np.full((3, 2), 3.0))
    assert (predicted.tolist(), losses.tolist(), count.item()) == ([[4.0, 4.0]] * 3, [1.0] * 3, 3)
    mean = bml.metrics.Mean()
    mean.update_state(losses)
    assert float(mean.result()) == 1.0


def test_variables_that_functions_set() -> None:
    total = bml.Variable(0.0, trainable=False)

    @bml.function
    def add(x: Any) -> None:
        total.assign(total + bml.ops.sum(x))

    for _ in range(3):
        assert add([1.0, 2.0]) is None
    assert total.numpy() == 9.0
    total.assign(add.fn and np.float32(1.5))
    assert float(total.value) == 1.5


@pytest.mark.parametrize(
    ("fn", "code", "message"),
    [
        (lambda x: None, "BML103", "must return tensors, received None"),
        (lambda x: (x, "text"), "BML103", "must return tensors, received 'text'"),
        (lambda x: x if x[0] > 0 else -x, "BML103", r"a traced bool\[\] has no truth value"),
        (lambda x: x + len(list(x)), "BML103", r"a traced float32\[2\] cannot be iterated over"),
        (lambda x: np.exp(x) + x, "BML103", r"NumPy received a traced float32\[2\]"),
        (lambda x, y: x, "BML102", "missing a required argument: 'y'"),
    ],
)
def test_what_is_refused_as_in_a_build(fn: Any, code: str, message: str) -> None:
    with pytest.raises(UserError, match=message) as caught:
        bml.function(fn)(np.ones(2))
    assert caught.value.code == code
    assert caught.value.loc is not None
    assert caught.value.loc.file == __file__


def test_a_users_error_in_a_layer_stays_itself() -> None:
    class Gate(layers.Layer):
        def call(self, x: Any) -> Any:
            return x if bml.ops.mean(x) > 0 else -x

    with pytest.raises(UserError, match="has no truth value"):
        bml.function(lambda x: Gate()(x) + 1)(np.ones((1, 2)))


def test_operators_elsewhere_stay_tensorflows() -> None:
    bml.function(lambda x: x)(1.0)
    with pytest.raises(TypeError):
        tf.constant([1], tf.uint8) / 255.0


def test_scripts_read_tensors_as_a_page_does(capsys: pytest.CaptureFixture[str]) -> None:
    @bml.script
    def main() -> float:
        x = bml.ops.convert_to_tensor(np.array([1, 2], np.int32))
        half = x * 0.5
        print(half, [half], f"{half[0]:.2f}")
        bml.log(loss=half[1])
        return half[1].item() + sum(half.tolist())  # type: ignore[no-any-return]

    assert main() == 2.5
    assert capsys.readouterr().out == "[0.5 1. ] [array([0.5, 1. ], dtype=float32)] 0.50\nloss=1\n"


def test_a_function_needs_tensorflow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keras.backend, "backend", lambda: "jax")
    for call in (bml.function(lambda x: x), bml.value_and_grad(lambda x: x)):
        with pytest.raises(UserError, match="needs TensorFlow, received a Keras that runs on 'jax'") as caught:
            call(1.0)
        assert caught.value.code == "BML403"


@pytest.mark.parametrize("dtype", ["int64", "uint32"])
def test_integers_that_int32_cannot_hold_are_refused(dtype: str) -> None:
    @bml.function
    def scaled(x: Any) -> Any:
        return bml.ops.cast(x, dtype) * bml.ops.cast(2**20, dtype)

    assert (scaled([3]).tolist(), scaled([3]).dtype) == ([3 * 2**20], "int32")
    with pytest.raises(UserError, match="expected integers that int32 holds, received values from 2147483648"):
        scaled([2**11])


def test_threads_that_call_a_function_at_once_trace_it_once() -> None:
    traced = []
    together = Barrier(3)

    @bml.function
    def halved(x: Any) -> Any:
        traced.append("once")
        sleep(0.05)  # as long as a layer takes that is built by its first call
        return x / 2

    def call(value: int) -> Any:
        together.wait()
        return halved([value]).tolist()

    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(call, [1, 2, 3])) == [[0.5], [1.0], [1.5]]
    assert traced == ["once"]
