"""Names that a module, a class or an object does not have, in our words and with the nearest one that it has."""

from __future__ import annotations

import pkgutil
import re
import sys
from difflib import get_close_matches
from types import ModuleType
from typing import Any

__all__ = ["unknown_name"]

_IMPORTED = re.compile(r"cannot import name '(?P<name>[^']+)'")


def unknown_name(error: BaseException, scope: dict[str, Any] | None = None) -> tuple[str, str | None] | None:
    """What to say of an `AttributeError`, `ImportError` or `NameError` and a hint; None for anything else.

    Args:
        error: As Python raised it: it knows the object and the name.
        scope: The names at the place of a `NameError`.
    """
    match error:
        case AttributeError(name=str(name), obj=owner):
            return f"{_described(owner)} has no {name}", _hint(name, _members(owner))
        case ModuleNotFoundError(name=str(path)) if "." in path:
            package, _, name = path.rpartition(".")
            known = sys.modules.get(package)
            return None if known is None else (f"{_described(known)} has no {name}", _hint(name, _members(known)))
        case ImportError(name=str(path)) if (found := _IMPORTED.search(str(error))) and path in sys.modules:
            module, name = sys.modules[path], found["name"]
            return f"{_described(module)} has no {name}", _hint(name, _members(module))
        case NameError(name=str(name)) if scope is not None:
            return f"the name {name} is not defined", _hint(name, scope)
        case _:
            return None


def _described(owner: object) -> str:
    match owner:
        case None:
            return "None"
        case ModuleType():
            return f"the module {owner.__name__}"
        case type():
            return f"the class {owner.__qualname__}"
        case _:
            return f"an object of {type(owner).__qualname__}"


def _members(owner: object) -> list[str]:
    """What `owner` has, as far as it says so, with the modules that a package could import."""
    try:
        names = dir(owner)
    except Exception:  # an object of the user's whose `__dir__` fails
        return []
    path = getattr(owner, "__path__", None) if isinstance(owner, ModuleType) else None
    return names + [module.name for module in pkgutil.iter_modules(path)] if path else names


def _hint(name: str, known: Any) -> str | None:
    public = [each for each in known if isinstance(each, str) and (name.startswith("_") or not each.startswith("_"))]
    # By letters first: conv2d is as near to conv2D as can be, whatever else the module has.
    same = [each for each in public if each.replace("_", "").lower() == name.replace("_", "").lower()]
    swapped = [each for each in public if sorted(each.lower()) == sorted(name.lower())]  # Adma is Adam, not Adamax
    close = same or swapped or get_close_matches(name, public, n=1)
    return f"did you mean {close[0]}?" if close else None
