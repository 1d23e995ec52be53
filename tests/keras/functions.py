"""The table of `keras.ops.numpy`: each function with arguments of every kind."""

from __future__ import annotations

from typing import Any

import numpy as np
from case import Case, numbers
from keras import ops

__all__ = ["CASES"]

N, T = float("nan"), float("inf")
A, B, V = (3, 4), (3, 4), (4,)
CUBES, ROWS = ((2, 3, 4), (3, 4, 2)), ((2, 3), (2, 3))
PLACES = np.array([[0, -1], [2, 1]], "int32")
INTS = np.array([[7, -3, 2], [0, 5, -8]], "int32")
MORE = np.array([[2, 5, -3], [4, 1, 3]], "int32")
BYTES = np.array([[250, 3, 9], [128, 255, 0]], "uint8")
BITS = np.array([[True, False, True], [False, False, True]])
HOLES = np.array([[1.0, N, 3.0, 2.0], [N, N, N, N], [0.5, -1.0, N, 4.0]], "float32")
SOME = np.array([[1.0, N, 3.0, 2.0], [7.0, 0.25, N, -2.0], [0.5, -1.0, N, 4.0]], "float32")
EDGES = np.array([N, T, -T, 0.0, -0.0, 1.5, -2.5], "float32")
POSITIVE = numbers("positive", (3, 4), 0.5, 3.0)


def words(text: str) -> list[str]:
    return text.split()


def op(name: str, *, axis: Any = None, **options: Any) -> Any:
    """A function of Keras's with these arguments."""
    return lambda x: getattr(ops, name)(x, axis=axis, **options)


def windowed(name: str) -> Any:
    return lambda x: getattr(ops, name)(7) * x


def case(id: str, fn: Any, *inputs: Any, unknown: int = 1, gradients: bool = True) -> Case:  # noqa: A002
    return Case(id, lambda: fn, inputs, unknown=unknown, gradients=gradients)


def exact(id: str, fn: Any, *inputs: Any, unknown: int = 0) -> Case:  # noqa: A002
    """Without gradients."""
    return case(id, fn, *inputs, unknown=unknown, gradients=False)


UNARY = words("""
abs absolute angle arcsinh arctan average cbrt ceil conj copy cos cosh deg2rad exp exp2 expm1 fabs flip fliplr
flipud floor i0 imag isfinite isinf isnan isneginf isposinf isreal logical_not max mean median min nan_to_num
negative ones_like prod ptp ravel real relu round sign signbit sin sinc sinh sort square std sum tan tanh
transpose tril triu trunc var zeros_like empty_like count_nonzero all any amax amin argmax argmin argsort
cumsum cumprod size nansum nanprod nanmax nanmin nanargmax nanargmin nancumsum nancumprod
""")
OF_POSITIVE = words("log log10 log1p log2 reciprocal sqrt arccosh")
OF_SMALL = ["arccos", "arcsin", "arctanh"]
BINARY = words("""
add subtract multiply divide true_divide divide_no_nan arctan2 equal greater greater_equal less less_equal
not_equal heaviside hypot isclose allclose logaddexp logaddexp2 logical_and logical_or logical_xor maximum
minimum fmax fmin inner vdot kron outer
""")
TO_FLOATS = words("""
arcsinh arctan cbrt cos cosh deg2rad exp exp2 expm1 log log10 log1p log2 sin sinc sinh sqrt tan tanh
""")
TO_FLOATS_OF_TWO = words("arctan2 logaddexp")
OF_INTS = words("bitwise_and bitwise_or bitwise_xor gcd lcm")
WINDOWS = ["bartlett", "blackman", "hamming", "hanning"]
WITHOUT_GRADIENT = {
    *("ceil", "floor", "sign", "round", "trunc", "copy", "imag", "argsort", "count_nonzero", "isreal"),
    *("heaviside",),
}

