"""Random programs of scripts' language: typed, terminating, the same for the same seed.

Loops run a few times over what cannot grow meanwhile, functions call only those before them, ints stay small, texts and
lists are cut. Everything else may happen, errors included.
"""

from __future__ import annotations

from collections.abc import Callable

from .expressions import BOOL, ENTRIES, FLOAT, INT, INTS, ITEMS, PAIR, STR, STRS, TABLE, TYPES, Param
from .objects import Objects
from .tree import Block, Compound, RandomProgram

STATEMENTS = 9  # of the program
DEEPEST = 2  # loops and branches in each other
ERRORS = ("ValueError", "KeyError", "IndexError", "ZeroDivisionError", "RuntimeError")


def random_program(seed: int) -> RandomProgram:
    """The program of a seed; those of odd ones have classes, helpers and objects of the file, too."""
    made = _Statements(seed)
    head = made.head() if seed % 2 else ()
    return RandomProgram(seed, made.program(bool(head)), head)


class _Statements(Objects):
    """Makes blocks of statements."""

    uses_head = False

    def program(self, uses_head: bool) -> Block:
        self.uses_head = uses_head
        body: list[str | Compound] = []
        for kind in (INT, FLOAT, STR, INTS, STRS, TABLE):
            body += self._declare(kind)
        for _ in range(self.random.randint(1, 3)):
            body += self._function()
        if self.chance(0.3):
            name, function = self.leaving()
            body += function
            self.scope.functions[name] = (), INT
        for _ in range(STATEMENTS):
            body += self._statement(DEEPEST)
        body += [f"print({name!r}, {name})" for name in self.scope.names]
        returned = self.random.choice(list(self.scope.names))
        return (*body, f"return {returned}")

    def _block(self, depth: int, **scope: object) -> Block:
        with self.inside(scope.pop("names", None), **scope):  # type: ignore[arg-type]
            body: list[str | Compound] = []
            for _ in range(self.random.randint(1, 3)):
                body += self._statement(depth)
        return tuple(body) or ("pass",)

    def _statement(self, depth: int) -> list[str | Compound]:
        makers: list[tuple[int, Callable[[int], list[str | Compound]]]] = [
            (4, lambda depth: self._declare(self.pick(*TYPES))),
            (4, self._assign),
            (3, self._print),
            (4, self._change),
            (1, self._unpack),
            (1, self.maybe),
            (2, self.optional),
            (1, self.alias),
            (1, self.views),
            (1, self.fields),
        ]
        if self.uses_head:
            makers += [
                (2, self.object if not self.scope.pure else self._print),
                (2, self.objects),
                (2, self.several),
                (2, self.mixed),
                (1, self.record),
                (2, self.functions),
            ]
        if depth > 0:
            makers += [(3, self._if), (3, self._for), (1, self._while), (2, self._try), (1, self._best)]
        weights, choices = zip(*makers, strict=True)
        return self.random.choices(choices, weights)[0](depth) or self._print(depth)

    def _declare(self, kind: str) -> list[str | Compound]:
        value = self.make(kind)
        name = self.fresh(kind[0])
        self.scope.names[name] = kind
        return [f"{name}: {kind} = {value}" if self.chance(0.2) else f"{name} = {value}"]

    def _assign(self, depth: int) -> list[str | Compound]:
        free = [(name, kind) for name, kind in self.scope.names.items() if name not in self.scope.fixed]
        if not free:
            return self._print(depth)
        name, kind = self.random.choice(free)
        match kind:
            case "int" if self.chance(0.6):
                changed = self.pick("+", "-", "*", "//", "%")
                by = self.pick("2", "3", "7", self.make(INT, 1)) if changed in "+-" else self.pick("2", "3", "7")
                return [f"{name} {changed}= {by}", f"{name} %= 9973"]
            case "float" if self.chance(0.5):
                return [f"{name} {self.pick('+', '-', '*')}= {self.pick('0.5', '1', '-0.25')}"]
            case "str":
                return [f"{name} = ({name} + {self.make(STR, 1)})[{self.pick(':24', '-24:')}]"]
            case "list[str]":
                item = self.fresh("x")
                return [f"{name} = [{item}[:12] for {item} in {self.make(kind)}][:10]"]
            case "list[int]" | "list[float]" | "list[list[int]]":
                return [f"{name} = {self.make(kind)}[:10]"]
        return [f"{name} = {self.make(kind)}"]

    def _print(self, depth: int) -> list[str | Compound]:
        values = [self.make(self.pick(*TYPES)) for _ in range(self.random.randint(1, 3))]
        how = self.pick("", "", "", ", sep='|'", ", end=';\\n'")
        return [f"print({', '.join(values)}{how})"]

    def _change(self, depth: int) -> list[str | Compound]:
        many = self.pick(*ITEMS, *ENTRIES)
        name = self.named(many)
        if name is None or self.scope.pure:
            return self._print(depth)
        if many in ENTRIES:
            key, value = (self.make(kind, 1) for kind in ENTRIES[many])
            key += "[:8]" if many == TABLE else ""
            return [
                self.pick(
                    f"{name}[{key}] = {value}",
                    f"{name}[{key}] = {name}.get({key}, {value})",
                    f"{name}.pop({key}, {value})",
                    f"{name}.setdefault({key}, {value})",
                    f"{name}.update({{{key}: {value}}})",
                )
            ]
        item = self.make(ITEMS[many], 1) + ("[:12]" if many == STRS else "")
        at = self.pick("0", "-1", "1")
        change = self.pick(
            f"{name}.append({item})",
            f"{name}.insert({at}, {item})",
            f"{name}.extend([{item}, {item}])",
            f"{name}[{at}] = {item}",
            f"{name}.reverse()",
            f"{name}[{at}:2] = [{item}]",
            f"{name}.pop({self.pick('', at)})",
            f"del {name}[{at}:]",
            f"{name}.sort()" if many != "list[list[int]]" else f"{name}.sort(key=len)",
            f"{name}.remove({item})",
        )
        if any(part in change for part in ("append", "insert", "extend")):
            return [change, f"del {name}[12:]"]
        if self.chance(0.1):
            return [change]  # as it is, which may be an error
        if "remove" in change:
            return [Compound(((f"if {item} in {name}:", (change,)),))]
        return [Compound(((f"if len({name}) > 1:", (change,)),))]

    def _unpack(self, depth: int) -> list[str | Compound]:
        kinds, value = self.pick(
            ((INT, STR), self.make(PAIR)),
            ((INT, FLOAT), f"{self.make(INT)}, {self.make(FLOAT)}"),
            ((INT, INTS), f"{self.make(INTS)} + [{self.make(INT, 0)}]"),
        )
        a, b = self.fresh("u"), self.fresh("u")
        self.scope.names.update(zip((a, b), kinds, strict=True))
        return [f"{a}, {'*' if kinds[1] == INTS else ''}{b} = {value}"]

    def _if(self, depth: int) -> list[str | Compound]:
        parts = [(f"if {self.make(self.pick(BOOL, BOOL, INT, STR, INTS))}:", self._block(depth - 1))]
        if self.chance(0.3):
            parts.append((f"elif {self.make(BOOL)}:", self._block(depth - 1)))
        if self.chance(0.5):
            parts.append(("else:", self._block(depth - 1)))
        return [Compound(tuple(parts))]

    def _for(self, depth: int) -> list[str | Compound]:
        x, y = self.fresh("v"), self.fresh("v")
        many = self.pick(*ITEMS)
        item = ITEMS[many]
        table = self.named(TABLE)
        pure = False
        match self.random.randrange(6):
            case 0:
                header, names = f"for {x} in {self._range()}:", {x: INT}
            case 1:
                header, names = f"for {x} in list({self.make(many)}[:6]):", {x: item}
            case 2:
                pure = True
                header, names = f"for {x} in {self.make(many)}:", {x: item}
            case 3:
                start = self.pick("", ", 1", ", start=-2")
                header, names = f"for {x}, {y} in enumerate({self.make(many)}[:5]{start}):", {x: INT, y: item}
            case 4:
                header, names = f"for {x}, {y} in zip({self._range()}, {self.make(many)}[:5]):", {x: INT, y: item}
            case _:
                pure = True
                header, names = f"for {x}, {y} in {table or self.make(TABLE)}.items():", {x: STR, y: INT}
        parts = [(header, self._loop(depth, names, pure, frozenset(names)))]
        if self.chance(0.15):
            parts.append(("else:", self._block(depth - 1)))
        return [Compound(tuple(parts))]

    def _range(self) -> str:
        counted = f"range({self.make(INT, 1)} % 5)"
        return self.pick("range(4)", "range(1, 4)", "range(6, 0, -2)", "range(-2, 3, 2)", "range(0)", counted)

    def _loop(self, depth: int, names: dict[str, str], pure: bool, fixed: frozenset[str]) -> Block:
        fixed = self.scope.fixed | (fixed if self.chance(0.7) else frozenset())
        body = self._block(depth - 1, names=names, pure=pure or self.scope.pure, fixed=fixed)
        if self.chance(0.35):
            with self.inside(names):
                leave = Compound(((f"if {self.make(BOOL, 2)}:", (self.pick("break", "continue"),)),))
            cut = self.random.randrange(len(body) + 1)
            body = (*body[:cut], leave, *body[cut:])
        return body

    def _while(self, depth: int) -> list[str | Compound]:
        counter = self.fresh("w")
        test = f"{counter} > 0{self.pick('', f' and {self.make(BOOL, 1)}')}"
        # It is counted first, and nothing else changes the counter.
        with self.inside(fixed=self.scope.fixed | {counter}):
            body = self._loop(depth, {counter: INT}, self.scope.pure, frozenset())
        parts: list[tuple[str, Block]] = [(f"while {test}:", (f"{counter} -= 1", *body))]
        if self.chance(0.15):
            parts.append(("else:", self._block(depth - 1)))
        return [f"{counter} = {self.random.randint(0, 4)}", Compound(tuple(parts))]

    def _try(self, depth: int) -> list[str | Compound]:
        body = self._block(depth - 1)
        many = self.named(INTS) or "[1, 2]"
        risk = self.pick(
            f"print({many}[{self.make(INT, 1)}])",
            f"print({self.named(TABLE) or '{}'}[{self.make(STR, 0)}])",
            f"print(int({self.make(STR, 1)}))",
            f"print(float({self.make(STR, 0)}))",
            f"print({self.make(INT, 1)} // {self.make(INT, 1)})",
            f"raise {self.pick(*ERRORS[:3])}({self.make(STR, 1)})",
        )
        error = self.fresh("e")
        caught = self.pick(
            "ValueError", "(KeyError, IndexError)", "Exception", "LookupError", "(ValueError, ZeroDivisionError)"
        )
        said = f"print('caught', {error})" if "Zero" not in caught and caught != "Exception" else "print('caught')"
        handler: Block = (said, *self._block(0))
        parts = [("try:", (*body, risk)), (f"except {caught} as {error}:", handler)]
        if self.chance(0.2) and not risk.startswith("raise"):
            parts.append(("else:", self._block(0)))
        if self.chance(0.3):
            parts.append(("finally:", self._block(0)))
        inner = Compound(tuple(parts))
        if self.chance(0.9):
            outer: Block = (f"print('outer', {self.make(STR, 0)})",)
            return [Compound((("try:", (inner,)), ("except Exception:", outer)))]
        return [inner]

    def _best(self, depth: int) -> list[str | Compound]:
        best, x = self.fresh("best"), self.fresh("v")
        declared = f"{best}: int | None = None" if self.chance(0.5) else f"{best} = None"
        update = Compound(((f"if {best} is None or {x} {self.pick('<', '>')} {best}:", (f"{best} = {x}",)),))
        loop = Compound(((f"for {x} in {self.make(INTS)}:", (update,)),))
        use = Compound(((f"if {best} is not None:", (f"print({best} + 1)",)), ("else:", (f"print({best})",))))
        return [declared, loop, use]

    def _function(self) -> list[str | Compound]:
        name = self.fresh("f")
        kinds = [self.pick(INT, FLOAT, STR, INTS, BOOL) for _ in range(self.random.randint(0, 3))]
        required = self.random.randint(0, len(kinds))
        params = [Param(self.fresh("p"), kind, number >= required) for number, kind in enumerate(kinds)]
        listed = [
            f"{param.name}: {param.kind}" + (f" = {self.make(param.kind, 1)}" if param.optional else "")
            for param in params
        ]
        result = self.pick(INT, FLOAT, STR, INTS, STRS, BOOL)
        fixed = frozenset(self.scope.names)
        with self.inside({param.name: param.kind for param in params}, fixed=fixed):
            body: list[str | Compound] = []
            for _ in range(self.random.randint(1, 3)):
                body += self._statement(1)
            if self.chance(0.3):
                body.append(Compound(((f"if {self.make(BOOL)}:", (f"return {self.make(result, 2)}",)),)))
            body.append(f"return {self.make(result)}")
        self.scope.functions[name] = tuple(params), result
        return [Compound(((f"def {name}({', '.join(listed)}) -> {result}:", tuple(body)),))]
