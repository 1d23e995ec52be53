"""The functions that a pipeline maps: traced as functions of batches, and called while a file is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bml.arrays import tensor_dtype
from bml.functions import TensorFunction
from bmlc.errors import UserError
from bmlc.host_tensor import host_tensor
from bmlc.ir import UNKNOWN, Builder, Function, TensorType, symbol
from bmlc.ops.tensor import Tensor

__all__ = ["Mapped", "check_components", "check_result", "mapped", "nested", "run_here", "with_batch"]


@dataclass(frozen=True)
class Mapped:
    """A function of batches, and the types of the elements (or batches) that it gives."""

    fn: Function
    types: tuple[TensorType, ...]
    single: bool
    structure: Any  # what an element is, with the positions of its tensors: ((0, 1), 2); None where it is flat


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

    check_components(function, types)
    traced = function.traced(types)
    check_result(function, traced.structure, lambda leaf: isinstance(leaf, int))
    fn = traced.fn if batched else batch(traced.fn, "n")
    types = tuple(out.type for out in traced.fn.outs)
    return Mapped(fn, types, isinstance(traced.structure, int), nested(traced.structure))


def nested(element: Any) -> Any:
    """`element` if it holds tuples or dictionaries of tensors, as models of several inputs or outputs take."""
    has_parts = isinstance(element, tuple) and any(isinstance(part, tuple | Mapping) for part in element)
    return element if has_parts else None


def check_components(function: TensorFunction, types: Sequence[TensorType]) -> None:
    """Whether `function` takes elements of these types.

    Raises:
        UserError: BML102 where it has another number of parameters.
    """
    expected = len(function.signature.parameters)
    if expected != len(types):
        raise UserError(
            "BML102",
            f"{function.name} takes {expected} arguments, the elements of the data set have {len(types)} components: "
            f"{', '.join(map(str, types))}",
            None,
            function.loc,
        )


def check_result(function: TensorFunction, result: Any, is_tensor: Callable[[Any], bool]) -> None:
    """Whether what `function` gave can be an element.

    Raises:
        UserError: BML103 for anything but a tensor or a tuple of tensors.
    """
    wrong = [type(part).__name__ for part in _parts(result) if not is_tensor(part)]
    if wrong or isinstance(result, Mapping):
        received = f"a tuple with a {wrong[0]} in it" if isinstance(result, tuple) else type(result).__name__
        raise UserError(
            "BML103",
            f"{function.name} is mapped over a data set: expected it to return a tensor or a tuple of tensors, "
            f"received {received}",
            None,
            function.loc,
        )


def _parts(value: Any) -> list[Any]:
    """What tuples and dictionaries hold; lists are tensors to `tf.data`."""
    if isinstance(value, tuple | Mapping):
        return [part for item in (value.values() if isinstance(value, Mapping) else value) for part in _parts(item)]
    return [value]


def run_here(function: TensorFunction, batch: tuple[Any, ...], batched: bool) -> tuple[Any, ...]:
    """What `function` makes of a batch while a file is read: arrays, or what has a shape and no numbers."""

    def call(*components: Any) -> tuple[Any, ...]:
        check_components(function, [_type_of(x) for x in components])
        result = function(*components)
        check_result(function, result, lambda leaf: isinstance(leaf, np.ndarray | Tensor))
        return result if isinstance(result, tuple) else (result,)

    if batched:
        return call(*batch)
    return tuple(map(_stacked, zip(*map(call, *batch), strict=True)))


def _type_of(component: Any) -> TensorType:
    return component.type if isinstance(component, Tensor) else TensorType(component.shape, tensor_dtype(component))


def _stacked(elements: Sequence[Any]) -> Any:
    if not isinstance(elements[0], Tensor):
        return host_tensor(np.stack(elements))
    of = elements[0].type
    return Tensor(Builder("shapes", UNKNOWN).param("x", of.with_shape((len(elements), *of.shape))))


def with_batch(tensor_type: TensorType) -> TensorType:
    """The type of a batch of `n` elements of this type."""
    return TensorType((symbol("n"), *tensor_type.shape), tensor_type.dtype)
