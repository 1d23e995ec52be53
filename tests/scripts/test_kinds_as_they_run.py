"""Operations on what may be one of two things, of which the operation may take only one: both, by CPython and in Node.

Programs are made of a table: an operation, a value that it takes, another one, and where the value comes from. What
the operation does with each of them is printed, or the exception with its text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bmlc.scripts.faults import Fault

from .compiled import compile_programs, run_in_node
from .outcomes import difference, run_in_python
from .programs import function_of, load, programs_of

# A value that the operations take, and the operations: what is printed of `x`, or statements of which the last one is.
OPERATIONS = {
    "3": [
        *(
            "x + 1",
            "1 + x",
            "x - 1",
            "2 - x",
            "x * 2",
            "2 * x",
            "x / 2",
            "2 / x",
            "x // 2",
            "x % 2",
            "x ** 2",
            "2 ** x",
        ),
        *("x < 2", "2 >= x", "x > x", "-x", "+x", "~x", "x & 1", "x | 1", "x ^ 1", "x << 1", "8 >> x"),
        *("f'{x:.2f}'", "f'{x:3d}'", "'%.2f' % x", "'%d' % (x,)", "float(x)", "int(x)", "abs(x)", "round(x)"),
        *("round(0.12345, x)", "range(x)[0]", "max(x, 1)", "min(1, x)", "math.sqrt(x)", "math.floor(x)", "'-' * x"),
        *("[0] * x", "divmod(x, 2)", "pow(x, 2)", "chr(x)", "list(range(x))", "'abcde'[x]", "[1, 2, 3, 4][x]"),
        *("(1, 2, 3, 4)[x]", "[1, 2, 3, 4][x:]", "x -= 1; x", "x *= 2; x", "x /= 2; x", "x **= 2; x", "x %= 2; x"),
        *("x += 1; x", "ys = [1, 2, 3, 4]; ys[x] = 0; ys", "ys = [1, 2, 3, 4]; del ys[x]; ys", "sum([1, 2]) + x"),
        *("ys = [1, 2, 3, 4]; ys.insert(x, 0); ys", "ys = [1, 2, 3, 4]; ys.pop(x)", "isinstance(x, int) and x + 1"),
        *("ys = [1, 2, 3, 4]; ys[x] += 1; ys", "x if x is None else x + 1", "'a'.center(x)", "math.pow(x, 2)"),
    ],
    "'ab'": [
        *("x + 'c'", "'c' + x", "x * 2", "x < 'b'", "x[0]", "x[1:]", "len(x)", "x.upper()", "x.split('b')", "'a' in x"),
        *("x in 'abc'", "f'{x:>4}'", "'-'.join(x)", "x.join(['1', '2'])", "[c for c in x]", "x += 'c'; x", "x.missing"),
        *("ord(x[0])", "'abc'.replace(x, '')", "'abc'.split(x)", "'abc'.startswith(x)", "x % ()", "x.count('a')"),
    ],
    "[2, 1]": [
        *(
            "x + [3]",
            "[3] + x",
            "x * 2",
            "x[0]",
            "x[0:1]",
            "len(x)",
            "x.append(3); x",
            "x.pop()",
            "1 in x",
            "x += [3]; x",
        ),
        *("[y for y in x]", "sum(x)", "max(x)", "sorted(x)", "list(x)", "tuple(x)", "x[0] = 5; x", "del x[0]; x"),
        *("a, b = x; a", "a, *b = x; b", "list(zip(x, [1, 2]))", "list(enumerate(x))", "list(reversed(x))", "any(x)"),
        *("x.sort(); x", "x.extend([3]); x", "x.index(1)", "x < [3]", "x[0] += 1; x", "x[:1] = [7]; x", "del x[:1]; x"),
        *("list(map(str, x))", "print(*x); x", "ys = [0]; ys += x; ys", "ys = [0]; ys.extend(x); ys", "x *= 3; x"),
        *("for y in x: print(y)\nx", "min(x, key=lambda y: -y)", "dict(zip(x, x))"),
    ],
    "{'a': 1}": [
        *("x['a']", "x['a'] = 2; x", "len(x)", "x.get('a')", "list(x.items())", "'a' in x", "[k for k in x]"),
        *("x.update({'b': 2}); x", "x['a'] += 1; x", "del x['a']; x", "x.pop('a')", "x.setdefault('b', 3)", "{**x}"),
        *("list(x.values())", "x | {'b': 1}", "for k, v in x.items(): print(k, v)\nx"),
    ],
    "(1, 'b')": [
        "x[0]",
        "a, b = x; b",
        "len(x)",
        "x[1]",
        "x + (2,)",
        "x.count(1)",
        "x[-1]",
        "{x: 1}",
        "{(1, 'b'): 2}[x]",
    ],
    "_Thing(2)": ["x.value", "x.step(3)", "x.value = 4; x.value", "x.value += 1; x.value", "x.twice", "x.step"],
    "_double": ["x(2)", "list(map(x, [1, 2]))", "[x(k) for k in range(2)]", "sorted([2, 1], key=x)"],
    "_Pair(1, 2)": ["x.first", "x.second + x[0]", "a, b = x; a + b"],
}
OTHERS = ("None", "'s'", "0.5", "[4]")
REFUSED = {  # with these others; all of them stay refused, whatever the place
    "x % 2": ("'s'",),  # formats a text
    "x %= 2; x": ("'s'",),
    "f'{x:.2f}'": ("'s'",),
    "f'{x:3d}'": ("'s'", "0.5"),
    "x *= 2; x": ("[4]",),  # only a list changes itself
    "x *= 3; x": ("'s'", "0.5"),
    "x += 'c'; x": ("[4]",),
    "'-'.join(x)": ("[4]",),
    "x.missing": OTHERS[1:2],  # which neither has
    "x % ()": OTHERS,
    "x.index(1)": ("'s'",),
    "print(*x); x": ("None", "0.5"),
    "x.pop('a')": ("[4]",),
    "x.count(1)": ("'s'",),
    "{x: 1}": ("[4]",),
    "x.step": OTHERS,  # a method has no text
    "list(map(x, [1, 2]))": OTHERS,
    "sorted([2, 1], key=x)": OTHERS[1:],
}
ORIGINS = {  # how `x` comes to be one or the other, and how it is read
    "name": ("x = {good}", "if k: x = {other}", "x"),
    "result": ("x = _chosen(k, {good}, {other})", "", "x"),
    "attribute": ("box = _Box({good})", "if k: box.held = {other}", "box.held"),
    "item": ("held = [{good}, {other}]", "", "held[k]"),
    "value": ("held = {{0: {good}, 1: {other}}}", "", "held[k]"),
}
HEADER = """import math
import random
from collections import namedtuple

