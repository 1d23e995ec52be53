"""What users pass for several tensors: tuples, lists and dictionaries of them."""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.ir import Dim
from bmlc.ops.casting import convert_to_tensor
from bmlc.ops.rules import may_agree, misuse
from bmlc.ops.shape import reshape
from bmlc.ops.structure import Nested, flatten, in_order_of, unflatten
from bmlc.ops.tensor import Tensor

__all__ = ["Tree"]


class Tree:
    """Tensors in tuples, lists and dictionaries; None stands for nothing."""

    _like: Nested

    def __init__(self, value: Nested, like: Tree | None = None) -> None:
        """`value`; its dictionaries in the order of those of `like`, where they have the same keys."""
        value = value if like is None else in_order_of(like._like, value)
        leaves = self.leaves(value)
        self.tensors = [leaf for leaf in leaves if leaf is not None]
        self._like, self._present = value, [leaf is not None for leaf in leaves]

    @staticmethod
    def leaves(value: Nested) -> list[Tensor | None]:
        return [None if leaf is None else convert_to_tensor(leaf) for leaf in flatten(value)]

    def put(self, tensors: Sequence[Nested]) -> Nested:
        """`tensors` in the places of the tree's own."""
        supply = iter(tensors)
        return unflatten(self._like, iter([next(supply) if present else None for present in self._present]))

    def names(self, name: str) -> list[str]:
        return [name] if len(self.tensors) == 1 else [f"{name}_{i}" for i, _ in enumerate(self.tensors)]

    def leading_size(self, op: str) -> Dim | None:
        """The size of the first axis, which is given to all that may have it; None without tensors."""
        shapes = [x.shape for x in self.tensors]
        if not all(shapes) or not all(may_agree(op, shapes[0][0], shape[0], *shapes) for shape in shapes):
            raise misuse(op, "tensors of one leading size", " and ".join(str(x.type) for x in self.tensors))
        self.tensors = [reshape(x, (shapes[0][0], *x.shape[1:])) for x in self.tensors]
        return shapes[0][0] if shapes else None

    def is_like(self, other: Tree) -> bool:
        """Whether `other` has its tensors in the same places."""
        marks = [_as_tuples(unflatten(tree._like, iter(tree._present))) for tree in (self, other)]
        return bool(marks[0] == marks[1])

    def describe(self) -> str:
        return str(self.put([str(x.type) for x in self.tensors])).replace("'", "")


def _as_tuples(value: Nested) -> Nested:
    if isinstance(value, dict):
        return {key: _as_tuples(item) for key, item in value.items()}
    return tuple(map(_as_tuples, value)) if isinstance(value, tuple | list) else value
