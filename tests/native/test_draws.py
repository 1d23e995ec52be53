"""`bml run` draws what a browser draws: in scripts, functions, layers and data sets, and for first weights."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import bml
from bml.native.data import tf_dataset
from bmlc.errors import UserError
from bmlc.random import philox

PROGRAM = """
import random as python_random

import numpy as np

first, second = python_random.random(), np.random.rand()  # before Keras is imported

import bml
from bml import layers

seeds = bml.random.SeedGenerator(2**32 - 3)
dropout = layers.Dropout(0.5)
below = bml.Variable(-1.0)
model = bml.Sequential([
    bml.Input((3,)),
    layers.Dense(40),
    layers.GaussianNoise(0.5),
    layers.Dense(2, kernel_initializer="he_normal", bias_initializer=bml.initializers.TruncatedNormal(1.0)),
])
late = bml.Sequential([layers.Dense(3)])  # is built by its first call
rows = bml.Dataset.from_arrays(np.arange(24, dtype="float32").reshape(8, 3))
third, fourth = python_random.random(), np.random.rand()


@bml.function
def uniform(x):
    return bml.random.uniform(bml.ops.shape(x)), bml.random.uniform(bml.ops.shape(x), -1.0, 3.0, seed=seeds)


@bml.function
def masked(x):
    whole = bml.ops.cast(bml.random.randint(bml.ops.shape(x), -5, 5), "float32")
    return dropout(x, training=True), bml.random.dropout(x, 0.3), whole


@bml.function
def normal(x):
    return bml.random.normal(bml.ops.shape(x)), model(x / 24.0, training=True), late(x / 24.0)


@bml.function
def augment(x):
    steps = bml.ops.fori_loop(0, 3, lambda i, y: y + bml.random.uniform((3,)), x)
    return steps, bml.random.uniform((3,), seed=seeds), bml.random.uniform((2,), seed=5)


@bml.function
def sorted_out(x):
    def even():
        return x + bml.random.uniform((3,)) - bml.random.uniform((3,), seed=seeds)

    def odd():
        return bml.ops.cond(x[1] > 12.0, lambda: bml.random.normal((3,)), lambda: bml.random.uniform((3,)) - x)

    taken = bml.ops.cond(x[0] % 2.0 == 0.0, even, odd)
    steps = bml.ops.fori_loop(0, 2, lambda i, y: y + bml.random.uniform((3,)), x)
    third = bml.ops.switch(
        bml.ops.cast(x[2] % 3.0, "int32"),
        [lambda: x, lambda: bml.random.dropout(x, 0.5), lambda: bml.random.uniform((3,))],
    )
    fourth = bml.ops.cond(below > 0.0, lambda: x * bml.random.uniform((3,)) / bml.random.uniform((3,)), lambda: x)
    return taken, steps, third, fourth, bml.random.uniform((2,), seed=seeds), bml.random.uniform((2,))


@bml.function
def jitter(x):
    return x + bml.random.uniform(bml.ops.shape(x)[:1])[:, None]


trained = bml.Sequential([
    bml.Input((3,)), layers.Dense(8, "tanh"), layers.Dropout(0.3), layers.GaussianNoise(0.1), layers.Dense(1),
])
trained.compile("sgd", "mse")
pairs = bml.Dataset.from_arrays(np.random.rand(20, 3).astype("float32"), np.random.rand(20, 1).astype("float32"))


@bml.function
def noisy(x, y):
    return x + bml.random.normal((3,), stddev=0.1), y


