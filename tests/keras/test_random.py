"""What draws, through emitted JavaScript against Keras on TensorFlow: twice in a step, over two steps."""

from __future__ import annotations

import itertools
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from case import Case, inputs_of
from comparing import BACKENDS, NAMES, opened
from drawing import CASES, EXACT
from keras import initializers, random
from oracle import Oracle
from running import called, made

from bmlc.bundle import vendor
from bmlc.errors import UserError
from bmlc.ir import Function, TensorType, symbol
from bmlc.parity.compiled import Side
from bmlc.passes.trace import trace
from bmlc.random import philox

Drawn = tuple[dict[str, Side], dict[str, Function | Exception], dict[str, Any]]


def traced(case: Case) -> Function:
    subject = made(case)
    types = [
        (f"x{i}", TensorType((*map(symbol, NAMES[: case.unknown]), *x.shape[case.unknown :]), x.dtype.name))
        for i, x in enumerate(inputs_of(case))
    ]
    return trace(lambda *xs: [*called(case, subject, xs), *called(case, subject, xs)], types, case.id)


@pytest.fixture(scope="module")
def drawn(oracle: Oracle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    outcomes = oracle.ask("oracle_random", "outcomes")
    functions: dict[str, Function | Exception] = {}
    states = {}
    for case in CASES:
        try:
            functions[case.id] = fn = traced(case)
            states[case.id] = {capture.variable: capture.variable.value for capture in fn.captures}
        except Exception as error:
            functions[case.id] = error
    good = {name: fn for name, fn in functions.items() if isinstance(fn, Function)}
    with opened(good, tmp_path_factory.mktemp("random") / "node", BACKENDS) as sides:
        yield sides, functions, {**outcomes(), "states": states}


def check(case: Case, mine: np.ndarray, theirs: np.ndarray) -> None:
    assert mine.shape == theirs.shape
    if case in EXACT:
        np.testing.assert_array_equal(mine, theirs)
    else:
        np.testing.assert_allclose(mine, theirs, rtol=0, atol=case.tolerance * max(1.0, np.abs(theirs).max()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_draws(drawn: Drawn, case: Case) -> None:
    sides, functions, oracle = drawn
    fn, expected = functions[case.id], oracle[case.id]
    assert not isinstance(expected, str), f"Keras on TensorFlow: {expected}"
    if isinstance(fn, Exception):
        raise fn
    for backend in BACKENDS:
        state = oracle["states"][case.id]
        for step in expected:
            outcome, _ = sides[backend].call(case.id, inputs_of(case), state)
            state = {**state, **outcome.updates}
            for mine, theirs in zip(outcome.outs, step, strict=True):
                check(case, mine, theirs)


@pytest.mark.parametrize("case", [case for case in CASES if not case.call], ids=lambda case: case.id)
def test_numpy_draws_the_same_outside_of_a_trace(drawn: Drawn, case: Case) -> None:
    subject = made(case)
    for step in drawn[2][case.id]:
        for theirs, _ in zip(step, range(2), strict=True):
            (mine,) = map(np.asarray, called(case, subject, inputs_of(case)))
            assert mine.dtype == ("int32" if theirs.dtype.kind == "i" else "float32")
            check(case, mine, theirs)


@pytest.mark.parametrize("alpha", [0.1, 0.8, 3.0, 40.0])
def test_gamma_and_beta_numbers_have_their_moments(alpha: float) -> None:
    gamma = random.gamma((40_000,), alpha, seed=1)
    assert gamma.mean() == pytest.approx(alpha, rel=0.05)
    assert gamma.var() == pytest.approx(alpha, rel=0.1)
    beta = random.beta((40_000,), alpha, 0.5, seed=1)
    mean = alpha / (alpha + 0.5)
    assert beta.mean() == pytest.approx(mean, rel=0.05)
    assert beta.var() == pytest.approx(mean * (1 - mean) / (alpha + 1.5), rel=0.1)


def test_the_words_are_those_of_tensorflow(drawn: Drawn) -> None:
    np.testing.assert_array_equal(drawn[2]["words"], philox.words(1001, seed=2**32 - 5, site=0))


def test_the_seed_is_part_of_the_program(drawn: Drawn) -> None:
    """The state that a program holds is a counter: webgl has no ints as large as seeds are."""
    fn = drawn[1]["dropout_layer"]
    assert isinstance(fn, Function)
    assert [(c.variable.type, c.variable.initializer) for c in fn.captures] == [
        (TensorType((), "int32"), {"name": "constant", "value": 0})
    ]


def test_two_dropouts_of_a_step_differ(drawn: Drawn) -> None:
    masks = [out != 0 for step in drawn[2]["two_dropouts"] for out in step]
    assert all((a != b).any() for a, b in itertools.combinations(masks, 2))


INITIALIZERS = [
    initializers.RandomUniform(-0.3, 0.7, seed=3),
    initializers.RandomNormal(0.2, 0.5, seed=2**32 - 7),
    initializers.TruncatedNormal(-1.0, 2.0, seed=4),
    *(initializers.get(name) for name in ("glorot_uniform", "glorot_normal", "he_uniform", "lecun_normal")),
    initializers.VarianceScaling(2.0, "fan_out", "untruncated_normal"),
    *(initializers.get(name) for name in ("zeros", "ones")),
    initializers.Constant(0.1),
]
INTS = [0, 16777217, -(2**31), 2**31 - 1]  # more than float32 holds


def test_the_browser_makes_the_same_first_values(tmp_path: Path) -> None:
    shape = (40, 33)
    variables = [keras.Variable(initializer, shape) for initializer in INITIALIZERS]
    variables += [keras.Variable(np.full(shape, value), dtype="int32") for value in INTS]
    variables += [keras.Variable(np.full(shape, value)) for value in (np.uint8(255), True)]
    states = [variable.state for variable in variables]
    assert all(state.is_initial for state in states)
    (tmp_path / "made.js").write_text(
        'import { initialValues } from "@bml/runtime/random/initializers.js";\n'
        'import { normals } from "@bml/runtime/random/normals.js";\n'
        f"const all = {json.dumps([(state.type.dtype, state.initializer) for state in states])};\n"
        "const made = all.map(([dtype, initializer]) => initialValues([40, 33], dtype, initializer, normals));\n"
        "console.log(JSON.stringify(made.map((values) => [...values])));\n"
    )
    aliases = [f"--alias:{name}={path}" for name, path in vendor.aliases().items()]
    linked = subprocess.run(
        [vendor.esbuild(), "made.js", "--bundle", "--platform=node", *aliases],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    made = json.loads(subprocess.run(["node", "-"], input=linked.stdout, check=True, capture_output=True).stdout)
    for state, values in zip(states, made, strict=True):
        np.testing.assert_array_equal(np.asarray(values, state.type.dtype).reshape(shape), state.value)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (
            lambda: random.randint((2,), 0, 2**24 + 1),
            "at most 2**24 apart and from 0, received minval=0, maxval=16777217",
        ),
        (lambda: random.randint((2,), 3, 3), "received minval=3, maxval=3"),
        (
            lambda: random.uniform((2,), seed=1.5),
            "expected seed to be an int, a SeedGenerator or None, received 1.5",
        ),
    ],
)
def test_what_is_refused(draw: Callable[[], Any], message: str) -> None:
    with pytest.raises(UserError) as refused:
        draw()
    assert message in refused.value.message


def test_a_trace_cannot_set_the_seed_of_a_generator() -> None:
    generator = random.SeedGenerator(3)
    with pytest.raises(UserError) as refused:
        trace(lambda: generator.state.assign([4, 0]), [], "f")
    assert "seed_generator_state' was set in a traced function" in refused.value.message
