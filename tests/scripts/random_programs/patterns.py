"""Statements that go together: values that may be None, other names of a list, views, ways out of `try`."""

from __future__ import annotations

import re

from .expressions import BOOL, FLOAT, FLOATS, INT, INTS, STR, STRS, TABLE, Expressions
from .tree import Block, Compound

# What may be done with a value that may be None: `m` stands for it.
_USES = {
    INT: "m + 1; 2 * m; m - 0.5; -m; m // 2; m % 3; m < 3; abs(m); [1, 2, 3][m % 3]; max(m, 2); f'{m:3d}'; '%d' % m; "
    "int(m); float(m); list(range(m % 4)); round(m); m == 1",
    FLOAT: "m + 1; m / 2; m * m; m >= 0; abs(m); f'{m:.2f}'; round(m, 1); min(0.5, m); 0.5 <= m < 3; m == 0.5",
    STR: "m + 'a'; m.upper(); len(m); m[:2]; 'a' in m; m * 2; m < 'b'; list(m); m.split(','); m == 'a'; f'{m:>6}'; "
    "int(m); [c for c in m]; m.startswith('a')",
    INTS: "m[0]; m[1:]; len(m); sum(m); m + [1]; sorted(m); 1 in m; [x + 1 for x in m]; max(m); m.append(1); m.pop(); "
    "m.index(3); list(zip(m, 'ab')); m == [1]; m[-1] + 1; list(reversed(m))",
    TABLE: "m['a']; m.get('a', 0); len(m); sorted(m); 'a' in m; list(m.items()); m.pop('a', 1); {**m}; m | {'z': 1}; "
    "sum(m.values()); m.setdefault('q', 2); [k for k in m]",
}
_CHANGES = {INT: "m += 1", FLOAT: "m *= 2", STR: "m += 'z'", INTS: "m[0] = 7", TABLE: "m['n'] = 7"}


