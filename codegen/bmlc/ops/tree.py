"""What users pass for several tensors: tuples, lists and dictionaries of them, taken apart and put together again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from bmlc.ir import Dim
from bmlc.ops.casting import convert_to_tensor
from bmlc.ops.rules import may_agree, misuse
from bmlc.ops.shape import reshape
from bmlc.ops.tensor import Tensor

__all__ = ["Nested", "Tree", "flatten", "in_order_of", "unflatten"]

Nested: TypeAlias = Any  # tuples, lists and dictionaries, the leaves of which are tensors, arrays or numbers


def flatten(value: Nested) -> list[Nested]:
    """The leaves of `value` in order; dictionaries in the order of their keys' insertion."""
    if isinstance(value, tuple | list):
        return [leaf for item in value for leaf in flatten(item)]
    if isinstance(value, Mapping):
        return [leaf for item in value.values() for leaf in flatten(item)]
    return [value]


def unflatten(like: Nested, leaves: Iterator[Nested]) -> Nested:
    """`leaves` in the structure of `like`."""
    if isinstance(like, tuple) and hasattr(like, "_fields"):  # a named tuple takes its items one by one
        return type(like)(*(unflatten(item, leaves) for item in like))
    if isinstance(like, tuple | list):
        return type(like)(unflatten(item, leaves) for item in like)
    if isinstance(like, Mapping):
        return {key: unflatten(item, leaves) for key, item in like.items()}
    return next(leaves)


def in_order_of(like: Nested, value: Nested) -> Nested:
    """`value` with its dictionaries in the order of those in the same places of `like`, as far as the keys agree."""
    if isinstance(like, Mapping) and isinstance(value, Mapping) and like.keys() == value.keys():
        return {key: in_order_of(like[key], value[key]) for key in like}
    if isinstance(like, tuple | list) and type(like) is type(value) and len(like) == len(value):
        items = [in_order_of(*pair) for pair in zip(like, value, strict=True)]
        return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
    return value


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
        shapes = [x.dims for x in self.tensors]
        if not all(shapes) or not all(may_agree(op, shapes[0][0], shape[0], *shapes) for shape in shapes):
            raise misuse(op, "tensors of one leading size", " and ".join(str(x.type) for x in self.tensors))
        self.tensors = [reshape(x, (shapes[0][0], *x.dims[1:])) for x in self.tensors]
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
