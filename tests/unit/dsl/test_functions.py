"""`@bml.function`, `@bml.script` and `value_and_grad` where a file is read for what it declares."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import bml
from bml import layers
from bmlc.errors import UserError
from bmlc.host_tensor import HostTensor, host_tensor
from bmlc.ir import TensorType, format_function, verify
from bmlc.ops.tensor import Tensor


def test_inside_another_trace_it_is_inlined_at_the_users_line() -> None:
    @bml.function
    def scale(x: Any) -> Any:
        return x * 3.0

    @bml.function
    def outer(x: Any) -> Any:
        return scale(x) + 1.0

    fn = outer.traced([TensorType((2,), "float32")]).fn
    verify(fn)
    first = scale.fn.__code__.co_firstlineno
    assert {(eqn.loc.line - first, eqn.scope) for eqn in fn.body if eqn.op.name == "multiply"} == {(2, "outer/scale")}


def test_annotations_give_types() -> None:
    @bml.function
    def classify(image: bml.Image(4, 4, 1), weight: float, steps: int, on: bool) -> bml.Probabilities("ab"):  # type: ignore[valid-type]
        return bml.ops.stack([bml.ops.mean(image / 255.0) * weight, bml.ops.cast(steps, "float32")])

    fn = classify.traced().fn
    assert [str(param.type) for param in fn.params] == ["uint8[4, 4, 1]", "float32[]", "int32[]", "bool[]"]
    assert classify.signature.return_annotation.labels == ("a", "b")


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


def test_the_equation_in_a_trace() -> None:
    w = bml.Variable([3.0], name="w")

    @bml.function
    def loss(x: Any) -> Any:
        return bml.ops.sum(w * x)

    @bml.function
    def step(x: Any) -> Any:
        return bml.value_and_grad(loss)(x)

    fn = step.traced([TensorType((1,), "float32")]).fn
    verify(fn)
    assert [eqn.op.name for eqn in fn.body] == ["value_and_grad"]
    assert "value_and_grad[wrt=(1)]" in format_function(fn)


def test_numpy_does_not_freeze_a_variable() -> None:
    w = bml.Variable([1.0, 2.0], name="w")
    assert np.exp(w).shape == (2,)
    with pytest.raises(UserError, match="NumPy received the variable 'w' in a traced function"):
        bml.function(lambda: bml.ops.sum(np.exp(w))).traced([])


def test_arrays_meet_variables() -> None:
    w = bml.Variable([2.0, 4.0])
    array = np.array([3.0, 5.0])
    meet = bml.function(lambda: [array * w, array - w, np.float32(1.0) / w, np.diag(array) @ w, array >= w])
    types = [str(out.type) for out in meet.traced([]).fn.outs]
    assert types == ["float32[2]"] * 4 + ["bool[2]"]
    assert [result.tolist() for result in meet()] == [[6.0, 20.0], [1.0, 1.0], [0.5, 0.25], [6.0, 20.0], [True, True]]


def test_outside_of_a_trace_a_function_computes_with_numpy() -> None:
    total = bml.Variable([0.0], trainable=False)

    @bml.function
    def add(x: Any, rate: float) -> Any:
        total.assign(total + bml.ops.sum(x))
        return {"scaled": x / 255 * rate, "count": bml.ops.shape(x)[0]}

    result = add(np.array([255, 0], np.uint8), 0.5)
    assert (result["scaled"].tolist(), result["count"].item(), total.numpy().tolist()) == ([0.5, 0.0], 2, [255.0])
    assert isinstance(result["scaled"], HostTensor)
    assert result["scaled"].dtype == "float32"


def test_what_numpy_has_not_gives_a_shape_and_no_numbers() -> None:
    model = bml.Sequential([layers.Conv2D(2, 3), layers.Flatten()])
    predict = bml.function(lambda image: model(image / 255.0))
    result = predict(np.zeros((1, 5, 5, 1), np.uint8))
    assert isinstance(result, Tensor)
    assert (result.shape, model.built) == ((1, 18), True)
    with pytest.raises(UserError, match="has a shape and no numbers") as caught:
        result + np.asarray(result)
    assert caught.value.code == "BML103"


def test_value_and_grad_outside_of_a_trace_is_refused() -> None:
    with pytest.raises(UserError, match="value_and_grad computes in the browser") as caught:
        bml.value_and_grad(bml.ops.sum, argnums=0)(np.ones(2))
    assert caught.value.code == "BML301"
    assert caught.value.hint is not None
    assert "bml run FILE" in caught.value.hint


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (([1.0],), "BML102", "missing a required argument: 'rate'"),
        (([[1.0]], 1.0), "BML101", r"scaled expects x of float32\[n\], received float64\[1, 1\]"),
        ((["a"], 1.0), "BML101", r"scaled expects x of float32\[n\], received \['a'\]"),
    ],
)
def test_arguments_are_checked(arguments: Any, code: str, message: str) -> None:
    @bml.function
    def scaled(x: bml.TensorSpec(("n",)), rate: float) -> Any:  # type: ignore[valid-type]
        return x * rate

    with pytest.raises(UserError, match=message) as caught:
        scaled(*arguments)
    assert caught.value.code == code


@pytest.mark.parametrize("dtype", ["int64", "uint32"])
@pytest.mark.parametrize(
    "compute",
    [
        lambda x: bml.ops.add(x, 0),
        bml.ops.sum,
        bml.ops.convert_to_tensor,
        lambda x: bml.ops.cast(x, x.dtype),
        lambda x: bml.Variable(x, dtype=x.dtype.name),
        lambda x: bml.Variable([0], dtype=x.dtype.name).assign(x),
        lambda x: host_tensor(np.zeros(1, x.dtype)) + x,
    ],
)
def test_integers_of_64_bits_are_never_wrapped_around(compute: Any, dtype: str) -> None:
    compute(np.array([2**31 - 1], dtype))
    with pytest.raises(UserError, match="expected integers"):
        compute(np.array([2**31], dtype))


def test_seeds_are_32_bits() -> None:
    assert bml.random.SeedGenerator(2**32 - 5).state.value.tolist() == [-5, 0]


@pytest.mark.parametrize("name", ["generators.py", "my_generators.py", "trace.py"])
def test_a_function_makes_no_variables_whatever_its_file_is_called(name: str) -> None:
    file: dict[str, Any] = {"bml": bml}
    exec(compile("def made(x):\n    return x + bml.Variable(1.0)\n", f"/of/a/user/{name}", "exec"), file)
    with pytest.raises(UserError, match="a variable was made in a traced function"):
        bml.function(file["made"]).traced([TensorType((2,), "float32")])
    assert bml.function(lambda x: x + bml.random.normal((2,))).traced([TensorType((2,), "float32")]).fn.outs
