"""Arguments that Python's functions and methods do not take: where they are told as the script runs."""

from __future__ import annotations

import builtins
import itertools
import math
import random
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile

import numpy as np

from bmlc.scripts.checked import by_kinds
from bmlc.scripts.faults import Python, strictly
from bmlc.scripts.rows.call import Call
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["by_kinds_of_arguments"]

_OWNERS: dict[str, object] = {
    "": builtins,
    "str": str,
    "list": list,
    "tuple": tuple,
    "dict": dict,
    "deque": deque,
    "math": math,
    "itertools": itertools,
    "random": random.Random(0),  # whose stream nobody sees
    "numpy": np,
}
# What takes any value, or asks for the kinds itself: what `format` says depends on the specification.
_OWN_RULES = ("format", "isinstance", "print", "type")


def by_kinds_of_arguments(visit: Visit, call: Call, operate: Callable[[Call], Value]) -> Value:
    """The call without what Python's function does not take, for each kind that an argument or the owner may be of."""
    function = _function(call.row.owner, call.row.name)
    depends = call.row.name in ("max", "min") and len(call.gathered) > 2  # what Python says does, on their order
    if function is None or call.starred or call.keywords or depends:
        return operate(call)
    order = [each.name for each in call.row.parameters if each.name in call.arguments]
    places = takewhile(call.arguments.__contains__, (each.name for each in call.row.parameters if each.positional))
    owners = 0 if call.owner is None else 1
    first = owners + len(list(places))
    end = first + len(call.gathered)
    names = order[first - owners :]
    values = [call.arguments[name] for name in order]
    operands = [*filter(None, [call.owner]), *values[: first - owners], *call.gathered, *values[first - owners :]]

    def rebuilt(*given: Value) -> Value:
        named = dict(zip(order, (*given[owners:first], *given[end:]), strict=True))
        arguments = {name: named[name] for name in call.arguments}
        return operate(
            replace(call, owner=given[0] if owners else None, arguments=arguments, gathered=given[first:end])
        )

    def python(*samples: object) -> object:
        return function(*samples[:end], **dict(zip(names, samples[end:], strict=True)))

    nodes = [call.node_of(name) for name in order]
    at = [*[None] * owners, *nodes[: first - owners], *[None] * len(call.gathered), *nodes[first - owners :]]
    return by_kinds(visit, call.node, operands, rebuilt, python, at)


def _function(owner: str, name: str) -> Python | None:
    """Python's function or method of a row, which takes its owner first."""
    python: Python | None = getattr(_OWNERS.get(owner), name, None)
    return None if python is None or name in _OWN_RULES else strictly(python)
