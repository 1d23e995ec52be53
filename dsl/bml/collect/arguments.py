"""Arguments of calls in scripts, before and while the function is traced for them."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from bml.collect.callables import Callee
from bml.keras.imported import keras
from bmlc.errors import UserError
from bmlc.ir import Loc

__all__ = ["blaming_arguments", "check_arguments"]

# What functions of Python and bml raise that were given a value that is none of theirs.
_RAISED = (TypeError, ValueError, AttributeError, LookupError)


def check_arguments(callee: Callee, positional: Sequence[Any], named: Mapping[str, Any], loc: Loc) -> None:
    """Whether Python would take the call.

    Raises:
        UserError: BML102 where it would not.
    """
    try:
        signature = inspect.signature(callee.signature)
    except ValueError:  # a function written in C
        return
    except TypeError:  # a SeedGenerator
        hint = f"draw with it: bml.random.normal(shape, seed={callee.name})"
        raise UserError("BML204", f"expected a function before (, received {callee.name}", hint, loc) from None
    of_layers = ("training", "mask") if isinstance(callee.call, keras.Layer) else ()  # which Keras takes for each
    given = {name: value for name, value in named.items() if name in signature.parameters or name not in of_layers}
    try:
        signature.bind(*positional, **given)
    except TypeError as error:
        params = ", ".join(signature.parameters)
        raise UserError("BML102", f"{callee.name}: {error}", f"it takes ({params})", loc) from None


@contextmanager
def blaming_arguments(name: str, loc: Loc) -> Iterator[None]:
    """What a function of bml's raises while it is traced comes from what the script gave it.

    Raises:
        UserError: BML102 at the call.
    """
    try:
        yield
    except _RAISED as error:
        raise UserError("BML102", f"{name} does not take these arguments: {error}", None, loc) from error
