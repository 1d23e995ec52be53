"""What scripts may not do with Keras's objects: each line is refused by itself, with the cure."""

from __future__ import annotations

import pytest

from bml.collect import collect
from bmlc.errors import UserErrors

FILE = """
import keras
import numpy as np
from keras import layers

import bml

x = np.zeros((4, 3), "float32")
model = keras.Sequential([keras.Input((3,)), layers.Dense(1, name="head")])
sgd = keras.optimizers.SGD(0.1)
decay = keras.optimizers.schedules.CosineDecay(0.1, 10)
mean = keras.metrics.Mean()
mse = keras.losses.MeanSquaredError()
data = bml.Dataset.from_tensor_slices((x, x))

inputs = [keras.Input((3,)), keras.Input((3,))]
two = keras.Model(inputs, layers.Dense(1)(layers.add(inputs)), name="two")
two.compile("sgd", "mse")


@bml.function
def with_parts(x, y):
    return (x, {"y": y}), y


@bml.script
def train(rate: float = 0.1, name: str = "a"):
"""
SLIPS = {
    "sgd.learning_rate = decay": "scripts set a learning rate to a number, received a schedule",
    "sgd.learning_rate = name": "a tensor function takes tensors, numbers and lists of numbers, received a str",
    "sgd.lr = rate": "scripts do not set attributes",
    "model.trainable = False": "scripts do not set attributes",
    "print(sgd.learning_rat)": "an optimizer in a script has no learning_rat",
    "model.get_layer(name)": "get_layer expects 'name' to be written out, received a str",
    "model.get_layer('heads')": "the model has no layer 'heads'",
    "model.save('model.keras')": "a model in a script has no method save",
    "model.fit(x)": "sequential cannot be trained or evaluated yet: compile was not called",
    "model.fit(x=x, callbacks=[])": "model.fit has no argument 'callbacks' in scripts",
    "one = [x for x in data.map(with_parts).batch(2)]": "expected elements that are tensors or tuples of tensors, "
    "received elements with parts of their own",
    "twice = data.map(with_parts).map(with_parts)": "expected elements that are tensors or tuples of tensors, "
    "received elements with parts of their own",
    "two.fit(data.batch(2))": "two has 2 inputs, the elements have one tensor for them",
    "keras.utils.to_categorical([1])": "a script cannot use keras.utils.to_categorical, a function of Keras's that "
    "computes no tensors",
    "of_rate = keras.optimizers.Adam(beta_1=rate)": "expected numbers that are written out, or a learning rate, "
    "received rate, known only as the script runs",
    "of_two = keras.optimizers.Adam(0.1, 0.9, beta_1=0.8)": "Adam: got multiple values for argument 'beta_1'",
    "keras.optimizers.Adma(0.1)": "the module keras.optimizers has no Adma that scripts know",
    "mean.reset_state(3)": "mean.reset_state: too many positional arguments",
    "mse(x)": "mean_squared_error: missing a required argument: 'y_pred'",
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    path = tmp_path_factory.mktemp("slips") / "slips.py"
    path.write_text(FILE + "".join(f"    {line}\n" for line in SLIPS), encoding="utf-8")
    with pytest.raises(UserErrors) as caught:
        collect(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    return {lines[error.loc.line - 1].strip(): error.message for error in caught.value.errors if error.loc}


@pytest.mark.parametrize("line", SLIPS)
def test_a_line_is_refused(line: str, said: dict[str, str]) -> None:
    assert said.get(line) == SLIPS[line]
