"""What a row takes, Python takes: at the same places, by the same names, with the same defaults."""

from __future__ import annotations

import ast
import builtins
import collections
import importlib
import inspect
import logging
import sys
from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
import pytest

import bml
import bmlc.scripts.rows.everything  # noqa: F401  # declares them
from bmlc.scripts.rows.table import Row, every_row

OWNERS: dict[str, Any] = {
    "": builtins,
    "Counter": collections.Counter,
    "dataset": bml.Dataset,
    "deque": collections.deque,
    "logger": logging.Logger,
    "model": keras.Model,
    "ndarray": np.ndarray,
    "sys.stdout": sys.stdout,
    **{kind.__name__: kind for kind in (str, list, dict, tuple, range)},
}
# Of libraries of our own, and of tqdm, which need not be there.
OTHERS = ("bml", "bml.random", "bar", "tqdm", "tqdm.tqdm")

# As the documentation has what CPython's own signatures do not tell.
WRITTEN = {
    "bool": "object=False, /",
    "collections.defaultdict": "default_factory=None, /, *args, **values",
    "collections.deque": "iterable=(), maxlen=None",
    "deque.append": "object, /",
    "deque.appendleft": "object, /",
    "deque.clear": "",
    "deque.copy": "",
    "deque.extend": "iterable, /",
    "deque.extendleft": "iterable, /",
    "deque.pop": "",
    "deque.popleft": "",
    "deque.remove": "value, /",
    "deque.rotate": "n=1, /",
    "dict": "iterable=(), /, **values",
    "dict.clear": "",
    "dict.copy": "",
    "dict.items": "",
    "dict.keys": "",
    "dict.pop": "key, default=None, /",
    "dict.update": "other=None, /, **values",
    "dict.values": "",
    "filter": "function, iterable, /",
    "functools.partial": "func, /, *args, **keywords",
    "int": "x=0, /, base=10",
    "iter": "object, sentinel=None, /",
    "itertools.chain": "*iterables",
    "itertools.islice": "iterable, start, stop=-1, step=1, /",
    "itertools.product": "*iterables, repeat=1",
    "map": "function, iterable, /, *iterables",
    "math.hypot": "*coordinates",
    "math.log": f"x, base={np.e!r}, /",
    "max": "*args, key=None, default=None",
    "min": "*args, key=None, default=None",
    "next": "iterator, default=None, /",
    "range": "*args",
    "range.count": "value, /",
    "range.index": "value, /",
    "str": "object='', encoding='utf-8', errors='strict'",
    "str.count": "sub, start=0, end=None, /",
    "str.endswith": "suffix, start=0, end=None, /",
    "str.find": "sub, start=0, end=None, /",
    "str.format": "*args, **values",
    "str.index": "sub, start=0, end=None, /",
    "str.rfind": "sub, start=0, end=None, /",
    "str.rindex": "sub, start=0, end=None, /",
    "str.startswith": "prefix, start=0, end=None, /",
    "time.monotonic": "",
    "time.perf_counter": "",
    "time.process_time": "",
    "time.sleep": "seconds, /",
    "time.time": "",
    "type": "object, /",
    "zip": "*iterables, strict=False",
}
# Where the two say the same in other words.
ALIKE = {
    ("collections.Counter", "iterable"): "of nothing: None there",
    ("list.index", "stop"): "the last place: a larger int there",
    ("tuple.index", "stop"): "the last place: a larger int there",
    ("ndarray.dot", "b"): "NumPy takes it by that name, and tells another",
    ("ndarray.repeat", "repeats"): "NumPy takes it by name, and tells otherwise",
    ("ndarray.take", "indices"): "NumPy takes it by name, and tells otherwise",
    ("numpy.eye", "dtype"): "float",
    ("numpy.random.randint", "dtype"): "int",
}


def test_every_row_is_what_python_has() -> None:
    found = [problem for row in every_row() if row.owner not in OTHERS for problem in _problems(row)]
    assert found == []


