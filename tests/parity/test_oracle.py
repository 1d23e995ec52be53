"""The user's file on Keras as the oracle: it finds faults that no kernel is to blame for, and nothing waits forever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import keras
import numpy as np
import pytest

from bml.collect.program import Collected
from bml.parity.oracle import Keras
from bml.parity.origins import Called, Derivative, Hole, Origins
from bml.parity.recipes import recipes
from bmlc import ops
from bmlc.errors import UserError
from bmlc.parity import Report, run_parity
from bmlc.parity.checks.check import Check
from bmlc.parity.checks.functions import FORWARD
from bmlc.parity.checks.gradients import GRADIENTS
from bmlc.parity.checks.optimizers import OPTIMIZERS
from bmlc.parity.checks.updates import UPDATES
from bmlc.parity.node_host import open_node

from .conftest import Oracle
from .programs import collected, normalized, smooth_cnn

# Words of which some stand in a batch twice.
SPARSE = """
import numpy as np

import bml
from bml import layers

words = bml.Dataset.from_tensor_slices((np.arange(32, dtype="int32").reshape(16, 2) % 5, np.ones((16, 1), "float32")))
model = bml.Sequential([bml.Input((2,), dtype="int32"), layers.Embedding(5, 3), layers.Flatten(), layers.Dense(1)])
model.compile(optimizer="OPTIMIZER", loss="mse")


@bml.script
def train():
    model.fit(words.batch(8))
"""
ENDS = """
import os
import sys

import keras

import bml

if keras.backend.backend() == "tensorflow":  # nothing of the compiler is there
    assert not [name for name in sys.modules if name.startswith(("bmlc.passes", "bmlc.reference", "bmlc.parity"))]


@bml.function
def halve(x: bml.TensorSpec((None,))):
    if keras.backend.backend() == "tensorflow":
        print("out of memory, say")
        os._exit(3)
    return x / 2.0
"""
READS = """
import subprocess
import sys

import bml

read = subprocess.run([sys.executable, "-c", "print(input())"], stderr=subprocess.DEVNULL)
assert read.returncode == 1  # there is nothing


@bml.function
def halve(x: bml.TensorSpec((None,))):
    return x / 2.0
"""
RAISES = """
import keras

import bml

{nothing}[keras.backend.backend() == "tensorflow"]


@bml.function
def halve(x: bml.TensorSpec((None,))):
    return x / 2.0
"""

TUPLES = """
import bml

w = bml.Variable([3.0, 1.0, 2.0], name="w")


@bml.function
def loss(x, y: bml.TensorSpec((None,)) = (1.0,)):
    return bml.ops.sum((x + x) * w) + bml.ops.mean(y)


@bml.script
def train(n: int = 4):
    loss((n, 2.5, 3), y=(n, 2))
    bml.value_and_grad(loss, variables=[w])((n, 2.5, 3))
"""

PENALTY = """
import numpy as np

import bml
from bml import layers

critic = bml.Sequential([bml.Input((3,)), layers.Dense(4, "tanh"), layers.Dense(1)])
data = bml.Dataset.from_arrays(np.random.default_rng(0).normal(size=(8, 3)))


@bml.function
def loss(x):
    value, slope = bml.value_and_grad(lambda point: bml.ops.sum(critic(point)), argnums=0)(x)
    return bml.ops.mean((bml.ops.sum(slope**2, 1) - 1.0) ** 2) - value


@bml.script
def train():
    for x in data.batch(4):
        bml.value_and_grad(loss, variables=critic.trainable_variables)(x)
"""

MADE_LATE = """
import numpy as np

import bml

rng = np.random.default_rng(0)
data = bml.Dataset.from_arrays(np.eye(3)[np.arange(16) % 3], rng.dirichlet(np.ones(3), 16))
score, area, fit = bml.metrics.F1Score(), bml.metrics.AUC(multi_label=True, num_labels=3), bml.metrics.R2Score()


@bml.script
def count():
    for x, y in data.batch(8):
        score.update_state(x, y)
        area.update_state(x, y)
        fit.update_state(x, y)
    print(score.result().tolist(), float(area.result()), float(fit.result()))
