"""What is read before it is set in a block, and what may be set between two places of a function."""

from __future__ import annotations

import ast

import pytest

from bmlc.scripts.tapes.order import is_repeated, read_first, set_between

READ_FIRST = {
    "a = b": {"b"},
    "a = 1\nb = a": set(),
    "a += 1": {"a"},
    "if c:\n    a = 1\nb = a": {"c", "a"},
    "if c:\n    a = 1\nelse:\n    a = 2\nb = a": {"c"},
    "for a in xs:\n    b = a\nd = b": {"xs", "b"},
    "while c:\n    a = 1\nb = a": {"c", "a"},
    "with f() as t:\n    a = t\nb = a": {"f"},
    "a = [a for a in xs]": {"xs", "a"},
}
# `with` opens the block, `ask` is where it is asked; the name is `loss`.
BETWEEN = {
    "with t:\n    loss = 1\nask": None,
    "with t:\n    loss = 1\nother = 2\nask": None,
    "with t:\n    loss = 1\nloss = 2\nask": 3,
    "with t:\n    loss = 1\nask\nloss = 2": None,
    "with t:\n    loss = 1\nloss = ask": None,
    "with t:\n    loss = 1\nf(loss := 2, ask)": 3,
    "with t:\n    loss = 1\nif c:\n    loss = 2\nask": 4,
    "with t:\n    loss = 1\nif c:\n    ask": None,
    "with t:\n    loss = 1\nif c:\n    loss = 2\n    ask": 4,
    "with t:\n    loss = 1\nfor k in xs:\n    ask\n    loss = 2": 5,
    "with t:\n    loss = 1\nfor loss in xs:\n    ask": 3,
    "for k in xs:\n    with t:\n        loss = 1\n    ask\n    loss = 2": None,
    "for k in xs:\n    with t:\n        loss = 1\n    loss = 2\nask": 4,
    "for k in xs:\n    ask\n    with t:\n        loss = 1\n    loss = 2": 5,
    "if c:\n    with t:\n        loss = 1\nelse:\n    loss = 2\nask": 5,
    "while c:\n    if d:\n        with t:\n            loss = 1\n    else:\n        ask\n        loss = 2": 7,
    "with t:\n    loss = 1\ntry:\n    loss = 2\nfinally:\n    ask": 4,
    "with t:\n    loss = 1\nwith g() as loss:\n    ask": 3,
}


def _places(text: str) -> tuple[ast.FunctionDef, ast.With, ast.Name]:
    function = ast.parse(f"def f():\n{''.join(f'    {line}' + chr(10) for line in text.splitlines())}").body[0]
    assert isinstance(function, ast.FunctionDef)
    nodes = list(ast.walk(function))
    block = next(each for each in nodes if isinstance(each, ast.With) and ast.unparse(each.items[0]) == "t")
    ask = next(each for each in nodes if isinstance(each, ast.Name) and each.id == "ask")
    return function, block, ask


@pytest.mark.parametrize("text", READ_FIRST)
def test_names_that_a_block_reads_first(text: str) -> None:
    assert read_first(ast.parse(text).body) == READ_FIRST[text]


@pytest.mark.parametrize("text", BETWEEN)
def test_what_may_set_a_name_between(text: str) -> None:
    function, block, ask = _places(text)
    found = set_between(function, block, ask, "loss")
    expected = BETWEEN[text]
    assert (None if found is None else found.lineno - 1) == expected


def test_of_a_part_each_mention_counts() -> None:
    text = "with t:\n    loss = 1\nloss.update(a=1)\nask"
    function, block, ask = _places(text)
    assert set_between(function, block, ask, "loss") is None
    found = set_between(function, block, ask, "loss", is_part=True)
    assert found is not None
    assert found.lineno == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("with t:\n    pass\nask", False),
        ("with t:\n    pass\nfor k in xs:\n    ask", True),
        ("for k in xs:\n    with t:\n        pass\n    ask", False),
        ("with t:\n    pass\nys = [ask for k in xs]", True),
    ],
)
def test_what_is_asked_in_a_loop_of_its_own(text: str, expected: bool) -> None:
    assert is_repeated(*_places(text)) is expected
