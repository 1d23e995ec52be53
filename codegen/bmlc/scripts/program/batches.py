"""The sizes of batches: those of one loop are one symbol, those of another one may differ from it."""

from __future__ import annotations

import ast

from bmlc.errors import UserError
from bmlc.ir import Loc, TensorType, renamed, symbol
from bmlc.scripts.program.host_types import DatasetType
from bmlc.scripts.types import Tensor, Tuple, Type
from bmlc.scripts.visit import Visit

__all__ = ["batches_of", "expect_flat"]


def expect_flat(data: DatasetType, loc: Loc) -> None:
    """Elements are tensors, or tuples of tensors, wherever a script or a function gets them."""
    if data.structure is not None:
        raise UserError(
            "BML102",
            "expected elements that are tensors or tuples of tensors, received elements with parts of their own",
            "give a data set of such elements to model.fit, evaluate or predict",
            loc,
        )


def batches_of(visit: Visit, data: DatasetType, node: ast.AST) -> tuple[Type, bool]:
    """What going through a data set gives, and whether it is one tensor; the sizes of batches are each loop's own."""
    expect_flat(data, visit.loc(node))
    sizes = visit.batch_sizes
    name = sizes.setdefault((node, visit.here), f"n{len(sizes) or ''}")

    def own(component: TensorType) -> TensorType:
        return component.with_shape(tuple(renamed(size, {"n": symbol(name)}) for size in component.shape))

    tensors = [frozenset({Tensor(own(component))}) for component in data.components]
    return (tensors[0], True) if data.single else (frozenset({Tuple(tuple(tensors))}), False)