_Pair = namedtuple("_Pair", "first second")


class _Thing:
    def __init__(self, value):
        self.value = value

    @property
    def twice(self):
        return 2 * self.value

    def step(self, by):
        return self.value + by


class _Other:
    pass


class _Box:
    def __init__(self, held):
        self.held = held


def _double(x):
    return 2 * x


def _chosen(k, good, other):
    if k:
        return other
    return good
"""


def program(name: str, operation: str, good: str, other: str, origin: str) -> str:
    """A function that does the operation with each of the two values."""
    *before, read = ORIGINS[origin]
    *statements, shown = re.sub(r"\bx\b", read, operation.replace("\n", "; ")).split("; ")
    lines = [each.format(good=good, other=other) for each in before if each]
    body = ["try:", *(f"    {line}" for line in (*statements, f"print({shown})"))]
    body += ["except Exception as error:", "    print(type(error).__name__, error)"]
    return "\n".join([f"def {name}():", "    for k in range(2):", *(f"        {each}" for each in (*lines, *body))])


@dataclass(frozen=True)
class Case:
    """One program of the table."""

    operation: str
    good: str
    other: str
    origin: str

    @property
    def is_refused(self) -> bool:
        return self.other in REFUSED.get(self.operation, ())


CASES = [
    Case(operation, good, other, origin)
    for good, operations in OPERATIONS.items()
    for operation in operations
    for other in OTHERS
    for origin in ORIGINS
    if origin == "name" or other == "None"
]


def differences(cases: Sequence[Case], folder: Path) -> list[str]:
    """How the programs of these cases differ in Node from CPython, and which of them are refused or not as expected."""
    path = folder / "kinds_as_they_run.py"
    texts = [program(f"case{k}", each.operation, each.good, each.other, each.origin) for k, each in enumerate(cases)]
    path.write_text("\n\n\n".join([HEADER, *texts]), encoding="utf-8")
    programs, module = list(programs_of(path)), load(path)
    compiled = compile_programs(programs)
    received = run_in_node(compiled.javascript, folder)
    found = []
    for case, each in zip(cases, programs, strict=True):
        if each.id in compiled.refused or case.is_refused:
            problem = (
                compiled.refused.get(each.id, "is not refused")
                if (each.id in compiled.refused) != case.is_refused
                else ""
            )
        elif each.id in compiled.broken:
            problem = compiled.broken[each.id]
        else:
            problem = difference(run_in_python(function_of(each, module)), received[each.id], each.source)
        if problem:
            found.append(f"{case}: {problem}")
    return found


@pytest.mark.parametrize("good", OPERATIONS)
def test_operations(good: str, tmp_path: Path) -> None:
    assert differences([case for case in CASES if case.good == good], tmp_path) == []


def test_a_check_that_says_something_else_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bmlc.scripts.checked.fault_of", lambda *_: Fault("TypeError", "another text"))
    assert differences([Case("x[0]", "[1]", "None", "name")], tmp_path)
