"""Calls of every row of NumPy, on arrays that hypothesis draws: the same ones in every run and process.

"numpy.sum": "np.sum({a}{, axis})"  =>  def numpy_sum_0(): a = np.array([…], dtype=np.uint8).reshape((2, 3))[::-1]; …
"""

from __future__ import annotations

import re
from math import prod
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

__all__ = ["PRODUCTS", "ROWS", "SINGLE", "ULPS", "program_of"]

KINDS = ("float64", "float64", "float32", "int64", "int32", "uint8", "bool")
_OF_BITS = ("int64", "int32", "uint8", "bool")
FLOATS = (0.5, -1.25, 3.0, 0.1, -0.0, 100.75, 2.5, 1e-3, 7.0, -8.3, 1e9, "np.inf", "-np.inf", "np.nan")
INTS = (0, 1, 2, 3, -4, 5, 7, 100, -17)
_BESIDE = ("a", "a", "a[::-1]", "a[::-1]", "2", "0.5", "True", "-3", "np.float32(0.1)")
VIEWS = (".T", "[::-1]", "[1:]", "[::2]", "[..., ::-1]", "[..., :2]", "[:, ::-1]", "[-1:]")

_REDUCED = "{a}{, axis=axes}{, keepdims=bool}"
_PLACED = "{a}{, axis=axis}{, keepdims=bool}"
_SPREAD = "{a}{, axis=axes}{, ddof=few}{, keepdims=bool}"
_ONE = (
    "sqrt rint abs absolute floor ceil trunc negative sign square isnan isfinite isinf logical_not fabs deg2rad "
    "radians rad2deg degrees exp expm1 log log2 log10 log1p cbrt sin cos tan sinh cosh tanh arcsin arccos arctan exp2"
)
_TWO = (
    "add subtract multiply divide true_divide floor_divide mod remainder power equal not_equal less less_equal greater "
    "greater_equal minimum maximum logical_and logical_or logical_xor arctan2 hypot isclose allclose"
)
_SUMS = "sum prod mean max min any all"
_METHODS = f"{_SUMS} std var argmax argmin cumsum cumprod"
_SIGNS = "+ - * / // % ** == != < <= > >= & | ^"

# What V8 and NumPy may round otherwise, to so many units in the last place; all others are equal bit for bit. Some of
# NumPy's own code for float32 is 3 units from the nearest float, which V8 gives.
_ROUNDED = (*_ONE[_ONE.index("exp ") :].split(), "arctan2", "hypot", "power")
ULPS = {**dict.fromkeys([f"numpy.{name}" for name in _ROUNDED], 2), "operator.**": 2}
SINGLE = dict.fromkeys(("numpy.log", "numpy.tan", "numpy.arcsin"), 3)
PRODUCTS = frozenset(("numpy.matmul", "numpy.dot", "ndarray.dot", "operator.@"))  # to 1e-12 of the largest item

