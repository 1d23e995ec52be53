"""What each kernel takes and gives, on every backend.

    **_all("Transpose", "x", r"(.)>\1", transposed, perm=Ints)

Inputs are named in order, optional ones last; None are an array of tensors. Dtypes are a pattern of first letters, f, i
and b, of the inputs and of the output. A shape rule gives the shape that
comes out, or raises ValueError. Attributes are called as in tfjs, with their types; `| None` may be left out.
"""

# ruff: noqa: N803 - attributes as tfjs names them

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Literal

from bmlc.ir import Dim, differ, never_negative
from bmlc.kernels.chain import Chain
from bmlc.ops.rules import Shape, product

__all__ = ["BINARY", "SIGNATURES", "UNARY", "Signature"]

Dims = tuple[Dim, ...]
Ints = tuple[int, ...]
Pairs = tuple[tuple[Dim, Dim], ...]


@dataclass(frozen=True)
class Signature:
    inputs: tuple[str, ...] | None
    dtypes: str
    shape: Callable[..., Shape]
    attributes: Mapping[str, Any]  # name -> type


def elementwise(*inputs: Shape, **_: Any) -> Shape:
    sizes = zip_longest(*(reversed(x) for x in inputs), fillvalue=1)
    return tuple(_equal([size for size in several if size != 1] or [1]) for several in sizes)[::-1]


def transposed(x: Shape, *, perm: tuple[int, ...]) -> Shape:
    if sorted(perm) != list(range(len(x))):
        raise ValueError(f"expected an order of {len(x)} axes, received {perm}")
    return tuple(x[axis] for axis in perm)


def reshaped(x: Shape, *, shape: Shape) -> Shape:
    _equal([product(x), product(shape)])
    return shape


def sliced(x: Shape, *, begin: Shape, size: Shape) -> Shape:
    if any(never_negative(first + n - whole - 1) for whole, first, n in zip(x, begin, size, strict=True)):
        raise ValueError(f"expected a part of {x}, received {size} from {begin} on")
    return size


def reduced(x: Shape, *, keepDims: bool = False, **axes: Any) -> Shape:
    (given,) = axes.values()
    gone = given if isinstance(given, tuple) else (given,)
    if len(set(gone)) < len(gone) or not all(0 <= axis < len(x) for axis in gone):
        raise ValueError(f"expected different axes of {len(x)}, received {gone}")
    return tuple(1 if axis in gone else size for axis, size in enumerate(x) if keepDims or axis not in gone)


def concatenated(*inputs: Shape, axis: int) -> Shape:
    columns = enumerate(zip(*inputs, strict=True))
    return tuple(sum(sizes[1:], sizes[0]) if index == axis else _equal(sizes) for index, sizes in columns)


def multiplied(a: Shape, b: Shape, bias: Shape = (), **attrs: Any) -> Shape:
    rows, inner = a[-2:][::-1] if attrs.get("transposeA") else a[-2:]
    same, columns = b[-2:][::-1] if attrs.get("transposeB") else b[-2:]
    _equal([inner, same])
    return elementwise((*elementwise(a[:-2], b[:-2]), rows, columns), bias)


def convolved(x: Shape, kernel: Shape, bias: Shape = (), **attrs: Any) -> Shape:
    _equal([x[3], kernel[2]])
    return elementwise((x[0], *_windows(x, kernel[:2], **attrs), kernel[3]), bias)


def convolved_each(x: Shape, kernel: Shape, bias: Shape = (), **attrs: Any) -> Shape:
    """By kernels of its own for each channel."""
    _equal([x[3], kernel[2]])
    return elementwise((x[0], *_windows(x, kernel[:2], **attrs), kernel[2] * kernel[3]), bias)


def pooled(x: Shape, *, filterSize: Shape, **attrs: Any) -> Shape:
    return (x[0], *_windows(x, filterSize, **attrs), x[3])


