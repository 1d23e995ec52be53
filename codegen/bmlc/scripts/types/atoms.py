"""The atoms that types are sets of."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, TypeVar

from bmlc.ir import TensorType

__all__ = [
    "BOOL",
    "FLOAT",
    "INT",
    "NEVER",
    "NONE",
    "RANGE",
    "STR",
    "UNSET",
    "Array",
    "ArrayKind",
    "Atom",
    "Bar",
    "Bound",
    "BoundMethod",
    "BuiltinName",
    "Caught",
    "Class",
    "Function",
    "Holder",
    "Number",
    "NumpyScalar",
    "Object",
    "Partial",
    "Program",
    "Scalar",
    "Stream",
    "Tensor",
    "Tuple",
    "TupleClass",
    "Type",
    "atom_of",
    "is_endless",
    "sort_of",
]

Kind: TypeAlias = Literal["list", "tuple", "dict", "deque", "iterator", "view"]


@dataclass(frozen=True, slots=True)
class Scalar:
    """int, float, bool, str, None, range; `unset` marks a name that some path has not set."""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """An int or a float, nobody knows which: `origin` is the place where the two met."""

    origin: Hashable


@dataclass(frozen=True, slots=True)
class Holder:
    """A container by the cell of what it holds; a tuple is one only where tuples of several lengths met."""

    kind: Kind
    cell: int


@dataclass(frozen=True, slots=True)
class TupleClass:
    """A class that `namedtuple` made."""

    python: type

    @property
    def name(self) -> str:
        return self.python.__name__

    @property
    def fields(self) -> tuple[str, ...]:
        return self.python._fields  # type: ignore[attr-defined, no-any-return]


@dataclass(frozen=True, slots=True)
class Tuple:
    """A tuple of known length, or a list that is known whole, such as gradients; `own` gives its items names."""

    items: tuple[Type, ...]
    kind: Literal["tuple", "list"] = "tuple"
    own: TupleClass | None = None
    depth: int = field(init=False, compare=False, repr=False)  # of tuples in tuples

    def __post_init__(self) -> None:
        inner = (atom.depth for item in self.items for atom in item if isinstance(atom, Tuple))
        object.__setattr__(self, "depth", 1 + max(inner, default=0))


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the script or of the file, by where it is defined."""

    site: Hashable


@dataclass(frozen=True, slots=True)
class Bound:
    """A method of objects of the file as a value: `trainer.report`."""

    owner: Type
    name: str


@dataclass(frozen=True, slots=True)
class Partial:
    """`functools.partial(function, …)`: what it calls, and the parameters that it gives values."""

    function: Type
    given: tuple[tuple[str, Type], ...]


@dataclass(frozen=True, slots=True)
class BoundMethod:
    """`x.append` as a value: in JavaScript it is `x`."""

    owner: Type
    name: str


@dataclass(frozen=True, slots=True)
class BuiltinName:
    """What scripts know by its full name: `len`, `math`, `math.sqrt`, `ValueError`."""

    name: str


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor on the device."""

    type: TensorType


@dataclass(frozen=True, slots=True)
class Stream:
    """What going through a data set gives, with something put beside each batch: `enumerate(data)`."""

    item: Type


@dataclass(frozen=True, slots=True)
class Bar:
    """What `tqdm(values)` gives: it is gone through as its values are."""

    over: Type


@dataclass(frozen=True, slots=True)
class Program:
    """An object of the program, which is known now: a model, a tensor function, a variable, a data set.

    `making` is the line of a script that makes it, if one does: its variables are those of the value, an instance.
    """

    object: Any
    making: str = ""


@dataclass(frozen=True, slots=True)
class Object:
    """An instance of a class of the file, by the class's full name; `root` is that of the hierarchy's first class."""

    name: str
    root: str


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the file."""

    name: str


@dataclass(frozen=True, slots=True)
class Caught:
    """An exception, by its class."""

    name: str


ArrayKind: TypeAlias = Literal["bool", "uint8", "int32", "int64", "uint64", "float32", "float64"]


@dataclass(frozen=True, slots=True)
class Array:
    """An array of NumPy's on the host, of at least one axis; its shape is known as the script runs."""

    kind: ArrayKind
    rank: int


@dataclass(frozen=True, slots=True)
class NumpyScalar:
    """`np.float64(0.5)`: a number that knows its kind."""

    kind: ArrayKind


Atom: TypeAlias = (
    Scalar
    | Number
    | Holder
    | Tuple
    | Function
    | Bound
    | Partial
    | BoundMethod
    | BuiltinName
    | Object
    | Class
    | Caught
    | Tensor
    | Program
    | Stream
    | Bar
    | Array
    | NumpyScalar
    | TupleClass
)
Type: TypeAlias = frozenset[Atom]

_DEEPEST = 10  # tuples in tuples that somebody may have meant

A = TypeVar("A", bound=Atom)

INT, FLOAT, BOOL, STR, NONE, RANGE, UNSET = (
    frozenset({Scalar(name)}) for name in ("int", "float", "bool", "str", "None", "range", "unset")
)
NEVER: Type = frozenset()


def sort_of(atom: Atom) -> str:
    """What tells values of this atom from others as the script runs, roughly: all numbers are of one sort."""
    match atom:
        case Number() | Scalar("int" | "float" | "bool"):
            return "number"
        case Scalar(name):
            return name
        case Holder(kind) | Tuple(_, kind):
            return kind
    return type(atom).__name__


def is_endless(held: Type) -> bool:
    """Whether tuples lie in tuples so deep that each pass finds them deeper."""
    return any(isinstance(atom, Tuple) and atom.depth > _DEEPEST for atom in held)


def atom_of(kind: type[A], held: Type) -> A | None:
    """The atom of this kind; None where the type has none, or several of which each is gone through in its way."""
    found = [atom for atom in held if isinstance(atom, kind)]
    return None if not found or (kind in (Program, Stream) and len(found) > 1) else found[0]
