"""Elements under another shape, in another order, in part: one op for several, none where nothing changes."""

from __future__ import annotations

from math import prod

from bmlc.ir import Dim, TensorType
from bmlc.ops import cast, concatenate, dimension, flip, full, reshape, transpose
from bmlc.ops.linalg import product_of
from bmlc.ops.reducing import Reduction
from bmlc.ops.rules import permuted, reduced_shape
from bmlc.ops.slicing import PAD, part_of
from bmlc.ops.tensor import Tensor
from bmlc.passes.rewrites.match import Match, rewrites

__all__: list[str] = []

_REDUCTIONS = ("sum", "mean", "max", "min", "prod")
# dtype -> the dtypes that keep all of its numbers apart
_LOSSLESS = {"bool": ("uint8", "int32", "float32"), "uint8": ("int32", "float32")}


@rewrites("cast", "pad", "reshape", "slice", "stop_gradient")
def that_changes_nothing(m: Match) -> Tensor | None:
    """stop_gradient(x) => x: gradients have been taken"""
    (x,) = m.inputs
    return x if x.type == m.type else None


@rewrites("reshape", of=["reshape"])
def reshape_of_reshape(m: Match) -> Tensor | None:
    """reshape(reshape(x)) => reshape(x)"""
    return reshape(m.source, m.type.shape)


@rewrites("transpose")
def that_moves_no_element(m: Match) -> Tensor | None:
    """transpose(x: float32[1, 3]) => reshape(x), which is free"""
    (x,) = m.inputs
    moved = [axis for axis in m.attrs["axes"] if x.dims[axis] != 1]
    return reshape(x, m.type.shape) if moved == sorted(moved) else None


@rewrites("transpose", of=["transpose"])
def transpose_of_transpose(m: Match) -> Tensor | None:
    """transpose[axes=(2, 0, 1)](transpose[axes=(1, 2, 0)](x)) => x"""
    return transpose(m.source, permuted(m.inner.attrs["axes"], m.attrs["axes"]))


@rewrites("matmul")
def product_of_transposes(m: Match) -> Tensor | None:
    """matmul(a, transpose(b)) => matmul[transpose_b=True](a, b)"""
    a, b = m.inputs
    flags = m.attrs["transpose_a"], m.attrs["transpose_b"]
    (a, flip_a), (b, flip_b) = (_untransposed(m, a), _untransposed(m, b))
    return product_of(a, b, flags[0] != flip_a, flags[1] != flip_b) if flip_a or flip_b else None


def _untransposed(m: Match, x: Tensor) -> tuple[Tensor, bool]:
    """The matrices that `x` are the transposes of, and whether it is any."""
    inner = m.maker(x, "transpose")
    if inner is not None and inner.attrs["axes"] == (*range(x.ndim - 2), x.ndim - 1, x.ndim - 2):
        return Tensor(inner.inputs[0]), True
    return x, False


@rewrites(*_REDUCTIONS)
def over_single_elements(m: Match) -> Tensor | None:
    """sum[axis=(1)](x: float32[n, 1]) => reshape(x)"""
    (x,) = m.inputs
    return reshape(x, m.type.shape) if all(x.dims[axis] == 1 for axis in m.attrs["axis"]) else None


@rewrites(*_REDUCTIONS)
def over_leading_axes(m: Match) -> Tensor | None:
    """sum[axis=(0, 1), keepdims=True](x) => reshape(sum[axis=(0, 1)](x)), which one of several readers stretches"""
    (x,), axis, reduce = m.inputs, m.attrs["axis"], m.eqn.op
    shared = m.attrs["keepdims"] and not m.read_once(Tensor(m.eqn.outs[0]))
    leads = axis == tuple(range(len(axis)))
    return reshape(reduce(x, axis), m.type.shape) if shared and leads and isinstance(reduce, Reduction) else None


@rewrites("reshape", of=_REDUCTIONS)
def over_axes_that_go_or_stay(m: Match) -> Tensor | None:
    """reshape(sum[keepdims=True](x)) => sum[keepdims=False](x), and the other way round"""
    reduce, axis, kept = m.inner.op, m.inner.attrs["axis"], not m.inner.attrs["keepdims"]
    fits = m.read_once(m.inputs[0]) and m.type.shape == reduced_shape(m.source.dims, axis, kept)
    leads = axis == tuple(range(len(axis)))
    return reduce(m.source, axis, kept) if fits and not (kept and leads) and isinstance(reduce, Reduction) else None


