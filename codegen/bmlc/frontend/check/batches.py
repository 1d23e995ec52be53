"""The sizes of batches: those of one loop are one symbol, those of another one may differ from it."""

from __future__ import annotations

from bmlc.errors import UserError
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.host import DatasetType, HostType
from bmlc.ir import Loc, TensorType, renamed, symbol

__all__ = ["expect_flat", "with_own_size"]


def expect_flat(data: DatasetType, loc: Loc) -> None:
    """Elements are tensors, or tuples of tensors, wherever a script or a function gets them."""
    if data.structure is not None:
        raise UserError(
            "BML102",
            "expected elements that are tensors or tuples of tensors, received elements with parts of their own",
            "give a data set of such elements to model.fit, evaluate or predict",
            loc,
        )


def with_own_size(host_type: HostType, loc: Loc, scope: Scope) -> HostType:
    """What the loop at `loc` goes through: a data set's batches get a size of their own, `n` in the first loop."""
    if not isinstance(host_type, DatasetType):
        return host_type
    expect_flat(host_type, loc)
    name = scope.batches.setdefault(loc, f"n{len(scope.batches) or ''}")
    names = {"n": symbol(name)}

    def own(component: TensorType) -> TensorType:
        return component.with_shape(tuple(renamed(size, names) for size in component.shape))

    components = tuple(map(own, host_type.components))
    return DatasetType(components, host_type.batched, host_type.single)
