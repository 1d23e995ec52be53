"""What users pass for several tensors: tuples, lists and dictionaries of them."""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.ir import Dim
from bmlc.ops.casting import convert_to_tensor
from bmlc.ops.rules import misuse
from bmlc.ops.structure import Nested, flatten, unflatten

__all__ = ["Tree"]


class Tree:
    """Tensors in tuples, lists and dictionaries; None stands for nothing."""

    def __init__(self, value: Nested) -> None:
        leaves = flatten(value)
        self.tensors = [convert_to_tensor(leaf) for leaf in leaves if leaf is not None]
        self._like, self._present = value, [leaf is not None for leaf in leaves]

    def put(self, tensors: Sequence[Nested]) -> Nested:
        """`tensors` in the places of the tree's own."""
        supply = iter(tensors)
        return unflatten(self._like, iter([next(supply) if present else None for present in self._present]))

    def names(self, name: str) -> list[str]:
        return [name] if len(self.tensors) == 1 else [f"{name}_{i}" for i, _ in enumerate(self.tensors)]

    def leading_size(self, op: str) -> Dim | None:
        """The size of the first axis, of which all have one; None without tensors."""
        sizes: list[Dim] = list(dict.fromkeys(x.shape[0] for x in self.tensors if x.ndim))
        if not all(x.ndim for x in self.tensors) or len(sizes) > 1:
            raise misuse(op, "tensors of one leading size", " and ".join(str(x.type) for x in self.tensors))
        return sizes[0] if sizes else None
