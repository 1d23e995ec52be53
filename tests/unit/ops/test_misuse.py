"""What users read when they give an op what it does not take."""

# ruff: noqa: E501 - whole messages, one a line

import numpy as np
import pytest

import bml
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import TensorType, symbol
from bmlc.passes.trace import trace
from bmlc.reference import evaluate

N = symbol("n")
IMAGES = TensorType((N, 28, 28, 1), "float32")
ROWS = TensorType((N, 4), "float32")
KERNEL = np.zeros((3, 3, 2, 8), "f")
WEIGHT = bml.Variable([1.0, 2.0], name="weight")
TRANSPOSED = np.zeros((4, 4, 8, 1), "f")

MISUSES = [
    (ROWS, lambda x: x + np.zeros(3), "BML101", "add expected shapes that broadcast to one, received [n, 4] and [3]"),
    (ROWS, lambda x: ops.reshape(x, (3, 3)), "BML101", "reshape expected a shape of 4*n elements, received [3, 3] for float32[n, 4]"),
    (ROWS, lambda x: ops.reshape(x[:3], (-1, 5)), "BML101", "reshape expected sizes that divide the number of elements, received (-1, 5) for [3, 4]"),
    (ROWS, lambda x: ops.concatenate([x, x[1:]], 1), "BML101", "concatenate expected tensors that differ along axis 1 only, received float32[n, 4] and float32[n - 1, 4]"),
    (ROWS, lambda x: ops.matmul(x, x), "BML101", "matmul expected matrices whose inner sizes agree, received shapes [n, 4] and [n, 4]"),
    (ROWS, lambda x: ops.sum(x, axis=2), "BML102", "sum expected an axis in [-2, 2), received axis=2"),
    (ROWS, lambda x: ops.sum(x, axis=(0, -2)), "BML102", "sum expected distinct axes, received axis=(0, -2)"),
    (ROWS, lambda x: ops.matmul(x, np.zeros((3, 2))), "BML101", "matmul expected matrices whose inner sizes agree, received shapes [n, 4] and [3, 2]"),
    (ROWS, lambda x: ops.transpose(x, (0, 0)), "BML102", "transpose expected a permutation of 2 axes, received axes=(0, 0)"),
    (ROWS, lambda x: ops.squeeze(x, 1), "BML101", "squeeze expected dimensions of size 1, received size 4 along axis 1"),
    (ROWS, lambda x: ops.concatenate([x, np.zeros((2, 3))], 0), "BML101", "concatenate expected tensors that differ along axis 0 only, received float32[n, 4] and float32[2, 3]"),
    (ROWS, lambda x: ops.cast(x, "float16"), "BML102", "cast expected a dtype among float32, int32, bool, uint8, received dtype='float16'"),
    (ROWS, lambda x: ops.one_hot(x, 0), "BML102", "one_hot expected num_classes to be a positive int, received num_classes=0"),
    (ROWS, lambda x: ops.clip(x, 1, 0), "BML102", "clip expected x_min <= x_max, received x_min=1, x_max=0"),
    (ROWS, lambda x: ops.clip(x, float("nan"), 1), "BML102", "clip expected x_min <= x_max, received x_min=nan, x_max=1"),
    (ROWS, lambda x: ops.clip(ops.cast(x, "int32"), 1, 0), "BML102", "clip expected x_min <= x_max, received x_min=1, x_max=0"),
    (ROWS, lambda x: ops.max(x[:, 4:], axis=1), "BML101", "max expected at least one element to choose from, received float32[n, 0]"),
    (ROWS, lambda x: ops.min(x[:, 4:]), "BML101", "min expected at least one element to choose from, received float32[n, 0]"),
    (ROWS, lambda x: ops.argmax(x[:, 4:], axis=-1), "BML101", "argmax expected at least one element to choose from, received float32[n, 0]"),
    (ROWS, lambda x: ops.pad(ops.cast(x, "int32"), 1, constant_values=float("nan")), "BML102", "pad expected a whole number for int32[n, 4], received constant_values=nan"),
    (ROWS, lambda x: ops.leaky_relu(x, -1), "BML102", "leaky_relu expected negative_slope >= 0, received negative_slope=-1"),
    (ROWS, lambda x: ops.pad(x, 1, mode="edge"), "BML102", "pad expected constant with constant_values, reflect or symmetric, received mode='edge', constant_values=None"),
    (ROWS, lambda x: ops.pad(x, ((0, 0), (4, 0)), mode="reflect"), "BML102", "pad expected at most 3 elements at an end of axis 1, received 4"),
    (ROWS, lambda x: ops.pad(x, (1,)), "BML102", "pad expected a pair of ints >= 0 for each of 2 dimensions, received pad_width=(1,)"),
    (ROWS, lambda x: ops.top_k(x, 5), "BML102", "top_k expected k to be an int from 1 to 4, received k=5"),
    (ROWS, lambda x: ops.searchsorted(x[:, 0], x), "BML102", "searchsorted expected a vector of a known size, and \"left\" or \"right\", received float32[n], side='left'"),
    (ROWS, lambda x: ops.in_top_k(x, x, 1), "BML101", "in_top_k expected targets of rank 1 and predictions of rank 2, received int32[n, 4] and float32[n, 4]"),
    (ROWS, lambda x: ops.scatter([[0, 1, 2]], x, (3, 4)), "BML101", "scatter expected indices with a last axis of 1 to 2 positions, received int32[1, 3]"),
    (ROWS, lambda x: ops.scatter([[0], [1]], x[:, :2], (3, 4)), "BML101", "scatter expected a row of [4] for each of int32[2], received float32[n, 2]"),
    (ROWS, lambda x: ops.scatter_update(x, [[0]], x[:1], "mean"), "BML102", "scatter_update expected add, max, min, mul or None, received reduction='mean'"),
    (ROWS, lambda x: ops.round(ops.argmax(x, 1), -1), "BML102", "round expected decimals to be an int, for ints at least 0, received decimals=-1"),
    (ROWS, lambda x: ops.tril(x[:, 0]), "BML101", "tril expected at least two axes, received rank 1"),
    (ROWS, lambda x: ops.diagonal(x[:, :3]), "BML101", "diagonal expected two axes of one size, or of known sizes, received [n, 3]"),
    (ROWS, lambda x: ops.rot90(x, 1, (0, -2)), "BML102", "rot90 expected two different axes, received axes=(0, -2)"),
    (ROWS, lambda x: ops.repeat(x, [1, 2], 1), "BML102", "repeat expected 4 ints from 0, received repeats=[1, 2]"),
    (ROWS, lambda x: ops.while_loop(lambda v: v < 5, ops.exp, x), "BML101", "while_loop expected a scalar truth value, received bool[n, 4]"),
    (ROWS, lambda x: ops.scan(lambda c: c, 0.0, x), "BML102", "scan expected a function of 2 arguments, received <lambda>(c)"),
    (ROWS, lambda x: ops.map(lambda a, b: a, x), "BML102", "map expected a function of 1 argument, received <lambda>(a, b)"),
    (ROWS, lambda x: ops.fori_loop(0, 9, ops.exp, x), "BML102", "fori_loop expected a function of 2 arguments, received exp(x)"),
    (ROWS, lambda x: ops.cond(True, x, x), "BML102", "cond expected a function of 0 arguments, received <bml.Tensor float32[n, 4]>"),
    (ROWS, lambda x: ops.switch(ops.sum(x), [ops.exp], x), "BML101", "switch expected an int32 scalar as its index, received float32[]"),
    (ROWS, lambda x: ops.switch(0, [lambda: x], x), "BML102", "switch expected a function of 1 argument, received <lambda>()"),
    (ROWS, lambda x: ops.while_loop(lambda a: a, lambda a: a, (x, x), 3), "BML102", "while_loop expected a function of 2 arguments, received <lambda>(a)"),
    (ROWS, lambda x: ops.vectorized_map(None, x), "BML102", "vectorized_map expected a function of 1 argument, received None"),
    (ROWS, lambda x: ops.associative_scan(ops.exp, x[:, 0]), "BML102", "associative_scan expected a function of 2 arguments, received exp(x)"),
    (ROWS, ops.custom_gradient(lambda: 0), "BML102", "custom_gradient expected a function of 1 argument, received <lambda>()"),
    (ROWS, lambda x: x[0, 0, 0], "BML101", "x[...] expected at most 2 indices and one Ellipsis, received x[0, 0, 0]"),
    (ROWS, lambda x: x[:, 4], "BML102", "x[...] expected an index in [-4, 4), received 4"),
    (ROWS, lambda x: ops.conv(x, KERNEL), "BML101", "conv expected inputs (batch, *sizes, channels) of one to three sizes and a kernel (*taps, channels, filters) of the same rank, received float32[n, 4] and float32[3, 3, 2, 8]"),
    (IMAGES, lambda x: ops.conv(x, KERNEL), "BML101", "conv expected a kernel for 1 channels, received float32[3, 3, 2, 8] for float32[n, 28, 28, 1]"),
    (ROWS, lambda x: ops.arange(5, step=0), "BML102", "arange expected Python numbers and a step that is not 0, received start=5, stop=None, step=0"),
    (ROWS, lambda x: ops.take(x, [3, -5], axis=1), "BML102", "take expected indices from -4 to 3, received -5"),
    (ROWS, lambda x: ops.take(x, ops.constant(4), axis=1), "BML102", "take expected indices from -4 to 3, received 4"),
    (ROWS, lambda x: ops.transpose(x)[[0, 4]], "BML101", "x[...] expected ints, slices of ints, None or Ellipsis, received [0, 4]"),
    (ROWS, lambda x: ops.transpose(x)[ops.constant([4])], "BML102", "take expected indices from -4 to 3, received 4"),
    (ROWS, lambda x: ops.take_along_axis(x, [[4]], 1), "BML102", "take_along_axis expected indices from -4 to 3, received 4"),
    (ROWS, lambda x: ops.slice(x, (0, 1, 2), (1, 1)), "BML101", "slice expected a start for each of 2 axes, received 3"),
    (ROWS, lambda x: ops.slice(x, (0, 1), (1,)), "BML101", "slice expected a size for each axis of float32[n, 4], known while tracing, received shape=(1,)"),
    (ROWS, lambda x: ops.slice(x, (0, 1), 2), "BML101", "slice expected a size for each axis of float32[n, 4], known while tracing, received shape=2"),
    (ROWS, lambda x: ops.slice(x, (0, 1), (1.5, 2)), "BML101", "slice expected a size for each axis of float32[n, 4], known while tracing, received shape=(1.5, 2)"),
    (ROWS, lambda x: ops.slice(x, (0, ops.argmax(x)), (1, -1)), "BML101", "slice expected a size for each axis of float32[n, 4], known while tracing, received shape=(1, -1)"),
    (ROWS, lambda x: ops.slice(x, (0, 0), (ops.argmax(x), 1)), "BML101", "slice expected a size for each axis of float32[n, 4], known while tracing, received shape=(<bml.Tensor int32[]>, 1)"),
    (ROWS, lambda x: ops.slice(x, 0, (1, 1)), "BML101", "slice expected a start for each of 2 axes, received 0"),
    (ROWS, lambda x: ops.slice(x, None, (1, 1)), "BML101", "slice expected a start for each of 2 axes, received None"),
    (ROWS, lambda x: ops.slice_update(x, (0, ops.argmax(x)), ops.tile(x, (1, 2))), "BML101", "slice_update expected updates within float32[n, 4], received float32[n, 8]"),
    (ROWS, lambda x: ops.segment_sum(x, ops.argmax(x, 1), -2), "BML102", "segment_sum expected num_segments to be a positive int, received num_segments=-2"),
    (ROWS, lambda x: ops.segment_sum(x, ops.argmax(x, 1), 2.0), "BML102", "segment_sum expected num_segments to be a positive int, received num_segments=2.0"),
    (ROWS, lambda x: ops.take(x, [1.5], axis=1), "BML102", "take expected indices from -4 to 3, received 1.5"),
    (ROWS, lambda x: ops.take(x[:, :0], [0], axis=1), "BML102", "take expected no indices into an axis of size 0, received 0"),
    (ROWS, lambda x: ops.slice(x, (0, x), (1, 1)), "BML101", "slice expected starts that are scalars of int32, received float32"),
    (ROWS, lambda x: ops.slice(x, (0, ops.argmax(x)), (ops.shape(x)[0], 5)), "BML101", "slice expected at most 4 elements on axis 1, received 5"),
    (ROWS, lambda x: ops.slice_update(x, (0, 3), x[:, :2]), "BML102", "slice_update expected a start from 0 to 2 on axis 1, received 3"),
    (ROWS, lambda x: ops.slice_update(x, (0, 0), x[0]), "BML101", "slice_update expected updates of the rank of float32[n, 4], received float32[4]"),
    (ROWS, lambda x: x[0 : ops.argmax(x)], "BML101", "x[...] expected ints, slices of ints, None or Ellipsis, received"),
    (ROWS, lambda x: ops.take_along_axis(x, [0, 1]), "BML101", "take_along_axis expected indices of rank 2, received float32[n, 4] and int32[2]"),
    (ROWS, lambda x: ops.softmax_cross_entropy(x[:, 0], x), "BML101", "softmax_cross_entropy expected a target for each logit, received float32[n] and float32[n, 4]"),
    (ROWS, lambda x: ops.batch_normalization(x, [0.0], [1.0], -1), "BML101", "batch_normalization expected a number for each position along axis 1 of float32[n, 4], received float32[1]"),
    (ROWS, lambda x: ops.einsum("ij,jk->ik", x), "BML102", "einsum expected letters, ... and one term for each of 1 operands, received 'ij,jk->ik'"),
    (ROWS, lambda x: ops.einsum("ijk->i", x), "BML102", "einsum expected 2 letters for an operand of rank 2, received 'ijk->i'"),
    (ROWS, lambda x: ops.einsum("ij->ik", x), "BML102", "einsum expected a result that names dimensions of the operands, each once, and ... if they have it, received 'ij->ik'"),
    (ROWS, lambda x: ops.einsum("i...->i", x), "BML102", "einsum expected a result that names dimensions of the operands, each once, and ... if they have it, received 'i...->i'"),
    (ROWS, lambda x: ops.einsum("ij,kj->ik", x, np.zeros((2, 5), "f")), "BML101", "einsum expected one size for all that is called j, received 4 and 5"),
    (ROWS, lambda x: ops.einsum("ii", x), "BML101", "einsum expected one size for all that is called i, received n and 4"),
    (IMAGES, lambda x: ops.conv(x, KERNEL, data_format="NCHW"), "BML102", "conv expected data_format=\"channels_last\" or \"channels_first\", received data_format='NCHW'"),
    (IMAGES, lambda x: ops.conv(x, KERNEL, (1, 2, 3)), "BML102", "conv expected strides to be a positive int or two of them, received strides=(1, 2, 3)"),
    (ROWS, lambda x: ops.depthwise_conv(x, KERNEL), "BML101", "depthwise_conv expected inputs (batch, *sizes, channels) of one or two sizes and a kernel (*taps, channels, multiplier) of the same rank, received float32[n, 4] and float32[3, 3, 2, 8]"),
    (IMAGES, lambda x: ops.depthwise_conv(x, KERNEL), "BML101", "depthwise_conv expected a kernel for 1 channels, received float32[3, 3, 2, 8] for float32[n, 28, 28, 1]"),
    (ROWS, lambda x: ops.conv_transpose(x, KERNEL), "BML101", "conv_transpose expected inputs (batch, *sizes, channels) of one to three sizes and a kernel (*taps, filters, channels) of the same rank, received float32[n, 4] and float32[3, 3, 2, 8]"),
    (IMAGES, lambda x: ops.conv_transpose(x, KERNEL), "BML101", "conv_transpose expected a kernel (*taps, filters, channels) for 1 channels, received one for 8"),
    (IMAGES, lambda x: ops.conv_transpose(x, TRANSPOSED, 2, output_padding=2), "BML102", "conv_transpose expected output_padding to be an int or one for each size, at least 0 and below the strides (2, 2), received output_padding=2"),
    (IMAGES, lambda x: ops.conv_transpose(x, TRANSPOSED, 2, "same", 0), "BML102", "conv_transpose expected an output_padding with which the kernel's windows meet every pixel, received output_padding=(0, 0) for a kernel of (4, 4) with strides (2, 2) and padding='same'"),
    (IMAGES, lambda x: ops.max_pool(x, 2, padding="full"), "BML102", 'max_pool expected padding="valid" or "same", received padding=\'full\''),
    (ROWS, lambda x: ops.max_pool(x, 2), "BML101", "max_pool expected inputs (batch, *sizes, channels) of one to three sizes, received float32[n, 4]"),
    (IMAGES, lambda x: ops.adaptive_max_pool(ops.transpose(x, (3, 0, 1, 2)), 2), "BML101", "adaptive_max_pool expected sizes that are known while tracing, received n"),
    (IMAGES, lambda x: ops.image.resize(x, (4, 4), "cubic"), "BML102", "resize expected interpolation among ('nearest', 'bilinear', 'bicubic', 'lanczos3', 'lanczos5', 'area'), received 'cubic'"),
    (IMAGES, lambda x: ops.image.resize(x, 4), "BML102", "resize expected a size of two positive ints, received size=4"),
    (ROWS, lambda x: ops.image.resize(x, (4, 4)), "BML101", "resize expected images of rank 3, or 4 in a batch, received float32[n, 4]"),
    (ROWS, lambda x: ops.fft((x,)), "BML102", "fft expected a tuple (real, imaginary), received"),
    (ROWS, lambda x: ops.fft((x, x[:, :2])), "BML101", "fft expected two tensors of one shape, of rank 1 or more, received float32[n, 4] and float32[n, 2]"),
    (ROWS, lambda x: ops.rfft(ops.transpose(x)), "BML101", "rfft expected sizes that are known while tracing, received n"),
    (IMAGES, lambda x: ops.image.map_coordinates(x, np.zeros((4, 5)), 1), "BML101", "map_coordinates expected sizes that are known while tracing, received n"),
    (ROWS, lambda x: ops.image.map_coordinates(np.zeros((3, 4)), x, 1), "BML101", "map_coordinates expected coordinates (2, ...) for inputs of rank 2, received float32[n, 4]"),
    (ROWS, lambda x: ops.image.map_coordinates(np.zeros((3, 4)), np.zeros((2, 5)), 3), "BML102", "map_coordinates expected an order of 0 or 1, received order=3"),
    (IMAGES, lambda x: ops.image.affine_transform(x, np.zeros(6)), "BML101", "affine_transform expected a transform of 8 numbers, or one for each of n images, received float32[6]"),
    (IMAGES, lambda x: ops.max_pool(x, 0), "BML102", "max_pool expected pool_size to be a positive int or two of them, received pool_size=0"),
    (IMAGES, lambda x: ops.max_pool(x, 30), "BML101", "pool expected images of at least 30 pixels a side, received 28"),
    (ROWS, lambda x: ops.rfft(x[:, :0]), "BML101", "rfft expected at least one number to transform, received float32[n, 0]"),
    (ROWS, lambda x: ops.rfft(x, 0), "BML102", "rfft expected an fft_length of at least 1, received 0"),
    (ROWS, lambda x: ops.fft((x[:, :0], x[:, :0])), "BML101", "fft expected at least one number to transform, received float32[n, 0]"),
    (ROWS, lambda x: ops.ifft2((x[:3, :0], x[:3, :0])), "BML101", "ifft2 expected at least one number to transform, received float32[3, 0]"),
    (ROWS, lambda x: ops.associative_scan(lambda a, b: ops.sum(a), x), "BML101", "associative_scan expected a function that gives as much as each of the parts that it takes, float32[1, 4], received float32[]"),
    (ROWS, lambda x: ops.associative_scan(lambda a, b: ops.cast(a, "int32"), x, axis=1), "BML101", "associative_scan expected a function that gives as much as each of the parts that it takes, float32[n, 2], received int32[n, 2]"),
    (ROWS, lambda x: ops.switch(0, [lambda: x, lambda: x, lambda: ops.sum(x)]), "BML101", "switch expected functions that give the same, float32[n, 4] as the first, received float32[]"),
    (ROWS, lambda x: int(ops.sum(x)), "BML103", "a traced float32[] has no number that Python could take"),
    (ROWS, lambda x: float(ops.sum(x)), "BML103", "a traced float32[] has no number that Python could take"),
    (ROWS, lambda x: range(ops.argmax(x)), "BML103", "a traced int32[] is no int that Python could count with"),
    (ROWS, lambda x: np.zeros(ops.argmax(x)), "BML103", "a traced int32[] is no int that Python could count with"),
    (ROWS, lambda x: ops.sum(x, axis=ops.argmax(x)), "BML102", "sum expected an integer axis, received axis=<bml.Tensor int32[]>"),
    (ROWS, lambda x: ops.segment_sum(x, ops.argmax(x, 1), ops.argmax(x)), "BML102", "segment_sum expected num_segments to be a positive int, received num_segments=<bml.Tensor"),
    (ROWS, list, "BML103", "a traced float32[n, 4] cannot be iterated over"),
    (ROWS, lambda x: ops.max(*x), "BML103", "a traced float32[n, 4] cannot be iterated over"),
    (ROWS, lambda x: 3.0 in x, "BML103", "a traced float32[n, 4] has no elements that Python could compare"),
    (ROWS, lambda x: x.__setitem__(0, 1.0), "BML103", "a traced float32[n, 4] cannot be changed in place"),
    (ROWS, lambda x: range(ops.shape(x)[0]), "BML103", "the size n is no int that Python could count with"),
    (ROWS, lambda x: np.zeros(ops.shape(x)[0]), "BML103", "the size n is no int that Python could count with"),
    (ROWS, lambda x: float(ops.shape(x)[0] + 1), "BML103", "the size n + 1 is no int that Python could count with"),
    (ROWS, lambda x: x if ops.shape(x)[0] > 3 else x * 2, "BML103", "the size n is no number that Python could compare"),
    (ROWS, lambda x: x * (ops.shape(x)[0] * 0.5), "BML103", "a size goes with ints, received float"),
    (ROWS, lambda x: list(WEIGHT), "BML103", "a traced float32[2] cannot be iterated over"),
    (ROWS, lambda x: x if WEIGHT else -x, "BML103", "a traced float32[2] has no truth value"),
    (ROWS, lambda x: np.sum(WEIGHT), "BML103", "NumPy received the variable 'weight' in a traced function"),
    (ROWS, lambda x: round(ops.sum(x)), "BML103", "a traced float32[] has no number that Python could round"),
    (ROWS, lambda x: f"{ops.sum(x):.2f}", "BML103", "a traced float32[] has no digits that '.2f' could format"),
    (ROWS, lambda x: bml.Variable([1.0]), "BML103", "a variable was made in a traced function"),
    (ROWS, lambda x: -bml.layers.Dense(2)(x), "BML103", "Dense made its variables in a traced function"),
    (ROWS, lambda x: bml.optimizers.SGD(0.1), "BML103", "SGD made its variables in a traced function"),
    (ROWS, lambda x: x + bml.Input((4,)), "BML101", "expected a tensor, an array or a number, received a KerasTensor of shape (None, 4)"),
    (ROWS, lambda x: range(WEIGHT), "BML103", "a traced float32[2] is no int that Python could count with"),
    (ROWS, lambda x: WEIGHT.__setitem__(0, x), "BML103", "the variable 'weight' cannot be changed in place"),
    (ROWS, lambda x: x + np.array([2**40]), "BML101", "expected integers of 32 bits, received int64[1]"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "fn", "code", "message"), MISUSES, ids=[message[:40] for *_, message in MISUSES])
def test_a_misuse_says_what_was_expected_and_what_came(given, fn, code, message):
    with pytest.raises(UserError) as caught:
        trace(fn, [("x", given)], "f")
    assert caught.value.code == code
    assert caught.value.message.startswith(message)
    assert caught.value.loc is not None
    assert caught.value.loc.file == __file__


def test_a_misuse_of_arrays_is_the_same_error():
    with pytest.raises(UserError, match=r"matmul expected matrices whose inner sizes agree, received shapes \[2, 3\]"):
        ops.matmul(np.ones((2, 3)), np.ones((2, 3)))


def test_a_roll_of_an_open_axis_needs_as_many_elements():
    fn = trace(lambda x: ops.roll(x, -3, 0), [("x", ROWS)], "f")
    with pytest.raises(UserError, match="roll expected at least 3 elements on axis 0, to shift by -3, received n = 2"):
        evaluate(fn, [np.ones((2, 4), "f")], [])
