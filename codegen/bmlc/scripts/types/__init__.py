"""Types of host values: sets of atoms, which join by union, and cells for what containers hold.

{int}   {float, None}   {list 3}   {tuple ({int}, {str})}   {a number of unknown kind, met at x}
"""

from bmlc.scripts.types.atoms import (
    BOOL,
    FLOAT,
    INT,
    NEVER,
    NONE,
    RANGE,
    STR,
    UNSET,
    Atom,
    BoundMethod,
    BuiltinName,
    Caught,
    Function,
    Holder,
    Number,
    Program,
    Scalar,
    Stream,
    Tensor,
    Tuple,
    Type,
    atom_of,
)
from bmlc.scripts.types.cells import Cell, Cells
from bmlc.scripts.types.describe import described, plural

__all__ = [
    "BOOL",
    "FLOAT",
    "INT",
    "NEVER",
    "NONE",
    "RANGE",
    "STR",
    "UNSET",
    "Atom",
    "BoundMethod",
    "BuiltinName",
    "Caught",
    "Cell",
    "Cells",
    "Function",
    "Holder",
    "Number",
    "Program",
    "Scalar",
    "Stream",
    "Tensor",
    "Tuple",
    "Type",
    "atom_of",
    "described",
    "plural",
]
