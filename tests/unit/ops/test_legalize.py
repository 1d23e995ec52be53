"""What ops become on a backend, as text."""

# ruff: noqa: E501 - the IR as it is printed

from textwrap import dedent

import pytest

from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import TensorType, dim, format_function, verify
from bmlc.kernels import tables
from bmlc.passes.legalize import legalize
from bmlc.passes.trace import trace


def tensor(text):
    dtype, _, shape = text.rstrip("]").partition("[")
    return TensorType(tuple(dim(size) for size in shape.split(", ") if size), dtype)


def assert_legalizes(fn, expected, backend="wasm", **params):
    traced = trace(fn, [(name, tensor(text)) for name, text in params.items()], "f")
    assert format_function(verify(legalize(traced, backend)), locations=False) == dedent(expected).lstrip()


def test_one_kernel_keeps_the_name_of_its_op():
    assert_legalizes(
        ops.relu,
        """
        def f(x: float32[n, 3]):
          f: float32[n, 3] = Relu(x)
          return f
        """,
        x="float32[n, 3]",
    )


def test_bytes_are_integers_on_a_device():
    assert_legalizes(
        lambda x: x / 255.0,
        """
        def f(x: int32[n, 3]):
          f: float32[n, 3] = Cast[dtype=float32](x)
          f_1: float32[] = constant[value=255.0]()
          f_2: float32[n, 3] = RealDiv(f, f_1)
          return f_2
        """,
        x="uint8[n, 3]",
    )


def test_a_reduction_of_outer_axes_transposes_in_the_open():
    assert_legalizes(
        lambda x: ops.max(x, axis=(0, 1), keepdims=True),
        """
        def f(x: float32[n, 3, 4]):
          f: float32[3*n, 4] = Reshape[shape=(3*n, 4)](x)
          f_1: float32[4, 3*n] = Transpose[perm=(1, 0)](f)
          f_2: float32[4, n, 3] = Reshape[shape=(4, n, 3)](f_1)
          f_3: float32[4] = Max[keepDims=False, reductionIndices=(1, 2)](f_2)
          f_4: float32[1, 1, 4] = Reshape[shape=(1, 1, 4)](f_3)
          return f_4
        """,
        backend="wasm_tfjs",
        x="float32[n, 3, 4]",
    )


def test_the_gradient_of_a_convolution_on_tfjs_wasm_is_made_of_convolutions():
    def gradients(g, x, k):
        attrs = {"strides": (1, 1), "pads": ((0, 0), (0, 0)), "dilations": (1, 1)}
        return [
            ops.convolution.CONV2D_BACKPROP_INPUT(g, k, size=(8, 8), **attrs),
            ops.convolution.CONV2D_BACKPROP_FILTER(x, g, size=(3, 3), **attrs),
        ]

    assert_legalizes(
        gradients,
        """
        def f(g: float32[n, 6, 6, 4], x: float32[n, 8, 8, 2], k: float32[3, 3, 2, 4]):
          f: float32[9, 8] = Reshape[shape=(9, 8)](k)
          f_1: float32[9, 8] = Reverse[dims=(0)](f)
          f_2: float32[9, 2, 4] = Reshape[shape=(9, 2, 4)](f_1)
          f_3: float32[9, 4, 2] = Transpose[perm=(0, 2, 1)](f_2)
          f_4: float32[3, 3, 4, 2] = Reshape[shape=(3, 3, 4, 2)](f_3)
          f_5: float32[n, 8, 8, 2] = Conv2D[dataFormat=NHWC, dilations=(1, 1), pad=((0, 0), (2, 2), (2, 2), (0, 0)), strides=(1, 1)](g, f_4)
          f_6: float32[n, 64, 2] = Reshape[shape=(n, 64, 2)](x)
          f_7: float32[2, 64, n] = Transpose[perm=(2, 1, 0)](f_6)
          f_8: float32[2, 8, 8, n] = Reshape[shape=(2, 8, 8, n)](f_7)
          f_9: float32[n, 36, 4] = Reshape[shape=(n, 36, 4)](g)
          f_10: float32[36, n, 4] = Transpose[perm=(1, 0, 2)](f_9)
          f_11: float32[6, 6, n, 4] = Reshape[shape=(6, 6, n, 4)](f_10)
          f_12: float32[2, 3, 3, 4] = Conv2D[dataFormat=NHWC, dilations=(1, 1), pad=valid, strides=(1, 1)](f_8, f_11)
          f_13: float32[2, 9, 4] = Reshape[shape=(2, 9, 4)](f_12)
          f_14: float32[9, 2, 4] = Transpose[perm=(1, 0, 2)](f_13)
          f_15: float32[3, 3, 2, 4] = Reshape[shape=(3, 3, 2, 4)](f_14)
          return f_5, f_15
        """,
        backend="wasm_tfjs",
        g="float32[n, 6, 6, 4]",
        x="float32[n, 8, 8, 2]",
        k="float32[3, 3, 2, 4]",
    )  # fmt: skip


