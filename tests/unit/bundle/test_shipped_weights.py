"""First values of variables: the browser makes what its initializers draw, and gets what the file set otherwise."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from bml.collect import collect
from bmlc.bundle.build import build
from bmlc.bundle.options import BuildOptions
from bmlc.program import Program

PROGRAM = """
from pathlib import Path

import numpy as np

import bml
from bml import initializers, layers

rng = np.random.default_rng(0)
WEIGHTS = [rng.normal(size=shape) for shape in ((3, 4), (4,), (4, 2), (2,))]
models = []


def net(name, **options):
    first, second = layers.Dense(4, name="first", **options), layers.Dense(2, name="second", **options)
    models.append(bml.Sequential([bml.Input((3,)), first, second], name=name))
    return models[-1]


class Own(initializers.Initializer):
    def __call__(self, shape, dtype=None):
        return bml.ops.reshape(bml.ops.arange(np.prod(shape), dtype=dtype), shape)


by_default = net("by_default")
net("normal", kernel_initializer="he_normal", bias_initializer=initializers.RandomNormal(1.0, seed=2**32 - 3))
net("constant", kernel_initializer=initializers.Constant(0.3), bias_initializer="ones")
net("orthogonal", kernel_initializer="orthogonal")
net("identity", kernel_initializer=initializers.Identity(0.5))
net("own", kernel_initializer=Own())
net("plain", kernel_initializer=lambda shape, dtype=None: np.full(shape, np.arange(shape[-1]), "float32"))
net("set_of_the_model").set_weights(WEIGHTS)
net("set_of_a_layer").layers[0].set_weights(WEIGHTS[:2])
net("assigned").layers[0].kernel.assign(WEIGHTS[0])
scaled = net("scaled").layers[1].kernel
scaled.assign(scaled * 2.0)
net("set_to_constants").layers[0].set_weights([np.ones((3, 4)), np.zeros(4)])
by_default.save_weights(Path(__file__).with_name("saved.weights.h5"))
net("loaded").load_weights(Path(__file__).with_name("saved.weights.h5"))
adapted = layers.Normalization(name="adapted")
adapted.adapt(rng.normal(2.0, 3.0, size=(50, 3)))
scale = bml.Variable(np.float32(1.5), name="scale")
table = bml.Variable(rng.normal(size=(3,)).astype("float32"), name="table")


@bml.function
def predict(x: bml.TensorSpec((None, 3))):
    return [model(adapted(x) * scale + table) for model in models]
"""
SHIPPED = {
    "orthogonal/first/kernel", "orthogonal/second/kernel",
    "identity/first/kernel", "identity/second/kernel",
    "own/first/kernel", "own/second/kernel",
    "plain/first/kernel", "plain/second/kernel",
    *(f"set_of_the_model/{name}" for name in ("first/kernel", "first/bias", "second/kernel", "second/bias")),
    "set_of_a_layer/first/kernel", "set_of_a_layer/first/bias",
    "assigned/first/kernel",
    "scaled/second/kernel",
    "loaded/first/kernel", "loaded/second/kernel",  # biases are zeros, wherever they come from
    "table",
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Program, dict[str, Any], list[list[float]]]:
    """The program, its weights in Node, and what it computes there with them."""
    path = tmp_path_factory.mktemp("shipped") / "shipped.py"
    path.write_text(PROGRAM, encoding="utf-8")
    program = collect(path)
    folder = build(program, path.with_name("out"), BuildOptions(backends=("cpu",))).folder
    code = f"""
        const app = await (await import({json.dumps((folder / "shipped.js").as_uri())})).load({{ backend: "cpu" }});
        const weights = Object.entries(await app.getWeights()).map(([name, each]) => [name, Array.from(each.data)]);
        const answers = await app.predict([[1, 1, -1], [0, 2, 0.5]]);
        console.log(JSON.stringify([Object.fromEntries(weights), answers.map((each) => Array.from(each.data))]));
        await app.dispose();
    """
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", code], capture_output=True, text=True, check=True, timeout=60
    )
    return program, *json.loads(done.stdout)


def test_what_the_browser_cannot_make_ships(built: tuple[Program, Any, Any]) -> None:
    assert {variable.name for variable in built[0].values} == SHIPPED


def test_the_browser_has_the_weights_of_the_file(built: tuple[Program, Any, Any]) -> None:
    program, weights, _ = built
    assert list(weights) == [variable.name for variable in program.variables]
    for variable in program.variables:
        value: Any = variable.value  # type: ignore[attr-defined]
        received = np.asarray(weights[variable.name], np.float32).reshape(value.shape)
        if variable.initializer.get("name") in ("normal", "truncated_normal"):
            np.testing.assert_allclose(received, value, rtol=0, atol=1e-6, err_msg=variable.name)
        else:
            np.testing.assert_array_equal(received, value, err_msg=variable.name)


def test_a_file_that_is_read_again_has_the_same_names_and_values(built: tuple[Program, Any, Any]) -> None:
    programs = [built[0], collect(built[0].source)]
    first, again = (
        [(each.name, each.type, each.initializer, each.value.tolist()) for each in program.variables]  # type: ignore[attr-defined]
        for program in programs
    )
    assert first == again


def test_it_computes_with_them(built: tuple[Program, Any, Any]) -> None:
    program, _, answers = built
    values: dict[str, Any] = {variable.name: variable.value for variable in program.variables}  # type: ignore[attr-defined]
    x = np.float32([[1, 1, -1], [0, 2, 0.5]])
    adapted = sys.modules["bml_program_shipped"].adapted
    x = (x - adapted.mean) / np.sqrt(adapted.variance) * values["scale"] + values["table"]
    names = dict.fromkeys(name.split("/")[0] for name in values if name.endswith("first/kernel"))
    for name, answer in zip(names, answers, strict=True):
        first, one, second, two = (
            values[f"{name}/{part}"] for part in ("first/kernel", "first/bias", "second/kernel", "second/bias")
        )
        np.testing.assert_allclose(answer, ((x @ first + one) @ second + two).ravel(), rtol=1e-5, atol=1e-5)
