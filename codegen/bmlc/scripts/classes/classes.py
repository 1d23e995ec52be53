"""Classes of the file, and of modules beside it: what they are derived from, and what they have.

A class is JavaScript's where a script uses it, with the methods that something calls. What Python looks up in the
classes is looked up now; what it looks up in an object is an attribute, which all classes of a hierarchy hold alike.
"""

from __future__ import annotations

import ast
from collections.abc import Hashable
from dataclasses import replace
from types import FunctionType as PythonFunction
from types import GetSetDescriptorType, MemberDescriptorType
from typing import Any

from bmlc.scripts.classes.dataclass_methods import is_generated, written_method
from bmlc.scripts.frame import Definition, OwnClass
from bmlc.scripts.functions.of_file import add_python, define_python, with_defaults
from bmlc.scripts.printing.runtime import EXCEPTIONS
from bmlc.scripts.program.resolving import resolves
from bmlc.scripts.program.world import FileClass
from bmlc.scripts.source import parse_file
from bmlc.scripts.types import Class, Object
from bmlc.scripts.values import OwnName, Value
from bmlc.scripts.visit import Visit

__all__ = [
    "ClassName",
    "member_name",
    "member_of",
    "method_definition",
    "object_of",
    "own_class",
    "use",
    "variant_for",
]

# What would change how Python looks attributes up, or makes objects.
_REFUSED = (
    "__new__",
    "__getattr__",
    "__getattribute__",
    "__setattr__",
    "__delattr__",
    "__init_subclass__",
    "__del__",
    "__ne__",
)
_BUILTIN = (dict, list, tuple, str, int, float, set, frozenset, bytes)  # of which objects of a class would be some
# Names that mean something to JavaScript, or to what counts references.
_RESERVED = frozenset(
    ("constructor", "dataId", "hasOwnProperty", "toJSON", "toString", "then", "valueOf", "values", "__proto__")
)


class ClassName(OwnName):
    """A class of the file."""

    own: OwnClass

    def __init__(self, own: OwnClass) -> None:
        object.__setattr__(self, "own", own)
        object.__setattr__(self, "name", own.python.__name__)


@resolves(FileClass)
def _class(visit: Visit, node: ast.AST, found: FileClass, text: str) -> Value:
    """A class of the file by its name."""
    own = own_class(visit, node, found)
    return Value(frozenset({Class(own.name)}), ClassName(own))


def own_class(visit: Visit, node: ast.AST, found: FileClass) -> OwnClass:
    """The class, which the script then has, with those that it is derived from."""
    name = f"{found.python.__module__}.{found.python.__qualname__}"
    if name not in visit.classes:
        visit.classes[name] = _made(visit, node, name, found)
    use(visit, visit.classes[name])
    return visit.classes[name]


def use(visit: Visit, own: OwnClass) -> OwnClass:
    """The class, which the script then has, with those that it is derived from."""
    for each in (*reversed(own.chain[1:]), *reversed(own.lineage)):
        if each.name not in visit.own_classes:
            each.values, each.methods = {}, {}
            if each.parent is not None:
                use(visit, each.parent)
            visit.own_classes[each.name] = each
    return own


def variant(visit: Visit, own: OwnClass, key: str, root: str) -> OwnClass:
    """A class of the same name with methods and attributes of its own; so are those that it is derived from."""
    name = f"{own.name}#{key}"
    if name not in visit.classes:
        itself = own.itself
        made = visit.classes[name] = replace(
            own, name=name, parent=itself, plain=itself, root=root, values={}, methods={}
        )
        made.lineage = [made, *(variant(visit, each, key, root) for each in own.lineage[1:])]
    return use(visit, visit.classes[name])


def variant_for(visit: Visit, own: OwnClass, key: Hashable) -> OwnClass:
    """The variant of a class whose objects hold these objects of the program; the first one is the class itself."""
    known = visit.variants.setdefault(own.itself.name, [])
    if key not in known:
        known.append(key)
        visit.cells.grew = True
    number = known.index(key)
    return own.itself if number == 0 else variant(visit, own.itself, str(number), f"{own.itself.root}#{number}")


