"""`bml run --check-numerics`: whatever runs on TensorFlow ends at the first NaN or infinity, at the user's line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import bml
from bml.native.numerics import checking_numerics
from bmlc.errors import UserError

X = np.array([[1.0], [0.0]], np.float32)


def logarithm(x: Any) -> Any:
    return bml.ops.log(x) - 1.0


def total(x: Any) -> Any:
    return bml.ops.sum(bml.ops.sqrt(x))


class Logarithm(bml.layers.Layer):  # type: ignore[misc]
    def call(self, x: Any) -> Any:
        return bml.ops.log(x)


def trained() -> None:
    model = bml.Sequential([bml.Input((1,)), bml.layers.Dense(1, kernel_initializer="ones"), Logarithm(name="logs")])
    model.compile("sgd", "mse")
    model.fit(X, X, verbose=0)


def with_an_infinite_weight() -> None:
    dense = bml.layers.Dense(1, name="first")
    dense.build((None, 1))
    dense.set_weights([np.full((1, 1), np.inf, np.float32), np.zeros(1, np.float32)])
    dense(X)


FAILING: dict[str, tuple[Callable[[], Any], str, str]] = {
    "a function": (lambda: bml.function(logarithm)(X), "log gave 1 infinite of 2 values (logarithm)", "bml.ops.log(x)"),
    "a gradient": (
        lambda: bml.value_and_grad(total, argnums=0)(X),
        "sqrt_grad gave 1 infinite of 2 values (gradient of total)",
        "bml.value_and_grad(total, argnums=0)(X)",
    ),
    "an op by itself": (lambda: bml.ops.sqrt(-X), "sqrt gave 1 NaN of 2 values", "bml.ops.sqrt(-X)"),
    "a step of fit": (trained, "log gave 1 infinite of 2 values (sequential/logs)", "bml.ops.log(x)"),
    "a weight": (with_an_infinite_weight, "variable first/kernel holds 1 infinite of 1 value", "dense(X)"),
    "an argument": (
        lambda: bml.function(logarithm)(X * np.nan),
        "an argument of logarithm holds 2 NaN of 2 values",
        "(logarithm)(X * np.nan)",
    ),
    "a data set": (
        lambda: list(bml.Dataset.from_tensor_slices(X).map(logarithm).batch(2)),
        "log gave 1 infinite of 1 value (logarithm)",
        "bml.ops.log(x)",
    ),
}


@pytest.mark.parametrize("name", FAILING)
def test_what_is_blamed(name: str) -> None:
    call, message, at = FAILING[name]
    with pytest.raises(UserError) as caught, checking_numerics():
        call()
    assert (caught.value.code, caught.value.message) == ("BML406", message)
    loc = caught.value.loc
    assert loc is not None
    assert at in loc.text
    if "log gave" in message:
        assert caught.value.hint == (
            "log takes numbers above 0: keep its argument from becoming 0 or less, as in log(x + 1e-7)"
        )


def test_what_was_there_before_is_nobodys_fault() -> None:
    infinite = np.float32(-np.inf)
    masked = bml.function(lambda x: bml.ops.softmax(bml.ops.where([True, False], x, infinite)))
    finite = bml.function(logarithm)
    with checking_numerics():
        assert bml.ops.exp(infinite) == 0
        assert masked([3.0, 4.0]).tolist() == [1.0, 0.0]
        assert finite(X + 1.0)[1, 0] == -1.0
    assert bml.function(logarithm)(X)[1, 0] == -np.inf, "once it is over, nothing is checked"
