"""The training step of the model of `examples/mnist_cnn.py`: Keras's own code leaves no more kernels than needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import keras
import pytest
from keras import layers

from bml.collect import collect
from bml.context import new_program
from bml.keras.steps import step
from bmlc.ir import Function, TensorType, format_function, symbol
from bmlc.passes.pipeline import lower, optimize
from bmlc.passes.trace import trace

KERNELS = {"cpu": 151, "wasm": 45, "webgl": 161, "webgpu": 157}  # with what puts the logs into one tensor


@pytest.fixture(scope="module")
def train_step(examples: Path) -> Function:
    program = collect(examples / "mnist_cnn.py")
    return optimize(program.functions[program.models["model"].train_step])


@pytest.mark.data("mnist")
def test_the_step_on_wasm(train_step: Function, golden: Callable[[Path, str], None]) -> None:
    golden(Path(__file__).parent / "mnist_step.txt", format_function(lower(train_step, "wasm"), locations=False))


@pytest.mark.data("mnist")
@pytest.mark.parametrize("backend", KERNELS)
def test_the_step_is_short(train_step: Function, backend: str) -> None:
    kernels = [eqn for eqn in lower(train_step, backend).body if eqn.op.name != "dispose"]
    assert len(kernels) <= KERNELS[backend]


def test_the_losses_of_a_model_are_added() -> None:
    """As they are: scalars need no tensor that joins them."""
    keras.utils.clear_session()
    with new_program():
        model = keras.Sequential([keras.Input((3,)), layers.Dense(2, kernel_regularizer="l2", bias_regularizer="l1")])
        model.compile("sgd", "mse")
        types = [TensorType((3,), "float32"), TensorType((2,), "float32")]
        names = [eqn.op.name for eqn in optimize(step(model, "test", types, "test_step")[0]).body]
    assert "concatenate" not in names


@pytest.mark.parametrize(("layer", "kernels"), [("SimpleRNN", 11), ("LSTM", 25), ("GRU", 28)])
def test_a_step_of_a_masked_loop_is_short(layer: str, kernels: int) -> None:
    """Its mask has the shape of the states before the loop."""
    recurrent = getattr(layers, layer)(3, return_sequences=True)
    recurrent.build((None, None, 4))
    n, t = symbol("n"), symbol("t")
    types = [("x", TensorType((n, t, 4), "float32")), ("m", TensorType((n, t), "bool"))]
    fn = trace(lambda x, m: recurrent(x, mask=m), types, "f")
    bodies = [eqn.attrs["body"].body for eqn in lower(optimize(fn), "wasm").body if eqn.op.name == "loop"]
    assert len([eqn for eqn in bodies[-1] if eqn.op.name not in ("constant", "dispose", "take")]) <= kernels