def test_a_transposed_convolution_with_strides_on_tfjs_wasm_is_one_convolution_for_all_phases():
    assert_legalizes(
        lambda x, k: ops.conv_transpose(x, k, strides=2, padding="same"),
        """
        def f(x: float32[n, 7, 7, 3], k: float32[4, 4, 2, 3]):
          f: float32[2, 2, 2, 12] = Reshape[shape=(2, 2, 2, 12)](k)
          f_1: float32[2, 2, 2, 12] = Reverse[dims=(0, 2)](f)
          f_2: float32[2, 2, 2, 4, 3] = Reshape[shape=(2, 2, 2, 4, 3)](f_1)
          f_3: float32[2, 2, 3, 2, 4] = Transpose[perm=(0, 2, 4, 1, 3)](f_2)
          f_4: float32[2, 2, 3, 8] = Reshape[shape=(2, 2, 3, 8)](f_3)
          f_5: float32[n, 8, 8, 8] = Conv2D[dataFormat=NHWC, dilations=(1, 1), pad=((0, 0), (1, 1), (1, 1), (0, 0)), strides=(1, 1)](x, f_4)
          f_6: float32[8*n, 8, 2, 4] = Reshape[shape=(8*n, 8, 2, 4)](f_5)
          f_7: float32[8*n, 2, 8, 4] = Transpose[perm=(0, 2, 1, 3)](f_6)
          f_8: float32[n, 16, 16, 2] = Reshape[shape=(n, 16, 16, 2)](f_7)
          f_9: float32[n, 14, 14, 2] = Slice[begin=(0, 1, 1, 0), size=(n, 14, 14, 2)](f_8)
          return f_9
        """,
        backend="wasm_tfjs",
        x="float32[n, 7, 7, 3]",
        k="float32[4, 4, 2, 3]",
    )  # fmt: skip


def test_a_transposed_convolution_on_wasm_is_one_kernel():
    assert_legalizes(
        lambda x, k: ops.conv_transpose(x, k, strides=2, padding="same"),
        """
        def f(x: float32[n, 7, 7, 3], k: float32[4, 4, 2, 3]):
          f: float32[n, 14, 14, 2] = Conv2DBackpropInput[dataFormat=NHWC, dilations=(1, 1), inputShape=(n, 14, 14, 2), pad=((0, 0), (1, 1), (1, 1), (0, 0)), strides=(2, 2)](x, k)
          return f
        """,
        x="float32[n, 7, 7, 3]",
        k="float32[4, 4, 2, 3]",
    )  # fmt: skip


def test_a_transposed_product_on_wasm_is_one_kernel():
    assert_legalizes(
        lambda a, b: ops.linalg.product_of(a, b, True, False),
        """
        def f(a: float32[n, 3], b: float32[n, 2]):
          f: float32[3, 2] = BatchMatMul[transposeA=True, transposeB=False](a, b)
          return f
        """,
        a="float32[n, 3]",
        b="float32[n, 2]",
    )


def test_weights_in_a_second_shape_get_an_id_of_their_own_on_tfjs_wasm():
    assert_legalizes(
        lambda g, w: ops.linalg.product_of(g, w, False, True),
        """
        def f(g: float32[n, 1], w: float32[4, 1]):
          f: float32[1, 4] = Reshape[shape=(1, 4)](w)
          f_copy: float32[1, 4] = Transpose[perm=(0, 1)](f)
          f_1: float32[n, 4] = BatchMatMul[transposeA=False, transposeB=False](g, f_copy)
          return f_1
        """,
        backend="wasm_tfjs",
        g="float32[n, 1]",
        w="float32[4, 1]",
    )


def test_log_softmax_is_composed():
    assert_legalizes(
        ops.log_softmax,
        """
        def f(x: float32[n, 3]):
          f: float32[n] = Max[keepDims=False, reductionIndices=(1)](x)
          f_1: float32[n, 1] = Reshape[shape=(n, 1)](f)
          f_2: float32[n, 3] = Sub(x, f_1)
          f_3: float32[n, 3] = Exp(f_2)
          f_4: float32[n] = Sum[axis=(1), keepDims=False](f_3)
          f_5: float32[n, 1] = Reshape[shape=(n, 1)](f_4)
          f_6: float32[n, 1] = Log(f_5)
          f_7: float32[n, 3] = Sub(f_2, f_6)
          return f_7
        """,
        backend="webgl",
        x="float32[n, 3]",
    )


def test_a_backend_that_cannot_run_an_op_is_named_with_the_op_and_its_line(monkeypatch):
    traced = trace(ops.relu, [("x", tensor("float32[3]"))], "f")
    table = {name: kernel for name, kernel in tables.kernel_table("webgpu").items() if name != "Relu"}
    monkeypatch.setattr("bmlc.passes.legalize.kernel_table", lambda backend: table)
    with pytest.raises(UserError) as caught:
        legalize(traced, "webgpu")
    assert caught.value.code == "BML401"
    assert caught.value.message == "relu cannot run on webgpu, which has no kernel Relu"
    assert caught.value.loc == traced.body[0].loc


def test_neighbours_that_stretch_alike_are_one_dimension():
    assert_legalizes(
        ops.add,
        """
        def f(a: float32[2, 3, 2, 3, 2, 3, 2], b: float32[3, 2]):
          f: float32[72, 6] = Reshape[shape=(72, 6)](a)
          f_1: float32[1, 6] = Reshape[shape=(1, 6)](b)
          f_2: float32[72, 6] = Add(f, f_1)
          f_3: float32[2, 3, 2, 3, 2, 3, 2] = Reshape[shape=(2, 3, 2, 3, 2, 3, 2)](f_2)
          return f_3
        """,
        "webgl",
        a="float32[2, 3, 2, 3, 2, 3, 2]",
        b="float32[3, 2]",
    )


def test_dimensions_of_unknown_sizes_merge_like_others():
    fn = trace(lambda x: ops.transpose(x, (6, 4, 2, 0, 5, 3, 1)), [("x", tensor("float32[n, 2, 3, m, 2, 3, 2]"))], "f")
    kernels = verify(legalize(fn, "webgl")).body
    assert max(out.type.rank for eqn in kernels for out in eqn.outs if eqn.op.name != "Reshape") == 4
