"""Marks what modules call while they load as free of side effects, so that unused results are dropped.

export const relu = unaryKernelFunc({ ... });  =>  export const relu = /* @__PURE__ */ unaryKernelFunc({ ... });
"""

from __future__ import annotations

import re

__all__ = ["mark_pure_calls"]

CALL = re.compile(r"^((?:export )?const \w+ = )(?=(?:new )?[A-Za-z_]\w*\()", re.MULTILINE)


def mark_pure_calls(name: str, source: str) -> str:
    """See the module's docstring."""
    return CALL.sub(r"\1/* @__PURE__ */ ", source)
