"""What scripts know of Python, as rows; importing this module declares them all."""

from importlib import import_module
from pkgutil import iter_modules

import bmlc.scripts.rows as package

__all__: list[str] = []

for each in iter_modules(package.__path__, f"{package.__name__}."):
    import_module(each.name)
