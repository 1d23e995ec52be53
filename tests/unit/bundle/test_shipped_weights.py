"""Weights that are set in Python, however, are those that the browser starts with."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bml.collect import collect
from bmlc.bundle.build import build
from bmlc.bundle.options import BuildOptions

PROGRAM = """
import numpy as np

import bml
from bml import layers

model = bml.Sequential([bml.Input((2,)), layers.Dense(2, name="first"), layers.Dense(1, name="second")])
scale = bml.Variable(np.float32(1.0), name="scale")
{setting}


@bml.function
def predict(x: bml.TensorSpec((None, 2))):
    return model(x) * scale
"""
WEIGHTS = [[[1.0, 2.0], [3.0, 4.0]], [0.5, -0.5], [[2.0], [1.0]], [0.25]]
SETTINGS = {
    "a model": f"model.set_weights([np.array(each) for each in {WEIGHTS}])",
    "its layers": (f"model.layers[0].set_weights({WEIGHTS[:2]})\nmodel.layers[1].set_weights({WEIGHTS[2:]})"),
    "its variables": f"for variable, value in zip(model.weights, {WEIGHTS}):\n    variable.assign(value)",
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_they_ship(setting: str, tmp_path: Path) -> None:
    (tmp_path / "shipped.py").write_text(PROGRAM.format(setting=SETTINGS[setting]), encoding="utf-8")
    folder = build(collect(tmp_path / "shipped.py"), tmp_path / "out", BuildOptions(backends=("cpu",))).folder
    code = f"""
        const app = await (await import({json.dumps((folder / "shipped.js").as_uri())})).load({{ backend: "cpu" }});
        const weights = Object.values(await app.getWeights()).map((each) => Array.from(each.data));
        console.log(JSON.stringify([weights, Array.from((await app.predict([[1, 1], [0, 2]])).data)]));
        await app.dispose();
    """
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", code], capture_output=True, text=True, check=True, timeout=60
    )
    weights, answers = json.loads(done.stdout)
    arrays: list[Any] = [np.float32(each) for each in WEIGHTS]
    assert weights[:4] == [each.ravel().tolist() for each in arrays]
    x = np.float32([[1, 1], [0, 2]])
    expected = (x @ arrays[0] + arrays[1]) @ arrays[2] + arrays[3]
    np.testing.assert_allclose(answers, expected.ravel(), rtol=1e-6)
    assert list((folder / "weights").iterdir())