def test_what_is_written_is_needed() -> None:
    names = {row.full_name for row in every_row()}
    assert {name for name in WRITTEN if name not in names} == set()
    assert {name for name, _ in ALIKE if name not in names} == set()


@pytest.mark.parametrize(
    ("row", "python", "problem"),
    [
        ("b, a", "a, b", "does not take b by that name"),
        ("a", "b", "by that name"),
        ("a", "a, /", "by that name"),
        ("a=1", "a=2", "default"),
        ("a, b=1", "a", "no place"),
        ("a", "a, b", "needs b"),
        ("*, a=1", "b=1", "no a"),
    ],
)
def test_a_row_that_python_would_not_take_is_found(row: str, python: str, problem: str) -> None:
    assert problem in " ".join(_differences(_signature(row), _signature(python)).values())


def _problems(row: Row) -> Iterator[str]:
    python = _of_python(row)
    for name, problem in _differences(_signature(row.text[row.text.index("(") :]), python).items():
        if (row.full_name, name) not in ALIKE:
            yield f"{row.full_name}: {problem}; Python has {python}"


def _of_python(row: Row) -> inspect.Signature:
    owner = OWNERS.get(row.owner)
    function = getattr(importlib.import_module(row.owner) if owner is None else owner, row.name)
    if row.full_name in WRITTEN:
        return _signature(WRITTEN[row.full_name])
    return inspect.signature(function)


def _signature(text: str) -> inspect.Signature:
    """Of a row, or as it is written above: `a, b=1, /`."""
    text = text if text.startswith("(") else f"({text})"
    definition = ast.parse(f"def f{text}: ...").body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.returns = None
    for each in ast.walk(definition):
        if isinstance(each, ast.arg):
            each.annotation = None
    scope: dict[str, Any] = {}
    exec(ast.unparse(definition), scope)
    return inspect.signature(scope["f"])


def _differences(row: inspect.Signature, python: inspect.Signature) -> dict[str, str]:
    """What calls that fit the row would meet in Python, by the row's parameters."""
    theirs = [each for each in python.parameters.values() if each.name != "self"]
    kinds = {each.kind for each in theirs}
    places = [each for each in theirs if each.kind <= each.POSITIONAL_OR_KEYWORD]
    named = {each.name: each for each in theirs if each.kind in (each.POSITIONAL_OR_KEYWORD, each.KEYWORD_ONLY)}
    found: dict[str, str] = {}
    met: set[str] = set()
    place = 0
    for each in row.parameters.values():
        if each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD):
            if each.kind not in kinds and not (each.kind == each.VAR_POSITIONAL and len(places) > place):
                found[each.name] = f"takes no *{each.name}"
            met.update(other.name for other in places)
            continue
        there: inspect.Parameter | None = named.get(each.name)
        if each.kind <= each.POSITIONAL_OR_KEYWORD:
            at = places[place] if place < len(places) else None
            place += 1
            if at is None:
                if each.VAR_POSITIONAL not in kinds:
                    found[each.name] = f"has no place for {each.name}"
                continue
            if each.kind == each.POSITIONAL_OR_KEYWORD and at is not there:
                found[each.name] = f"does not take {each.name} by that name"
            there = at
        elif there is None:
            if each.VAR_KEYWORD not in kinds:
                found[each.name] = f"has no {each.name}"
            continue
        met.add(there.name)
        if each.default is not each.empty and not _same(each.default, there.default):
            found[each.name] = f"has another default of {each.name}: {there.default!r}"
    needed = [each.name for each in [*places, *named.values()] if each.default is each.empty and each.name not in met]
    return found | {name: f"needs {name}" for name in needed}


def _same(ours: object, theirs: object) -> bool:
    """Whether a default is Python's; NumPy does not tell some, which stand for what is usual."""
    return theirs is np._NoValue or (ours == theirs and theirs is not inspect.Parameter.empty)