"""


def compare(sample: Collected, check: Check, keras: Keras | None) -> Report:
    return run_parity(sample.program, ("cpu",), 2, oracle=keras, checks=(check,), engine="node", open_host=open_node)


def test_a_wrong_function_of_the_backend_is_found(monkeypatch: pytest.MonkeyPatch, oracle: Oracle) -> None:
    right = keras.src.backend.nn.leaky_relu
    monkeypatch.setattr("keras.src.backend.nn.leaky_relu", lambda x, negative_slope: right(x, negative_slope + 0.01))
    sample = normalized()
    (row,) = compare(sample, FORWARD, oracle(sample)).rows
    assert row.error is not None
    assert row.error > 10 * row.bound
    assert row.note.endswith("; as TensorFlow computes the same graph, nothing is off: the fault is in what was traced")
    (row,) = compare(sample, FORWARD, None).rows  # what only looks at our graph sees nothing
    assert (row.ok, row.oracle) == (True, "graph")


@contextmanager
def wrong_gradient() -> Iterator[None]:
    right = ops.tanh.gradient
    wrong = lambda *args, **attributes: tuple(1.01 * each for each in right(*args, **attributes))  # noqa: E731
    object.__setattr__(ops.tanh, "gradient", wrong)
    try:
        yield
    finally:
        object.__setattr__(ops.tanh, "gradient", right)


@pytest.mark.parametrize("check", [GRADIENTS, UPDATES], ids=lambda check: check.name)
def test_a_wrong_gradient_rule_is_found(oracle: Oracle, check: Check) -> None:
    sample = smooth_cnn(16)
    with wrong_gradient():
        (row,) = compare(sample, check, oracle(sample)).rows
    assert (row.ok, row.oracle) == (False, "Keras")
    assert "kink" not in row.note
    assert row.note.endswith("a kernel or a gradient rule, see bml parity --bisect")


def test_rows_of_an_embedding_that_repeat(oracle: Oracle, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keras on TensorFlow squares them one by one; where nothing is squared, it is right."""
    monkeypatch.setattr("bml.parity.oracle.find_spec", lambda name: None)
    linear = collected("linear", SPARSE.replace("OPTIMIZER", "sgd"))
    assert [row.ok and not row.skipped for row in compare(linear, UPDATES, oracle(linear)).rows] == [True]
    squaring = collected("squaring", SPARSE.replace("OPTIMIZER", "rmsprop"))
    (row,) = compare(squaring, GRADIENTS, oracle(squaring)).rows
    assert not row.skipped  # the gradients themselves are the same
    row, summed = compare(squaring, UPDATES, oracle(squaring)).rows
    assert (row.ok, row.skipped, row.error, row.oracle) == (True, True, None, "Keras")
    assert row.note.startswith("not comparable: install jax")
    assert (summed.ok, summed.skipped, summed.oracle) == (True, False, "Keras, rows summed")


def test_rows_of_an_embedding_that_repeat_on_jax(oracle: Oracle) -> None:
    pytest.importorskip("jax")
    sample = collected("squaring", SPARSE.replace("OPTIMIZER", "rmsprop"))
    for check in (GRADIENTS, UPDATES, OPTIMIZERS):
        (row,) = compare(sample, check, oracle(sample)).rows
        assert (row.ok, row.skipped) == (True, False)
        assert row.oracle == ("Keras" if check is GRADIENTS else "Keras on JAX")


def test_a_train_step_of_the_files_own_is_not_compared_on_jax(oracle: Oracle) -> None:
    pytest.importorskip("jax")
    own = "class Own(bml.Sequential):\n    def train_step(self, data):\n        return super().train_step(data)\n\n\n"
    text = SPARSE.replace("OPTIMIZER", "rmsprop").replace("model = bml.Sequential", f"{own}model = Own")
    sample = collected("own", text)
    row, summed = compare(sample, UPDATES, oracle(sample)).rows
    assert (row.ok, row.skipped, summed.ok, summed.oracle) == (True, True, True, "Keras, rows summed")
    assert row.note.startswith("not comparable: on JAX, Keras calls a train_step")


