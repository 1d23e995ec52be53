"""Classes, helpers that are called with several types, mixed numbers, records and functions as values.

An object's attributes are names of the scope (`o1.a2`), and its methods functions (`o1.m3`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from .expressions import BOOL, FLOAT, INT, INTS, STR, STRS, TABLE, Param
from .patterns import Patterns
from .tree import Block, Compound

Lines = list["str | Compound"]

_KINDS = (INT, INT, FLOAT, STR, BOOL, INTS, STRS, TABLE)
_HELPERS = {
    "same": "return x",
    "twice": "return [x, x]",
    "pair": "return x, {x!r}",
    "shown": "return f'<{x}>'",
    "kind": "return 'text' if isinstance(x, str) else 'number' if isinstance(x, (int, float)) else 'other'",
    "truth": "return 'yes' if x else 'no'",
    "listed": "found = []\n    found.append(x)\n    return found",
    "maybe": "return x if x else None",
}


@dataclass(frozen=True)
class Class:
    """A class of the file: what `__init__` takes, the attributes of its objects, their methods."""

    name: str
    params: tuple[Param, ...]
    attributes: dict[str, str]
    methods: dict[str, tuple[tuple[Param, ...], str]]


class Objects(Patterns):
    """Makes the head of a program, and statements that use it."""

    classes: dict[str, Class]
    helpers: list[str]

    def head(self) -> Block:
        """Classes, helpers and objects of the module."""
        self.classes, self.helpers = {}, []
        found: Lines = []
        for name in self.random.sample(list(_HELPERS), 4):
            self.helpers.append(name)
            text = _HELPERS[name].replace("{x!r}", self.pick("x", "str(x)", "1", "None")).split("\n    ")
            found.append(Compound(((f"def {name}(x):", tuple(text)),)))
        for _ in range(self.random.randint(1, 3)):
            found += self._class()
        found += ["LOG = [0.5]", "RATES = {'a': 1, 'b': 0.5}"]
        return tuple(found)

    def _class(self) -> Lines:
        name = self.fresh("C")
        base = self.pick(*self.classes.values()) if self.classes and self.chance(0.5) else None
        params = tuple(Param(self.fresh("p"), self.pick(*_KINDS), False) for _ in range(self.random.randint(0, 2)))
        own = {self.fresh("a"): self.pick(*_KINDS) for _ in range(self.random.randint(1, 3))}
        attributes = {**(base.attributes if base else {}), **own}
        if self.chance(0.25) and not base:
            return self._dataclass(name, own)
        lines: Lines = []
        with self.inside({each.name: each.kind for each in params}, functions=dict(self.scope.functions)):
            if base:
                given = ", ".join(self.make(each.kind, 1) for each in base.params)
                lines.append(f"super().__init__({given})")
            lines += [f"self.{each} = {self.make(kind, 2)}" for each, kind in own.items()]
            lines.append(f"{name}.made += 1")
        body: Lines = ["made = 0", self._def("__init__", params, lines)]
        methods = dict(base.methods) if base else {}
        names = {f"self.{each}": kind for each, kind in attributes.items()}
        for method in (*([self.pick(*methods)] if methods else [self.fresh("m")]), self.fresh("m")):
            body += self._method(method, names, methods, base)
        shown = self.pick(*names)
        body.append(self._def("__repr__", (), [f"return f'{name}({{{shown}!r}})'"]))
        if self.chance(0.4):
            body.append(self._def("__len__", (), [f"return {self.make(INT, 0)} % 5 if self.made else 0"]))
        if self.chance(0.4):
            body.append(self._def("__call__", (Param("x", INT, False),), [f"return x + {self.random.randint(0, 9)}"]))
        if self.chance(0.4):
            body.append(self._def("__eq__", (Param("other", INT, False),), [f"return {shown} == other{shown[4:]}"]))
        self.classes[name] = Class(name, params, attributes, methods)
        return [Compound(((f"class {name}{f'({base.name})' if base else ''}:", tuple(body)),))]

    def _dataclass(self, name: str, own: dict[str, str]) -> Lines:
        own = {each: kind if kind not in (INTS, STRS, TABLE) else INT for each, kind in own.items()}
        fields: Lines = [f"{each}: {kind} = {self.make(kind, 0)}" for each, kind in own.items()]
        fields.append("items: list = field(default_factory=list)")
        params = tuple(Param(each, kind, True) for each, kind in own.items())
        self.classes[name] = Class(name, params, own, {})
        return ["@dataclass", Compound(((f"class {name}:", tuple(fields)),))]

    def _def(self, name: str, params: tuple[Param, ...], lines: Lines) -> Compound:
        listed = ", ".join(["self", *(each.name for each in params)])
        return Compound(((f"def {name}({listed}):", tuple(lines)),))

    def _method(
        self, name: str, names: dict[str, str], methods: dict[str, tuple[tuple[Param, ...], str]], base: Class | None
    ) -> Lines:
        """A method, which may be that of the base class, too: it then takes and gives the same."""
        known = base.methods.get(name) if base else None
        params, result = known or (
            tuple(Param(self.fresh("p"), self.pick(INT, FLOAT, STR), False) for _ in range(self.random.randint(0, 2))),
            self.pick(INT, FLOAT, STR, INTS),
        )
        # What overrides another method calls none: those of the base class may call it.
        functions = {} if known else {f"self.{each}": rest for each, rest in methods.items() if each != name}
        with self.inside({each.name: each.kind for each in params} | names, functions=functions):
            lines: Lines = []
            for _ in range(self.random.randint(1, 3)):
                lines += self._statement(1)
            if known and self.chance(0.5):
                lines.append(f"print(super().{name}({', '.join(each.name for each in params)}))")
            lines.append(f"return {self.make(result, 2)}")
        methods[name] = params, result
        return [self._def(name, params, lines)]

    def _statement(self, depth: int) -> Lines:
        raise NotImplementedError

    # What `main` does with it

    def object(self, depth: int) -> Lines:
        """An object, whose attributes and methods are there from now on."""
        own = self.pick(*self.classes.values())
        name, made = self.fresh("o"), self._made(own)
        self.scope.names.update({f"{name}.{each}": kind for each, kind in own.attributes.items()})
        methods = {f"{name}.{each}": rest for each, rest in own.methods.items()}
        self.scope = replace(self.scope, functions={**self.scope.functions, **methods})
        return [f"{name} = {made}", f"print({name}, {self.pick(*self.helpers)}({name}.{self.pick(*own.attributes)}))"]

    def _made(self, own: Class) -> str:
        return f"{own.name}({', '.join(self.make(each.kind, 1) for each in own.params)})"

    def objects(self, depth: int) -> Lines:
        """Objects of several classes in a list, asked for what they have in common."""
        a, b = self.pick(*self.classes.values()), self.pick(*self.classes.values())
        many, each = self.fresh("many"), self.fresh("each")
        lines: Lines = [f"{many} = [{self._made(a)}, {self._made(b)}]"]
        common = [attribute for attribute in a.attributes if attribute in b.attributes]
        body: Lines = [f"print({each}, isinstance({each}, {a.name}))"]
        body += [f"print({each}.{name}, {self.pick(*self.helpers)}({each}.{name}))" for name in common[:2]]
        for method in [method for method in a.methods if method in b.methods][:1]:
            params, _ = a.methods[method]
            body.append(f"print({each}.{method}({', '.join(self.make(param.kind, 0) for param in params)}))")
        return [*lines, Compound(((f"for {each} in {many}:", tuple(body)),)), f"print(len({many}), {many}[0])"]

    def several(self, depth: int) -> Lines:
        """A helper called with values of several types."""
        helper = self.pick(*self.helpers)
        values = [self.make(self.pick(INT, FLOAT, STR, BOOL, INTS), 1) for _ in range(3)]
        return [f"print({', '.join(f'{helper}({value})' for value in values)})"]

    def mixed(self, depth: int) -> Lines:
        """A number that is an int on one path, a float on another."""
        x, xs = self.fresh("mix"), self.fresh("mixes")
        test = Compound(((f"if {self.make(BOOL, 1)}:", (f"{x} = {self.make(FLOAT, 1)}",)),))
        use = self.pick(
            f"print({x}, {x} * 2, {x} + 1, {x} / 4, str({x}))",
            f"print(f'{{{x}}} {{{x}:.2f}}', {x} == int({x}), isinstance({x}, int))",
            f"print({x} // 3 if {x} else {x}, {x} % 5, -{x}, abs({x}), {{{x}: 1}})",
            f"print(max({x}, 1), min([{x}, 0.5]), round({x}, 1), {self.pick(*self.helpers)}({x}))",
        )
        more = f"{xs} = [{x}, {self.make(INT, 0)}, {self.make(FLOAT, 0)}]"
        log = [f"LOG.append({x})", "print(LOG[-2:], sum(LOG[-3:]))"] if not self.scope.pure and self.chance(0.4) else []
        return [f"{x} = {self.make(INT, 1)}", test, use, more, f"print({xs}, sum({xs}), max({xs}), {xs}[0] + 1)", *log]

    def record(self, depth: int) -> Lines:
        """A dictionary whose keys are written, each of a type of its own."""
        name, key = self.fresh("record"), self.pick("n", "text", "many")
        values = {"n": self.make(INT, 1), "text": self.make(STR, 1), "many": self.make(INTS, 1)}
        written = ", ".join(f"{each!r}: {value}" for each, value in values.items())
        change = self.pick(
            f"{name}['n'] = {name}['n'] % 7 + 0.5", f"{name}['many'].append(3)", f"{name}['new'] = None", "pass"
        )
        uses = [f"print({name}.get({key!r}), 'x' in {name})", f"print(sorted({name}), len({name}))"]
        if change == "pass":  # of all values alike nothing is known of each
            uses += [f"print([str(each) for each in {name}.values()])", f"print({{**{name}, 'last': 1}})"]
        gone = self.pick(*uses)
        return [f"{name} = {{{written}}}", change, f"print({name}[{key!r}], {name})", gone]

    def functions(self, depth: int) -> Lines:
        """Functions in lists, dictionaries and names, closures, bound methods and parts of calls."""
        f, k = self.fresh("fn"), self.fresh("k")
        number = self.make(INT, 0)
        choices: list[Lines] = [
            [f"{f} = [lambda x: x + {number}, lambda x: x * 2]", f"print([{k}(3) for {k} in {f}[:2]], {f}[0](1))"],
            [f"{f} = {{'a': lambda x: x, 'b': lambda x: [x]}}", f"print({f}['a']({number}), {f}['b'](2))"],
            [f"{f} = partial(lambda a, b: a - b, {number})", f"print({f}(2), {f}(b=5))"],
            [f"{f} = [lambda {k}={k}: {k} for {k} in range(3)]", f"print([{k}() for {k} in {f}])"],
            [f"{f} = lambda x, by={number}: [x] * (by % 3)", f"print({f}('z'), {f}(1, 2), {f}(None, by=1))"],
            [f"print(sorted([3, -1, {number}], key=lambda {k}: -{k}), list(map(lambda {k}: {k} % 3, [4, 5])))"],
        ]
        inner = Compound(((f"def {f}_inner(x):", (f"{f}_seen.append(x)", f"return len({f}_seen)")),))
        choices.append([f"{f}_seen = []", inner, f"{f} = {f}_inner", f"print({f}(1), {f}(2), {f}_seen)"])
        return self.pick(*choices)
