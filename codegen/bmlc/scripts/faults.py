"""What Python says where an operation takes no values of some types: Python itself is asked, with samples of them."""

from __future__ import annotations

import builtins
from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from bmlc.scripts.types import (
    Array,
    Atom,
    Bound,
    BoundMethod,
    BuiltinName,
    Caught,
    Class,
    Function,
    Holder,
    Number,
    NumpyScalar,
    Object,
    Partial,
    Scalar,
    Tuple,
)
from bmlc.scripts.visit import Visit

__all__ = ["Fault", "Python", "fault_of", "strictly"]

Python = Callable[..., object]


class Fault(NamedTuple):
    """An exception of Python's: its class, and its text."""

    kind: str
    text: str


class _Anything:
    """Stands for a value of which there is no sample."""


class _AnythingCalled(_Anything):
    """Stands for a function."""

    def __call__(self, *_: object) -> object:
        raise _UnknownError


class _UnknownError(Exception):
    """A method of the user's decides."""


_SCALARS = {"int": 1, "float": 1.5, "bool": True, "str": "a", "None": None, "range": range(1)}
_HOLDERS: dict[str, Callable[[], object]] = {"list": list, "tuple": tuple, "dict": dict, "deque": deque}
_NOTHING_SPECIAL = {"__dataclass_fields__", "__dataclass_params__", "__match_args__", "__post_init__"}
_NOTHING_SPECIAL |= {"__annotations__", "__dict__", "__doc__", "__eq__", "__hash__", "__init__", "__module__"}
_NOTHING_SPECIAL |= {"__qualname__", "__repr__", "__slots__", "__str__", "__weakref__"}


def fault_of(visit: Visit, python: Python, atoms: Sequence[Atom]) -> Fault | None:
    """What `python` raises for any values of these types; None where it may take some, or nobody knows."""
    found = {_raised(python, samples) for samples in _samples(visit, atoms)}
    if len(found) > 1:
        visit.cells.ask_kind(frozenset(atoms))  # it is taken as an int or as a float only, or the text tells them apart
    return found.pop() if len(found) == 1 else None


def strictly(python: Python) -> Python:
    """The same, which tells nothing where an operand has no sample: what it raises need not name that one."""

    def called(*samples: object, **named: object) -> object:
        if any(type(each) is _Anything for each in (*samples, *named.values())):
            raise _UnknownError
        with np.errstate(all="ignore"):
            return python(*samples, **named)

    return called


def _raised(python: Python, samples: Sequence[object]) -> Fault | None:
    try:
        python(*samples)
    except (TypeError, AttributeError) as error:
        text = str(error)
        return None if _Anything.__name__ in text else Fault(type(error).__name__, text)
    except Exception:  # another error is one of the sample's value
        return None
    return None


def _samples(visit: Visit, atoms: Sequence[Atom]) -> list[list[object]]:
    """Values of these types: two where nobody knows whether a number is an int."""
    if not any(isinstance(atom, Number) for atom in atoms):
        return [[_sample(visit, atom) for atom in atoms]]
    return [[number if isinstance(a, Number) else _sample(visit, a) for a in atoms] for number in (1, 1.5)]


def _sample(visit: Visit, atom: Atom) -> object:
    match atom:
        case Scalar(name) if name in _SCALARS:
            return _SCALARS[name]
        case Holder(kind) if kind in _HOLDERS:
            return _HOLDERS[kind]()
        case Tuple(items, own=own):
            parts = [_sample(visit, next(iter(item))) if len(item) == 1 else _Anything() for item in items]
            return own.python(*parts) if own is not None else parts if atom.kind == "list" else tuple(parts)
        case NumpyScalar(kind):
            return np.dtype(kind).type(1)
        case Array(kind, rank):
            return np.ones((1,) * rank, kind)
        case Caught(name) if hasattr(builtins, name):
            return getattr(builtins, name)()
        case Object(name):
            return _sample_of_class(visit, name)
        case Function() | Bound() | Partial() | BoundMethod() | BuiltinName() | Class():
            return _AnythingCalled()
    return _Anything()


def _sample_of_class(visit: Visit, name: str) -> object:
    """An object that has what those of this class may have, and does nothing."""
    own = visit.classes[name]
    if own.settings is not None or own.exception is not None:
        return _Anything()

    def unknown(*_: object) -> object:
        raise _UnknownError

    names = {*dir(own.python), *visit.cells.attributes(own.root)} - {*dir(object)}
    names |= {each for base in own.python.__mro__[:-1] for each in vars(base)}
    members = dict.fromkeys(names - _NOTHING_SPECIAL, unknown)
    return object.__new__(type(own.python.__name__, (), members))
