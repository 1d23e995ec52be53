"""What each kernel takes and gives, on every backend.

    **_all("Transpose", r"(.)>\1", transposed, perm=Ints)

Dtypes are a pattern of first letters, f, i and b, of the inputs and of the output. A shape rule gives the shape that
comes out, or raises ValueError. Attributes are called as in tfjs, with their types; `| None` may be left out.
"""

# ruff: noqa: N803 - attributes as tfjs names them

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Literal

from bmlc.ir import Dim, differ, never_negative
from bmlc.kernels.backend import ELEMENTWISE
from bmlc.ops.rules import Shape, product

__all__ = ["SIGNATURES", "Signature"]

Dims = tuple[Dim, ...]
Ints = tuple[int, ...]
Pairs = tuple[tuple[Dim, Dim], ...]


@dataclass(frozen=True)
class Signature:
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


def _all(names: str, dtypes: str, rule: Callable[..., Shape], /, **attributes: Any) -> Mapping[str, Signature]:
    return dict.fromkeys(names.split(), Signature(dtypes, rule, attributes))


_SAME, _NUMBER, _NUMBERS = r"(.)>\1", r"([fi])>\1", r"([fi])\1>\1"
_AXES: Mapping[str, Any] = {"axis": Ints, "keepDims": bool}
_PRODUCT: Mapping[str, Any] = {"transposeA": bool, "transposeB": bool}
_WINDOWS: Mapping[str, Any] = {"strides": Ints, "pad": Literal["valid"] | Pairs}
_POOLING: Mapping[str, Any] = {**_WINDOWS, "filterSize": Ints}
_CONVOLUTION: Mapping[str, Any] = {**_WINDOWS, "dilations": Ints, "dataFormat": Literal["NHWC"]}
_MOVES: Mapping[str, Signature] = {
    **_all(
        "PadV2",
        _SAME,
        lambda x, paddings, **_: tuple(a + n + b for n, (a, b) in zip(x, paddings, strict=True)),
        paddings=Pairs,
        constantValue=float,
    ),
    **_all("Reverse", _SAME, elementwise, dims=Ints),
    **_all("Slice", _SAME, sliced, begin=Dims, size=Dims),
    **_all("Tile", _SAME, lambda x, reps: tuple(size * times for size, times in zip(x, reps, strict=True)), reps=Dims),
    **_all("Transpose", _SAME, transposed, perm=Ints),
}


def moved(x: Shape, **attrs: Any) -> Shape:
    by_attributes = {frozenset(each.attributes): each.shape for each in _MOVES.values()}
    return by_attributes[frozenset(attrs)](x, **attrs)


