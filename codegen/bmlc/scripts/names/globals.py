"""Names that the script does not set: Python's own, and those of its module."""

from __future__ import annotations

import ast
from difflib import get_close_matches

from bmlc.scripts.arrays.names import NUMPY_MODULES, attribute_of_numpy, kind_named
from bmlc.scripts.literals import constant
from bmlc.scripts.printing.runtime import EXCEPTIONS
from bmlc.scripts.program.host_types import ModuleType
from bmlc.scripts.program.resolving import resolved
from bmlc.scripts.program.world import ObjectValue
from bmlc.scripts.rows.table import names_of_builtins, row_of, rows_of
from bmlc.scripts.types import BuiltinName
from bmlc.scripts.values import ObjectName, Value
from bmlc.scripts.visit import PoisonedError, Visit

# Functions and classes of Python that people reach for, and what they write instead.
_INSTEAD = {
    "breakpoint": "set it in the browser, whose tools show this file",
    "eval": "write the code out",
    "exec": "write the code out",
    "frozenset": "use a dictionary with values True, or a list",
    "getattr": "write the attribute out, or use a dictionary",
    "hasattr": "write the attribute out, or use a dictionary",
    "NotImplemented": "raise TypeError(...), which Python does in the end",
    "hash": "make a key of it: a number, a text or a tuple",
    "input": "make it a parameter of the script, for which the page shows a field",
    "open": "a page has no files: report with bml.log or print, and read data with bml.Dataset",
    "set": "use a dictionary with values True, or a list",
    "setattr": "use a dictionary",
    "slice": "write the slice out, as in xs[1:3]",
}
_CLASSES = ("bool", "dict", "float", "int", "list", "range", "str", "tuple", "NoneType")

__all__ = ["attribute_of", "read_global"]


def read_global(visit: Visit, node: ast.Name, name: str) -> Value:
    """A name of the module, or one of Python's own."""
    found = visit.world.resolve(name, visit.frame.instance.definition.outermost.function)
    if found is not None:
        return resolved(visit, node, found, name)
    if name in names_of_builtins() or name in EXCEPTIONS:
        return _named(visit, node, name)
    if name in visit.unknown:
        raise PoisonedError
    visit.unknown.add(name)
    raise visit.error(*_unknown(visit, node, name))


def _named(visit: Visit, node: ast.AST, name: str) -> Value:
    """What scripts know by its full name: to be called, and no value in JavaScript."""
    held = frozenset({BuiltinName(name)})
    return Value(held, ObjectName(name, held, visit.loc(node)))


def _unknown(visit: Visit, node: ast.AST, name: str) -> tuple[str, ast.AST, str, str | None]:
    import builtins

    if hasattr(builtins, name):
        return "BML201", node, f"scripts do not have {name}", _INSTEAD.get(name)
    known = sorted(
        {
            *visit.frame.instance.definition.locals,
            *visit.world.names(visit.frame.instance.definition.outermost.function),
            *names_of_builtins(),
        }
    )
    close = get_close_matches(name, known, n=1, cutoff=0.65)  # lenght is near len, missing is not near min
    close = close or get_close_matches(name, EXCEPTIONS, n=1, cutoff=0.8)
    hint = f"did you mean {close[0]}?" if close else "set it in the script or at the top of the file"
    return "BML202", node, f"{name} is not defined", hint


def attribute_of(visit: Visit, node: ast.Attribute, owner: BuiltinName, name: str) -> Value:
    """`math.pi`, `math.sqrt`, `__name__` of a class."""
    if owner.name in EXCEPTIONS and name == "__name__":
        return constant(visit, node, owner.name)
    if owner.name in _CLASSES:
        if name == "__name__":
            return constant(visit, node, owner.name)
        if row_of(owner.name, name) is None:
            raise visit.error("BML202", node, f"{owner.name} has no {name} that scripts know")
        return _named(visit, node, f"{owner.name}.{name}")
    if name == "__name__" and (kind_named(owner.name) or owner.name == "numpy.ndarray"):
        return constant(visit, node, owner.name.removeprefix("numpy."))
    if owner.name in NUMPY_MODULES:
        return attribute_of_numpy(visit, node, owner.name, name)
    full = f"{owner.name}.{name}"
    if row_of(owner.name, name) is not None or rows_of(full):  # `sys.stdout` has rows of its own
        return _named(visit, node, full)
    if (
        owner.name in EXCEPTIONS
        or row_of(*owner.name.rpartition(".")[::2]) is not None
        or (owner.name.startswith(("sys.", "tqdm.")) and rows_of(owner.name))
    ):
        raise visit.error("BML202", visit.file.name_loc(node), f"{owner.name} has no {name} in scripts")
    module = ModuleType(owner.name)
    found = visit.world.attribute(ObjectValue(owner.name, module), name)
    if found is None:
        close = get_close_matches(name, visit.world.members(ObjectValue(owner.name, module)), n=1)
        hint = f"did you mean {close[0]}?" if close else None
        if owner.name == "keras.random" and row_of("random", name) is not None:
            hint = f"it draws tensors; numbers are Python's: import random, and random.{name}(…)"
        raise visit.error("BML202", visit.file.name_loc(node), f"{module} has no {name} that scripts know", hint)
    return resolved(visit, node, found, ast.unparse(node))
