"""`bml run --check-numerics` in Python: whatever runs on TensorFlow ends at the first NaN or infinity."""

import numpy as np
import pytest

import bml
from bmlc.errors import UserError
from bmlc.reference import checking_numerics

X = np.array([[1.0], [0.0]], np.float32)


@pytest.fixture(autouse=True)
def checking():
    with checking_numerics():
        yield


@bml.function
def logarithm(x):
    return bml.ops.log(x) - 1.0


def raised(call, *args):
    with pytest.raises(UserError) as caught:
        call(*args)
    assert caught.value.code == "BML406"
    return caught.value


def test_a_tensor_function():
    assert logarithm(X + 1)[1, 0] == -1
    error = raised(logarithm, X)
    assert error.message == "log gave 1 infinite of 2 values (logarithm)"
    assert error.hint == "log takes numbers above 0: keep its argument from becoming 0 or less, as in log(x + 1e-7)"
    assert error.loc.line == logarithm.loc.line + 1


def test_a_layer_and_a_model():
    model = bml.Sequential([bml.Input((1,)), bml.layers.Dense(2, name="first"), bml.layers.Dense(1, name="second")])
    model.layers[1].set_weights([np.full((2, 1), np.inf, np.float32), np.zeros(1, np.float32)])
    assert raised(model, X).message == "variable second/kernel holds 2 infinite of 2 values"
    first = bml.layers.Dense(2, kernel_initializer="ones")
    assert raised(first, X * np.float32(np.nan)).message == "parameter x0 holds 2 NaN of 2 values"


@pytest.mark.parametrize("calls", [1, 2, 3])
def test_gradients_however_often_they_were_taken(calls):
    """The first call is evaluated, later ones are compiled."""
    w = bml.Variable([4.0])

    @bml.function
    def total(x):
        return bml.ops.sum(bml.ops.sqrt(w * x))

    gradient = bml.value_and_grad(total)
    for _ in range(calls - 1):
        gradient(np.array([2.0]))
    assert raised(gradient, np.array([0.0])).message == "divide gave 1 infinite of 1 value (gradient of total)"


def test_nothing_is_committed():
    model = bml.Sequential([bml.Input((1,)), bml.layers.Dense(1)])
    model.compile(optimizer=bml.optimizers.SGD(1e30), loss="mse")
    before = model.get_weights()
    with pytest.raises(UserError):
        model.fit(X + 1, X * 1e30, epochs=1, verbose=0)
    for kept, first in zip(model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(kept, first)


def test_an_op_by_itself():
    error = raised(bml.ops.log, X)
    assert error.message == "log gave 1 infinite of 2 values"
    assert raised(bml.ops.sqrt, -X).message == "sqrt gave 1 NaN of 2 values"
    assert bml.ops.exp(np.float32(-np.inf)) == 0
    assert bml.ops.maximum(np.float32(-np.inf), np.float32(-np.inf)) == -np.inf  # it was there before
