"""A file that imports Keras, built and trained in Node: the losses of each epoch are those of Keras on TensorFlow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from oracle import Oracle

MODEL = '''
"""Two moons, nearly."""
import os
os.environ["KERAS_BACKEND"] = "tensorflow"  # a common habit

import keras
import numpy as np
from keras import layers, ops

random = np.random.default_rng(0)
x = random.normal(size=(40, 3)).astype("float32")
y = (x[:, :1] * x[:, 1:2] > 0).astype("float32")


class Squash(layers.Layer):
    def build(self, shape):
        self.scale = self.add_weight(shape=(shape[-1],), initializer="ones", name="scale")

    def call(self, x):
        return ops.tanh(x) * self.scale


model = keras.Sequential([keras.Input((3,)), layers.Dense(4), Squash(), layers.BatchNormalization(), layers.Dense(1)])
model.set_weights([random.uniform(0.1, 1.0, w.shape).astype("float32") for w in model.weights])
loss = keras.losses.BinaryCrossentropy(from_logits=True)
model.compile(keras.optimizers.Adam(0.01), loss, metrics=["accuracy", "mae"])
'''
SCRIPT = """
import bml

moons = bml.Dataset.from_tensor_slices((x, y))


@bml.script
def train(epochs: int = 2):
    return model.fit(moons.batch(8), epochs=epochs, validation_data=moons.batch(16)).history
"""
NATIVE = """
validation = {"validation_data": (x, y), "validation_batch_size": 16}
result = model.fit(x, y, batch_size=8, epochs=3, shuffle=False, verbose=0, **validation).history
"""
RUN = """
import { load } from "./site/moons.js";
const app = await load({ backend: process.argv[2] });
const run = app.train({ epochs: 3 });
for await (const event of run);
console.log(JSON.stringify(await run));
await app.dispose();
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build")
    (folder / "moons.py").write_text(MODEL + SCRIPT)
    (folder / "run.mjs").write_text(RUN)
    bml = Path(sys.executable).with_name("bml")
    command = [bml, "build", "moons.py", "--out", "site", "--backends", "cpu,wasm"]
    built = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="module")
def history(folder: Path, oracle: Oracle) -> dict[str, list[float]]:
    (folder / "native.py").write_text(MODEL + NATIVE)
    found: dict[str, list[float]] = oracle.ask("oracle_cases", "result_of", folder / "native.py")()
    return found


@pytest.mark.parametrize("backend", ["cpu", "wasm"])
def test_fit_gives_the_history_of_keras(folder: Path, history: dict[str, list[float]], backend: str) -> None:
    run = subprocess.run(
        ["node", "run.mjs", backend], check=False, cwd=folder, capture_output=True, text=True, env=os.environ
    )
    assert run.returncode == 0, run.stderr
    ours = json.loads(run.stdout.splitlines()[-1])
    assert sorted(ours) == sorted(history)  # TensorFlow sorts the names
    assert ours == {name: pytest.approx(values, rel=1e-4) for name, values in history.items()}
