"""What the types of a script's names are: the types of what it returns tell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bmlc.errors import UserError
from bmlc.scripts.program.host_types import BOOL, FLOAT, INT, NONE, STR, HostType, ListType, TupleType, UnionType

from .world import compile_script

_OR_NONE = (FLOAT, NONE)
RETURNED: dict[str, tuple[str, HostType | tuple[HostType, ...]]] = {
    "a list is of what is appended": ("xs = []\nxs.append(0.5)\nreturn xs", ListType(FLOAT)),
    "through another name too": ("xs = []\nys = xs\nys.append('a')\nreturn xs", ListType(STR)),
    "None or a float behind a loop": ("y = None\nfor i in range(n):\n    y = x\nreturn y", _OR_NONE),
    "a float where None was handled": ("y = None\nfor i in range(n):\n    y = x\nreturn y or 0.5", FLOAT),
    "known behind a return": ("y = None if n else x\nif y is None:\n    return 0.5\nreturn y", FLOAT),
    "known behind an assert": ("y = None if n else x\nassert y is not None\nreturn y", FLOAT),
    "known behind while": ("y = None\nwhile y is None:\n    y = x\nreturn y", FLOAT),
    "known right of and": ("y = None if n else x\nreturn y is not None and y > 1 or y is None", BOOL),
    "another type later": ("for i in range(n):\n    k = 1\nfor i in [x]:\n    k = 'a'\nk = x\nreturn k", FLOAT),
    "what a loop that runs sets": ("for i in range(2):\n    k = 'a'\nreturn k", STR),
    "what a recursion returns": ("def f(k):\n    return f(k - 1) * 2 if k else 1\nreturn f(n)", INT),
    "None from a function too": ("def f(k):\n    if k > 1:\n        return k\nreturn f(n)", (INT, NONE)),
    "for a later call with None": ("def f(k):\n    return 1 if k is None else 2\nf(n)\nreturn f(None)", INT),
    "None among them": ("xs = [None] * n\nxs.append(x)\nreturn xs", ListType(UnionType(frozenset(_OR_NONE)))),
    "unpacked": ("(a, b), c = (1, x), 'c'\nreturn b, c", TupleType((FLOAT, STR))),
    "starred": ("a, *b = [1, 2]\nreturn b", ListType(INT)),
    "behind finally": ("k = 1\ntry:\n    k = 2\nfinally:\n    k = 'a'\nreturn k", STR),
    "in a handler": ("k = None\ntry:\n    k = x\nexcept ValueError:\n    return k\nreturn n", _OR_NONE),
}  # fmt: skip


@pytest.mark.parametrize("case", RETURNED)
def test_returned(case: str, script_file: Callable[[str], Path]) -> None:
    body, expected = RETURNED[case]
    script = compile_script(script_file(body), "main")
    assert set(script.results) == set(expected if isinstance(expected, tuple) else (expected,))


def test_errors_of_passes_that_are_made_again_are_not_told(script_file: Callable[[str], Path]) -> None:
    path = script_file("y = None\nfor i in range(n):\n    y = y + 1.0\nreturn y")
    with pytest.raises(UserError) as caught:
        compile_script(path, "main")
    assert caught.value.message == "the left side of + is None"


def test_deep_loops_stay_cheap(script_file: Callable[[str], Path]) -> None:
    """Each level is checked again while what it leaves changes what it starts with: not for the levels outside."""
    depth = 12
    lines = [f"{'    ' * level}for i{level} in range(n):" for level in range(depth)]
    path = script_file("\n".join(["best = None", *lines, "    " * depth + "best = x", "return best"]))
    script = compile_script(path, "main")
    assert set(script.results) == set(_OR_NONE)
