"""The sizes of batches: those of one loop are one symbol, those of another one may differ from it."""

from __future__ import annotations

from bmlc.frontend.check.scope import Scope
from bmlc.frontend.host import DatasetType, HostType
from bmlc.ir import Loc, TensorType, renamed, symbol

__all__ = ["with_own_size"]


def with_own_size(host_type: HostType, loc: Loc, scope: Scope) -> HostType:
    """What the loop at `loc` goes through: a data set's batches get a size of their own, `n` in the first loop."""
    if not isinstance(host_type, DatasetType):
        return host_type
    name = scope.batches.setdefault(loc, f"n{len(scope.batches) or ''}")
    names = {"n": symbol(name)}

    def own(component: TensorType) -> TensorType:
        return component.with_shape(tuple(renamed(size, names) for size in component.shape))

    components = tuple(map(own, host_type.components))
    return DatasetType(components, host_type.batched, host_type.single)