ROWS: dict[str, str] = {
    **{f"numpy.{name}": f"np.{name}({{a}})" for name in _ONE.split()},
    **{f"numpy.{name}": f"np.{name}({{a}}, {{beside}})" for name in _TWO.split()},
    **{f"numpy.{name}": f"np.{name}({_REDUCED})" for name in f"{_SUMS} amax amin median".split()},
    **{f"numpy.{name}": f"np.{name}({_SPREAD})" for name in ("std", "var")},
    **{f"numpy.{name}": f"np.{name}({_PLACED})" for name in ("argmax", "argmin")},
    **{f"numpy.{name}": f"np.{name}({{a}}{{, axis=axis}})" for name in ("sort", "cumsum", "cumprod")},
    "numpy.argsort": "np.argsort({a}{, axis=axis}, kind='stable')",
    "ndarray.argsort": "{a}.argsort({axis}, kind='stable')",
    "numpy.percentile": "np.percentile({a}, {percent}{, axis=axes}{, keepdims=bool})",
    "numpy.quantile": "np.quantile({a}, {share}{, axis=axes})",
    "numpy.average": "np.average({a}{, axis=axis}, weights=np.abs({a}) + 1)",
    "numpy.diff": "np.diff({a}{, axis=axis})",
    "numpy.copy": "np.copy({a})",
    "numpy.reshape": "np.reshape({a}, {shape})",
    "numpy.ravel": "np.ravel({a})",
    "numpy.swapaxes": "np.swapaxes({a}, {axis}, {axis})",
    "numpy.expand_dims": "np.expand_dims({a}, {axis})",
    "numpy.flip": "np.flip({a}{, axis=axes})",
    "numpy.broadcast_to": "np.broadcast_to({v}, (3, {few}))",
    "numpy.repeat": "np.repeat({a}, {few}{, axis=axis})",
    "numpy.roll": "np.roll({a}, {int}{, axis=axis})",
    "numpy.tile": "np.tile({a}, {reps})",
    "numpy.transpose": "np.transpose({a})",
    "numpy.squeeze": "np.squeeze(np.stack([{a}, {a}]))",
    "numpy.take": "np.take({a}, {places}{, axis=axis})",
    "numpy.dot": "np.dot({m}, {m})",
    "numpy.matmul": "np.matmul({m}, {m})",
    "numpy.outer": "np.outer({a}, {a})",
    "numpy.diag": "np.diag({m}, k={int})",
    "numpy.fill_diagonal": "[np.fill_diagonal(a, {few}), {a}]",
    "numpy.array_equal": "np.array_equal({a}, {beside})",
    "numpy.trace": "np.trace({m})",
    "numpy.round": "np.round({a}{, decimals=int})",
    "numpy.around": "np.around({a}{, decimals=int})",
    "numpy.clip": "np.clip({a}, {int}, {number})",
    "numpy.where": "np.where({a} > {int}, {a}, {number})",
    "numpy.bincount": "np.bincount({n}{, minlength=few})",
    "numpy.nonzero": "np.nonzero({a})",
    "numpy.flatnonzero": "np.flatnonzero({a})",
    "numpy.unique": "np.unique({a}, return_counts=True)",
    "numpy.searchsorted": "np.searchsorted(np.sort({v}), {a}, side='right')",
    "numpy.array": "np.array([{v}, {v}])",
    "numpy.asarray": "np.asarray({a}, dtype=np.{kind})",
    "numpy.zeros": "np.zeros({shape}, dtype=np.{kind})",
    "numpy.ones": "np.ones({shape})",
    "numpy.empty": "np.empty({shape}).shape",
    "numpy.full": "np.full({shape}, {number})",
    "numpy.zeros_like": "np.zeros_like({a})",
    "numpy.ones_like": "np.ones_like({a}, dtype=np.{kind})",
    "numpy.empty_like": "np.empty_like({a}).shape",
    "numpy.full_like": "np.full_like({a}, {few})",
    "numpy.eye": "np.eye({few}, {few}, k={int})",
    "numpy.identity": "np.identity({few}, dtype=np.{kind})",
    "numpy.arange": "np.arange({int}, {few} * 3, {step})",
    "numpy.linspace": "np.linspace({number}, {int}, {few})",
    **{
        f"numpy.{name}": f"np.{name}({{few}})"
        for name in ("bool", "bool_", "uint8", "int32", "int64", "int_", "uint64")
    },
    **{f"numpy.{name}": f"np.{name}({{number}})" for name in ("float32", "float64")},
    "numpy.concatenate": "np.concatenate([{a}, {a}]{, axis=axis})",
    "numpy.stack": "np.stack([{a}, {a}]{, axis=axis})",
    "numpy.vstack": "np.vstack(({a}, {a}))",
    "numpy.hstack": "np.hstack(({a}, {a}))",
    "numpy.append": "np.append({a}, {number})",
    "numpy.split": "np.split({a}, [1]{, axis=axis})",
    "numpy.array_split": "np.array_split({a}, {few}{, axis=axis})",
    **{
        f"ndarray.{name}": f"{{a}}.{name}({{axis}})" for name in f"{_SUMS} std var argmax argmin cumsum cumprod".split()
    },
    "ndarray.item": "{a}[{place}:][:1].ravel().item()",
    "ndarray.tolist": "{a}.tolist()",
    "ndarray.copy": "{a}.copy()",
    "ndarray.ravel": "{a}.ravel()",
    "ndarray.flatten": "{a}.flatten()",
    "ndarray.swapaxes": "{a}.swapaxes(0, {axis})",
    "ndarray.repeat": "{a}.repeat({few})",
    "ndarray.reshape": "{a}.reshape(-1, {few})",
    "ndarray.transpose": "{a}.transpose()",
    "ndarray.squeeze": "np.stack([{a}, {a}]).squeeze()",
    "ndarray.take": "{a}.take({places})",
    "ndarray.dot": "{v}.dot({v})",
    "ndarray.round": "{a}.round({int})",
    "ndarray.clip": "{a}.clip({int}, {few} * 4)",
    "ndarray.astype": "{a}.astype(np.{kind})",
    "ndarray.sort": "[{a}.sort({axis}), a]",
    "ndarray.nonzero": "{a}.nonzero()",
    **{
        f"operator.{sign}": f"{{a}} {sign} {{beside}}"
        for sign in ["+", "-", "*", "/", "//", "%", "**", "==", "!=", "<", "<=", ">", ">=", "&", "|", "^"]
    },
    **{f"operator.{sign} of one": f"{sign}{{a}}" for sign in "-+~"},
    "operator.@": "{m} @ {m}",
    "index.int": "{a}[{place}]",
    "index.slice": "{a}[{slice}]",
    "index.mask": "{a}[{a} > {int}]",
    "index.places": "{a}[{places}]",
    "index.new axis": "{a}[None, ..., {place}]",
    "set.int": "[set_item(a, {place}, {few}), {a}]",
    "set.slice": "[set_item(a, {place}, a[{place}]), {a}]",
    "text.str": "str({a})",
    "text.repr": "repr({a})",
    "text.cut": "np.arange({few} * 700).reshape(-1, {few}) / 7",
    "iteration": "[row for row in {a}]",
    "aliases": "[change({a}[{slice}]), a, change(a.reshape(-1, 1)), a]",
}

