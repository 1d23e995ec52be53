"""The graph IR: types, equations and functions, with a printer and a verifier."""

from bmlc.ir.builder import Builder, Scope, active_builder, building, located, scoped
from bmlc.ir.dims import Dim, Poly, dim, evaluate, renamed, symbol
from bmlc.ir.function import Attrs, Capture, Eqn, Function, Operation, Update, Var, Variable
from bmlc.ir.loc import UNKNOWN, Loc, caller_loc
from bmlc.ir.printer import format_function
from bmlc.ir.types import DTYPES, DType, TensorType, bytes_of
from bmlc.ir.verifier import InvalidIRError, verify

__all__ = [
    "DTYPES",
    "UNKNOWN",
    "Attrs",
    "Builder",
    "Capture",
    "DType",
    "Dim",
    "Eqn",
    "Function",
    "InvalidIRError",
    "Loc",
    "Operation",
    "Poly",
    "Scope",
    "TensorType",
    "Update",
    "Var",
    "Variable",
    "active_builder",
    "building",
    "bytes_of",
    "caller_loc",
    "dim",
    "evaluate",
    "format_function",
    "located",
    "renamed",
    "scoped",
    "symbol",
    "verify",
]
