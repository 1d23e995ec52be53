"""Products of arrays."""

from __future__ import annotations

import ast

from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["multiplied"]


def multiplied(visit: Visit, left: Value, right: Value, node: ast.AST) -> Value:
    """`left @ right`"""
    raise visit.error("BML204", node, "@ of arrays")