# Rows whose result is no array or number of NumPy's: how its items are printed exactly, if they are not already.
_EXACT = {
    **dict.fromkeys(("numpy.split", "numpy.array_split", "iteration"), "[part.tolist() for part in found]"),
    **dict.fromkeys(("numpy.nonzero", "ndarray.nonzero", "numpy.flatnonzero", "numpy.where of one"), ""),
    **dict.fromkeys(("numpy.array_equal", "numpy.allclose", "numpy.empty", "numpy.empty_like", "numpy.unique"), ""),
    **dict.fromkeys(("numpy.squeeze", "ndarray.squeeze"), ""),  # of several numbers of axes, which tolist does not take
    **dict.fromkeys(("ndarray.item", "ndarray.tolist", "text.str", "text.repr"), ""),
    **dict.fromkeys(("numpy.fill_diagonal", "ndarray.sort", "set.int", "set.slice", "aliases"), "a.tolist()"),
}

_HELPERS = """
def set_item(x, place, value):
    x[place] = value


def change(view):
    view *= 2
"""


def _items(kind: str, finite: bool) -> Any:
    if kind == "bool":
        return st.booleans()
    if kind.startswith("float"):
        return st.one_of(st.sampled_from(FLOATS[: -3 if finite else None]), st.floats(-30, 30))
    return st.one_of(st.sampled_from(INTS), st.integers(-255, 255))


@st.composite
def arrays(draw: Any, rank: int | None = None, kinds: tuple[str, ...] = KINDS, finite: bool = False) -> str:
    """An array, or a view of one."""
    kind = draw(st.sampled_from(kinds))
    if rank is None and draw(st.integers(0, 5)) == 0:  # so many that sums are added up in parts
        shape = draw(st.sampled_from(((1500,), (150, 3), (3, 300), (9, 16, 11))))
        source = draw(st.sampled_from(("np.sqrt(np.arange({0}) * 1.7 + 0.3) % 7", "np.linspace(-19.5, 20, {0})")))
        source = source if kind not in ("uint8", "bool") else "np.arange({0}) % 250"
        text = f"({source.format(prod(shape))}).reshape({shape}).astype(np.{kind})"
        return text + draw(st.sampled_from(("", "", *(VIEWS if len(shape) > 1 else VIEWS[:4]))))
    shape = draw(st.lists(st.sampled_from((1, 2, 3, 4, 9)), min_size=rank or 1, max_size=rank or 3))
    count = prod(shape)
    items = draw(st.lists(_items(kind, finite), min_size=count, max_size=count))
    if kind == "uint8":
        items = [abs(item) for item in items]
    text = f"np.array([{', '.join(map(str, items))}], dtype=np.{kind})"
    if len(shape) > 1:
        text += f".reshape({tuple(shape)})"
    for view in draw(st.lists(st.sampled_from(VIEWS), max_size=2)):
        text += view if len(shape) > 1 or "[:," not in view else ""
    return text


