"""Refuses arrays of more than 4 GiB before they are made: the room that the cpu backend has for one tensor.

Engines make larger ones, of memory that is taken as it is written, and a kernel would fill it for minutes.

    const res = new Float32Array(indicesSize * depth);
=>  const res = util.getTypedArrayFromDType('float32', indicesSize * depth);
"""

from __future__ import annotations

import re

from .replacements import swap

__all__ = ["bound_arrays"]

MOST_BYTES = 2**32
COMPUTED = re.compile(r"new Float32Array\(((?:[^()\n]*\*[^()\n]*)|util\.sizeFromShape\([^()\n]*\))\)")
CHECK = f"""function checkSize(size, dtype) {{
    if (!(size * (dtype === 'bool' ? 1 : 4) <= {MOST_BYTES})) {{
        throw new RangeError(`Invalid typed array length: ${{size}}`);
    }}
}}
"""


def bound_arrays(name: str, source: str) -> str:
    """Every array that a kernel makes in the size of its result goes through `util`, which checks the size."""
    if name == "tfjs-core/dist/util_base.js":
        for function in ("getArrayFromDType(dtype, size)", "makeZerosTypedArray(size, dtype)"):
            start = f"export function {function} {{\n"
            source = swap(name, source, start, f"{start}    checkSize(size, dtype);\n")
        return source + CHECK
    if not name.startswith("tfjs-backend-cpu/dist/kernels/") or not re.search(
        r"^import .*\butil\b", source, re.MULTILINE
    ):
        return source
    return COMPUTED.sub(r"util.getTypedArrayFromDType('float32', \1)", source)
