"""Random scripts over tensors, containers of them and control flow, for what must hold of all of them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

__all__ = ["random_program"]

_TENSORS = ("a", "b", "c")
_LISTS = ("xs", "ys")
_DICTS = ("d", "e")
_KEYS = ("'k'", "'m'", "'n'")


def random_program(seed: int, size: int = 14) -> str:
    """The source of a script `main`."""
    return _Writer(Random(seed), size).program()


class _Writer:
    def __init__(self, random: Random, size: int) -> None:
        self._random = random
        self._left = size
        self._lines: list[str] = []
        self._depth = 1
        self._loops = 0
        self._counters = 0
        self._function = ""  # that is being written
        self._functions: list[str] = []

    def program(self) -> str:
        self._write("def main(n: int = 3):", 0)
        for name in _TENSORS:
            self._write(f"{name} = {self._random.choice('fgh')}()")
        self._write("xs = [f(), g()]")
        self._write("ys = [h()]")
        self._write("d = {'k': f()}")
        self._write("e = {'m': g(a)}")
        self._write("p = (a, h(b))")
        self._write("o = None")
        self._write("flags = [1.0]")
        for number in range(self._random.randint(0, 2)):
            self._define(f"inner{number}")
        self._block()
        self._write(f"return {self._choice(self._tensor, lambda: 'xs', lambda: '(a, [b, c])', lambda: 'd')}")
        return "\n".join(self._lines) + "\n"

    def _write(self, line: str, depth: int | None = None) -> None:
        self._lines.append("    " * (self._depth if depth is None else depth) + line)

    def _choice(self, *makers: Callable[[], str]) -> str:
        return self._random.choice(makers)()

    def _define(self, name: str) -> None:
        self._write(f"def {name}(x, q):")
        self._function = name
        self._depth += 1
        self._write("flags.append(float(x))")
        budget, self._left = self._left, self._random.randint(1, 4)
        self._block()
        self._left = budget
        self._write(f"return {self._random.choice(['x', 'q', 'f(x, q)', 'a', 'g(q)'])}")
        self._depth -= 1
        self._function = ""
        self._functions.append(name)

    def _block(self, least: int = 1) -> None:
        for _ in range(self._random.randint(least, 5)):
            if self._left <= 0:
                break
            self._left -= 1
            self._statement()
        else:
            return
        if least and self._lines[-1].rstrip().endswith(":"):
            self._write("pass")

    def _inner_block(self) -> None:
        self._depth += 1
        before = len(self._lines)
        self._block(0)
        if len(self._lines) == before:
            self._write("pass")
        self._depth -= 1

    # Expressions

    def _tensor(self) -> str:
        r = self._random
        names = ["x", "q"] if self._function else list(_TENSORS)
        kinds: list[Callable[[], str]] = [
            lambda: r.choice(names),
            lambda: r.choice(names),
            lambda: f"f({self._tensor()})",
            lambda: f"g({self._tensor()}, {self._tensor()})",
            lambda: f"{r.choice(_LISTS)}[{r.choice(['0', '-1', '1'])}]",
            lambda: "h()",
            lambda: f"p[{r.randint(0, 1)}]",
            lambda: f"d.get('k', {self._tensor()})",
            lambda: f"({self._tensor()} if {self._test()} else {self._tensor()})",
            lambda: f"{r.choice(_DICTS)}[{r.choice(_KEYS)}]",
            lambda: f"{r.choice(_LISTS)}.pop()",
            lambda: f"pair({self._tensor()})[{r.randint(0, 1)}]",
        ]
        if self._functions:
            kinds.append(lambda: f"{r.choice(self._functions)}({self._tensor()}, {self._tensor()})")
            kinds.append(lambda: f"{r.choice(self._functions)}({self._tensor()}, {self._tensor()})")
        return r.choice(kinds)() if r.random() < 0.6 else r.choice(names)

    def _list(self) -> str:
        r = self._random
        name = r.choice(_LISTS)
        return self._choice(
            lambda: name,
            lambda: f"[{self._tensor()}, {self._tensor()}]",
            lambda: f"{name}[{r.choice(['1:', ':1', ':', '::-1'])}]",
            lambda: f"[f(t) for t in {name}]",
            lambda: f"[t for t in {name} if float(t) > 0.3]",
            lambda: "[g(s, t) for s in xs[:2] for t in ys[:2]]",
            lambda: f"{name} + [{self._tensor()}]",
            lambda: f"list(reversed({name}))",
            lambda: f"{name}.copy()",
            lambda: f"[t for i, t in enumerate({name}) if i != 1]",
            lambda: f"({name} or [{self._tensor()}])",
            lambda: "list(d.values())",
        )

    def _test(self) -> str:
        r = self._random
        return self._choice(
            lambda: f"float({self._tensor()}) > {r.choice(['0.3', '0.6'])}",
            lambda: f"len({r.choice(_LISTS)}) > 1",
            lambda: f"'k' in {r.choice(_DICTS)}",
            lambda: f"float({self._tensor()}) < 0.8 and float({self._tensor()}) > 0.2",
            lambda: f"0.1 < float({self._tensor()}) < float({self._tensor()})",
            lambda: "not (len(flags) > 3)",
            lambda: f"any(float(t) > 0.5 for t in {r.choice(_LISTS)})",
        )

    # Statements

    def _statement(self) -> None:
        r = self._random
        name = r.choice(_LISTS)
        target = r.choice(["x", "q"] if self._function else list(_TENSORS))
        plain: list[Callable[[], str]] = [
            lambda: f"{target} = {self._tensor()}",
            lambda: f"{target} = {self._tensor()}",
            lambda: f"print(float({self._tensor()}), {r.choice(['1', 'len(xs)', f'float({self._tensor()})'])})",
            lambda: f"{name}.append({self._tensor()})",
            lambda: f"{name}.insert(0, {self._tensor()})",
            lambda: f"{name}.extend({self._list()})",
            lambda: f"{name}[{r.choice(['0', '-1', '2'])}] = {self._tensor()}",
            lambda: f"del {name}[0]",
            lambda: f"del {name}[{r.choice([':1', '1:', '::2'])}]",
            lambda: f"{name}[{r.choice([':1', '1:', '1:2'])}] = {self._list()}",
            lambda: f"{name} += {self._list()}" if not self._function else f"{name}.reverse()",
            lambda: f"{name}.pop({r.choice(['', '0'])})",
            lambda: f"{r.choice(_DICTS)}[{r.choice(_KEYS)}] = {self._tensor()}",
            lambda: f"{r.choice(_DICTS)}.pop({r.choice(_KEYS)}, None)",
            lambda: "d.update(e)",
            lambda: f"{target} = d.setdefault({r.choice(_KEYS)}, {self._tensor()})",
            lambda: f"{target} = e.pop({r.choice(_KEYS)}, {self._tensor()})",
            lambda: f"{name}.clear()" if r.random() < 0.3 else f"{name}.reverse()",
            lambda: f"print(float(f({self._tensor()})))",
            lambda: f"h({self._tensor()})",
            lambda: "print(len([t for t in zip(xs, ys)]))",
            lambda: f"assert {self._test()}, str(float({self._tensor()}))",
        ]
        if not self._function:
            plain += [
                lambda: f"{name} = {self._list()}",
                lambda: f"{name} = {self._list()}",
                lambda: "xs, ys = ys, xs",
                lambda: "a, b = b, a",
                lambda: f"a, b = {self._tensor()}, {self._tensor()}",
                lambda: "a, b = p",
                lambda: f"a, b = pair({self._tensor()})",
                lambda: f"p = ({self._tensor()}, {self._tensor()})",
                lambda: f"p = pair({self._tensor()})",
                lambda: "xs[0], xs[-1] = xs[-1], xs[0]",
                lambda: f"a = b = {self._tensor()}",
                lambda: f"o = {self._choice(self._tensor, lambda: 'None')}",
                lambda: "d = {k: f(v) for k, v in e.items()}",
                lambda: "d = dict(e)",
                lambda: "d, e = e, d",
                lambda: "c = max([(float(t), t) for t in xs], key=lambda z: z[0])[1]",
            ]
        kind = r.random()
        if kind < 0.6 or self._depth > 4:
            self._write(r.choice(plain)())
        else:
            r.choice([self._if, self._if, self._for, self._for, self._while, self._try, self._try, self._leave])()

    def _if(self) -> None:
        if self._random.random() < 0.3 and not self._function:
            self._write("if o is not None:")
            self._depth += 1
            self._write("c = g(o, c)")
            self._depth -= 1
        else:
            self._write(f"if {self._test()}:")
            self._inner_block()
        if self._random.random() < 0.5:
            self._write("else:")
            self._inner_block()

    def _for(self) -> None:
        r = self._random
        self._counters += 1
        item = f"t{self._counters}"
        head = self._choice(
            lambda: f"for {item} in {self._random.choice(_LISTS)}[:3]:",
            lambda: f"for i{self._counters}, {item} in enumerate(xs):",
            lambda: f"for {item}, s{self._counters} in zip(xs, ys):",
            lambda: f"for k{self._counters}, {item} in list(d.items()):",
            lambda: f"for {item} in [{self._tensor()}, {self._tensor()}]:",
            lambda: f"for z{self._counters} in zip(xs, ys):",
            lambda: f"for z{self._counters}, {item} in [({self._tensor()}, {self._tensor()})]:",
        )
        self._write(head)
        self._depth += 1
        self._write("flags.append(1.0)")
        self._write("if len(flags) > 12:")
        self._write("    break")
        use = item if f" {item} in" in head or f"{item}," in head else f"z{self._counters}[0]"
        if r.random() < 0.7:
            self._write(f"print(float({use}))")
        if r.random() < 0.4:
            self._write(f"{r.choice(_LISTS)}.append({use})")
        if r.random() < 0.4 and not self._function:
            self._write(f"{r.choice(_TENSORS)} = {use}")
        self._depth -= 1
        self._loop_body()

    def _while(self) -> None:
        self._write(f"while len(flags) < 8 and {self._test()}:")
        self._depth += 1
        self._write("flags.append(0.0)")
        self._depth -= 1
        self._loop_body()

    def _loop_body(self) -> None:
        self._loops += 1
        self._inner_block()
        self._loops -= 1
        if self._random.random() < 0.25:
            self._write("else:")
            self._inner_block()

    def _try(self) -> None:
        r = self._random
        self._write("try:")
        self._inner_block()
        kinds = r.choice(["", " ValueError", " (IndexError, KeyError)", " Exception"])
        handled = r.random() < 0.8
        if handled:
            self._write(f"except{kinds}:")
            self._inner_block()
            if r.random() < 0.3:
                self._write("else:")
                self._inner_block()
        if not handled or r.random() < 0.4:
            self._write("finally:")
            self._inner_block()

    def _leave(self) -> None:
        r = self._random
        choices = ["raise ValueError('x')", "raise IndexError('y')"]
        if self._loops:
            choices += ["break", "continue"] * 2
        if self._function:
            choices += [f"return {self._tensor()}"] * 2
        self._write(f"if {self._test()}:")
        self._write(f"    {r.choice(choices)}")