def _windows(x: Shape, size: Shape, *, strides: Any, pad: Any, dilations: Any = (1, 1), **_: Any) -> Shape:
    around = (0, 0) if pad == "valid" else tuple(before + after for before, after in pad[1:3])
    fields = zip(x[1:3], size, strides, around, dilations, strict=True)
    return tuple((n + more - (k - 1) * apart - 1) // stride + 1 for n, k, stride, more, apart in fields)


def _equal(sizes: Sequence[Dim]) -> Dim:
    if any(differ(sizes[0], other) for other in sizes[1:]):
        raise ValueError(f"expected equal sizes, received {' and '.join(map(str, sizes))}")
    return sizes[0]


def _gradient_of(x: Shape, y: Shape, *given: Shape) -> Shape:
    """The shape of x, where `given` are values or gradients of y."""
    for each in given:
        for sizes in zip(y, each, strict=True):
            _equal(sizes)
    return x


def filter_gradient(of: Callable[..., Shape]) -> Callable[..., Shape]:
    """The shape of the gradient for the filter of what gives `of`, by the gradient of its result."""
    return lambda x, g, *, filterShape, **attrs: _gradient_of(filterShape, of(x, filterShape, **attrs), g)


def input_gradient(of: Callable[..., Shape]) -> Callable[..., Shape]:
    return lambda g, kernel, *, inputShape, **attrs: _gradient_of(inputShape, of(inputShape, kernel, **attrs), g)


def masked(of: Callable[..., Shape]) -> Callable[..., Shape]:
    """The shape of what gives `of`, but 0 where the last input, which has that shape, is not above 0."""

    def shape(*inputs: Shape, **attrs: Any) -> Shape:
        *others, mask = inputs
        made = of(*others, **attrs)
        return _gradient_of(made, made, mask)

    return shape


def gathered(x: Shape, indices: Shape, *, axis: int, batchDims: int) -> Shape:
    return (*x[:axis], *indices[batchDims:], *x[axis + 1 :])


def segments(x: Shape, ids: Shape, order: Shape = (), *, count: Dim, batchDims: int) -> Shape:
    return (*x[:batchDims], count, *x[len(ids) :])


def hot(x: Shape, *, depth: Dim, **_: Any) -> Shape:
    return (*x, depth)


def padded(x: Shape, *, paddings: Pairs, **_: Any) -> Shape:
    return tuple(before + size + after for size, (before, after) in zip(x, paddings, strict=True))


def tiled(x: Shape, *, reps: Shape) -> Shape:
    return tuple(size * times for size, times in zip(x, reps, strict=True))


def resized(x: Shape, *, size: Shape, **_: Any) -> Shape:
    return (x[0], *size, x[3])


def pooling_gradient(g: Shape, x: Shape, *y: Shape, **attrs: Any) -> Shape:
    return _gradient_of(x, pooled(x, **attrs), g, *y)


def filters_of_images(x: Shape, g: Shape, *, filterShape: Shape, **_: Any) -> Shape:
    return (x[0], *filterShape[:2], g[3])


def _all(
    names: str, inputs: str | None, dtypes: str, rule: Callable[..., Shape], /, **attributes: Any
) -> Mapping[str, Signature]:
    named = None if inputs is None else tuple(inputs.split())
    return dict.fromkeys(names.split(), Signature(named, dtypes, rule, attributes))


# tfjs's that work element by element, called without any entry: `k.kernel("Sinh", x)`.
UNARY = (
    "Abs Acos Acosh Asin Asinh Atan Atanh Ceil ClipByValue Cos Cosh Elu Erf Exp Expm1 Floor IsFinite IsInf LeakyRelu "
    "Log Log1p LogicalNot Neg Reciprocal Relu Relu6 Round Rsqrt Selu Sigmoid Sign Sin Sinh Softplus Sqrt Square Step "
    "Tan Tanh"
)
BINARY = (
    "Add Atan2 Equal FloorDiv Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr Maximum Minimum Mod Multiply "
    "NotEqual Pow RealDiv SquaredDifference Sub"
)
_SAME, _NUMBER, _NUMBERS = r"(.)>\1", r"([fi])>\1", r"([fi])\1>\1"
_AXES: Mapping[str, Any] = {"axis": Ints, "keepDims": bool}
_PRODUCT: Mapping[str, Any] = {"transposeA": bool, "transposeB": bool}
_WINDOWS: Mapping[str, Any] = {"strides": Ints, "pad": Literal["valid"] | Pairs}
_POOLING: Mapping[str, Any] = {**_WINDOWS, "filterSize": Ints}
_CONVOLUTION: Mapping[str, Any] = {**_WINDOWS, "dilations": Ints, "dataFormat": Literal["NHWC"]}
_TO_INPUT: Mapping[str, Any] = {**_CONVOLUTION, "inputShape": Dims}
_TO_FILTER: Mapping[str, Any] = {**_CONVOLUTION, "filterShape": Dims}
_MOVES: Mapping[str, Signature] = {
    **_all("PadV2", "x", _SAME, padded, paddings=Pairs, constantValue=float),
    **_all("Reverse", "x", _SAME, elementwise, dims=Ints),
    **_all("Slice", "x", _SAME, sliced, begin=Dims, size=Dims),
    **_all("Tile", "x", _SAME, tiled, reps=Dims),
    **_all("Transpose", "x", _SAME, transposed, perm=Ints),
}
_ANY_MOVE = {name: kind | None for each in _MOVES.values() for name, kind in each.attributes.items()}


def moved(x: Shape, **attrs: Any) -> Shape:
    by_attributes = {frozenset(each.attributes): each.shape for each in _MOVES.values()}
    return by_attributes[frozenset(attrs)](x, **attrs)


SIGNATURES: Mapping[str, Signature] = {
    **_all(UNARY, "x", "f>f", elementwise),
    **_all(BINARY, "a b", _NUMBERS, elementwise),
    **_MOVES,
    **_all("Abs Ceil Floor Neg Relu Relu6 Round Sign Square", "x", _NUMBER, elementwise),
    **_all("IsFinite IsInf", "x", "f>b", elementwise),
    **_all("LeakyRelu Step", "x", "f>f", elementwise, alpha=float),
    **_all("ClipByValue", "x", _NUMBER, elementwise, clipValueMin=float, clipValueMax=float),
    **_all("Cast", "x", ".>.", elementwise, dtype=str),
    **_all("Softmax", "logits", "f>f", elementwise, dim=int),
    **_all("BatchNorm FusedBatchNorm", "x mean variance scale offset", "fffff>f", elementwise, varianceEpsilon=float),
    **_all("Atan2 FloatMaximum FloatMinimum RealDiv", "a b", "ff>f", elementwise),
    **_all("IntegerMultiply Multiply", "a b", "f[fib]>f|i[ib]>i", elementwise),  # by numbers or by a mask
    **_all("Equal Greater GreaterEqual Less LessEqual NotEqual", "a b", r"([fib])\1>b", elementwise),
    **_all("IntegerMod", "a b", "ii>i", elementwise),
    **_all("Cumprod Cumsum", "x", _NUMBER, elementwise, reverse=bool),
    **_all("ArgSort", "x", "[fi]>i", elementwise, descending=bool),
    **_all("LogicalNot", "x", "b>b", elementwise),
    **_all("LogicalAnd LogicalOr", "a b", "bb>b", elementwise),
    **_all("Select", "condition t e", r"b(.)\1>\1", elementwise),
    **_all("IntegerMap", None, "[ib]+>[ib]", elementwise, operation=str, dtype=str),
    **_all("Reshape", "x", _SAME, reshaped, shape=Dims),
    **_all("IntegerMove", "x", r"([ib])>\1", moved, **_ANY_MOVE),
    **_all("All Any", "x", "b>b", reduced, **_AXES),
    **_all("FloatSum Mean", "x", "f>f", reduced, **_AXES),
    **_all("Min Prod Sum", "x", _NUMBER, reduced, **_AXES),
    **_all("Max", "x", _NUMBER, reduced, reductionIndices=Ints, keepDims=bool),
    **_all("ArgMax ArgMin", "x", "[fi]>i", reduced, axis=int),
    **_all("IntegerReduce", "x", "[ib]>[ib]", lambda x, fold, axes: x[: len(x) - axes], fold=str, axes=int),
    **_all("Concat", None, r"(.)\1*>\1", concatenated, axis=int),
    **_all("IntegerConcat", None, r"([ib])\1*>\1", concatenated, axis=int),
    **_all("Fill", "", ">.", lambda shape, **_: shape, shape=Dims, value=float, dtype=str),
    **_all("Range", "", ">i", lambda stop, **_: (stop,), start=int, stop=Dim, step=int, dtype=str),
    **_all("RandomWords", "invocation", "i>f", lambda _, shape, **__: shape, shape=Dims, seed=int, site=int, part=str),
    **_all("OneHot", "indices", "i>.", hot, depth=Dim, onValue=float, offValue=float, dtype=str),
    **_all("BatchMatMul", "a b", _NUMBERS, multiplied, **_PRODUCT),
    **_all("_FusedMatMul", "a b bias", "fff>f", multiplied, activation=str, **_PRODUCT),
    **_all("MaskedMatMul", "a b y", "fff>f", masked(multiplied), **_PRODUCT),
    **_all("IntegerMatMul", "a b", "[ib][ib]>i", multiplied),
    **_all("Conv2D", "x filter", "ff>f", convolved, **_CONVOLUTION),
    **_all("DirectConv2D FusedConv2D", "x filter bias", "fff?>f", convolved, **_CONVOLUTION, activation=str | None),
    **_all("Conv2DBackpropFilter", "x dy", "ff>f", filter_gradient(convolved), **_TO_FILTER),
    **_all(
        "Conv2DBackpropInput", "dy filter", "ff>f", input_gradient(convolved), **{**_TO_INPUT, "dilations": Ints | None}
    ),
    **_all("MaskedConv2DBackpropInput", "dy filter y", "fff>f", masked(input_gradient(convolved)), **_TO_INPUT),
    **_all("DepthwiseConv2dNative", "x filter", "ff>f", convolved_each, **_CONVOLUTION),
    **_all("FusedDepthwiseConv2D", "x filter bias", "fff>f", convolved_each, **_CONVOLUTION, activation=str),
    **_all("DepthwiseBackpropFilter", "x dy", "ff>f", filter_gradient(convolved_each), **_TO_FILTER),
    **_all("DepthwiseBackpropFilters", "x dy", "ff>f", filters_of_images, **_TO_FILTER),
    **_all("DepthwiseBackpropInput", "dy filter", "ff>f", input_gradient(convolved_each), **_TO_INPUT),
    **_all("MaskedDepthwiseBackpropInput", "dy filter y", "fff>f", masked(input_gradient(convolved_each)), **_TO_INPUT),
    **_all("ResizeBilinear", "images", "f>f", resized, alignCorners=bool, halfPixelCenters=bool, size=Ints),
    **_all("AvgPool MaxPool", "x", "f>f", pooled, **_POOLING),
    **_all("AvgPoolGrad", "dy input", "ff>f", pooling_gradient, **_POOLING),
    **_all("MaxPoolGrad", "dy input output", "fff>f", pooling_gradient, **_POOLING, mask=bool | None),
    **_all("Gather", "x indices", r"(.)i>\1", gathered, axis=int, batchDims=int),
    **_all("SegmentMax SegmentProd SegmentSum", "x ids order", r"([fi])ii?>\1", segments, count=Dim, batchDims=int),
    **_all("Truth", "x", "b>b", lambda x: x),
    **_all("Chain RareChain", None, "[fib]*>[fib]+", elementwise, chain=Chain),
    **_all("NonFiniteCounts", "x", "f>f", lambda x, lanes: (2, lanes), lanes=int),
}
