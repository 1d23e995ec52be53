"""What runs in the pages of `tools/bench peers`, as far as it needs no page."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import numpy as np

from peers.contenders import CONTENDERS
from peers.tasks import TASKS
from peers.workspace import HERE
from vendoring.npm import npm_command


def evaluated(expression: str, **given: object) -> Any:
    """The value of an expression in Node, in which modules of `web` are imported by `use` and `given` are names."""
    names = "".join(f"const {name} = {json.dumps(value)};" for name, value in given.items())
    code = f"const use = (name) => import('{(HERE / 'web').as_uri()}/' + name);{names}"
    code += f"console.log(JSON.stringify(await (async () => {expression})()));"
    node, environment = npm_command()[0][0], npm_command()[1]
    command = [node, "--input-type=module", "--no-warnings"]
    done = subprocess.run(command, input=code, check=True, capture_output=True, text=True, env=environment)
    return json.loads(done.stdout)


def test_what_is_off_keras_is_told() -> None:
    expression = "(await use('agreement.js'))[name](got.map((each) => each ?? NaN), expected)"
    for name, got, expected, off in (
        ("lossDifference", [1.0, 2.0], [1.0, 2.0, 3.0], 0.0),  # fewer steps than there are losses
        ("lossDifference", [1.0, 2.5], [1.0, 2.0], 0.5),
        ("outputDifference", [0.001, 0.002], [0.001, 0.002], 0.0),
        ("outputDifference", [0.001, 0.003], [0.001, 0.002], 0.5),  # of the largest number
    ):
        assert abs(evaluated(expression, name=name, got=got, expected=expected) - off) < 1e-9
    for name in ("lossDifference", "outputDifference"):
        assert evaluated(expression, name=name, got=[1.0, None], expected=[1.0, 2.0]) > 1e300  # None: not a number


def test_a_page_without_relaxed_simd_says_so() -> None:
    module = [0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 123, 123, 123, 1, 123, 3, 2, 1, 0, 10]
    multiplied = [*module, 13, 1, 11, 0, 32, 0, 32, 1, 32, 2, 253, 133, 2, 11]  # f32x4.relaxed_madd
    added = [*module, 11, 1, 9, 0, 32, 0, 32, 1, 253, 228, 1, 11]  # f32x4.add
    expression = "[multiplied, added].map((bytes) => WebAssembly.validate(new Uint8Array(bytes)))"
    given = {"multiplied": multiplied, "added": added}
    assert evaluated(f"{expression}", **given) == [True, True]
    script = CONTENDERS["bml wasm 1t plain"].before
    assert evaluated(f"{{ {script} return {expression}; }}", **given) == [False, True]


def test_weights_are_laid_out_for_jax_js() -> None:
    task = TASKS["T1b64"]
    weights = task.weights()
    described = {
        "layers": task.described()["layers"],
        "inputs": task.model.inputs,
        "weights": [{"shape": array.shape, "data": array.ravel().tolist()} for array in weights.values()],
    }
    relaid = evaluated("(await use('adapters/jaxjs_weights.js')).relaid(job)", job=described)
    arrays = [np.array(_values(each["data"]), np.float32).reshape(each["shape"]) for each in relaid]
    given = list(weights.values())
    assert (arrays[0] == given[0].transpose(3, 2, 0, 1)).all()
    assert (arrays[2] == given[2].transpose(3, 2, 0, 1)).all()
    assert (arrays[4] == given[4].reshape(4, 4, 16, 10).transpose(2, 0, 1, 3).reshape(256, 10)).all()
    assert all((arrays[place] == given[place]).all() for place in (1, 3, 5))


def test_batch_normalization_is_folded_for_predictions() -> None:
    draw = np.random.default_rng(0)
    kernel, *rest = [draw.uniform(0.5, 1, shape) for shape in ((1, 1, 3, 2), (2,), (2,), (2,), (2,))]
    gamma, beta, mean, variance = rest
    job = {
        "layers": [{"kind": "conv", "units": 2, "size": 1, "bias": False}, {"kind": "norm", "bias": True}],
        "weights": [{"shape": each.shape, "data": each.ravel().tolist()} for each in (kernel, *rest)],
    }
    found = evaluated("(await use('adapters/jaxjs_weights.js')).folded(job)", job=job)
    assert [layer["kind"] for layer in found["layers"]] == ["conv"]
    new, bias = (np.array(_values(each["data"])) for each in found["weights"])
    x = draw.normal(size=3)
    plain = (x @ kernel[0, 0] - mean) / np.sqrt(variance + 1e-3) * gamma + beta
    assert np.allclose(x @ new.reshape(3, 2) + bias, plain, atol=1e-6)


def _values(data: list[float] | dict[str, float]) -> list[float]:
    """A typed array is an object in JSON."""
    return list(data.values()) if isinstance(data, dict) else data
