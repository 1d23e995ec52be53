"""Deep nesting: an error with a place beyond a bound, and work that grows with the depth below it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bml.collect import collect
from bmlc.errors import UserError
from bmlc.scripts.source import SourceFile

MANY = 400
DEEP = 12
# What one more level costs in look-ups of places; checking an operand twice would double them at each.
MOST = 60

CHAINS = {
    "sum": f"x = {' + '.join(['a'] * MANY)}",
    "power": f"x = {' ** '.join(['a'] * MANY)}",
    "and": f"x = {' and '.join(['a > 0'] * MANY)}",
    "not": f"x = {'not ' * MANY}a",
    "minus": f"x = {'-' * MANY}a",
    "methods": f"x = 'a'{'.strip()' * MANY}",
    "items": f"x = 'a'{'[0:]' * MANY}",
    "conditions": f"x = {''.join(f'{i} if a == {i} else ' for i in range(MANY))}0",
    "comparisons": f"x = {' <= '.join(['a'] * MANY)}",
    "elif": "if a == -1:\n        x = 0\n" + "".join(f"    elif a == {i}:\n        x = {i}\n" for i in range(MANY)),
}
NESTED = [
    "abs({})", "round({})", "round(1, {})", "int({})", "-{}", "{} + 1", "2 * {}", "pow({}, 1)", "max({}, 1)",
    "sum([1], {})", "sum([{}])", "divmod({}, 2)[0]", "[1, {}][0]", "({}, 1)[0]", "{{1: {}}}[1]", "1 if {} > 1 else 2",
    "{} if a > 1 else 2", "[v for v in range({})][0]", "[{} for v in [1]][0]",
    "max([1], key=lambda v: {})", "same({})",
    "sorted([1], key=lambda v: {})[0]", "max([1], default={})", "math.floor({})", "math.prod([1], start={})",
    "len('a' * {})", "int(str({}))", "len([0, 1][{}:])", "int({} and 1)", "int(1 and {})", "int({} or a or 2)",
    "int(a > 1 and {} > 1)", "int({} in [1])",
    "int(0 < {} < 3)", "list(range({}))[0]", "min([{}])",
    "[v for _, v in zip([1], [{}])][0]", "[v for v, _ in enumerate([{}])][0]", "int(isinstance(a, int)) + {}",
]  # fmt: skip


def write(folder: Path, body: str) -> Path:
    path = folder / "program.py"
    head = "import math\n\nimport bml\n\n\n@bml.script\ndef main(a: int = 1):\n    def same(x):\n        return x\n\n"
    path.write_text(f"{head}    {body}\n    print(x)\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("chain", CHAINS)
def test_what_is_too_deep_is_refused_with_its_place(chain: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="expected at most 100 expressions and blocks inside one another") as caught:
        collect(write(tmp_path, CHAINS[chain]))
    assert caught.value.code == "BML201"
    assert caught.value.loc is not None
    assert caught.value.loc.line >= 10


def test_functions_that_call_one_another_are_no_nesting(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    functions = [f"def f{k}(x):\n    return ((f{k + 1}(x + 1) * 2 - 1) // 3) % 1000\n\n\n" for k in range(80)]
    text = f"import bml\n\n\n{''.join(functions)}def f80(x):\n    return x\n\n\n"
    path.write_text(f"{text}@bml.script\ndef main():\n    print(f0(1))\n", encoding="utf-8")
    assert collect(path).scripts


@pytest.mark.parametrize("form", NESTED)
def test_a_level_more_costs_the_same(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = 0
    place = SourceFile.loc

    def count(self: SourceFile, node: object) -> object:
        nonlocal seen
        seen += 1
        assert seen < MOST * DEEP, f"{form} is checked again at each level"
        return place(self, node)  # type: ignore[arg-type]

    monkeypatch.setattr(SourceFile, "loc", count)
    expression = "a"
    for _ in range(DEEP):
        expression = form.format(f"({expression})")
    collect(write(tmp_path, f"x = {expression}"))


def test_deep_code_outside_scripts_is_no_concern_of_theirs(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    terms = " + ".join(["one"] * MANY)
    path.write_text(f"import bml\n\none = 1\ntotal = {terms}\n\n\n@bml.script\ndef main():\n    print(total)\n")
    assert collect(path).scripts


def test_what_python_itself_cannot_compile_is_an_error_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(f"one = 1\ntotal = {' + '.join(['one'] * 20_000)}\n")
    with pytest.raises(UserError, match="too deeply") as caught:
        collect(path)
    assert caught.value.code == "BML301"