class Patterns(Expressions):
    """Makes statements that use each other."""

    def maybe(self, depth: int) -> list[str | Compound]:
        """A value that may be None, tested in one of the ways that tell."""
        found, table = self.fresh("m"), self.named(TABLE) or "{'a': 1}"
        if self.chance(0.5):
            first: list[str | Compound] = [f"{found} = {table}.get({self.make(STR, 0)})"]
        else:
            set_it = Compound(((f"if {self.make(BOOL, 1)}:", (f"{found} = {self.make(INT, 1)}",)),))
            first = [f"{found}: int | None = None", set_it]
        other = self.make(INT, 1)
        use: str | Compound = self.pick(
            f"print({found} or {other}, {found} is None, {found})",
            f"print(0 if {found} is None else {found} + 1, {found} == {other})",
            f"print({found} is not None and {found} > {other}, not {found})",
            Compound(((f"if {found} is None or {found} < {other}:", (f"{found} = {other}",)),)),
            Compound(((f"if {found}:", (f"print({found} * 2)",)), ("else:", (f"{found} = {other}",)))),
            Compound(((f"while {found} is None:", (f"{found} = {other}", f"print({found} - 1)")),)),
        )
        return [*first, use, f"print(f'{{{found}}}')"]

    def optional(self, depth: int) -> list[str | Compound]:
        """A value that may be None, used as if it never were: Python's own errors, most of them caught."""
        kind, found = self.pick(*_USES), self.fresh("opt")
        value, number = self.make(kind, 1), self.named(INT) or f"len({self.make(STRS, 1)})"
        first: list[str | Compound] = self.pick(
            [f"{found} = {value} if {number} % 2 else None"],
            [f"{found} = None", Compound(((f"if {number} % 3:", (f"{found} = {value}",)),))],
            [f"{found} = [{value}, None, {self.make(kind, 0)}][{number} % 3]"],
            [f"{found} = {{'x': {value}, 'y': None}}.get('xyz'[{number} % 3])"],
        )
        uses = [f"print({each})" for each in self.random.sample(_USES[kind].split("; "), 2)]
        if self.chance(0.4):
            uses.insert(self.random.randint(0, 2), _CHANGES[kind])
        whole: Block = tuple(re.sub(r"\bm\b", found, each) for each in uses)
        if self.chance(0.1):
            return [*first, *whole]
        said = self.pick(f"print(type({found}e).__name__, {found}e)", f"print({found}e, {found})")
        return [*first, Compound((("try:", whole), (f"except Exception as {found}e:", (said,)))), f"print({found})"]

    def alias(self, depth: int) -> list[str | Compound]:
        """Another name of a list, a copy of it, and a change."""
        kind, item = self.pick((INTS, INT), (FLOATS, FLOAT), (STRS, STR))
        name = self.named(kind)
        if name is None or self.scope.pure:
            return []
        other, copy = self.fresh("alias"), self.fresh("copy")
        value = self.make(item, 1) + ("[:9]" if item == STR else "")
        change = self.pick(
            f"{name}.append({value})",
            f"{name}.extend([{value}])" if name in self.scope.fixed else f"{name} += [{value}]",
            f"{other}.insert(0, {value})",
            f"{other}.reverse()",
            f"{name}[::{self.pick(2, 3, -1)}] = {copy}[::{self.pick(2, 3, -1)}]",
            f"{name}[1:1] = {other}",
            f"del {other}[{self.pick(0, 1, -1)}::{self.pick(2, 3, -2)}]",
            f"{other} = {other} + [{value}]",
        )
        copied = self.pick(f"{name}[:]", f"list({name})", f"{name}.copy()", f"{name}[::-1]")
        lines = [f"{other} = {name}", f"{copy} = {copied}"]
        risky = Compound((("try:", (change,)), ("except ValueError as e:", ("print(e)",))))
        return [
            *lines,
            risky,
            f"print({name}, {other}, {copy}, {name} is {other}, {name} == {copy})",
            f"del {name}[9:]",
        ]

    def views(self, depth: int) -> list[str | Compound]:
        """Views of a dictionary, which see what changes behind them."""
        table = self.named(TABLE)
        if table is None or self.scope.pure:
            return []
        view = self.fresh("view")
        key, value = self.make(STR, 0), self.make(INT, 1)
        change = self.pick(
            f"{table}[{key}] = {value}",
            f"{table}.pop({key}, 0)",
            f"{table}.update({{{key}: {value}}})",
            f"{table}.clear()",
        )
        kind = self.pick("keys", "values", "items")
        shown = f"print(len({view}), list({view}))"
        return [f"{view} = {table}.{kind}()", shown, change, shown, f"print({key} in {table}, sorted({table}))"]

    def fields(self, depth: int) -> list[str | Compound]:
        """Formats whose width and precision are computed, and the long specifications."""
        width, digits = self.random.randint(0, 12), self.random.randint(0, 4)
        number = self.named(FLOAT) or "3.14159"
        whole = self.named(INT) or "42"
        sign, fill = self.pick("", "+", " ", "-"), self.pick("<", ">", "^", "=", "0>", "*^", "_<")
        specs = [
            f"{{{number}:{fill}{sign}{{{width}}}.{{{digits}}}f}}",
            f"{{{number}:{sign}{width or ''}.{digits}{self.pick('e', 'g', 'f', '%', 'E', 'G')}}}",
            f"{{{whole}:{sign}{self.pick('', '#')}{self.pick('x', 'b', 'o', 'X', 'd')}}}",
            f"{{{whole}:{fill}{sign}{width or 1}{self.pick('', ',', '_')}}}",
            f"{{{number}:{sign}{self.pick('', ',', '_')}.{digits}f}}",
        ]
        return [f"print(f'{self.pick(*specs)}|{self.pick(*specs)}')"]

    def leaving(self) -> tuple[str, list[str | Compound]]:
        """A function that leaves a loop from within `try` and `finally`."""
        name, i = self.fresh("leave"), self.fresh("i")
        ways = ("break", "continue", f"return {i}", "pass", f"raise ValueError({i})", f"print({i} // ({i} - 1))")
        tested = Compound(((f"if {i} == {self.random.randint(0, 3)}:", (self.pick(*ways),)),))
        handler: Block = (f"print('caught', {i})", self.pick("continue", "break", "return -1", "pass", "raise"))
        final: Block = (f"print('final', {i})",)
        if self.chance(0.3):
            leave = self.pick("break", "continue", f"return {i} + 100")
            final = (*final, Compound(((f"if {i} == {self.random.randint(0, 3)}:", (leave,)),)))
        parts = [("try:", (f"print('try', {i})", tested))]
        parts.append((self.pick("except ValueError:", "except (ValueError, ZeroDivisionError):", "except:"), handler))
        if self.chance(0.3):
            parts.append(("else:", (f"print('else', {i})",)))
        if self.chance(0.8):
            parts.append(("finally:", final))
        header = self.pick(f"for {i} in range(4):", f"while {i} < 4:")
        body: Block = (Compound(tuple(parts)),)
        if header.startswith("while"):
            body = (f"{i} += 1", *body)
        loop: list[tuple[str, Block]] = [(header, body)]
        if self.chance(0.4):
            loop.append(("else:", ("print('the end')",)))
        whole: Block = (f"{i} = -1", Compound(tuple(loop)), f"return {i} + 50")
        return name, [Compound(((f"def {name}() -> int:", whole),))]
