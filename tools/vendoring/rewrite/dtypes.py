"""Drops the branches for complex numbers and strings: bml's devices hold float32, int32 and bool.

if (x.dtype === 'complex64') { ... }  =>  if (false) { ... }
"""

from __future__ import annotations

import re

__all__ = ["fold_dtypes"]

OPERAND = r"(?<![\w.$!])[A-Za-z_$][\w$]*(?:\.[\w$]+|\[\w+\])*"
TEST = re.compile(rf"{OPERAND} (===|!==) '(?:complex64|string)'")


def fold_dtypes(name: str, source: str) -> str:
    """`x.dtype === 'complex64'`  =>  `false`, `!==` => `true`; in backends only."""
    if not name.startswith("tfjs-backend-"):
        return source
    return TEST.sub(lambda test: "false" if test[1] == "===" else "true", source)
