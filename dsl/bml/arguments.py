"""Checks of what users pass: a wrong argument is reported at their line, with what there is instead."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from numbers import Integral, Real
from typing import Any, TypeVar

from bmlc.errors import UserError

__all__ = ["checked", "did_you_mean", "number", "seed_number", "spread", "whole_number"]

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])


def checked(fn: F, label: str) -> F:
    """`fn`, whose unknown, missing and surplus arguments are errors of the user's line (BML102)."""
    signature = inspect.signature(fn)
    names = [name for name in signature.parameters if name != "self"]

    @functools.wraps(fn)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            signature.bind(*args, **kwargs)
        except TypeError as error:
            raise _misuse(label, names, kwargs, str(error)) from None
        return fn(*args, **kwargs)

    return call  # type: ignore[return-value]  # the same signature, checked


def _misuse(label: str, names: Sequence[str], kwargs: Mapping[str, Any], reason: str) -> UserError:
    listing = f"the arguments of {label} are {', '.join(names)}" if names else f"{label} takes no arguments"
    for name in kwargs:
        if name not in names:
            return UserError.here("BML102", f"{label} has no argument {name!r}", did_you_mean(name, names) + listing)
    # What is left is `inspect`'s own "missing a required argument: 'filters'" and "too many positional arguments".
    return UserError.here("BML102", f"{label}: {reason}", listing)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`did you mean 'relu'? `, or nothing where no known name is close."""
    matches = get_close_matches(name, list(known), n=1)
    return f"did you mean {matches[0]!r}? " if matches else ""


def whole_number(owner: str, name: str, value: Any, *, minimum: int, maximum: int | None = None) -> int:
    """`value` as an int within bounds."""
    whole = isinstance(value, Integral) and not isinstance(value, bool)  # NumPy's integers are registered as such
    if not whole or value < minimum or (maximum is not None and value > maximum):
        bounds = f"from {minimum} to {maximum}" if maximum is not None else f"of at least {minimum}"
        raise UserError.here(
            "BML102", f"{owner} expects {name} to be a whole number {bounds}, received {name}={value!r}"
        )
    return int(value)


def spread(given: Mapping[int | str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """Arguments by place and by name, as a call takes them."""
    positional = [argument for place, argument in given.items() if isinstance(place, int)]
    return positional, {name: argument for name, argument in given.items() if isinstance(name, str)}


def seed_number(owner: str, value: Any) -> int:
    """`value` as a seed: from 0 to 2**32 - 1."""
    return whole_number(owner, "seed", value, minimum=0, maximum=2**32 - 1)


def number(owner: str, name: str, value: Any, *, minimum: float | None = None) -> float:
    """`value` as a float, not below `minimum`."""
    if isinstance(value, bool) or not isinstance(value, Real) or (minimum is not None and float(value) < minimum):
        bound = f" of at least {minimum:g}" if minimum is not None else ""
        raise UserError.here("BML102", f"{owner} expects {name} to be a number{bound}, received {name}={value!r}")
    return float(value)
