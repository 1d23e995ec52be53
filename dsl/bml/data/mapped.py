"""The functions that a pipeline maps, traced for its elements and run on whole batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bml.functions import TensorFunction
from bml.running import Runner
from bmlc.errors import UserError
from bmlc.ir import Function, TensorType, symbol

__all__ = ["Mapped", "mapped", "with_batch"]


@dataclass(frozen=True)
class Mapped:
    """A function of batches, the types of the elements (or batches) that it gives, and how to run it."""

    fn: Function
    types: tuple[TensorType, ...]
    single: bool
    run: Callable[..., tuple[Any, ...]]


def mapped(function: TensorFunction, types: Sequence[TensorType], batched: bool) -> Mapped:
    """`function` for elements of these types, as a function of batches of them.

    Args:
        function: What `Dataset.map` was given.
        types: Of the elements' components; with the batch dimension if `batched`.
        batched: Whether the pipeline has batches already, so that the function takes a batch as a whole.
    """
    cache: dict[Any, Mapped] = function.__dict__.setdefault("mapped_cache", {})
    key = (tuple(types), batched)
    if key not in cache:
        cache[key] = _mapped(function, types, batched)
    return cache[key]


def _mapped(function: TensorFunction, types: Sequence[TensorType], batched: bool) -> Mapped:
    from bmlc.passes.batch import batch

    expected = len(function.signature.parameters)
    if expected != len(types):
        raise UserError(
            "BML102",
            f"{function.name} takes {expected} arguments, the elements of the data set have {len(types)} components: "
            f"{', '.join(map(str, types))}",
            None,
            function.loc,
        )
    traced = function.traced(types)
    structure = traced.structure
    if not isinstance(structure, int) and not (
        isinstance(structure, tuple) and all(isinstance(i, int) for i in structure)
    ):
        raise UserError(
            "BML103",
            f"{function.name} is mapped over a data set: expected it to return a tensor or a tuple of tensors, "
            f"received {type(structure).__name__}",
            None,
            function.loc,
        )
    fn = traced.fn if batched else batch(traced.fn, "n")
    outs = tuple(out.type for out in traced.fn.outs)
    return Mapped(fn, outs, isinstance(structure, int), Runner(fn).tensors)


def with_batch(tensor_type: TensorType) -> TensorType:
    """The type of a batch of `n` elements of this type."""
    return TensorType((symbol("n"), *tensor_type.shape), tensor_type.dtype)
