"""Nested tuples, lists and dictionaries of tensors, taken apart and put together again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

__all__ = ["Nested", "flatten", "in_order_of", "unflatten"]

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
