"""Models against Keras 3: whole training runs from the same weights, and what a user can ask of a model."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest

import bml
from bml import layers
from bmlc.errors import UserError
from bmlc.ir import TensorType, verify
from bmlc.passes.differentiate import differentiate

RNG = np.random.default_rng(0)
X = RNG.uniform(size=(50, 8, 8, 1)).astype("float32")
LABELS = RNG.integers(0, 3, 50)
ONE_HOT = np.eye(3, dtype="float32")[LABELS]


def smooth_cnn(k: Any, head: str = "softmax", outputs: int = 3) -> Any:
    """Tanh and average pooling: no kinks, so that rounding is not amplified from step to step."""
    return [
        (k.Input if hasattr(k, "Input") else bml.Input)((8, 8, 1)),
        k.Conv2D(4, 3, activation="tanh"),
        k.AveragePooling2D(2),
        k.Flatten(),
        k.Dense(outputs, activation=head),
    ]


def pair(**kwargs: Any) -> tuple[bml.Sequential, Any]:
    ours, theirs = bml.Sequential(smooth_cnn(layers, **kwargs)), keras.Sequential(smooth_cnn(keras.layers, **kwargs))
    theirs.set_weights(ours.get_weights())
    return ours, theirs


@pytest.mark.parametrize(
    ("optimizer", "loss", "targets", "model"),
    [
        ("adam", "categorical_crossentropy", ONE_HOT, {}),
        ("sgd", "sparse_categorical_crossentropy", LABELS, {}),
        ("adam", "binary_crossentropy", (LABELS == 1).astype("float32")[:, None], {"head": "sigmoid", "outputs": 1}),
        ("sgd", "mse", ONE_HOT, {"head": "linear"}),
    ],
)
def test_training_is_that_of_keras(optimizer: str, loss: str, targets: np.ndarray, model: dict[str, Any]) -> None:
    """Three epochs with a smaller last batch: logs of each epoch, final weights, evaluation, predictions."""
    ours, theirs = pair(**model)
    metrics = ["mae"] if loss == "mse" else ["accuracy"]
    ours.compile(optimizer, loss, metrics=metrics)
    theirs.compile(optimizer, loss, metrics=metrics)
    data = (X[40:], targets[40:])
    mine = ours.fit(X, targets, batch_size=16, epochs=3, shuffle=False, validation_data=data, verbose=0)
    expected = theirs.fit(X, targets, batch_size=16, epochs=3, shuffle=False, validation_data=data, verbose=0)
    assert set(mine.history) == set(expected.history)
    for name, values in expected.history.items():
        np.testing.assert_allclose(mine.history[name], values, rtol=2e-5, err_msg=name)
    for own, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(own, other, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(ours.predict(X), theirs.predict(X, verbose=0), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(
        ours.evaluate(X, targets, verbose=0, return_dict=False), theirs.evaluate(X, targets, verbose=0), rtol=1e-4
    )


def test_the_steps_are_functions_of_a_batch_of_any_size() -> None:
    model = bml.Sequential([bml.Input((6,)), layers.Dropout(0.5), layers.Dense(3, activation="softmax")])
    model.compile("adam", "categorical_crossentropy", ["accuracy"])
    types = [TensorType((6,), "float32"), TensorType((3,), "float32")]
    train, test = model.train_step(types, "model_train_step"), model.test_step(types)
    predict = model.predict_step(types)
    for fn in (train, test, predict):
        verify(fn)
        verify(differentiate(fn))
    assert train.name == "model_train_step"
    assert [str(param.type) for param in train.params] == ["float32[n, 6]", "float32[n, 3]"]
    assert [str(out.type) for out in train.outs] == ["float32[2]"]
    assert model.logs == ("loss", "accuracy")
    assert [variable.name for variable in model.metric_variables] == [
        "sequential/metrics/loss/total",
        "sequential/metrics/loss/count",
        "sequential/metrics/accuracy/total",
        "sequential/metrics/accuracy/count",
    ]
    updated = {update.variable.name for update in train.updates}
    assert {"dense/kernel", "dropout/counter", "adam/iteration", "adam/dense_bias_velocity"} < updated
    assert {update.variable for update in test.updates} == set(model.metric_variables)
    assert [str(out.type) for out in predict.outs] == ["float32[n, 3]"]
    assert predict.updates == ()


def test_equations_point_at_the_line_of_their_layer() -> None:
    model = bml.Sequential([bml.Input((6,)), layers.Dense(3)])
    fn = model.predict_step([TensorType((6,), "float32")])
    line = test_equations_point_at_the_line_of_their_layer.__code__.co_firstlineno + 1
    assert {(eqn.op.name, eqn.loc.line) for eqn in fn.body} == {("matmul", line), ("add", line)}
    assert {eqn.scope for eqn in fn.body} == {"sequential_predict_step/sequential/dense"}


def test_one_example_is_a_batch_of_one() -> None:
    model = bml.Sequential([bml.Input((6,)), layers.Dense(3)])
    x = RNG.normal(size=(4, 6)).astype("float32")
    np.testing.assert_allclose(model(x[1]), model(x)[1], rtol=1e-6)


def test_weights_are_made_by_the_first_call_without_an_input() -> None:
    model = bml.Sequential([layers.Flatten(), layers.Dense(2)])
    assert model.weights == []
    assert model(np.zeros((3, 4, 5))).shape == (3, 2)
    assert [weight.shape for weight in model.weights] == [(20, 2), (2,)]


def test_fit_makes_the_weights_without_an_input() -> None:
    model = bml.Sequential([layers.Flatten(), layers.Dense(3, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    history = model.fit(X, LABELS, epochs=3, verbose=0)
    assert [weight.shape for weight in model.weights] == [(64, 3), (3,)]
    assert history.history["loss"][2] < history.history["loss"][0]


def test_a_layer_in_two_places_is_trained_once() -> None:
    def build(k: Any, model: Any) -> Any:
        shared = k.Dense(4, activation="tanh")
        nested = model.Sequential([model.Input((64,)), k.Dense(4), shared, model.Sequential([shared, k.Dense(3)])])
        nested.compile("sgd", "mse")
        return nested

    ours, theirs = build(layers, bml), build(keras.layers, keras)
    assert [weight.shape for weight in ours.weights] == [weight.shape for weight in theirs.weights]
    theirs.set_weights(ours.get_weights())
    for model in (ours, theirs):
        model.fit(X.reshape(50, 64), ONE_HOT, epochs=2, batch_size=20, shuffle=False, verbose=0)
    for mine, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-4, atol=1e-6)


def test_models_nest() -> None:
    inner = bml.Sequential([bml.Input((6,)), layers.Dense(4, activation="relu")])
    outer = bml.Sequential([bml.Input((6,)), inner, layers.Dense(2)])
    assert [weight.name for weight in outer.weights] == ["dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"]
    assert outer(np.zeros((2, 6))).shape == (2, 2)


def test_a_frozen_layer_stays_as_it_is() -> None:
    model = bml.Sequential(smooth_cnn(layers))
    model.compile("adam", "categorical_crossentropy")
    before = model.get_weights()
    model.layers[0].trainable = False
    model.fit(X, ONE_HOT, verbose=0)
    changed = [bool((a != b).any()) for a, b in zip(before, model.get_weights(), strict=True)]
    assert changed == [False, False, True, True]


def test_two_runs_give_the_same_numbers() -> None:
    from bml.context import new_program

    def run() -> list[float]:
        with new_program():
            model = bml.Sequential([bml.Input((8, 8, 1)), layers.Flatten(), layers.Dropout(0.5), layers.Dense(3)])
            model.compile("adam", "mse")
            return model.fit(X, ONE_HOT, epochs=2, verbose=0).history["loss"]

    assert run() == run()


def test_summary(capsys: pytest.CaptureFixture[str]) -> None:
    bml.Sequential(smooth_cnn(layers)).summary(line_length=80)
    text = capsys.readouterr().out
    for expected in ('Model: "sequential"', "conv2d (Conv2D)", "(None, 6, 6, 4)", "40", "Total params: 151 (604.00 B)"):
        assert expected in text


def test_a_failed_step_leaves_the_last_committed_state() -> None:
    model = bml.Sequential([bml.Input((6,)), layers.Dense(3)])
    model.compile("adam", "mse")
    before = model.get_weights()

    class BrokenError(Exception):
        pass

    data = bml.Dataset.from_arrays(np.zeros((8, 6)), np.zeros((8, 3))).batch(4)
    batches = type(data).batches

    def fails(self: bml.Dataset) -> Any:
        yield next(batches(self))
        raise BrokenError

    type(data).batches = fails  # type: ignore[method-assign]
    try:
        with pytest.raises(BrokenError):
            model.fit(data, verbose=0)
    finally:
        type(data).batches = batches  # type: ignore[method-assign]
    assert model.optimizer is not None
    assert int(model.optimizer.iterations.numpy()) == 1, "one whole step was made"
    assert [weight.shape for weight in model.get_weights()] == [weight.shape for weight in before]


def test_set_weights_checks_before_it_changes() -> None:
    model = bml.Sequential([bml.Input((2,)), layers.Dense(1)])
    before = model.get_weights()
    with pytest.raises(UserError, match="dense/bias expects shape"):
        model.set_weights([np.ones((2, 1)), np.ones(3)])
    np.testing.assert_array_equal(model.get_weights()[0], before[0])


@pytest.mark.parametrize(("verbose", "lines"), [(0, 0), (1, 6), (2, 4)])
def test_what_fit_shows(verbose: int, lines: int, capsys: pytest.CaptureFixture[str]) -> None:
    model = bml.Sequential([bml.Input((2,)), layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(np.zeros((8, 2)), np.zeros((8, 1)), batch_size=4, epochs=2, verbose=verbose)
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == lines
    assert [line[-14:] for line in printed[-1:]] == (["- loss: 0.0000"] if verbose else [])
    assert [line for line in printed if line.startswith("Epoch")] == (["Epoch 1/2", "Epoch 2/2"] if verbose else [])
