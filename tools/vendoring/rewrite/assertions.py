"""Empties tfjs's assertions: what they check, the compiler has proved, and the runtime checks at a program's entry.

export function assert(expr, msg) {          export function assert(expr, msg) {
    if (!expr) { throw new Error(...); }  =>  }
}

esbuild then drops the calls with their messages: two kilobytes of every bundle.
"""

from __future__ import annotations

import re

from .errors import RewriteError

__all__ = ["ASSERTIONS", "drop_assertions"]

ASSERTIONS: dict[str, list[str]] = {
    "tfjs-core/dist/util_base.js": [
        "assert",
        "assertShapesMatch",
        "assertNonNull",
        "assertNonNegativeIntegerDimensions",
    ],
    "tfjs-core/dist/ops/axis_util.js": ["assertAxesAreInnerMostDims"],
    "tfjs-core/dist/ops/concat_util.js": ["assertParamsConsistent"],
    "tfjs-backend-cpu/dist/cpu_util.js": ["assertNotComplex"],
    "tfjs-backend-webgl/dist/webgl_util.js": ["assertNotComplex"],
}


# What wasm's kernels refuse besides.
REFUSAL = re.compile(
    r"^    if \((?:[^\n]*\.dtype !== [^\n]*|fusedActivation == null)\) \{\n *throw [^;]*;\n    \}\n", re.MULTILINE
)


def drop_assertions(name: str, source: str) -> str:
    """See the module's docstring."""
    for assertion in ASSERTIONS.get(name, []):
        head = rf"^(export function {assertion}\([^\n]*\) \{{\n).*?^\}}"
        source, count = re.subn(head, r"\1}", source, flags=re.MULTILINE | re.DOTALL)
        if count != 1:
            raise RewriteError(name, f"one function {assertion}, not {count}")
    return REFUSAL.sub("", source) if name.startswith("tfjs-backend-wasm/dist/kernels/") else source
