"""The steps of Keras's models, traced: what they take, give and change, and what their equations are named after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from cases.traced import Traced, evaluated

import bml
from bml import layers, losses, metrics
from bml.keras.steps import step
from bmlc.errors import UserError
from bmlc.ir import Function, TensorType, symbol, verify
from bmlc.passes.differentiate import differentiate

X, Y, ROW = (TensorType(shape, "float32") for shape in [(6,), (2,), ()])


def nested() -> Any:
    """A model in a model, with weights of all kinds."""
    base = bml.Sequential(
        [
            bml.Input((6,)),
            layers.Dense(5, activation="tanh", name="first", use_bias=False),
            layers.BatchNormalization(name="normalization", momentum=0.5),
            layers.Dense(4, activation="tanh", name="second"),
        ],
        name="base",
    )
    return bml.Sequential([bml.Input((6,)), base, layers.Dense(2, name="head")], name="model")


def train_step(model: Any, *types: TensorType) -> Function:
    return step(model, "train", types, "train_step")[0]


def names(variables: Any) -> list[str]:
    return [variable.path for variable in variables]


def updated(fn: Function) -> set[str]:
    return {update.variable.name for update in fn.updates}


def test_steps_take_batches_of_any_size_and_give_their_logs() -> None:
    model = bml.Sequential([bml.Input((6,)), layers.Dropout(0.5), layers.Dense(2, activation="softmax")])
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy", "mae"])
    made = {
        kind: step(model, kind, (X, Y)[: 1 if kind == "predict" else 2], kind) for kind in ("train", "test", "predict")
    }
    for fn, _ in made.values():
        verify(fn)
        verify(differentiate(fn))
    (train, logs), (test, _), (predict, _) = made.values()
    assert [str(param.type) for param in train.params] == ["float32[n, 6]", "float32[n, 2]"]
    assert ([str(out.type) for out in train.outs], logs) == (["float32[3]"], ("loss", "accuracy", "mae"))
    weights = {"sequential/dense/kernel", "adam/iteration", "adam/sequential_dense_bias_velocity", "loss/total"}
    assert weights < updated(train)
    assert updated(test) == {variable.state.name for variable in model.metrics_variables}
    assert [str(out.type) for out in predict.outs] == ["float32[n, 2]"]
    assert predict.updates == ()


@pytest.mark.parametrize("types", [(X,), (X, Y), (X, Y, ROW)])
def test_elements_are_x_y_and_sample_weights(types: tuple[TensorType, ...]) -> None:
    x = keras.Input((6,))
    model = keras.Model(x, layers.Dense(2, activity_regularizer="l2")(x))
    model.compile("sgd", None if len(types) == 1 else "mse")
    fn = train_step(model, *types)
    assert [str(param.type) for param in fn.params] == ["float32[n, 6]", "float32[n, 2]", "float32[n]"][: len(types)]


def test_elements_with_parts_are_inputs_and_outputs() -> None:
    inputs = {"a": keras.Input((6,), name="a"), "b": keras.Input((6,), name="b")}
    model = keras.Model(inputs, [layers.Dense(2)(inputs["a"]), layers.Dense(1)(inputs["b"])])
    model.compile("sgd", ["mse", "mae"])
    fn, logs = step(model, "train", (X, X, Y, ROW), "train_step", ({"a": 0, "b": 1}, (2, 3)))
    assert [param.name for param in fn.params] == ["x_0", "x_1", "y_0", "y_1"]
    assert logs == ("loss", "dense_loss", "dense_1_loss")
    with pytest.raises(UserError, match="functional has 2 inputs, the elements have one tensor for them"):
        step(model, "train", (X, Y), "train_step")


@pytest.mark.parametrize(
    "make",
    [metrics.F1Score, lambda: metrics.FBetaScore(beta=2.0), lambda: metrics.Precision(thresholds=[0.3, 0.7])],
)
def test_metrics_of_several_numbers_are_no_logs(make: Any) -> None:
    model = bml.Sequential([bml.Input((6,)), layers.Dense(2, activation="softmax")])
    model.compile("sgd", "mse", metrics=["mae", make()])
    for kind in ("train", "test"):
        with pytest.raises(UserError, match=r"expected one number for the log '\w+', received float32\[2\]") as caught:
            step(model, kind, (X, Y), "step")
        assert caught.value.loc is not None
        assert caught.value.loc.file == __file__


def test_averages_that_fit_would_put_in_place_of_the_weights_are_refused() -> None:
    model = nested()
    model.compile(bml.optimizers.SGD(0.1, use_ema=True), "mse")
    with pytest.raises(UserError, match="fit in a script does not take the use_ema of"):
        train_step(model, X, Y)


def test_what_no_layer_computes_is_at_the_line_of_compile() -> None:
    model = bml.Sequential([bml.Input((6,)), layers.Dense(2)])
    model.compile("sgd", "mse", metrics=["mae"])
    first = test_what_no_layer_computes_is_at_the_line_of_compile.__code__.co_firstlineno
    places = {(eqn.scope.split("/")[1], eqn.loc.line - first) for eqn in train_step(model, X, Y).body[1:]}
    assert places == {("optimizer", 2), ("metrics", 2), ("logs", 2)}
    fn, _ = step(model, "predict", (X,), "predict")
    assert {(eqn.scope.split("/")[-1], eqn.loc.line - first) for eqn in fn.body} == {("dense", 1)}


FREEZES = {
    "nothing": lambda model: None,
    "a model": lambda model: setattr(model.get_layer("base"), "trainable", False),
    "a layer of a model": lambda model: setattr(model.layers[0].layers[0], "trainable", False),
    "a normalization": lambda model: setattr(model.layers[0].layers[1], "trainable", False),
    "a weight": lambda model: setattr(model.layers[1].weights[1], "trainable", False),
}


@pytest.mark.parametrize("freeze", FREEZES)
def test_a_step_changes_what_is_trainable(freeze: str) -> None:
    model = nested()
    FREEZES[freeze](model)
    model.compile("sgd", "mse")
    fn = train_step(model, X, Y)
    statistics = {name for name in names(model.weights) if "moving" in name}
    in_training = statistics if model.layers[0].layers[1].trainable else set()
    changed = updated(fn) & set(names(model.weights))
    assert changed == {*names(model.trainable_variables), *in_training}
    captured = [capture.variable.name for capture in fn.captures]
    assert len(set(captured)) == len(captured)


@pytest.mark.parametrize("freeze", FREEZES)
def test_gradients_are_those_of_trainable_variables(freeze: str) -> None:
    model = nested()
    FREEZES[freeze](model)
    _, gradients = evaluated(
        bml.value_and_grad(lambda x: bml.ops.mean(bml.ops.square(model(x, training=True)))), np.ones((4, 6))
    )
    assert [gradient.shape for gradient in gradients] == [weight.shape for weight in model.trainable_variables]


def test_a_model_that_is_loaded_goes_on_as_it_was_compiled(tmp_path: Path) -> None:
    model = nested()
    model.compile(bml.optimizers.SGD(0.25, momentum=0.5), "mse", metrics=["mae"])
    model.optimizer.build(model.trainable_variables)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    fn, logs = step(loaded, "train", (X, Y), "train_step")
    assert logs == ("loss", "mae")
    assert len([name for name in updated(fn) if name.endswith("_momentum")]) == len(model.trainable_variables)
    assert float(loaded.optimizer.learning_rate) == 0.25


def test_a_layer_in_two_places_is_trained_once() -> None:
    shared = layers.Dense(6, activation="tanh", name="shared")
    model = bml.Sequential([bml.Input((6,)), shared, bml.Sequential([bml.Input((6,)), shared, layers.Dense(2)])])
    assert [weight.path.split("/")[-2] for weight in model.weights] == ["shared", "shared", "dense", "dense"]
    model.compile("sgd", "mse")
    run = Traced(differentiate(train_step(model, X, Y)))
    before = dict(run.state)
    run(np.ones((3, 6), "f"), np.zeros((3, 2), "f"))
    changed = [of.name for of, value in before.items() if "shared" in of.name and np.any(value != run.state[of])]
    assert [name.split("/")[-1] for name in changed] == ["kernel", "bias"]


def test_weights_are_made_by_the_first_data() -> None:
    model = bml.Sequential([layers.Flatten(), layers.Dense(2)])
    model.compile("sgd", "mse")
    assert model.weights == []
    fn = train_step(model, TensorType((4, 5), "float32"), Y)
    assert [weight.shape for weight in model.weights] == [(20, 2), (2,)]
    assert {*names(model.weights)} < updated(fn)


@pytest.mark.parametrize("make", [layers.SimpleRNN, layers.LSTM, layers.GRU])
def test_batches_of_stateful_layers_have_one_size(make: Any) -> None:
    model = bml.Sequential([bml.Input(batch_shape=(4, 5, 3)), make(2, stateful=True)], name="model")
    model.compile("sgd", "mse")
    (guard,) = train_step(model, TensorType((5, 3), "float32"), Y).guards
    assert guard.expected == (
        "model, whose layers are stateful, expected batches of 4 "
        "(batch(4, drop_remainder=True) leaves out a smaller last one)"
    )
    call = bml.function(lambda x: -model(x))
    assert call.traced([TensorType((4, 5, 3), "float32")]).fn.outs[0].type.shape == (4, 2)
    with pytest.raises(UserError, match="expected a batch of 4 elements, as the layer has states for"):
        call.traced([TensorType((symbol("n"), 5, 3), "float32")])


def test_batches_of_other_layers_have_any_size() -> None:
    model = bml.Sequential([bml.Input(batch_shape=(4, 5, 3)), layers.LSTM(2)])
    model.compile("sgd", "mse")
    assert not train_step(model, TensorType((5, 3), "float32"), Y).guards


def test_weights_of_one_path_are_numbered_as_they_are_made() -> None:
    made = [layers.Dense(1, name="same") for _ in range(2)]
    for layer in made:
        layer.build((None, 1))
    found = [weight.state.name for layer in reversed(made) for weight in layer.weights]
    assert found == ["same/kernel_1", "same/bias_1", "same/kernel", "same/bias"]


class Coded(keras.Model):
    """A model with a step of its own, which logs what the steps of Keras do not."""

    def __init__(self) -> None:
        super().__init__()
        self.code, self.tracker = layers.Dense(2), keras.metrics.Mean(name="code")

    @property
    def metrics(self) -> list[Any]:
        return [self.tracker]

    def train_step(self, data: Any) -> Any:
        x, y = data
        value_and_grad = bml.value_and_grad(self.error, variables=self.trainable_variables)
        error, gradients = value_and_grad(x, y)
        self.optimizer.apply(gradients, self.trainable_variables)
        self.tracker.update_state(error)
        return {"code": self.tracker.result(), "rate": self.optimizer.learning_rate}

    def error(self, x: Any, y: Any) -> Any:
        return bml.ops.mean(bml.ops.square(self.code(x) - y))


def test_a_step_of_ones_own_has_logs_of_its_own() -> None:
    model = Coded()
    model.code.build((None, 6))
    model.built = True
    model.compile(bml.optimizers.SGD(0.5))
    fn, logs = step(model, "train", (X, Y), "train_step")
    assert logs == ("code", "rate")
    run = Traced(differentiate(fn))
    first, second = (run(np.ones((4, 6), "f"), np.ones((4, 2), "f"))[0] for _ in range(2))
    assert (second[0] != first[0], first[1]) == (True, 0.5)


def test_the_logits_behind_an_activation_are_used() -> None:
    """A probability that rounds to 0 would give log(1e-7); from the logits the loss is exact, as Keras has it."""
    logits = np.array([[0.0, 60.0], [80.0, 0.0]], "float32")
    of_softmax = evaluated(
        lambda x: losses.sparse_categorical_crossentropy(np.array([0, 1]), bml.activations.softmax(x)), logits
    )
    of_sigmoid = evaluated(
        lambda x: losses.binary_crossentropy(np.array([[1.0], [0.0]]), bml.activations.sigmoid(x)),
        np.array([[-60.0], [80.0]], "float32"),
    )
    np.testing.assert_allclose([of_softmax, of_sigmoid], [[60.0, 80.0]] * 2, rtol=1e-6)