@pytest.mark.parametrize("check", [FORWARD, GRADIENTS], ids=["values", "gradients"])
def test_a_tuple_of_numbers_that_a_script_computes_is_a_tensor_there_too(oracle: Oracle, check: Check) -> None:
    sample = collected("tuples", TUPLES)
    rows = compare(sample, check, oracle(sample)).rows
    assert {(row.ok, row.oracle) for row in rows if row.function.startswith("loss")} == {(True, "Keras")}


def test_gradients_of_a_loss_that_computes_gradients(oracle: Oracle) -> None:
    sample = collected("penalty", PENALTY)
    (row,) = compare(sample, GRADIENTS, oracle(sample)).rows
    assert (row.ok, row.oracle) == (True, "Keras"), row.note


def test_variables_that_the_first_call_of_another_function_makes(oracle: Oracle) -> None:
    sample = collected("late", MADE_LATE)
    rows = compare(sample, FORWARD, oracle(sample)).rows
    assert [(row.function, row.ok, row.oracle) for row in rows] == [
        (f"{name}Result", True, "Keras") for name in ("score", "area", "fit")
    ]


def test_a_process_that_ends_while_it_is_asked() -> None:
    sample = collected("ends", ENDS)
    with Keras() as process:
        process.load(sample.program.source, sample.origins)
        for _ in range(2):
            with pytest.raises(
                UserError, match=r"the process that runs ends\.py on TensorFlow ended with status 3"
            ) as caught:
                run_parity(sample.program, ("cpu",), 1, oracle=process, engine="node", open_host=open_node)
            assert caught.value.code == "BML407"
            assert "out of memory, say" in str(caught.value.hint)


def test_a_process_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bml.parity.oracle.TIMEOUT", 0.01)  # TensorFlow takes longer to start
    sample = collected("ends", ENDS)
    with Keras() as process, pytest.raises(UserError, match=r"expected ends\.py on TensorFlow to answer"):
        process.load(sample.program.source, sample.origins)


@pytest.mark.skipif(sys.platform == "win32", reason="stops a process by a signal")
def test_a_process_that_does_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    sample = collected("ends", ENDS)
    with Keras() as process:
        process.load(sample.program.source, sample.origins)
        os.kill(process._tensorflow._process.pid, signal.SIGSTOP)
        monkeypatch.setattr("bml.parity.oracle.TIMEOUT", 0.1)
        with pytest.raises(UserError, match=r"expected ends\.py on TensorFlow to answer"):
            process.call("halve", [np.zeros(10**6, "float32")], {}, ())  # more than a pipe holds


def test_a_process_that_the_file_starts_gets_no_request(oracle: Oracle) -> None:
    sample = collected("reads", READS)
    (halves,) = oracle(sample).call("halve", [np.ones(2, "float32")], {}, ()).outs
    assert halves.tolist() == [0.5, 0.5]


def test_a_file_that_fails_there_alone(oracle: Oracle) -> None:
    sample = collected("raises", RAISES.replace("{nothing}", '{False: ""}'))
    with pytest.raises(UserError) as caught:
        oracle(sample)
    assert (caught.value.code, caught.value.loc and caught.value.loc.line) == ("BML301", 6)


def test_what_no_name_leads_to_is_left_to_the_graph() -> None:
    sample = smooth_cnn(16)
    local = Called(lambda x: x, {0: Hole.HOLE})
    named = Called(Derivative(sample.origins.file.prepare, {"argnums": 0}), {0: Hole.HOLE})
    found = recipes(Origins(sample.origins.file, {"local": local, "named": named}, ()))
    assert list(found.functions) == ["named"]
    assert found.refused["local"].startswith("it cannot be found by a name of the file")


def is_running(process: str) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # it has ended, and nobody has asked how


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_ctrl_c_ends_both_processes() -> None:
    sample = smooth_cnn(16)
    listening = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from bml.cli.main import main; main()"
    )
    command = [sys.executable, "-c", listening, "parity", str(sample.program.source), "--backends", "cpu"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while not (found := children.read_text().split()):
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=60) == 130
    assert not any(map(is_running, found))
