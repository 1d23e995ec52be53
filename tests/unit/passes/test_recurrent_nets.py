"""What an LSTM of 32 units costs, with its gradients: kernels, code and memory, whatever the number of its steps."""

import pytest

from bmlc import ops
from bmlc.emit.tensor_functions import emit_tensor_functions
from bmlc.ir import TensorType, symbol
from bmlc.kernels.kernel import Kernel
from bmlc.kernels.tables import BACKENDS
from bmlc.passes.memory import peak_bytes
from bmlc.passes.pipeline import lower, optimize
from bmlc.passes.trace import trace

UNITS, FEATURES, BATCH = 32, 16, 8


def lstm_loss(xs, kernel, recurrent, bias):
    def step(state, x):
        h, c = state
        z = ops.matmul(x, kernel) + ops.matmul(h, recurrent) + bias
        i, f, g, o = (z[:, k * UNITS : (k + 1) * UNITS] for k in range(4))
        c = ops.sigmoid(f) * c + ops.sigmoid(i) * ops.tanh(g)
        return (ops.sigmoid(o) * ops.tanh(c), c), None

    zero = ops.zeros((BATCH, UNITS))
    (h, _), _ = ops.scan(step, (zero, zero), xs)
    return ops.mean(ops.square(h))


def optimized(steps):
    shapes = [(steps, BATCH, FEATURES), (FEATURES, 4 * UNITS), (UNITS, 4 * UNITS), (4 * UNITS,)]
    params = [(name, TensorType(shape, "float32")) for name, shape in zip("xkrb", shapes, strict=True)]

    def gradients(*xs):
        return ops.value_and_grad(*xs, body=trace(lstm_loss, params, "loss"), wrt=(1, 2, 3))

    return optimize(trace(gradients, params, "lstm"))


@pytest.fixture(scope="module", params=BACKENDS)
def nets(request, tmp_path_factory):
    source = tmp_path_factory.mktemp("lstm") / "lstm.py"
    nets = {steps: lower(optimized(steps), request.param) for steps in (100, 1000, symbol("t"))}
    return {steps: (fn, emit_tensor_functions({"f": fn}, request.param, source).code) for steps, fn in nets.items()}


def test_code_does_not_grow_with_the_steps(nets):
    kernels = {steps: sum(isinstance(eqn.op, Kernel) for eqn in fn.eqns()) for steps, (fn, _) in nets.items()}
    assert len(set(kernels.values())) == 1
    assert kernels[100] < 70
    assert all(len(code) < 9_500 for _, code in nets.values())


def test_each_weight_has_one_product_outside_of_the_loops():
    fn = optimized(100)
    steps = [eqn.attrs["body"] for eqn in fn.body if eqn.op.name == "scan"]
    products = [sum(eqn.op.name == "matmul" for eqn in each.body) for each in (fn, *steps)]
    assert products == [3, 0, 1, 1]  # x @ k and both gradients; its slices; h @ r; dz @ r.T


def test_the_peak_grows_by_what_a_step_stacks(nets):
    peaks = [peak_bytes(fn).evaluate({"t": 100}) for fn, _ in nets.values()]
    assert peaks[0] == peaks[2]
    # The slices, the states, and the gradients of the products, once more as they are joined: 4 bytes for each of a
    # batch. The products themselves are freed step by step, as the gates, states and the tanh of c come.
    assert (peaks[1] - peaks[0]) / 900 == 4 * BATCH * (FEATURES + UNITS + 2 * 4 * UNITS)
