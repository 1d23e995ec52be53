"""Fused kernels, and where they must not be."""

import pytest

from bmlc import ops
from bmlc.passes.fuse import fuse
from bmlc.passes.legalize import legalize

IMAGE, FILTER, BIAS = "float32[n, 8, 8, 3]", "float32[3, 3, 3, 4]", "float32[4]"


def kernels(fn, backend):
    return [eqn.op.name for eqn in fuse(legalize(fn, backend)).body]


@pytest.mark.parametrize(
    ("backend", "kernel"), [("wasm", "FusedConv2D"), ("webgl", "FusedConv2D"), ("webgpu", "DirectConv2D")]
)
def test_a_convolution_takes_its_bias_in(traced, backend, kernel):
    fn = traced(lambda x, w, b: ops.conv(x, w) + b, x=IMAGE, w=FILTER, b=BIAS)
    (eqn,) = fuse(legalize(fn, backend)).body
    assert (eqn.op.name, eqn.attrs["activation"]) == (kernel, "linear")
    assert [var.name for var in eqn.inputs] == ["x", "w", "b"]


@pytest.mark.parametrize(
    ("backend", "kernel"), [("wasm", "FusedConv2D"), ("webgl", "FusedConv2D"), ("webgpu", "DirectConv2D")]
)
def test_a_convolution_takes_its_relu_in(traced, backend, kernel):
    fn = traced(lambda x, w, b: ops.relu(ops.conv(x, w) + b), x=IMAGE, w=FILTER, b=BIAS)
    (eqn,) = fuse(legalize(fn, backend)).body
    assert (eqn.op.name, eqn.attrs["activation"]) == (kernel, "relu")


@pytest.mark.parametrize(
    ("backend", "activation", "name"),
    [("wasm", ops.relu6, "ClipByValue"), ("webgl", ops.relu6, "ClipByValue"), ("webgpu", ops.sigmoid, "Sigmoid")],
)
def test_activations_that_would_lose_nan_inside_stay_outside(traced, backend, activation, name):
    fn = traced(lambda x, w, b: activation(ops.conv(x, w) + b), x=IMAGE, w=FILTER, b=BIAS)
    assert kernels(fn, backend)[1:] == [name]


@pytest.mark.parametrize(("backend", "fused"), [("cpu", False), ("wasm", False), ("webgl", True), ("webgpu", True)])
def test_matrix_products_are_fused_on_gpus_only(traced, backend, fused):
    fn = traced(lambda x, w, b: ops.relu(ops.matmul(x, w) + b), x="float32[n, 3]", w="float32[3, 4]", b=BIAS)
    assert ("_FusedMatMul" in kernels(fn, backend)) == fused


@pytest.mark.parametrize(
    "fn",
    [
        lambda x, w, b: ((y := ops.conv(x, w)) + b, y),  # the product is read elsewhere
        lambda x, w, b: ops.conv(x, w) + ops.reshape(b, (1, 1, 1, 4)),  # tfjs takes rank 1 only
        lambda x, w, b: ops.conv(x, w) * b,
    ],
)
def test_where_something_would_be_lost_nothing_is_fused(traced, fn):
    assert "FusedConv2D" not in kernels(traced(fn, x=IMAGE, w=FILTER, b=BIAS), "webgl")


def test_an_activation_whose_input_is_read_elsewhere_stays_outside(traced):
    def fn(x, w, b):
        y = ops.conv(x, w) + b
        return ops.relu(y), y

    assert kernels(traced(fn, x=IMAGE, w=FILTER, b=BIAS), "webgl") == ["FusedConv2D", "Relu"]
