"""The graph IR: types, equations and functions, with a printer and a verifier."""

from bmlc.ir.binding import Binder, binders
from bmlc.ir.builder import (
    Builder,
    Scope,
    active_builder,
    building,
    current_builder,
    current_loc,
    current_scope,
    located,
    outside,
    placed,
    scoped,
)
from bmlc.ir.dim_bounds import differ, never_negative, primitive, upper_bound
from bmlc.ir.dims import Dim, Poly, Quotient, dim, evaluate, linear, renamed, symbol, symbols_in, terms_of
from bmlc.ir.function import Attrs, Capture, Eqn, Function, Guard, Operation, Update, Var, Variable
from bmlc.ir.loc import UNKNOWN, Loc, caller_loc, is_of_the_user, not_the_user
from bmlc.ir.printer import format_function
from bmlc.ir.types import DTYPES, DType, TensorType, bytes_of
from bmlc.ir.verifier import InvalidIRError, verify

__all__ = [
    "DTYPES",
    "UNKNOWN",
    "Attrs",
    "Binder",
    "Builder",
    "Capture",
    "DType",
    "Dim",
    "Eqn",
    "Function",
    "Guard",
    "InvalidIRError",
    "Loc",
    "Operation",
    "Poly",
    "Quotient",
    "Scope",
    "TensorType",
    "Update",
    "Var",
    "Variable",
    "active_builder",
    "binders",
    "building",
    "bytes_of",
    "caller_loc",
    "current_builder",
    "current_loc",
    "current_scope",
    "differ",
    "dim",
    "evaluate",
    "format_function",
    "is_of_the_user",
    "linear",
    "located",
    "never_negative",
    "not_the_user",
    "outside",
    "placed",
    "primitive",
    "renamed",
    "scoped",
    "symbol",
    "symbols_in",
    "terms_of",
    "upper_bound",
    "verify",
]