SIGNATURES: Mapping[str, Signature] = {
    **{
        name: Signature("f>f" if len(inputs or ()) == 1 else _NUMBERS, elementwise, {})
        for name, inputs in ELEMENTWISE.items()
    },
    **_MOVES,
    **_all("Abs Ceil Floor Neg Relu Relu6 Round Sign Square", _NUMBER, elementwise),
    **_all("IsFinite IsInf", "f>b", elementwise),
    **_all("LeakyRelu Step", "f>f", elementwise, alpha=float),
    **_all("ClipByValue", _NUMBER, elementwise, clipValueMin=float, clipValueMax=float),
    **_all("Cast", ".>.", elementwise, dtype=str),
    **_all("Softmax", "f>f", elementwise, dim=int),
    **_all("Atan2 FloatMaximum FloatMinimum RealDiv", "ff>f", elementwise),
    **_all("IntegerMultiply Multiply", "f[fib]>f|i[ib]>i", elementwise),  # by numbers or by a mask
    **_all("Equal Greater GreaterEqual Less LessEqual NotEqual", r"([fib])\1>b", elementwise),
    **_all("IntegerMod", "ii>i", elementwise),
    **_all("Cumprod Cumsum", _NUMBER, elementwise, reverse=bool),
    **_all("CumLogSumExp", "f>f", elementwise, reverse=bool),
    **_all("ArgSort", "[fi]>i", elementwise, descending=bool),
    **_all("LogicalNot", "b>b", elementwise),
    **_all("LogicalAnd LogicalOr", "bb>b", elementwise),
    **_all("Select", r"b(.)\1>\1", elementwise),
    **_all("IntegerMap", "[ib]+>[ib]", elementwise, operation=str, dtype=str),
    **_all("Reshape", _SAME, reshaped, shape=Dims),
    **_all(
        "IntegerMove",
        r"([ib])>\1",
        moved,
        **{name: kind | None for each in _MOVES.values() for name, kind in each.attributes.items()},
    ),
    **_all("All Any", "b>b", reduced, **_AXES),
    **_all("FloatSum Mean", "f>f", reduced, **_AXES),
    **_all("Min Prod Sum", _NUMBER, reduced, **_AXES),
    **_all("Max", _NUMBER, reduced, reductionIndices=Ints, keepDims=bool),
    **_all("ArgMax ArgMin", "[fi]>i", reduced, axis=int),
    **_all("IntegerReduce", "[ib]>[ib]", lambda x, fold, axes: x[: len(x) - axes], fold=str, axes=int),
    **_all("Concat", r"(.)\1*>\1", concatenated, axis=int),
    **_all("IntegerConcat", r"([ib])\1*>\1", concatenated, axis=int),
    **_all("Fill", ">.", lambda shape, **_: shape, shape=Dims, value=float, dtype=str),
    **_all("Range", ">i", lambda stop, **_: (stop,), start=int, stop=Dim, step=int, dtype=str),
    **_all("RandomWords", "i>f", lambda _, shape, **__: shape, shape=Dims, seed=int, site=int, part=str),
    **_all("OneHot", "i>.", lambda x, depth, **_: (*x, depth), depth=Dim, onValue=float, offValue=float, dtype=str),
    **_all("BatchMatMul", _NUMBERS, multiplied, **_PRODUCT),
    **_all("_FusedMatMul", "fff>f", multiplied, activation=str, **_PRODUCT),
    **_all("IntegerMatMul", "[ib][ib]>i", multiplied),
    **_all("Conv2D", "ff>f", convolved, **_CONVOLUTION),
    **_all("DirectConv2D FusedConv2D", "fff?>f", convolved, **_CONVOLUTION, activation=str | None),
    **_all(
        "Conv2DBackpropFilter",
        "ff>f",
        lambda x, g, filterShape, **attrs: _gradient_of(filterShape, convolved(x, filterShape, **attrs), g),
        **_CONVOLUTION,
        filterShape=Dims,
    ),
    **_all(
        "Conv2DBackpropInput",
        "ff>f",
        lambda g, kernel, inputShape, **attrs: _gradient_of(inputShape, convolved(inputShape, kernel, **attrs), g),
        **_WINDOWS,
        dataFormat=Literal["NHWC"],
        inputShape=Dims,
    ),
    **_all("DepthwiseConv2dNative", "ff>f", convolved_each, **_CONVOLUTION),
    **_all("FusedDepthwiseConv2D", "fff>f", convolved_each, **_CONVOLUTION, activation=str),
    **_all(
        "DepthwiseBackpropFilter",
        "ff>f",
        lambda x, g, filterShape, **attrs: _gradient_of(filterShape, convolved_each(x, filterShape, **attrs), g),
        **_CONVOLUTION,
        filterShape=Dims,
    ),
    **_all(
        "DepthwiseBackpropFilters",  # of each image
        "ff>f",
        lambda x, g, filterShape, **_: (x[0], *filterShape[:2], g[3]),
        **_CONVOLUTION,
        filterShape=Dims,
    ),
    **_all(
        "DepthwiseBackpropInput",
        "ff>f",
        lambda g, kernel, inputShape, **attrs: _gradient_of(inputShape, convolved_each(inputShape, kernel, **attrs), g),
        **_CONVOLUTION,
        inputShape=Dims,
    ),
    **_all(
        "ResizeBilinear",
        "f>f",
        lambda x, size, **_: (x[0], *size, x[3]),
        alignCorners=bool,
        halfPixelCenters=bool,
        size=Ints,
    ),
    **_all("AvgPool MaxPool", "f>f", pooled, **_POOLING),
    **_all("AvgPoolGrad", "ff>f", lambda g, x, **attrs: _gradient_of(x, pooled(x, **attrs), g), **_POOLING),
    **_all("MaxPoolGrad", "fff>f", lambda g, x, y, **attrs: _gradient_of(x, pooled(x, **attrs), g, y), **_POOLING),
    **_all(
        "Gather",
        r"(.)i>\1",
        lambda x, indices, axis, batchDims: (*x[:axis], *indices[batchDims:], *x[axis + 1 :]),
        axis=int,
        batchDims=int,
    ),
    **_all(
        "SegmentMax SegmentProd SegmentSum",
        r"([fi])ii?>\1",
        lambda x, ids, order=None, *, count, batchDims: (*x[:batchDims], count, *x[len(ids) :]),
        count=Dim,
        batchDims=int,
    ),
    **_all("Truth", "b>b", lambda x: x),
    **_all("NonFiniteCounts", "f>f", lambda x, lanes: (2, lanes), lanes=int),
}
