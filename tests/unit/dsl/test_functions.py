"""`@bml.function`, `@bml.script`, `value_and_grad`: in Python, inside one another, and as IR."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import bml
from bml import layers
from bmlc.errors import UserError
from bmlc.ir import TensorType, format_function, verify


def test_a_function_runs_on_arrays_and_keeps_structure() -> None:
    @bml.function
    def both(x: Any, y: Any) -> Any:
        return {"sum": x + y, "parts": (x, [y * 2.0])}

    result = both(np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    assert result["sum"].tolist() == [4.0, 6.0]
    assert result["parts"][1][0].tolist() == [6.0, 8.0]
    assert type(result["parts"]) is tuple


def test_it_is_traced_once_for_each_combination_of_types() -> None:
    calls = []

    @bml.function
    def twice(x: Any, flag: bool = False, name: Any = None) -> Any:
        calls.append(name)
        return x * 2.0

    for size in (2, 3, 2):
        assert twice(np.ones(size)).tolist() == [2.0] * size
    twice(np.ones(2), name="other")
    assert len(calls) == 3


def test_inside_another_trace_it_is_inlined_at_the_users_line() -> None:
    @bml.function
    def scale(x: Any) -> Any:
        return x * 3.0

    @bml.function
    def outer(x: Any) -> Any:
        return scale(x) + 1.0

    fn = outer.trace([TensorType((2,), "float32")])
    verify(fn)
    first = scale.fn.__code__.co_firstlineno
    assert {(eqn.loc.line - first, eqn.scope) for eqn in fn.body if eqn.op.name == "multiply"} == {(2, "outer/scale")}
    assert outer(np.ones(2)).tolist() == [4.0, 4.0]


def test_annotations_give_types() -> None:
    @bml.function
    def classify(image: bml.Image(4, 4, 1), weight: float, steps: int, on: bool) -> bml.Probabilities("ab"):  # type: ignore[valid-type]
        return bml.ops.stack([bml.ops.mean(image / 255.0) * weight, bml.ops.cast(steps, "float32")])

    fn = classify.trace()
    assert [str(param.type) for param in fn.params] == ["uint8[4, 4, 1]", "float32[]", "int32[]", "bool[]"]
    assert classify.signature.return_annotation.labels == ("a", "b")
    values = classify(np.full((4, 4), 255.0), 0.5, 3, True)
    assert values.tolist() == [0.5, 3.0]


def test_where_a_function_is_defined() -> None:
    @bml.function
    def f(x: Any) -> Any:
        return x

    assert f.loc.line == f.fn.__code__.co_firstlineno + 1
    assert f.loc.column == 4


def test_a_script_runs_as_it_is() -> None:
    @bml.script
    def count(to: int = 3) -> list[int]:
        """Counts."""
        return list(range(to))

    assert count() == [0, 1, 2]
    assert (count.name, count.__doc__, count.signature.parameters["to"].default) == ("count", "Counts.", 3)


def test_gradients_of_captured_variables() -> None:
    w = bml.Variable([1.0, 2.0], name="w")
    frozen = bml.Variable([5.0, 5.0], trainable=False, name="frozen")

    def loss(x: Any) -> Any:
        return bml.ops.sum(w * w * x + frozen)

    value, gradients = bml.value_and_grad(loss)(np.array([3.0, 4.0]))
    assert float(value) == 29.0
    assert [gradient.tolist() for gradient in gradients] == [[6.0, 16.0]]


def test_gradients_of_arguments() -> None:
    def loss(x: Any, y: Any) -> Any:
        return bml.ops.sum(x * y)

    x, y = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    _, gradient = bml.value_and_grad(loss, argnums=1)(x, y)
    assert gradient.tolist() == [1.0, 2.0]
    _, gradients = bml.value_and_grad(loss, argnums=(1, 0))(x, y)
    assert [gradient.tolist() for gradient in gradients] == [[1.0, 2.0], [3.0, 4.0]]
    _, gradients = bml.value_and_grad(lambda pair: loss(*pair), argnums=(0,))((x, y))
    assert [[gradient.tolist() for gradient in pair] for pair in gradients] == [[[3.0, 4.0], [1.0, 2.0]]]
    _, gradients = bml.value_and_grad(lambda given: loss(given["x"], given["y"][0]), argnums=0)({"x": x, "y": [y]})
    assert gradients["x"].tolist() == [3.0, 4.0]
    assert gradients["y"][0].tolist() == [1.0, 2.0]


def test_gradients_come_in_the_order_in_which_the_variables_were_made() -> None:
    first, second, third = (bml.Variable([value], name="w") for value in (2.0, 3.0, 5.0))
    gradients = bml.value_and_grad(lambda: bml.ops.sum(third * second * first))
    assert [gradient.tolist() for gradient in gradients()[1]] == [[15.0], [10.0], [6.0]]
    second.trainable = False
    assert [gradient.tolist() for gradient in gradients()[1]] == [[15.0], [6.0]]
    by_name = bml.value_and_grad(lambda: bml.ops.sum(third * first), variables=[third, first])
    assert [gradient.tolist() for gradient in by_name()[1]] == [[2.0], [5.0]]


def test_gradients_of_methods_are_those_of_their_object() -> None:
    class Line:
        def __init__(self, slope: float) -> None:
            self.slope = bml.Variable([slope], name="slope")

        def loss(self, x: Any) -> Any:
            return bml.ops.sum(self.slope * self.slope * x)

    found = [bml.value_and_grad(line.loss)(np.array([1.0])) for line in map(Line, (1.0, 3.0))]
    assert [(float(value), gradient.tolist()) for value, (gradient,) in found] == [(1.0, [2.0]), (9.0, [6.0])]


def test_further_results_and_closures_inside_a_function() -> None:
    w = bml.Variable([2.0], name="w")

    @bml.function
    def step(x: Any) -> Any:
        doubled = x * 2.0
        (value, extra), (gradient,) = bml.value_and_grad(
            lambda: (bml.ops.sum(w * doubled), {"doubled": doubled}), has_aux=True
        )()
        return value, extra["doubled"], gradient

    value, doubled, gradient = step(np.array([3.0]))
    assert (float(value), doubled.tolist(), gradient.tolist()) == (12.0, [6.0], [6.0])


def test_state_that_the_loss_changes_is_kept() -> None:
    dropout = layers.Dropout(0.5)
    w = bml.Variable(np.ones(8, np.float32), name="w")
    bml.value_and_grad(lambda: bml.ops.sum(dropout(w, training=True)))()
    assert int(dropout.counter.numpy()) == 1


def test_a_variable_that_the_loss_sets_is_itself_for_the_gradient() -> None:
    w, state = bml.Variable([3.0], name="w"), bml.Variable([0.0], trainable=False, name="state")

    def loss(x: Any) -> Any:
        state.assign(w * w)
        w.assign(w * 2.0)
        return bml.ops.sum(w * x + state)

    value, (gradient,) = bml.value_and_grad(loss)(np.array([5.0]))
    assert (float(value), gradient.tolist(), w.numpy().tolist()) == (39.0, [5.0], [6.0])


def test_a_loop_of_ones_own_trains() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(64, 3)).astype("float32")
    y = x @ np.array([[1.0], [-2.0], [0.5]], np.float32)
    model = bml.Sequential([bml.Input((3,)), layers.Dense(1)])
    optimizer = bml.optimizers.Adam(0.1)

    @bml.function
    def loss(x: Any, y: Any) -> Any:
        return bml.ops.mean(bml.losses.mean_squared_error(y, model(x, training=True)))

    step = bml.value_and_grad(loss)
    values = []
    for _ in range(60):
        value, gradients = step(x, y)
        optimizer.apply(gradients, model.trainable_variables)
        values.append(float(value))
    assert values[-1] < 0.05 * values[0]


def test_stop_gradient_cuts() -> None:
    w = bml.Variable([3.0], name="w")
    _, (gradient,) = bml.value_and_grad(lambda: bml.ops.sum(w * bml.stop_gradient(w)))()
    assert gradient.tolist() == [3.0]


def test_the_equation_in_a_trace() -> None:
    w = bml.Variable([3.0], name="w")

    @bml.function
    def loss(x: Any) -> Any:
        return bml.ops.sum(w * x)

    @bml.function
    def step(x: Any) -> Any:
        return bml.value_and_grad(loss)(x)

    fn = step.trace([TensorType((1,), "float32")])
    verify(fn)
    assert [eqn.op.name for eqn in fn.body] == ["value_and_grad"]
    assert "value_and_grad[wrt=(1)]" in format_function(fn)


@pytest.mark.parametrize(
    ("compute", "gradient"),
    [
        (lambda w: np.array([3.0, 4.0]) * w, [3.0, 4.0]),
        (lambda w: np.array([3.0, 4.0]) - w, [-1.0, -1.0]),
        (lambda w: np.float32(3.0) / w, [-3.0, -0.75]),
        (lambda w: np.diag([5.0, 6.0]) @ w, [5.0, 6.0]),
        (lambda w: np.diag([5.0, 6.0]) @ (w * 2.0), [10.0, 12.0]),
        (lambda w: 1.0**w, [0.0, 0.0]),
        (abs, [1.0, 1.0]),
        (lambda w: bml.ops.where(w > 1.5, w, 0.0), [0.0, 1.0]),
        (lambda w: bml.ops.where(np.array([1.5, 1.5]) >= w, w, 0.0), [1.0, 0.0]),
    ],
)
def test_arrays_meet_variables_in_a_trace(compute: Any, gradient: list[float]) -> None:
    w = bml.Variable([1.0, 2.0])
    _, (found,) = bml.value_and_grad(lambda: bml.ops.sum(compute(w)))()
    np.testing.assert_allclose(found, gradient)


def test_numpy_does_not_freeze_a_variable() -> None:
    w = bml.Variable([1.0, 2.0], name="w")
    assert np.exp(w).shape == (2,)
    with pytest.raises(UserError, match="NumPy received the variable 'w' in a traced function"):
        bml.function(lambda: bml.ops.sum(np.exp(w)))()


def test_nothing_to_differentiate_by() -> None:
    with pytest.raises(UserError, match="found nothing to differentiate by"):
        bml.value_and_grad(bml.ops.sum)(np.ones(2))
