"""Drops the GPU kernels' second implementation, which runs small inputs on the CPU.

    if (backend.shouldExecuteOnCPU([a, b])) { ... }  =>  if (false) { ... }

A compiled program keeps its data on the device; forwarding would move results back and forth and links a JavaScript
version of every kernel beside the GPU's.
"""

from __future__ import annotations

import re

__all__ = ["drop_cpu_forwarding"]

CALL = re.compile(r"(?<!function )\b(?:\w+\.)?shouldExecuteOnCPU\([^()]*(?:\([^()]*\)[^()]*)*\)(?!\s*\{\s*\n\s*return)")


def drop_cpu_forwarding(name: str, source: str) -> str:
    """`backend.shouldExecuteOnCPU([x])`  =>  `false`."""
    if "/kernels/" not in name and "/kernel_utils/" not in name:
        return source
    return CALL.sub("false", source)