@rewrites("cast", of=["cast"])
def cast_of_cast(m: Match) -> Tensor | None:
    """cast[dtype=float32](cast[dtype=int32](x: bool)) => cast[dtype=float32](x), and so for x = n, a size"""
    is_whole = m.inputs[0].dtype == "int32" and m.maker(m.source, "dimension")
    return cast(m.source, m.type.dtype) if is_whole or m.inputs[0].dtype in _LOSSLESS.get(m.source.dtype, ()) else None


@rewrites("cast", of=["prod"])
def product_of_sizes(m: Match) -> Tensor | None:
    """cast[dtype=float32](prod(concatenate(n, 7))) => 7 * n, which the caller computes"""
    joined = m.maker(m.source, "concatenate")
    sizes = (
        [] if joined is None or m.type != TensorType((), "float32") else [_size(m, Tensor(x)) for x in joined.inputs]
    )
    known = [size for size in sizes if size is not None]
    return dimension(prod(known)) if known and len(known) == len(sizes) else None


def _size(m: Match, x: Tensor) -> Dim | None:
    """The size of which `x` is the only element, as int32."""
    if x.type.size != 1 or x.dtype != "int32":
        return None
    number, source = m.number(x), m.source_of(x, "cast", "reshape")
    if number is not None or source is None:
        return None if number is None else int(number)
    size = m.maker(source, "dimension")
    return _size(m, source) if size is None else size.attrs["value"]


@rewrites("cast")
def cast_of_a_number(m: Match) -> Tensor | None:
    """cast[dtype=float32](3) => 3.0"""
    number = m.number(m.inputs[0])
    if number is None or not abs(number) < 2**31 or m.type.dtype == "uint8":
        return None
    return full(m.type.shape, number, m.type.dtype)


@rewrites("slice", of=["slice"])
def part_of_a_part(m: Match) -> Tensor | None:
    """slice(slice(x)) => slice(x)"""
    begin = tuple(a + b for a, b in zip(m.inner.attrs["begin"], m.attrs["begin"], strict=True))
    return part_of(m.source, begin, m.type.shape)


@rewrites("slice", of=["concatenate"])
def part_that_was_joined(m: Match) -> Tensor | None:
    """slice(concatenate(a, b)) => a, where it is just that part"""
    axis: int = m.inner.attrs["axis"]
    begin = m.attrs["begin"]
    place: Dim = 0
    for part in map(Tensor, m.inner.inputs):
        if part.type == m.type and all(start == (place if i == axis else 0) for i, start in enumerate(begin)):
            return part
        place = part.dims[axis] + place
    return None


@rewrites("slice", of=["pad"])
def part_that_was_padded(m: Match) -> Tensor | None:
    """slice(pad(x)) => x, where it is just what was padded"""
    begins = m.attrs["begin"] == tuple(before for before, _ in m.inner.attrs["pads"])
    return m.source if begins and m.source.type == m.type else None


@rewrites("pad", of=["pad"])
def pad_of_pad(m: Match) -> Tensor | None:
    """pad(pad(x)) => pad(x), with the same number around it"""
    if str(m.inner.attrs["value"]) != str(m.attrs["value"]):
        return None
    both = zip(m.inner.attrs["pads"], m.attrs["pads"], strict=True)
    pads = tuple((before + b, after + a) for (b, a), (before, after) in both)
    return PAD(m.source, pads=pads, value=m.attrs["value"])


@rewrites("concatenate")
def joined_in_steps(m: Match) -> Tensor | None:
    """concatenate(concatenate(a, b), c) => concatenate(a, b, c)"""
    axis: int = m.attrs["axis"]
    whole = Tensor(m.eqn.outs[0])
    if m.read_once(whole) and m.known.joined.get(whole.var) == axis:
        return None  # the last step of several takes the parts of all: step by step, they would grow with the square
    parts: list[Tensor] = []
    rest = list(m.inputs)
    while rest:
        x = rest.pop()
        inner = m.maker(x, "concatenate") if m.read_once(x) else None
        if inner is None or inner.attrs["axis"] != axis:
            parts.append(x)
        else:
            rest += map(Tensor, inner.inputs)
    return concatenate(parts[::-1], axis) if len(parts) != len(m.inputs) or len(parts) == 1 else None


@rewrites("flip", of=["flip"])
def flip_of_flip(m: Match) -> Tensor | None:
    """flip(flip(x)) => x"""
    axes = {*m.inner.attrs["axis"]} ^ {*m.attrs["axis"]}
    return flip(m.source, tuple(axes)) if axes else m.source
