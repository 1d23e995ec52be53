"""Names of `numpy` and of Python's `random`: functions that have rows, kinds, constants."""

from __future__ import annotations

import ast
import math
from difflib import get_close_matches

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import DTYPE, KINDS
from bmlc.scripts.rows.table import row_of, rows_of
from bmlc.scripts.types import FLOAT, NONE, STR, ArrayKind, BuiltinName, Type, atom_of
from bmlc.scripts.values import ObjectName, Value
from bmlc.scripts.visit import Visit

__all__ = ["NUMPY_MODULES", "attribute_of_numpy", "dtype_of", "kind_named"]

NUMPY_MODULES = ("numpy", "numpy.random", "random")
_CONSTANTS = {"pi": math.pi, "e": math.e, "inf": math.inf, "nan": math.nan, "euler_gamma": 0.5772156649015329}
_ALIASES: dict[str, ArrayKind] = {
    "float": "float64",
    "int": "int64",
    "bool": "bool",
    "numpy.bool_": "bool",
    "numpy.int_": "int64",
    "numpy.intp": "int64",
    "numpy.double": "float64",
    "numpy.single": "float32",
}
_REFUSED = {
    "numpy.random.default_rng": "seed with np.random.seed(…), and draw with np.random.rand(…) and the like",
    "numpy.random.Generator": "seed with np.random.seed(…), and draw with np.random.rand(…) and the like",
    "numpy.random.RandomState": "seed with np.random.seed(…), and draw with np.random.rand(…) and the like",
    "numpy.save": "a page has no files",
    "numpy.load": "load it at the top of the file",
}


def kind_named(name: str) -> ArrayKind | None:
    """The kind that `np.float32`, `float` or "float32" stands for."""
    short = name.removeprefix(DTYPE).removeprefix("numpy.")
    if short in KINDS and name not in ("float", "int"):
        return short
    return _ALIASES.get(name) or _ALIASES.get(f"numpy.{name}")


def attribute_of_numpy(visit: Visit, node: ast.AST, module: str, name: str) -> Value:
    """`np.mean`, `np.float32`, `np.pi`, `np.random`."""
    full = f"{module}.{name}"
    if module == "numpy" and name in _CONSTANTS:
        value = _CONSTANTS[name]
        written: js.Expression = js.name("NaN") if math.isnan(value) else js.Literal(value)
        return Value(FLOAT, written, constant=value)
    if full == "numpy.newaxis":
        return Value(NONE, js.Literal(None), constant=None)
    if full in NUMPY_MODULES or kind_named(full) is not None or row_of(module, name) is not None:
        held: Type = frozenset({BuiltinName(full)})
        return Value(held, ObjectName(full, held, visit.loc(node)))
    hint = _REFUSED.get(full)
    if hint is None:
        close = get_close_matches(name, rows_of(module), n=1)
        hint = (
            f"did you mean {close[0]}?" if close else "compute with bml.ops in a @bml.function, or with other functions"
        )
    raise visit.error("BML201", node, f"scripts do not have {full}", hint)


def dtype_of(visit: Visit, node: ast.AST, value: Value | None, default: ArrayKind | None = None) -> ArrayKind | None:
    """The kind that an argument `dtype` stands for; `default` where none is given."""
    if value is None or value.type == NONE:
        return default
    named = atom_of(BuiltinName, value.type)
    known = named.name if named is not None else value.constant if value.type == STR and value.is_known else None
    kind = kind_named(known) if isinstance(known, str) else None
    if kind is None:
        what = repr(known) if isinstance(known, str) else visit.described(value.type)
        message = f"arrays of scripts are of {', '.join(KINDS)}, received dtype {what}"
        raise visit.error("BML204", node, message, "write np.float32 or the like")
    return kind
