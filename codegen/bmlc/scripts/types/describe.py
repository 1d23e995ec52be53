"""Types as messages name them: "an int", "a list of floats", "a str or None"."""

from __future__ import annotations

from collections import Counter

from bmlc.scripts.types.atoms import (
    FLOAT,
    INT,
    NONE,
    Array,
    Atom,
    Bar,
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
    Program,
    Scalar,
    Stream,
    Tensor,
    Tuple,
    TupleClass,
    Type,
)
from bmlc.scripts.types.cells import Cells

__all__ = ["described", "none_hint", "plural", "pluralized", "special_hint", "whole_hint"]

_SPELT = 4  # items of a tuple that messages name


def described(held: Type, cells: Cells, depth: int = 0) -> str:
    """The type in words; None stands last. Objects of the program that would be called alike have their names, too."""
    if any(isinstance(atom, Number) for atom in held):
        held = frozenset(atom for atom in held if not isinstance(atom, Number)) | INT | FLOAT
    texts = [(_atom(atom, cells, depth), getattr(atom, "object", None)) for atom in held - NONE]
    alike = Counter(text for text, _ in texts)
    names = [f" {getattr(known, 'name', '')}".rstrip() if alike[text] > 1 else "" for text, known in texts]
    parts = sorted({text + name for (text, _), name in zip(texts, names, strict=True)})
    return " or ".join([*parts, *(["None"] if held >= NONE else [])]) or "nothing"


def none_hint(held: Type) -> str | None:
    """What to do where a value is None, or may be."""
    if held == NONE:
        return "it is None here: set it before"
    return "test it first: it may be None" if held > NONE else None


def whole_hint(held: Type) -> str | None:
    """What to do where a list that is known whole is asked to change, or may be one that does."""
    is_whole = any(isinstance(atom, Tuple) and atom.kind == "list" for atom in held)
    return "make a list that changes of it: list(...)" if is_whole else None


def special_hint(held: Type, name: str) -> str | None:
    """What objects of the file need for what is asked of them: `__len__`."""
    classes = sorted(atom.name.rpartition(".")[2] for atom in held if isinstance(atom, Object))
    if not classes or len(classes) < len(held):
        return None
    return f"give {' and '.join(classes)} {'an' if name.strip('_')[0] in 'aeiou' else 'a'} {name}"


def plural(held: Type, cells: Cells, depth: int = 0) -> str:
    """ "ints", "lists of floats"."""
    if not held:
        return "values"
    return " or ".join(pluralized(text) for text in described(held, cells, depth).split(" or "))


def pluralized(text: str) -> str:
    """ "a list of floats" -> "lists of floats"."""
    for article, kind in (("a ", ""), ("an empty ", "empty "), ("an ", "")):
        if text.startswith(article):
            word, *rest = text.removeprefix(article).split(" ", 1)
            many = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
            return kind + " ".join([many, *rest])
    return text


def _atom(atom: Atom, cells: Cells, depth: int) -> str:
    match atom:
        case Scalar(name):
            return name if name == "None" else f"{'an' if name == 'int' else 'a'} {name}"
        case Holder(kind):
            return _holder(kind, atom, cells, depth)
        case Tuple(own=TupleClass() as own):
            return f"{'an' if own.name[0] in 'AEIOU' else 'a'} {own.name}"
        case TupleClass():
            return f"the class {atom.name}"
        case Tuple(items, "list"):
            return f"a list of {len(items)} values"
        case Tuple(()):
            return "a tuple of no values"
        case Tuple(items) if len(items) <= _SPELT and depth < _SPELT:
            texts = [described(item, cells, depth + 1).removeprefix("a ").removeprefix("an ") for item in items]
            return f"a tuple ({', '.join(texts)})"
        case Tuple(items):
            return f"a tuple of {len(items)} values"
        case Caught(name):
            return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"
        case Object(name) if "@" in name:  # settings
            return name.partition("@")[0]
        case Object(name):
            short = name.partition("#")[0].rpartition(".")[2]
            return f"{'an' if short[0] in 'AEIOU' else 'a'} {short}"
        case Class(name):
            return f"the class {name.rpartition('.')[2]}"
        case Tensor(type):
            return f"a tensor {type}"
        case Program(object):
            return str(object)
        case BuiltinName(name):
            return name
        case Bar():
            return "a bar of tqdm"
        case Stream(item):
            return f"a stream of {plural(item, cells, depth + 1)}"
        case BoundMethod(owner, name):
            return f"the method {name} of {described(owner, cells, depth + 1)}"
        case Function() | Bound() | Partial():
            return "a function"
        case Number():
            return "a number"
        case Array(kind, rank):
            return f"{_article(kind)} {kind} array of {rank} {'axis' if rank == 1 else 'axes'}"
        case NumpyScalar(kind):
            return f"an np.{kind}"


def _article(kind: str) -> str:
    return "an" if kind.startswith("int") else "a"


def _holder(kind: str, atom: Holder, cells: Cells, depth: int) -> str:
    cell = cells.of(atom)
    if depth >= _SPELT:
        return f"a {kind}"
    if kind == "dict":
        if not cell.key:
            return "an empty dictionary"
        if not cell.uniform:
            return f"a dictionary with the keys {', '.join(map(repr, cell.known))}"
        return f"a dictionary from {plural(cell.key, cells, depth + 1)} to {plural(cell.item, cells, depth + 1)}"
    if kind in ("iterator", "view"):
        return f"an iterable of {plural(cell.item, cells, depth + 1)}"
    return f"a {kind} of {plural(cell.item, cells, depth + 1)}" if cell.item else f"an empty {kind}"
