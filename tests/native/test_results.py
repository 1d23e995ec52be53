"""What scripts return to JavaScript, also where nothing else of them asks the run: as the declarations say."""

import json
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import keras
import numpy as np
import bml

model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
model.compile("sgd", "mse", metrics=["mae"])
data = bml.Dataset.from_tensor_slices((np.ones((4, 2), "float32"), np.ones((4, 1), "float32"))).batch(2)


@bml.script
def made():
    return {"a": 1, "b": "x"}


@bml.script
def evaluated():
    return model.evaluate(data, return_dict=True)


@bml.script
def fitted():
    return model.fit(data, epochs=2).history


@bml.script
def kept():
    logs = model.evaluate(data, return_dict=True)
    return logs if "loss" in list(logs) else {"none": 0.0}
"""
RUN = """
const app = await (await import(process.argv[2])).load({ backend: "cpu" });
const kinds = {};
for (const name of ["made", "evaluated", "fitted", "kept"]) {
  const result = await app[name]();
  kinds[name] = [result.constructor.name, [...(result instanceof Map ? result.keys() : Object.keys(result))]];
}
console.log(JSON.stringify(kinds));
await app.dispose();
"""


def test_dictionaries_are_maps_and_what_keras_gives_are_objects(tmp_path: Path) -> None:
    (tmp_path / "results.py").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "run.mjs").write_text(RUN, encoding="utf-8")
    command = [Path(sys.executable).with_name("bml"), "build", "results.py", "--out", "site", "--backends", "cpu"]
    subprocess.run(command, check=True, cwd=tmp_path, capture_output=True)
    site = (tmp_path / "site/results.js").as_uri()
    run = subprocess.run(["node", "run.mjs", site], check=True, cwd=tmp_path, capture_output=True, encoding="utf-8")
    logs = ["loss", "mae"]
    assert json.loads(run.stdout) == {
        "made": ["Map", ["a", "b"]],
        "evaluated": ["Object", logs],
        "fitted": ["Object", logs],
        "kept": ["Object", logs],
    }
    declared = (tmp_path / "site/results.d.ts").read_text("utf-8")
    for name, result in {
        "made": "Map<string, number | string>",
        "evaluated": "{ loss: number; mae: number; }",
        "fitted": "{ loss: number[]; mae: number[]; }",
        "kept": "Map<string, number> | { loss: number; mae: number; none: number; }",
    }.items():
        assert f"  {name}(" in declared
        assert f"Run<{result}>" in declared.split(f"  {name}(")[1].split("\n")[0]
