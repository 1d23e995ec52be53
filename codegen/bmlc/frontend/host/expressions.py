"""Typed expressions of a script. All of it is frozen; every node carries its type and its place in the user's file.

Locals keep their Python names; objects of the program, methods and options have their names in JavaScript. Operands are
evaluated from left to right, in the order of a node's fields, except where a node says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from bmlc.frontend.host.owned import Adopt, Exchange, Retain, TakeAll, TakeItem
from bmlc.frontend.host.total import Total
from bmlc.frontend.host.types import HostType
from bmlc.ir.loc import Loc

if TYPE_CHECKING:
    from bmlc.frontend.host.statements import Target

__all__ = [
    "Arithmetic",
    "Builtin",
    "Clause",
    "Compare",
    "Comprehension",
    "Conditional",
    "Constant",
    "DictLiteral",
    "Expression",
    "FormattedString",
    "FormattedValue",
    "Index",
    "Invoke",
    "Item",
    "Lambda",
    "ListLiteral",
    "Local",
    "Logical",
    "Method",
    "MethodCall",
    "Negate",
    "Not",
    "ProgramObject",
    "Read",
    "RunCall",
    "SetSlice",
    "Slice",
    "TensorCall",
    "TupleLiteral",
    "Unpack",
]


@dataclass(frozen=True)
class Constant:
    value: int | float | bool | str | None
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Local:
    """A name of the script, a parameter or a nested function.

    `maybe_unset`: only a loop's body set it, which may never have run; reading it is an UnboundLocalError then.
    """

    name: str
    type: HostType
    loc: Loc
    maybe_unset: bool = False


@dataclass(frozen=True)
class ProgramObject:
    """A model, data set, tensor function, optimizer or metric of the program, by its JavaScript name."""

    name: str
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class ListLiteral:
    """`[a, b]`; a `FixedListType` where the items differ in type."""

    items: tuple[Expression, ...]
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class TupleLiteral:
    items: tuple[Expression, ...]
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class DictLiteral:
    """`{key: value}`, in order; a `RecordType` where keys are written out and values differ in type."""

    items: tuple[tuple[Expression, Expression], ...]
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class FormattedValue:
    """`{value!conversion:spec}` of an f-string."""

    value: Expression
    conversion: str  # "", "r" or "s"
    spec: Expression | None  # a Constant, or a FormattedString where it has fields of its own
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class FormattedString:
    parts: tuple[Expression, ...]  # Constants and FormattedValues
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Clause:
    """`for target in iterable if conditions` of a comprehension."""

    target: Target
    iterable: Expression
    conditions: tuple[Expression, ...]


@dataclass(frozen=True)
class Comprehension:
    """A list (or a generator, where it is gone through at once), or a dictionary where there is a `key`."""

    key: Expression | None
    element: Expression
    clauses: tuple[Clause, ...]
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Lambda:
    """A function of one expression, for `key=`; it awaits nothing and holds no tensors."""

    params: tuple[str, ...]
    body: Expression
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Index:
    """`object[index]` of a list, string, tuple or dictionary, with Python's errors; see `Item` for known keys."""

    object: Expression
    index: Expression
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Item:
    """`object[key]` of a record, or of a tuple or fixed list at a known place; cannot fail."""

    object: Expression
    key: str | int
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Slice:
    """`object[start:stop:step]` of a list or a string."""

    object: Expression
    start: Expression | None
    stop: Expression | None
    step: Expression | None
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Arithmetic:
    """`+ - * / // % **` on numbers, `+ * %` on strings, `+ *` on lists and tuples."""

    operator: str
    left: Expression
    right: Expression
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Compare:
    """A chain of comparisons, each operand evaluated once: `== != < <= > >= in`, `not in`, `is`, `is not`."""

    operands: tuple[Expression, ...]
    operators: tuple[str, ...]
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Logical:
    """`and`, `or`: the operand that decides, by Python's truth; where only the truth matters, of type BOOL."""

    operator: str
    left: Expression
    right: Expression
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Not:
    operand: Expression
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Negate:
    operand: Expression
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Conditional:
    """`then if test else otherwise`; `test` is evaluated first."""

    test: Expression
    then: Expression
    otherwise: Expression
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Builtin:
    """A function of Python's or of `math`, or an exception's class: `len`, `math.sqrt`, `ValueError`.

    Arguments stand in the order of its parameters, None for those left out.
    """

    name: str
    arguments: tuple[Expression | None, ...]
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Method:
    """A method of a list, string or dictionary, under its Python name."""

    object: Expression
    name: str
    arguments: tuple[Expression | None, ...]
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Invoke:
    """A call of a function that the script defines, one argument a parameter.

    It borrows the tensors that it is given, and gives its result away.
    """

    function: str
    arguments: tuple[Expression, ...]
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class MethodCall:
    """`object.method(*positional, {**options})` of a model, data set, optimizer or metric; awaited where it must be."""

    object: Expression
    method: str  # in JavaScript
    positional: tuple[Expression, ...]
    options: tuple[tuple[str, Expression], ...]
    is_async: bool
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class RunCall:
    """`run.method(*arguments, {**options})`: what a script asks of its run, log, progress, print, random numbers."""

    method: str  # in JavaScript
    arguments: tuple[Expression, ...]
    options: tuple[tuple[str, Expression], ...]
    is_async: bool
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class SetSlice:
    """`object[start:stop:step] = value` of a list; without a value the items are deleted.

    The value is evaluated first.
    """

    value: Expression | None
    object: Expression
    start: Expression | None
    stop: Expression | None
    step: Expression | None
    type: HostType  # NONE
    loc: Loc


@dataclass(frozen=True)
class Unpack:
    """The values that `a, *rest, b` takes: `before` values, a list of the others, `after` values."""

    value: Expression
    before: int
    after: int
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class TensorCall:
    """A call of a compiled tensor function.

    `inputs` are flat: tensors, which stay the script's, or host numbers and lists of them, which are uploaded for the
    call. The results, which become the script's, fill the tensors of `type` in order; it is NONE where there are none.
    `is_async`: they may come later.
    """

    function: str  # in JavaScript
    inputs: tuple[Expression, ...]
    is_async: bool
    type: HostType
    loc: Loc


@dataclass(frozen=True)
class Read:
    """The value of a tensor on the host, awaited.

    A number or a bool of a scalar, a STR of a scalar as `str` writes it, nested lists otherwise (`tolist`).
    """

    tensor: Expression
    type: HostType
    loc: Loc


Expression: TypeAlias = (
    Constant
    | Local
    | ProgramObject
    | ListLiteral
    | TupleLiteral
    | DictLiteral
    | FormattedValue
    | FormattedString
    | Comprehension
    | Lambda
    | Index
    | Item
    | Slice
    | Arithmetic
    | Compare
    | Logical
    | Not
    | Negate
    | Conditional
    | Builtin
    | Method
    | Invoke
    | MethodCall
    | RunCall
    | SetSlice
    | Unpack
    | TensorCall
    | Read
    | Total
    | Retain
    | Adopt
    | Exchange
    | TakeItem
    | TakeAll
)
