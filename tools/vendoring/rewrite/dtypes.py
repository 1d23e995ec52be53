"""Drops what tfjs does for numbers, strings and layouts that bml never has.

bml's devices hold float32, int32 and bool, and images with their channels last. On cpu, kernels of two operands take a
second function, for complex numbers, which goes with its branches.

if (x.dtype === 'complex64') { ... }  =>  if (false) { ... }
if (dataFormat === 'channelsLast') { ... }  =>  if (true) { ... }
else if (dtype === 'bool') { ... } else { throw new Error(`Unknown dtype ${dtype}`); }  =>  else { ... }
binaryKernelFunc(Add, addImpl, addComplexImpl)  =>  binaryKernelFunc(Add, addImpl)
"""

from __future__ import annotations

import re

__all__ = ["fold_dtypes"]

OPERAND = r"(?<![\w.$!])(?<!typeof )[A-Za-z_$][\w$]*(?:\.[\w$]+|\[\w+\])*"
ABSENT = re.compile(rf"{OPERAND} (===|!==) '(?:complex64|string|channelsFirst|NCHW)'")
PRESENT = re.compile(rf"{OPERAND} (===|!==) '(?:channelsLast|NHWC)'")
LAST_BRANCH = re.compile(
    r"else if \(dtype === 'bool'(?: \|\| false)?\) (\{[^{}]*\})(?:\s*else if \(false\) \{[^{}]*\})?"
    r"\s*else \{\s*throw new Error\(`Unknown d[^;]*;\s*\}"
)
LAST_CASE = re.compile(r"case 'bool':(\s*return [^;]*;)\s*default:\s*throw new Error\(`Unknown d[^;]*;")
COMPLEX = re.compile(r"(binaryKernelFunc\(\w+, \w+), \w+ComplexImpl\b")


def fold_dtypes(name: str, source: str) -> str:
    """See the module's docstring."""
    source = ABSENT.sub(lambda test: "false" if test[1] == "===" else "true", source)
    source = PRESENT.sub(lambda test: "true" if test[1] == "===" else "false", source)
    source = LAST_CASE.sub(r"default:\1", LAST_BRANCH.sub(r"else \1", source))
    if not name.startswith("tfjs-backend-cpu/"):
        return source
    return COMPLEX.sub(r"\1", source).replace("if (complexImpl == null) {", "if (true) {")
