"""Random expressions of a type. Ints carry a bound, so that nothing passes 2**53 and no power takes for ever."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

INT, FLOAT, BOOL, STR = "int", "float", "bool", "str"
INTS, FLOATS, STRS, ROWS = "list[int]", "list[float]", "list[str]", "list[list[int]]"
TABLE, LOOKUP, PAIR = "dict[str, int]", "dict[int, float]", "tuple[int, str]"
TYPES = (INT, INT, FLOAT, FLOAT, BOOL, STR, STR, INTS, INTS, FLOATS, STRS, ROWS, TABLE, LOOKUP, PAIR)
ITEMS = {INTS: INT, FLOATS: FLOAT, STRS: STR, ROWS: INTS}
ENTRIES = {TABLE: (STR, INT), LOOKUP: (INT, FLOAT)}
WORDS = ("a", "b", "loss", "acc", "x,y", " pad ", "Zed", "é", "", "12", "-3", "0.5", "Mixed Case", "it's", "😀!")
NUMBERS = (0.0, -0.0, 0.5, -1.5, 2.0, 0.1, 3.25, -7.75, 1e-3, 100.0, 2.5, -0.25)
LARGEST = 10_000  # of what variables hold
WRAPPED = 9_973


@dataclass(frozen=True)
class Param:
    """A parameter of a function; one with a default may be left out."""

    name: str
    kind: str
    optional: bool


@dataclass(frozen=True)
class Scope:
    """What a place knows: names that are set for certain, functions that may be called, names that must not change."""

    names: dict[str, str] = field(default_factory=dict)
    functions: dict[str, tuple[tuple[Param, ...], str]] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()  # counters of loops, and names of an enclosing function
    pure: bool = False  # a list is being run through: nothing may grow, no function be called


class Expressions:
    """Makes the text of expressions; `scope` is where they stand."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.scope = Scope()
        self._fresh = 0

    def fresh(self, hint: str) -> str:
        """A name that the program has not yet."""
        self._fresh += 1
        return f"{hint}{self._fresh}"

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, *choices: Any) -> Any:
        return self.random.choice(choices)

    @contextmanager
    def inside(self, names: dict[str, str] | None = None, **changes: Any) -> Iterator[None]:
        """A block: what it sets is not set after it."""
        outer = self.scope
        self.scope = replace(outer, names={**outer.names, **(names or {})}, **changes)
        yield
        self.scope = outer

    def named(self, kind: str) -> str | None:
        """A name of this type."""
        found = [name for name, held in self.scope.names.items() if held == kind]
        return self.random.choice(found) if found else None

    def make(self, kind: str, depth: int = 3) -> str:
        """An expression of this type; ints and floats within `LARGEST`."""
        if kind in {INT, FLOAT}:
            text, bound = self.number(kind, depth)
            if bound <= LARGEST:
                return text
            if kind == INT:
                return f"({text}) % {self.pick(WRAPPED, -WRAPPED)}"
            return f"max(-{LARGEST}.0, min({LARGEST}.0, {text}))"
        name = self.named(kind)
        if name and self.chance(0.35 if depth > 1 else 0.7):
            return name
        if depth > 0 and not self.scope.pure and self.chance(0.15) and (call := self._call(kind, depth)):
            return call
        makers: dict[str, Callable[[int], str]] = {
            BOOL: self._bool,
            STR: self._str,
            TABLE: self._table,
            LOOKUP: self._lookup,
            PAIR: lambda depth: f"({self.make(INT, depth)}, {self.make(STR, depth)})",
        }
        return makers[kind](depth - 1) if kind in makers else self._list(kind, depth - 1)

    def number(self, kind: str, depth: int) -> tuple[str, float]:
        """An int or a float, and how large it may be."""
        name = self.named(kind)
        if name and self.chance(0.4):
            return name, LARGEST
        if depth <= 0 or self.chance(0.15):
            if kind == INT:
                value = self.random.randint(-9, 20)
                return (str(value) if value >= 0 else f"({value})"), 20
            return repr(self.random.choice(NUMBERS)), 100
        if not self.scope.pure and self.chance(0.12) and (call := self._call(kind, depth)):
            return call, LARGEST
        return self._int(depth - 1) if kind == INT else self._float(depth - 1)

    def _int(self, depth: int) -> tuple[str, float]:
        (a, m), (b, n) = self.number(INT, depth), self.number(INT, depth)
        match self.random.randrange(17):
            case 0 | 1:
                return f"({a} + {b})", m + n
            case 2 | 3:
                return f"({a} - {b})", m + n
            case 4 if m * n <= 1e12:
                return f"({a} * {b})", m * n
            case 5:
                return f"({a} // {self._divisor(b)})", m + 1
            case 6:
                return f"({a} % {self._divisor(b)})", max(n, 20)
            case 7:
                return f"{self.pick('abs', '-', '+')}({a})", m
            case 8:
                return f"{self.pick('min', 'max')}({a}, {b})", max(m, n)
            case 9:
                return f"len({self.make(self.pick(STR, INTS, STRS, TABLE, ROWS), depth)})", 1000
            case 10:
                return f"sum({self.make(INTS, depth)})", LARGEST * 1000
            case 11:
                return f"({a} if {self.make(BOOL, depth)} else {b})", max(m, n)
            case 12:
                return f"{self.make(TABLE, depth)}.get({self.make(STR, 0)}, {a})", max(m, LARGEST)
            case 13:
                return f"{self.pick('int', 'round', 'math.floor', 'math.ceil')}({self.make(FLOAT, depth)})", LARGEST
            case 14:
                return f"({a} {self.pick('and', 'or')} {b})", max(m, n)
            case 15:
                return f"{self.make(STR, depth)}.{self.pick('find', 'count')}({self.make(STR, 0)})", 1000
            case _:
                pair = self.named(PAIR)
                return (f"{pair}[0]", LARGEST) if pair else (f"({a} + {self.make(BOOL, depth)})", m + 1)

    def _float(self, depth: int) -> tuple[str, float]:
        (a, m), (b, n) = self.number(FLOAT, depth), self.number(self.pick(FLOAT, FLOAT, INT), depth)
        match self.random.randrange(13):
            case 0 | 1:
                return f"({a} + {b})", m + n
            case 2:
                return f"({b} - {a})", m + n
            case 3 | 4 if m * n <= 1e12:
                return f"({a} * {b})", m * n
            case 5:
                return f"({a} / {b})" if self.chance(0.2) else f"({a} / (abs({b}) + 1.0))", 1e18
            case 6:
                return f"({self.make(INT, depth)} / {self._divisor(self.make(INT, depth))})", LARGEST
            case 7:
                return f"({a} {self.pick('//', '%')} {self.pick('0.75', '-2.5', '3.0', '4')})", 2 * m + 4
            case 8:
                return f"round({a}, {self.pick(0, 1, 2, 3)})", m + 1
            case 9:
                return f"{self.pick('abs', '-')}({a})", m
            case 10:
                return f"({a} if {self.make(BOOL, depth)} else {self.make(FLOAT, depth)})", max(m, LARGEST)
            case 11:
                return self.pick(
                    f"math.sqrt(abs({a}))", f"float({self.make(INT, depth)})", f"math.fabs({a})"
                ), m + LARGEST
            case _:
                return f"{self.pick('min', 'max')}({a}, {self.make(FLOAT, depth)})", max(m, LARGEST)

    def _divisor(self, text: str) -> str:
        return text if self.chance(0.1) else self.pick("2", "3", "7", "-4", "-5", "10")

    def _bool(self, depth: int) -> str:
        kind = self.pick(INT, FLOAT, STR)
        a, b, c = (self.make(kind, depth) for _ in range(3))
        signs = [self.pick("<", "<=", "==", "!=", ">", ">=") for _ in range(2)]
        match self.random.randrange(9):
            case 0 | 1 | 2:
                return f"({a} {signs[0]} {b})"
            case 3:
                return f"({a} {signs[0]} {b} {signs[1]} {c})"
            case 4:
                return f"({self.make(BOOL, depth)} {self.pick('and', 'or')} {self.make(BOOL, depth)})"
            case 5:
                return f"(not {self.make(self.pick(*TYPES), depth)})"
            case 6:
                many = self.pick(*ITEMS)
                return f"({self.make(ITEMS[many], depth)} {self.pick('in', 'not in')} {self.make(many, depth)})"
            case 7:
                x = self.fresh("x")
                many = self.make(INTS, depth)
                with self.inside({x: INT}):
                    return f"{self.pick('any', 'all')}({self.make(BOOL, depth)} for {x} in {many})"
            case _:
                return self.pick("True", "False", f"bool({self.make(self.pick(*TYPES), depth)})")

    def _str(self, depth: int) -> str:
        if depth <= 0 or self.chance(0.2):
            return repr(self.random.choice(WORDS))
        a = self.make(STR, depth)
        match self.random.randrange(11):
            case 0:
                return f"({a} + {self.make(STR, depth)})"
            case 1:
                return f"({a} * {self.random.randint(-1, 3)})"
            case 2:
                return f"{a}[{self._bound()}:{self._bound()}{self.pick('', '', ':-1', ':2')}]"
            case 3:
                return f"{a}.{self.pick('upper', 'lower', 'strip', 'title', 'capitalize')}()"
            case 4:
                return f"{a}.replace({self.make(STR, 0)}, {self.make(STR, 0)})"
            case 5:
                return f"str({self.make(self.pick(*TYPES), depth)})"
            case 6:
                return f"{self.pick('repr(', '(')}{self.make(STR, depth)})"
            case 7:
                return f"{self.make(STR, 0)}.join({self.make(STRS, depth)})"
            case 8:
                spec = self.pick("d", "5d", "<6d", "03d", "+d", ",", "^7")
                if self.chance(0.3):
                    return f'("%d;%s" % ({self.make(INT, depth)}, {self.make(STR, 0)}))'
                return self._field(INT, spec)
            case 9:
                return self._field(FLOAT, self.pick(".2f", "8.3f", ".3e", "g", ".1%", "+.1f", "", ",.1f", ".4g"))
            case _:
                return self._field(STR, self.pick("", "6", ">6", "^7", "*<5", ".2"))

    def _field(self, kind: str, spec: str) -> str:
        name = self.named(kind)
        inner = name or {INT: "-42", FLOAT: "2.675", STR: "len('abc')" if not spec else "'abc'"}[kind]
        return f'f"<{{{inner}:{spec}}}>"' if spec else f'f"{{{inner}}}|{{{inner}!r}}"'

    def _bound(self) -> str:
        return self.pick("", str(self.random.randint(-4, 5)))

    def _list(self, kind: str, depth: int) -> str:
        item = ITEMS[kind]
        if depth <= 0:
            return "[" + ", ".join(self.make(item, 0) for _ in range(self.random.randint(1, 4))) + "]"
        many = self.make(kind, depth)
        x = self.fresh("x")
        match self.random.randrange(9):
            case 0:
                return f"{many}[{self._bound()}:{self._bound()}{self.pick('', '', ':-1', ':2')}]"
            case 1:
                return f"({many} + {self.make(kind, depth)})[:8]"
            case 2 if item != INTS:
                return f"sorted({many}{self.pick('', ', reverse=True')})"
            case 3:
                return f"list(reversed({many}))"
            case 4:
                source = f"range({self.random.randint(0, 6)})"
                with self.inside({x: INT}):
                    test = f" if {self.make(BOOL, 1)}" if self.chance(0.4) else ""
                    return f"[{self.make(item, depth)} for {x} in {source}{test}]"
            case 5:
                with self.inside({x: item}):
                    return f"[{self.make(item, depth)} for {x} in {many}]"
            case 6 if kind == INTS:
                return self.pick(
                    f"list({self.make(TABLE, depth)}.values())", f"list(range({self.random.randint(0, 7)}))"
                )
            case 6 if kind == STRS:
                return self.pick(
                    f"{self.make(STR, depth)}.split(',')",
                    f"list({self.make(STR, depth)})",
                    f"list({self.make(TABLE, 0)})",
                )
            case _:
                return "[" + ", ".join(self.make(item, depth) for _ in range(self.random.randint(1, 3))) + "]"

    def _table(self, depth: int) -> str:
        if depth > 0 and self.chance(0.3):
            return f"({self.make(TABLE, depth)} | {self.make(TABLE, depth)})"
        if depth > 0 and self.chance(0.3):
            x = self.fresh("x")
            many = self.make(STRS, depth)
            with self.inside({x: STR}):
                return f"{{{x}: {self.make(INT, depth)} for {x} in {many}}}"
        entries = (f"{self.make(STR, 0)}: {self.make(INT, depth)}" for _ in range(self.random.randint(1, 3)))
        return "{" + ", ".join(entries) + "}"

    def _lookup(self, depth: int) -> str:
        entries = (f"{self.make(INT, depth)}: {self.make(FLOAT, depth)}" for _ in range(self.random.randint(1, 3)))
        return "{" + ", ".join(entries) + "}"

    def _call(self, kind: str, depth: int) -> str | None:
        fitting = [(name, params) for name, (params, result) in self.scope.functions.items() if result == kind]
        if not fitting:
            return None
        name, params = self.random.choice(fitting)
        count = self.random.randint(sum(not param.optional for param in params), len(params))
        named = self.random.randint(0, count)  # those from here on are given by name
        given = [
            (f"{param.name}=" if place >= named else "") + self.make(param.kind, depth - 1)
            for place, param in enumerate(params[:count])
        ]
        return f"{name}({', '.join(given)})"