@bml.script
def draw(epochs: int = 2):
    print(first, second, third, fourth)
    kernel, bias, kernel2, bias2 = model.get_weights()
    print(kernel.tolist(), bias.tolist())
    print("~", kernel2.tolist())
    print("~", bias2.tolist())
    for i in range(epochs):
        print(python_random.random(), python_random.uniform(1, 2), np.random.rand())
        print(python_random.randint(1, 6), python_random.choice([1, 2, 3]))
        print(bml.random.uniform((2,)).tolist(), bml.random.uniform((2,), seed=7).tolist())
        print(bml.random.randint((3,), 0, 100).tolist(), bml.random.shuffle(bml.ops.arange(6)).tolist())
        print("~", bml.random.normal((3,), seed=seeds).tolist())
        for batch in rows.map(augment).shuffle().batch(3):
            for drawn in batch:
                print(drawn.tolist())
        for batch in rows.map(sorted_out).batch(3):
            for drawn in batch:
                print("~", drawn.tolist())
        for x in rows.shuffle().take(5).batch(2).map(jitter):
            print(x.tolist())
            for drawn in uniform(x):
                print(drawn.tolist())
            for drawn in masked(x):
                print(drawn.tolist())
            for drawn in normal(x):
                print("~", drawn.tolist())
    print("~", trained.fit(pairs.map(noisy).shuffle().batch(3), epochs=3, verbose=0).history["loss"])
"""
RUN = """
const [site, backend] = process.argv.slice(2);
const app = await (await import(site)).load({ backend });
const run = app.draw();
for await (const event of run) if (event.type === "print") console.log(event.text);
await run;
await app.dispose();
"""


def test_other_numbers_at_each_call_and_trace() -> None:
    seeds = bml.random.SeedGenerator(3)
    noisy = bml.function(
        lambda x: (bml.random.uniform(bml.ops.shape(x)), bml.random.uniform(bml.ops.shape(x), seed=seeds))
    )
    drawn = [noisy(np.zeros(size, "float32")) for size in (3, 2, 3)]
    for counter, (_, own) in enumerate(drawn):
        np.testing.assert_array_equal(own, philox.uniform(own.shape, 3, 0, counter))
    assert len({number for both in drawn for part in both for number in part.tolist()}) == 16


def test_a_draw_in_a_loop_that_some_elements_take_is_refused() -> None:
    def looped(x: Any) -> Any:
        return bml.ops.fori_loop(0, 2, lambda i, y: y + bml.random.uniform((3,)), x)

    rows = bml.Dataset.from_arrays(np.eye(4, 3, dtype="float32"))
    some = rows.map(bml.function(lambda x: bml.ops.cond(x[0] > 0.0, lambda: looped(x), lambda: x)))
    with pytest.raises(UserError, match="draws in a loop or function inside of a cond or switch"):
        tf_dataset(some, 2)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the script prints, by where it runs."""
    folder = tmp_path_factory.mktemp("draws")
    (folder / "draws.py").write_text(PROGRAM)
    (folder / "run.mjs").write_text(RUN)
    command = str(Path(sys.executable).with_name("bml"))

    def lines(*words: str) -> list[str]:
        run = subprocess.run(words, check=False, cwd=folder, capture_output=True, encoding="utf-8")
        assert run.returncode == 0, run.stderr
        return run.stdout.splitlines()

    with ThreadPoolExecutor(1) as meanwhile:
        native = meanwhile.submit(lines, command, "run", "draws.py")
        lines(command, "build", "draws.py", "--out", "site", "--backends", "cpu,wasm")
        site = (folder / "site" / "draws.js").as_uri()
        in_node = {name: lines("node", "run.mjs", site, name) for name in ("cpu", "wasm")}
        return {"native": native.result(), **in_node}


@pytest.mark.parametrize("backend", ["cpu", "wasm"])
def test_a_browser_draws_what_bml_run_draws(printed: dict[str, list[str]], backend: str) -> None:
    assert len(printed["native"]) == len(printed[backend]) == 1 + 3 + 2 * (5 + 3 * 3 + 3 * 6 + 3 * 9) + 1
    for ours, native in zip(printed[backend], printed["native"], strict=True):
        if native.startswith("~"):
            expected = np.array(json.loads(native[1:]))
            np.testing.assert_allclose(
                json.loads(ours[1:]), expected, rtol=0, atol=1e-6 * max(1, np.abs(expected).max())
            )
        else:
            assert ours == native