def object_of(own: OwnClass) -> Object:
    """The type of its instances."""
    return Object(own.name, own.root)


def _made(visit: Visit, node: ast.AST, name: str, found: FileClass) -> OwnClass:
    python = found.python

    def refused(what: str, hint: str) -> Exception:
        return visit.error("BML201", node, f"scripts do not have {what}, as of {python.__name__}", hint)

    builtin = next((each for each in python.__mro__ if each in _BUILTIN), None)
    if builtin is not None:
        raise refused(f"classes derived from {builtin.__name__}", f"keep a {builtin.__name__} in an attribute")
    if len(found.bases) > 1 and issubclass(python, BaseException):
        raise refused("exceptions of two base classes", "derive it from one of them")
    is_frozen = getattr(vars(python).get("__dataclass_params__"), "frozen", False)
    for each in _REFUSED:
        if each in vars(python) and not (is_frozen and each in ("__setattr__", "__delattr__")):
            raise refused(each, "write methods that are called by their names")
    file = parse_file(found.path)
    written = [
        each for each in ast.walk(file.module) if isinstance(each, ast.ClassDef) and each.name == python.__name__
    ]
    if not written:
        raise refused("classes without source", "write it as a class at the top of the file")
    bases = [own_class(visit, node, each) for each in found.bases]
    parent = bases[0] if bases else None
    made = OwnClass(name, python, parent, written[-1], file, parent.root if parent is not None else name)
    made.lineage = [made, *(parent.lineage if parent is not None else [])]
    if len(bases) > 1:  # methods of each mean other ones by super()
        order = [own_class(visit, node, each) for each in _order(found)]
        made.lineage = [made, *(variant(visit, each, name, made.root) for each in order)]
    if issubclass(python, BaseException):
        known = next((each.__name__ for each in python.__mro__ if each.__name__ in EXCEPTIONS), None)
        if known is None:
            raise refused("exceptions that end the process", "derive it from Exception")
        made.exception = known
        visit.cells.uncounted.add(made.root)
        for each in ("__str__", "__repr__", "__eq__"):
            if each in vars(python):
                raise refused(f"{each} of exceptions", "give the text to super().__init__(...)")
    return made


def _order(found: FileClass) -> list[FileClass]:
    """The classes that one is derived from, in the order in which Python looks methods up."""
    known: dict[type, FileClass] = {}
    waiting = list(found.bases)
    while waiting:
        each = waiting.pop()
        known[each.python] = each
        waiting += each.bases
    return [known[each] for each in found.python.__mro__ if each in known]


def member_of(visit: Visit, own: OwnClass, name: str) -> tuple[OwnClass, Any] | None:
    """What the class, or one that it is derived from, has by this name; None for what only objects may have."""
    for each in own.lineage:
        found = vars(each.python).get(name)
        if name in vars(each.python) and not isinstance(found, MemberDescriptorType | GetSetDescriptorType):  # of slots
            return use(visit, each), vars(each.python)[name]
    return None


def member_name(name: str) -> str:
    """The JavaScript name of an attribute or a method."""
    return f"{name}$" if name in _RESERVED else name


def method_definition(visit: Visit, node: ast.AST, own: OwnClass, name: str, function: PythonFunction) -> Definition:
    """A method of the class itself: one version serves all calls, since objects decide which of them is called."""
    if is_generated(function):
        definition = _generated(visit, node, own, function)
    else:
        definition = define_python(visit, node, function, _site(own, function))
    definition.method_of = own
    definition.is_value = True
    own.methods[name] = definition
    return definition


def _generated(visit: Visit, node: ast.AST, own: OwnClass, function: PythonFunction) -> Definition:
    site = _site(own, function)
    if site not in visit.definitions:
        add_python(visit, function, site, written_method(visit, node, own, function), own.file)
    return with_defaults(visit, node, function, site)


def _site(own: OwnClass, function: PythonFunction) -> Hashable:
    return function if own.plain is None else (function, own.name)