CASES = [
    *(case(name, getattr(ops, name), A, gradients=name not in WITHOUT_GRADIENT) for name in UNARY),
    *(case(name, getattr(ops, name), POSITIVE) for name in OF_POSITIVE),
    *(case(name, getattr(ops, name), A) for name in OF_SMALL),
    *(case(name, getattr(ops, name), A, B, gradients=name not in WITHOUT_GRADIENT) for name in BINARY),
    *(exact(f"{name}_ints", getattr(ops, name), INTS, MORE) for name in OF_INTS),
    *(exact(f"{name}_window", windowed(name), (7,)) for name in WINDOWS),
    exact("kaiser", lambda x: ops.kaiser(7, 3.0) * x, (7,)),
    *(
        exact(f"{name}_of_ints", getattr(ops, name), INTS)
        for name in UNARY
        if name not in ("imag", "angle", "conj", "real")
    ),
    *(
        exact(f"{name}_of_bits", getattr(ops, name), BITS)
        for name in words("all any sum max min mean argmax cumsum prod abs sort nansum median")
    ),
    *(
        exact(f"{name}_of_bytes", getattr(ops, name), BYTES)
        for name in words("sum max min mean argmax cumsum cumprod prod abs sort square sign var nansum ravel ptp")
    ),
    *(
        exact(f"{name}_of_{kind}", getattr(ops, name), *[of] * count)
        for names, count in ((TO_FLOATS, 1), (TO_FLOATS_OF_TWO, 2))
        for name in names
        for kind, of in (("bits", BITS), ("bytes", BYTES))
    ),
    exact("hypot_of_bytes", ops.hypot, BYTES, BYTES),
    *(
        exact(f"{name}_of_edges", getattr(ops, name), EDGES)
        for name in words("isnan isinf isfinite isposinf isneginf nan_to_num signbit sign")
    ),
    # Arguments of reductions.
    *(
        case(f"{name}_axis", op(name, axis=(0, 2), keepdims=True), (2, 3, 4))
        for name in words("sum mean prod max min std var median all any nansum ptp")
    ),
    *(
        case(f"{name}_last", op(name, axis=-1), (2, 3, 4))
        for name in words("sum mean prod max min std var argmax argmin sort argsort cumsum cumprod count_nonzero")
    ),
    case("argmax_keepdims", lambda x: [ops.argmax(x, keepdims=True), ops.argmin(x, axis=1, keepdims=True)], A),
    case("max_initial", lambda x: [ops.max(x, axis=1, initial=0.25), ops.min(x, initial=-0.25)], A),
    exact("max_initial_of_bits", lambda x: [ops.max(x, initial=True), ops.min(x, initial=False)], BITS),
    case("cumsum_dtype", lambda x: ops.cumsum(x, axis=0, dtype="float32"), INTS, gradients=False),
    case("average_weights", lambda x, w: ops.average(x, axis=1, weights=w), A, POSITIVE),
    case("average_vector", lambda x, w: ops.average(x, axis=1, weights=w), A, POSITIVE[0], unknown=0),
    # Without NaN.
    *(
        exact(f"{name}_{kind}", op(name, axis=1), of)
        for name in words("nansum nanprod nanmax nanmin nanmean nanvar nanstd nanargmax nanargmin")
        for kind, of in (("holes", HOLES), ("some", SOME))
    ),
    exact("nancumsum_holes", lambda x: [ops.nancumsum(x, axis=1), ops.nancumprod(x, axis=1)], HOLES),
    exact("nanmedian_holes", lambda x: ops.nanmedian(x, axis=1), HOLES),
    exact("nanmedian_all", ops.nanmedian, SOME),
    exact("nanquantile", lambda x: ops.nanquantile(x, [0.1, 0.5, 0.9], axis=1), SOME),
    exact("nanpercentile", lambda x: ops.nanpercentile(x, 30, axis=0), SOME),
    # Quantiles.
    *(
        case(f"quantile_{method}", lambda x, m=method: ops.quantile(x, 0.3, axis=1, method=m), (3, 6))
        for method in ("linear", "lower", "higher", "midpoint", "nearest")
    ),
    case("quantile_several", lambda x: ops.quantile(x, [0.0, 0.35, 1.0], axis=(0, 2)), (2, 3, 4), unknown=0),
    case("quantile_unknown", lambda x: ops.quantile(x, [0.0, 0.35, 1.0], axis=0), (5, 2)),
    case("quantile_kept", lambda x: ops.quantile(x, 0.25, axis=1, keepdims=True), (2, 3, 4)),
    exact("quantile_nan", lambda x: ops.quantile(x, 0.25, axis=1), HOLES),
    case("percentile", lambda x: ops.percentile(x, [25, 60], axis=-1), A),
    # Counts.
    exact("bincount", lambda x: ops.bincount(x, minlength=256), BYTES),
    exact("bincount_weights", lambda x, w: ops.bincount(x, weights=w, minlength=256), BYTES, (2, 3)),
    *(
        exact(f"bincount_clipped_{of.dtype}", lambda x: ops.bincount(ops.clip(x, 0, 4), minlength=5), of[0])
        for of in (INTS, BYTES)
    ),
    exact("nonzero_items", lambda x: [places[i] for places in ops.nonzero(x) for i in (0, 2, -1, -2)], BITS),
    exact("histogram", lambda x: ops.histogram(x, bins=4), (9,)),
    exact("histogram_range", lambda x: ops.histogram(x, bins=5, range=(-0.5, 0.75)), (9,), unknown=1),
    exact("digitize", lambda x: ops.digitize(x, [-0.5, 0.0, 0.3]), A),
    exact("digitize_ints", lambda x: ops.digitize(x, [-3, 0, 5]), INTS),
    exact("searchsorted", lambda x: ops.searchsorted(np.array([-0.5, 0.0, 0.3], "float32"), x, side="right"), V),
    case("corrcoef", ops.corrcoef, A, unknown=0),
    # Binary functions with numbers and broadcasting.
    case("power_tensors", ops.power, POSITIVE, B),
    exact("power_int", lambda x: [ops.power(x, 3), x**2], INTS),
    case("mod", lambda x: [ops.mod(x, 0.3), ops.floor_divide(x, 0.3)], A),
    exact("mod_ints", lambda x, y: [ops.mod(x, y), ops.floor_divide(x, y), ops.fmod(x, y)], INTS, MORE),
    exact("fmod", ops.fmod, A, B),
    exact("fmax_nan", lambda x, y: [ops.fmax(x, y), ops.fmin(x, y)], SOME, HOLES),
    exact("isclose_nan", lambda x, y: ops.isclose(x, y, rtol=0.1, atol=0.2, equal_nan=True), SOME, HOLES),
    exact("isclose_ints", ops.isclose, INTS, INTS),
    exact("ldexp", ops.ldexp, (2, 3), MORE),
    exact("isin", lambda x, y: [ops.isin(x, y), ops.isin(x, y, invert=True)], INTS, np.array([7, 5], "int32")),
    exact("bits_of_bytes", lambda x: [ops.bitwise_and(x, 60), ops.bitwise_or(x, x), ops.bitwise_not(x)], BYTES),
    exact("shifts_of_bytes", lambda x: [ops.left_shift(x, 3), ops.bitwise_right_shift(x, 2)], BYTES),
    exact("shifts", lambda x, y: [ops.bitwise_left_shift(x, y), ops.right_shift(x, y)], INTS, np.abs(MORE)),
    exact("shifts_of_most", lambda x: [ops.left_shift(x, 31), ops.right_shift(x, 31), ops.bitwise_invert(x)], INTS),
    case("clip", lambda x: ops.clip(x, -0.3, 0.4), A),
    case("clip_tensors", lambda x, y: ops.clip(x, y - 0.2, y + 0.2), A, B),
    exact("clip_ints", lambda x: ops.clip(x, -2, 4), INTS),
    exact("clip_bytes", lambda x: ops.clip(x, 4, 200), BYTES),
    exact("clip_bits", lambda x: ops.clip(x, 0, 1), BITS),
    case("where", lambda c, x, y: [ops.where(c > 0, x, y), ops.where(c, x, 0.0), ops.where(c, 2, y)], A, A, A),
    exact("where_bytes", lambda c, x: [ops.where(c, x, 3), ops.where(c, x, x)], BITS, BYTES),
    case("select", lambda x: ops.select([x > 0.5, x > 0], [x * 2.0, -x], 0.25), A),
    exact("round_decimals", lambda x: [ops.round(x * 100, -1), ops.round(x, 2)], A),
    exact("round_ints", lambda x: [ops.round(x, -1), ops.round(x, 2)], INTS),
    # Shapes.
    case("append", lambda x, y: [ops.append(x, y), ops.append(x, y, axis=1)], A, B),
    case("array_split", lambda x: ops.array_split(x, 3, axis=1), A),
    case("split", lambda x: [*ops.split(x, 2, axis=1), *ops.split(x, [1, 3], axis=-1)], A),
    case("splits", lambda x: [*ops.hsplit(x, 3), *ops.dsplit(x, [1])], (2, 3, 4)),
    case("vsplit", lambda x: ops.vsplit(x, [1, 2]), A, unknown=0),
    case("concatenate", lambda x, y: ops.concatenate([x, y], axis=-1), (2, 3), INTS),
    case("stack", lambda x, y: ops.stack([x, y], axis=1), A, B),
    case("stacks", lambda x, y: [ops.hstack([x, y]), ops.vstack([x, y]), ops.dstack([x, y])], A, B),
    case("stacks_of_vectors", lambda x, y: [ops.hstack([x, y]), ops.vstack([x, y]), ops.dstack([x, y])], V, V),
    case("broadcast_to", lambda x: ops.broadcast_to(x, (2, 3, 4)), A, unknown=0),
    case("diag", lambda x: [ops.diag(x), ops.diag(x, k=-1), ops.diagflat(x, k=1)], V),
    case("diagonal", lambda x: [ops.diagonal(x, 1), ops.trace(x), ops.diagonal(x, -1, 1, 0)], A, unknown=0),
    case("diff", lambda x: [ops.diff(x), ops.diff(x, n=2, axis=1)], A),
    exact("diff_bits", ops.diff, BITS),
    case("expand_dims", lambda x: [ops.expand_dims(x, 1), ops.expand_dims(x, (0, -1))], A),
    case("squeeze", lambda x: [ops.squeeze(x, 1), ops.squeeze(x, (1, -1))], (3, 1, 4, 1)),
    case("meshgrid", lambda x, y: [*ops.meshgrid(x, y), *ops.meshgrid(x, y, indexing="ij")], (3,), V, unknown=0),
    case("moveaxis", lambda x: [ops.moveaxis(x, 0, -1), ops.swapaxes(x, 1, 2)], (2, 3, 4)),
    case("transpose_axes", lambda x: ops.transpose(x, (2, 0, 1)), (2, 3, 4)),
    case("pad", lambda x: ops.pad(x, ((1, 2), (0, 1)), constant_values=0.5), A),
    case("pad_reflect", lambda x: [ops.pad(x, ((0, 0), (2, 1)), m) for m in ("reflect", "symmetric")], A),
    case("repeat", lambda x: [ops.repeat(x, 2), ops.repeat(x, 2, axis=1), ops.repeat(x, [1, 0, 2, 1], axis=1)], A),
    case("reshape", lambda x: [ops.reshape(x, (-1, 2)), ops.reshape(x, (ops.shape(x)[0], 2, 2))], A),
    case("roll", lambda x: [ops.roll(x, 2), ops.roll(x, -1, axis=1)], A),
    # A half turn of what is no square has its rows and columns exchanged on TensorFlow.
    case("rot90", lambda x: [ops.rot90(x), ops.rot90(x, k=3), ops.rot90(x[:, :3], 2)], A, unknown=0),
    case("rad2deg", lambda x: ops.rad2deg(x * 0.01), A),
    case("tile", lambda x: [ops.tile(x, 2), ops.tile(x, (2, 1, 3))], A),
    case("take", lambda x: [ops.take(x, [1, -1], axis=1), ops.take(x, 2), ops.take(x, [[0, 3]], axis=-1)], A),
    exact("take_tensor", lambda x, i: [ops.take(x, i, axis=0), ops.take(x, i)], A, PLACES),
    case("take_along_axis", lambda x: ops.take_along_axis(x, np.array([[3, -1, 0]], "int32"), axis=1), A, unknown=0),
    exact("unravel_index", lambda x: ops.unravel_index(x, (3, 4, 2)), np.array([0, 5, 23], "int32")),
    case("vander", lambda x: [ops.vander(x), ops.vander(x, 3, increasing=True)], V, unknown=0),
    exact("view", ops.view, A),
    # Products.
    case("matmul", lambda x, y: [ops.matmul(x, y), x @ y], (2, 3, 4), (4, 5), unknown=0),
    case("dot", lambda x, y: [ops.dot(x, y), ops.dot(x[0, 0], y[:, 0])], (2, 3, 4), (4, 5), unknown=0),
    case("tensordot", lambda x, y: [ops.tensordot(x, y), ops.tensordot(x, y, [[0], [2]])], *CUBES, unknown=0),
    case("einsum", lambda x, y: ops.einsum("bij,jk->bki", x, y), (2, 3, 4), (4, 5), unknown=0),
    case("cross", lambda x, y: [ops.cross(x, y), ops.cross(x[:, :2], y), ops.cross(x[:, :2], y[:, :2])], *ROWS),
    case("correlate", lambda x, y: [ops.correlate(x, y, m) for m in ("valid", "same", "full")], (6,), (3,), unknown=0),
    case("trapezoid", lambda y, x: [ops.trapezoid(y, dx=0.5), ops.trapezoid(y, x=x)], A, POSITIVE, unknown=0),
    # Made.
    exact("arange", lambda x: [ops.arange(3, 9, 2), ops.arange(4, step=0.5), x], (2,)),
    exact("arange_of_sizes", lambda x: ops.arange(ops.shape(x)[0]), (3, 4), unknown=1),
    case("linspace", lambda x: [ops.linspace(x, 1.0, 5), ops.linspace(x, x * 2, 4, endpoint=False, axis=-1)], V),
    exact("linspace_step", lambda x: [*ops.linspace(0, 1, 5, retstep=True), x], V),
    exact("linspace_ints", lambda x: [ops.linspace(0, 9, 4, dtype="int32"), x], V),
    exact("logspace", lambda x: [ops.logspace(x, 1.0, 5), ops.logspace(0, 2, 4), ops.geomspace(1.0, 100.0, 4)], V),
    exact("filled", lambda x: [ops.full((2, 2), 3), ops.full_like(x, 2), ops.ones((2,), "int32"), x], A),
    exact("full_tensor", lambda x: [ops.full((2, 4), x), ops.full((2,), 3.5)], V),
    exact("eye", lambda x: [ops.eye(3, k=1), ops.eye(2, 3, dtype="int32"), ops.identity(2), ops.tri(3, k=-1), x], V),
]  # fmt: skip
