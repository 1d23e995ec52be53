"""Drops what tfjs does for numbers, strings and layouts that bml never has.

bml's devices hold float32, int32 and bool, and images with their channels last. On cpu, kernels of two operands take a
second function, for complex numbers, which goes with its branches.

if (x.dtype === 'complex64') { ... }  =>  if (false) { ... }
if (dataFormat === 'channelsLast') { ... }  =>  if (true) { ... }
binaryKernelFunc(Add, addImpl, addComplexImpl)  =>  binaryKernelFunc(Add, addImpl)
"""

from __future__ import annotations

import re

__all__ = ["fold_dtypes"]

OPERAND = r"(?<![\w.$!])(?<!typeof )[A-Za-z_$][\w$]*(?:\.[\w$]+|\[\w+\])*"
ABSENT = re.compile(rf"{OPERAND} (===|!==) '(?:complex64|string|channelsFirst|NCHW)'")
PRESENT = re.compile(rf"{OPERAND} (===|!==) '(?:channelsLast|NHWC)'")
COMPLEX = re.compile(r"(binaryKernelFunc\(\w+, \w+), \w+ComplexImpl\b")


def fold_dtypes(name: str, source: str) -> str:
    """See the module's docstring."""
    source = ABSENT.sub(lambda test: "false" if test[1] == "===" else "true", source)
    source = PRESENT.sub(lambda test: "true" if test[1] == "===" else "false", source)
    if not name.startswith("tfjs-backend-cpu/"):
        return source
    return COMPLEX.sub(r"\1", source).replace("if (complexImpl == null) {", "if (true) {")