@st.composite
def cases(draw: Any, template: str, kinds: tuple[str, ...], exact: str) -> str:
    """The body of a program: arrays by names, then the call, whose result is printed, and then item by item."""
    rank = 2 if "fill_diagonal" in template else None
    lines = [f"    a = {draw(arrays(rank, kinds, finite='{kind}' in template))}"]
    rank = max(1, len(re.findall(r"\d+", lines[0].partition(".reshape(")[2].partition(")")[0])))
    small = st.integers(1, 4)
    axis = st.integers(-rank, rank - 1)
    parts: dict[str, Any] = {
        "a": st.just("a"),
        "axis": axis,
        "axes": st.one_of(st.none(), axis, st.just(tuple(range(rank)))),
        "bool": st.booleans(),
        "few": small,
        "int": st.integers(-2, 3),
        "place": st.integers(-2, 2),
        "number": st.sampled_from((0.5, 2, -1.25, 3.0)),
        "percent": st.sampled_from((0, 30, 50, 99.5, 100)),
        "share": st.sampled_from((0.0, 0.07, 0.3, 1.0)),
        "step": st.sampled_from((1, 2, 0.5, 0.1)),
        "kind": st.sampled_from(KINDS),
        "shape": st.sampled_from(("4", "(2, 3)", "(-1, 2)", "-1", "(3, 1, 2)")),
        "reps": st.sampled_from(("2", "(2, 1)", "(1, 2, 2)")),
        "places": st.sampled_from(("[0, -1]", "np.array([[0, 0], [-1, 0]])", "0", "[1, 2, 0]")),
        "slice": st.sampled_from(("1:", "::-1", "..., 0", "-2:", "::2", "1:1")),
        "beside": st.one_of(
            st.just("a"),
            st.just("a[::-1]"),
            st.sampled_from(("2", "0.5", "True", "-3", "np.float32(0.1)")),
            arrays(rank=1),
        ),
    }

    def filled(match: re.Match[str]) -> str:
        name = match[1]
        if name.startswith(", "):
            written, _, inner = name.partition("=")
            return f"{written}={draw(parts[inner or written[2:]])}" if draw(st.booleans()) else ""
        if name in ("v", "m", "n"):
            of = ("int64", "uint8") if name == "n" else KINDS
            lines.append(f"    {name}{len(lines)} = {draw(arrays(rank=2 if name == 'm' else 1, kinds=of))}")
            return f"{name}{len(lines) - 1}"
        return str(draw(parts[name]))

    call = re.sub(r"\{([^}]+)\}", filled, template)
    lines += ["    try:", f"        found = {call}", "        print([found])", "        print(found)"]
    lines += [f"        print({exact})"] if exact else []
    lines += [
        "    except (ValueError, IndexError, OverflowError, ZeroDivisionError) as error:",
        "        print(type(error).__name__, error)",
    ]
    return "\n".join(lines)


def program_of(row: str, count: int) -> list[str]:
    """Programs of a row, as functions without parameters."""
    found: list[str] = []
    kinds = _OF_BITS if row[-1] in "&|^~" or row == "operator.~ of one" else KINDS

    @seed(sum(map(ord, row)))
    @settings(
        max_examples=count,
        database=None,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(cases(ROWS[row], kinds, _EXACT.get(row, "found.tolist()")))
    def draw(body: str) -> None:
        name = re.sub(r"\W+", "_", row)
        if any(each.endswith(body) for each in found):
            return
        helpers = _HELPERS if "set_item(" in body or "change(" in body else ""
        inner = "".join(f"    {line}\n" if line else "\n" for line in helpers.strip().splitlines())
        sign = sum(map(ord, row))
        found.append(f"def row_{name}{sign}_{len(found)}():\n{inner}{body}")

    draw()
    return found
