"""One function a construct of Python: what it means, and how it is written in JavaScript."""

from importlib import import_module
from pkgutil import iter_modules

__all__: list[str] = []

for each in iter_modules(__path__, f"{__name__}."):
    import_module(each.name)
