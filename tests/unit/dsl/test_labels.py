"""Labels that are no class: an error where they are known, a loss of NaN where they are not."""

import numpy as np
import pytest
from cases.traced import evaluated

from bml import losses
from bml.collect import collect
from bmlc.errors import UserError

PREDICTIONS = np.full((7, 3), 1 / 3, "f")
PROGRAM = """
import numpy as np
import bml
from bml import layers

data = bml.Dataset.from_arrays(np.zeros((6, 4), "f"), np.array({labels}))
model = bml.Sequential([bml.Input((4,)), layers.Dense(3, activation="softmax")])
model.compile("sgd", {loss}, metrics=["accuracy"])


@bml.function
def scaled(x, y):
    return x * 2.0, y


@bml.function
def shifted(x, y):
    return x, y - 1


@bml.script
def train():
    model.{use}
"""


@pytest.mark.parametrize("dtype", ["int32", "float32"])
def test_the_loss_of_a_label_that_is_no_class_is_nan(dtype):
    labels = np.array([0, 2, 3, -1, 1, 2**30, -(2**31)]).astype(dtype)
    loss = evaluated(losses.sparse_categorical_crossentropy, labels, PREDICTIONS)
    assert np.isnan(loss).tolist() == [False, False, True, True, False, True, True]


@pytest.mark.parametrize(
    ("labels", "said"),
    [([1, 2, 3, 0, 0, 0], "received 3 at example 2"), ([0, -1, 3, 0, 0, 0], "received -1 at example 1"),
     ([0, 1, 2, 0, 0.5, 0], "received 0.5 at example 4"), ([0, 1, 2, 0, 1, float("nan")], "received nan at example 5")],
)  # fmt: skip
@pytest.mark.parametrize("loss", ['"sparse_categorical_crossentropy"', "bml.losses.sparse_categorical_crossentropy"])
@pytest.mark.parametrize(
    "use", ["fit(data.batch(2))", "fit(data.map(scaled).shuffle().batch(2))", "evaluate(data.batch(2).map(scaled))"]
)
def test_a_build_finds_them(tmp_path, labels, said, loss, use):
    file = tmp_path / "labelled.py"
    text = ", ".join("np.nan" if label != label else str(label) for label in labels)
    file.write_text(PROGRAM.format(labels=f"[{text}]", loss=loss, use=use), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        collect(file)
    assert caught.value.code == "BML303"
    assert caught.value.message.endswith(f"expects labels from 0 to 2, one for each of its 3 outputs, {said}")
    assert caught.value.loc.line == 23


@pytest.mark.parametrize(
    ("loss", "use"),
    [
        ('"sparse_categorical_crossentropy"', "fit(data.map(shifted).batch(2))"),
        ("bml.losses.SparseCategoricalCrossentropy()", "predict(data.batch(2))"),
        ("lambda y, p: bml.ops.mean(p)", "fit(data.batch(2))"),
    ],
)
def test_a_build_asks_nothing_of_labels_that_a_map_makes_or_no_sparse_loss_takes(tmp_path, loss, use):
    file = tmp_path / "labelled.py"
    file.write_text(PROGRAM.format(labels="[1, 2, 3, 1, 1, 1]", loss=loss, use=use), encoding="utf-8")
    collect(file)
