"""`sum` and `math.prod` of what may hold no floats: Python's are the ints 0 and 1 then, ours the floats 0.0 and 1.0.

Nobody sees the difference in numbers. A text of them would show it:

print(sum(xs))                      a text of its own for no floats
total = sum(xs)
print(total / 2, f"{total:.2f}")    floats, or the same text
print(total)                        refused
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from bmlc.errors import Note, UserError
from bmlc.frontend.awaits import defined_functions
from bmlc.frontend.check.emptiness import filled_names, may_be_empty
from bmlc.frontend.check.exceptions import EXCEPTIONS
from bmlc.frontend.check.unify import known
from bmlc.frontend.host import (
    FLOAT,
    STR,
    Arithmetic,
    Assign,
    Builtin,
    Comprehension,
    Conditional,
    Constant,
    Define,
    Expression,
    For,
    FormattedString,
    FormattedValue,
    HostType,
    If,
    Invoke,
    ItemTarget,
    IterableType,
    Lambda,
    ListLiteral,
    Local,
    MethodCall,
    NameTarget,
    NestedFunctionType,
    OptionalType,
    Read,
    Return,
    Statement,
    Target,
    TensorCall,
    Try,
    TupleLiteral,
    TupleTarget,
    TupleType,
    While,
    children,
    descendants,
    rebuild,
)
from bmlc.ir import Loc

__all__ = ["settle_sums"]

_SUMS = ("sum", "math.prod")
_TEXTS = frozenset({"str", "repr", "texts", *EXCEPTIONS})

Sums: TypeAlias = dict[str, Builtin]  # the names that may hold an int, each with the sum that it comes from
Name: TypeAlias = tuple[Loc | None, str]  # with the function that it belongs to; None is the script


def settle_sums(body: tuple[Statement, ...]) -> tuple[tuple[Statement, ...], list[UserError]]:
    """A checked script with the exact text of sums that are shown at once, and an error for each other that is told."""
    if not any(_is_sum(node) for statement in body for node in descendants(statement)):
        return body, []
    facts = _Facts(filled_names(body))
    while True:
        before = len(facts.names)
        whole = _Function(None, {}, {}, facts)
        whole.block(body, {})
        if len(facts.names) == before:
            errors = [_error(loc, source) for loc, source in whole.found.items()]
            return tuple(_with_texts(statement, facts.shown) for statement in body), errors


@dataclass
class _Facts:
    """What is known of the whole script.

    `names` grows until nothing is added: names that may hold such a sum whatever line is asked, which are parameters,
    names that nested functions read, and what functions return, by the name "return". `shown` are the places of sums
    that are made a text of where they are written.
    """

    filled: frozenset[str]
    names: dict[Name, Builtin] = field(default_factory=dict)
    shown: set[Loc] = field(default_factory=set)


class _Function:
    """The body of the script or of a nested function, from line to line."""

    def __init__(
        self,
        at: Loc | None,
        owners: Mapping[str, Loc | None],
        functions: Mapping[str, Define],
        facts: _Facts,
    ) -> None:
        self.at, self.owners, self.functions, self.facts = at, dict(owners), dict(functions), facts
        self.found: dict[Loc, Builtin] = {}
        self.seen: list[Sums] = []  # of each loop and `try` around: all that was held at some line of it

    # ---- statements

    def block(self, body: Sequence[Statement], held: Sums) -> None:
        """`held`, which this changes, is what names hold before and after."""
        functions = defined_functions(body)
        self.functions |= functions
        for each in functions.values():
            self.owners |= {name: self.owners.get(name, self.at) for name in each.captures}
        for statement in body:
            self.statement(statement, held)

    def statement(self, node: Statement, held: Sums) -> None:
        match node:
            case Assign(targets, value):
                for target in targets:
                    self.assign(target, value, held)
            case Return(value) if value is not None:
                self.share((self.at, "return"), self.source(value, held))
            case If(test, then, otherwise):
                self.source(test, held)
                branch = dict(held)
                self.block(then, held)
                self.block(otherwise, branch)
                held |= branch
            case For() | While():
                self.loop(node, held)
            case Try():
                self.attempt(node, held)
            case Define():
                inner_owners = {name: self.owners[name] for name in node.captures}
                inner = _Function(node.loc, inner_owners, self.functions, self.facts)
                inner.owners |= dict.fromkeys(node.params, node.loc)
                inner.block(node.body, {})
                self.found |= inner.found
            case _:
                for child in children(node):
                    if isinstance(child, Statement):
                        self.statement(child, held)
                    else:
                        self.source(child, held)

    def loop(self, node: For | While, held: Sums) -> None:
        while True:
            before = dict(held)
            self.seen.append({})
            if isinstance(node, For):
                self.bind(node.target, self.source(node.iterable, held), held)
            else:
                self.source(node.test, held)
            self.block(node.body, held)
            held |= {**before, **self.seen.pop()}
            if held.keys() == before.keys():
                break
        self.block(node.otherwise, held)

    def attempt(self, node: Try, held: Sums) -> None:
        self.seen.append({})
        self.seen.append(dict(held))
        self.block(node.body, held)
        failed = self.seen.pop()
        self.block(node.otherwise, held)
        for handler in node.handlers:
            branch = dict(failed)
            self.block(handler.body, branch)
            held |= branch
        held |= {**failed, **self.seen.pop()}
        self.block(node.final, held)

    def assign(self, target: Target, value: Expression, held: Sums) -> None:
        if (
            isinstance(target, TupleTarget)
            and isinstance(value, TupleLiteral | ListLiteral)
            and len(target.items) == len(value.items)
        ):
            sources = [self.source(item, held) for item in value.items]
            for each, source in zip(target.items, sources, strict=True):
                self.bind(each, source, held)
        else:
            self.bind(target, self.source(value, held), held)

    def bind(self, target: Target, source: Builtin | None, held: Sums) -> None:
        match target:
            case TupleTarget(items):
                for item in items:
                    self.bind(item, source, held)
            case ItemTarget(owner, index):
                self.source(owner, held)
                self.source(index, held)
            case NameTarget(name, host_type):
                if source is None or not _holds_floats(host_type):
                    held.pop(name, None)
                    return
                held[name] = source
                for seen in self.seen:
                    seen[name] = source
                if name in self.owners:
                    self.share((self.owners[name], name), source)

    def share(self, name: Name, source: Builtin | None) -> None:
        if source is not None:
            self.facts.names.setdefault(name, source)

    # ---- expressions

    def source(self, node: Expression, held: Sums) -> Builtin | None:
        """The sum that `node` may be or hold where Python has an int; what shows it as text is found on the way."""
        source = self._source(node, held)
        return source if _holds_floats(node.type) else None

    def _source(self, node: Expression, held: Sums) -> Builtin | None:
        match node:
            case Local(name):
                return held.get(name) or (
                    self.facts.names.get((self.owners[name], name)) if name in self.owners else None
                )
            case Arithmetic(operator, left, right):
                return self.arithmetic(operator, left, right, held)
            case Conditional(test, then, otherwise):
                self.source(test, held)
                first, second = self.source(then, held), self.source(otherwise, held)
                return first or second
            case Comprehension():
                return self.comprehension(node, held)
            case Invoke(function, arguments):
                define = self.functions.get(function)
                given = [self.source(argument, held) for argument in arguments]
                if define is None:
                    return None
                for param, source in zip(define.params, given, strict=True):
                    self.share((define.loc, param), source)
                return self.facts.names.get((define.loc, "return"))
            case FormattedValue(value, conversion, spec):
                source = self.source(value, held)
                if spec is not None:
                    self.source(spec, held)
                if spec is None or conversion or not _is_float_format(spec):
                    self.show(value, source, at_once=spec is None)
                return None
            case _:
                return self.other(node, held)

    def arithmetic(self, operator: str, left: Expression, right: Expression, held: Sums) -> Builtin | None:
        """A float and anything give a float; so does a division."""
        first, second = self.source(left, held), self.source(right, held)
        floats = (known(left.type) == FLOAT and first is None) or (known(right.type) == FLOAT and second is None)
        return None if operator == "/" or floats else first or second

    def comprehension(self, node: Comprehension, held: Sums) -> Builtin | None:
        inside = dict(held)
        for clause in node.clauses:
            self.bind(clause.target, self.source(clause.iterable, inside), inside)
            for condition in clause.conditions:
                self.source(condition, inside)
        key = None if node.key is None else self.source(node.key, inside)
        return self.source(node.element, inside) or key

    def other(self, node: Any, held: Sums) -> Builtin | None:
        """What the parts of `node` hold, it may hold too, except for what makes floats of them."""
        inner = list(children(node))
        sources = [(child, self.source(child, held)) for child in inner if not isinstance(child, Lambda)]
        source = next((source for _, source in sources if source is not None), None)
        self.call_keys(inner, source, held)
        match node:
            case Builtin(name, (values, start)) if name in _SUMS:
                starts_with_float = start is not None and known(start.type) == FLOAT
                start_source = next((each for child, each in sources if child is start), None)
                if starts_with_float and start_source is None:
                    return None
                empty = values is None or may_be_empty(values, self.facts.filled)
                return source or (node if empty else None)
            case Builtin(name) if name == "float" or name.startswith("math.") or name.split(".")[0] == "random":
                return None
            case Builtin(name) if name in _TEXTS:
                for child, each in sources:
                    self.show(child, each, at_once=name in ("str", "repr"))
            case TensorCall() | Read() | MethodCall():
                return None
        return source

    def show(self, value: Expression, source: Builtin | None, *, at_once: bool) -> None:
        """A text is made of `value`; `at_once`: of nothing else, and without a specification."""
        if source is value and at_once and source.arguments[1] is None:
            self.facts.shown.add(source.loc)
        elif source is not None:
            self.found[value.loc] = source

    def call_keys(self, inner: Sequence[Any], source: Builtin | None, held: Sums) -> None:
        """Functions among the arguments get what is beside them."""
        for child in inner:
            if isinstance(child, Lambda):
                given = dict.fromkeys(child.params, source) if source is not None else {}
                kept = {name: each for name, each in held.items() if name not in child.params}
                self.source(child.body, kept | {name: each for name, each in given.items() if each is not None})
            elif isinstance(child, Local) and isinstance(child.type, NestedFunctionType):
                define = self.functions.get(child.name)
                for param in () if define is None else define.params:
                    self.share((child.type.at, param), source)


def _is_sum(node: Any) -> bool:
    return isinstance(node, Builtin) and node.name in _SUMS and known(node.type) == FLOAT


def _holds_floats(host_type: HostType) -> bool:
    """Whether it is a float, or something soon taken apart into some; lists and dictionaries hold floats for good."""
    match known(host_type):
        case OptionalType(item) | IterableType(item):
            return _holds_floats(item)
        case TupleType(items):
            return any(map(_holds_floats, items))
        case resolved:
            return resolved == FLOAT


def _with_texts(node: Any, shown: set[Loc]) -> Any:
    """`node` with the texts of these sums: `0` is that of no floats."""
    node = rebuild(node, lambda child: _with_texts(child, shown))
    match node:
        case Builtin("str" | "repr", (Builtin() as made,)) if _is_sum(made) and made.loc in shown:
            return _text(made)
        case FormattedValue(Builtin() as made, spec=None) if _is_sum(made) and made.loc in shown:
            return replace(node, value=_text(made), conversion="")
        case _:
            return node


def _text(made: Builtin) -> Builtin:
    return Builtin(f"{made.name}_text", made.arguments[:1], STR, made.loc)


def _is_float_format(spec: Expression) -> bool:
    """Whether Python writes an int by this specification as it writes the float."""
    last: Any = spec.parts[-1] if isinstance(spec, FormattedString) else spec
    return isinstance(last, Constant) and str(last.value)[-1:] in tuple("eEfFgGn%")


def _error(loc: Loc, source: Builtin) -> UserError:
    is_sum = source.name == "sum"
    function, number, start = ("sum", "0", "0.0") if is_sum else ("math.prod", "1", "start=1.0")
    values = source.arguments[0]
    is_written = isinstance(values, Local) and values.name.isidentifier() and values.loc != source.loc
    written = values.name if is_written and isinstance(values, Local) else "..."
    return UserError(
        "BML204",
        f"expected a float, received what {function} gives, which is the int {number} where there are no floats",
        f"write {function}({written}, {start}), which is always a float",
        loc,
        () if loc.line == source.loc.line else (Note(source.loc, f"{function} here"),),
    )
