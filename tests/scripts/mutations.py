"""Programs with one thing changed in them, as slips change it: most are wrong, in places where nobody has looked."""

from __future__ import annotations

import ast
import copy
import random
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["mutated"]

_CONSTANTS: tuple[object, ...] = (0, 1, -1, 3, 2**60, 0.5, "a", "", None, True, [], {}, (), (1, "a"))
_CALLS = (
    *("abs", "all", "any", "bool", "dict", "enumerate", "float", "int", "isinstance", "iter", "len", "list", "max"),
    *("min", "next", "print", "range", "repr", "reversed", "round", "set", "sorted", "str", "sum", "tuple", "type"),
    *("zip", "map", "filter", "divmod", "pow", "getattr", "unknown"),
)
_METHODS = ("append", "get", "items", "join", "pop", "split", "sort", "update", "upper", "unknown", "format", "index")
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.BitOr, ast.LShift, ast.MatMult)
_COMPARISONS = (ast.Eq, ast.Lt, ast.In, ast.Is, ast.NotIn, ast.GtE)
_STATEMENTS = (
    *("break", "continue", "return", "return 1", "raise", "raise ValueError('a')", "pass", "global a", "nonlocal a"),
    *("del {0}", "{0} = {1}", "{0} += {1}", "{0}, {1} = {1}, {0}", "{0}.a = {1}", "{0}[{1}] = {0}", "yield {0}"),
    *("for {0} in {1}: pass", "while {0}: pass", "with {0} as {1}: pass", "assert {0}, {1}", "import os", "await {0}"),
    *("def {0}({1}={0}): return {1}", "{0} = lambda {1}: {0}({1})", "class {0}: pass", "print(*{0}, sep={1})"),
    *("{0}: int = {1}", "{0} = [{0} for {0} in {1}]", "{0}({1}, {0}={1})", "print(f'{{{0}:{{{1}}}}}')"),
    *("match {0}:\n    case 1: pass", "{0}, *{1} = {0}", "try: {0}()\nexcept {1} as {0}: raise", "{0} = {0}, {0}"),
)
_EXPRESSIONS = (
    *("{0} if {1} else None", "not {0}", "-{0}", "{0}[0]", "{0}[{1}:]", "{0}['a']", "({0}, {1})", "[{0}, {1}]"),
    *("{{{0}: {1}}}", "lambda: {0}", "lambda {1}: {0}", "{0}({1})", "{0}(*{1})", "{0}(**{1})", "f'{{{0}:.2f}}'"),
    *("[x for x in {0}]", "{{x: {1} for x in {0}}}", "sum(x for x in {0})", "{0}.{1}", "{0}.{1}()", "{0} < {1} < {0}"),
    *(
        "({1} := {0})",
        "{0} and {1}",
        "{0} or {1}",
        "{0} == {1}",
        "{0} in {1}",
        "{{{0}, {1}}}",
        "{0} @ {1}",
        "{0} % {1}",
    ),
    *("sorted({0}, key={1})", "'%d' % {0}", "'{{}}'.format({0})", "{0}[{1}, {0}]", "await {0}", "(yield {0})"),
)


@dataclass(frozen=True)
class Slip:
    """A program with one change, and the name of the function or class that has it."""

    program: str
    name: str


def mutated(text: str, seed: int) -> Slip | None:
    """The program with one change; None where no Python came of it."""
    rng = random.Random(seed)
    module = ast.parse(text)
    owners = [each for each in module.body if isinstance(each, ast.FunctionDef | ast.ClassDef)]
    owner = rng.choice(owners)
    rng.choice(_CHANGES)(owner, rng)
    ast.fix_missing_locations(module)
    try:
        written = ast.unparse(module)
        compile(written, "mutated", "exec")
    except (SyntaxError, ValueError, AttributeError):  # break outside a loop, say
        return None
    return Slip(written, owner.name)


def _bodies(owner: ast.AST) -> list[list[ast.stmt]]:
    found = []
    for node in ast.walk(owner):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(node, name, None)
            if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
                found.append(body)
    return found


def _delete(owner: ast.AST, rng: random.Random) -> None:
    body = rng.choice(_bodies(owner))
    body.pop(rng.randrange(len(body)))
    if not body:
        body.append(ast.Pass())


def _insert(owner: ast.AST, rng: random.Random) -> None:
    body = rng.choice(_bodies(owner))
    written = rng.choice(_STATEMENTS).format(*_two_names(owner, rng))
    inside = ast.parse("async def f():\n " + written.replace("\n", "\n ")).body[0]
    assert isinstance(inside, ast.AsyncFunctionDef)
    body.insert(rng.randrange(len(body) + 1), inside.body[0])


def _rename(owner: ast.AST, rng: random.Random) -> None:
    names = [each for each in ast.walk(owner) if isinstance(each, ast.Name)]
    if names:
        rng.choice(names).id = _two_names(owner, rng)[0]


def _constant(owner: ast.AST, rng: random.Random) -> None:
    constants = [each for each in ast.walk(owner) if isinstance(each, ast.Constant) and not _in_text(owner, each)]
    if constants:
        _put(owner, rng.choice(constants), ast.parse(repr(rng.choice(_CONSTANTS)), mode="eval").body)


def _wrap(owner: ast.AST, rng: random.Random) -> None:
    found = _expressions(owner)
    if not found:
        return
    node = rng.choice(found)
    first = ast.unparse(node)
    if rng.random() < 0.4:
        written = f"{rng.choice(_CALLS)}({first})"
    else:
        second = ast.unparse(rng.choice(found)) if rng.random() < 0.5 else _two_names(owner, rng)[1]
        written = rng.choice(_EXPRESSIONS).format(f"({first})", second if second.isidentifier() else f"({second})")
    try:
        made = ast.parse(written, mode="eval").body
    except SyntaxError:
        return
    _put(owner, node, made)


def _swap(owner: ast.AST, rng: random.Random) -> None:
    """Another operator, method or argument."""
    kinds = (ast.BinOp, ast.Compare, ast.Call, ast.Attribute, ast.arg)
    nodes = [each for each in ast.walk(owner) if isinstance(each, kinds)]
    if not nodes:
        return
    match rng.choice(nodes):
        case ast.BinOp() as node:
            node.op = rng.choice(_OPERATORS)()
        case ast.Compare() as node:
            node.ops[0] = rng.choice(_COMPARISONS)()
        case ast.Attribute() as node:
            node.attr = rng.choice(_METHODS)
        case ast.arg() as node:
            node.annotation = None
        case ast.Call() as node:
            if node.args and rng.random() < 0.4:
                node.args.pop(rng.randrange(len(node.args)))
            elif node.args and rng.random() < 0.3:
                node.keywords.append(ast.keyword(rng.choice(("key", "start", "a")), node.args.pop()))
            else:
                node.args.append(ast.Name(_two_names(owner, rng)[0], ast.Load()))


def _replace(owner: ast.AST, rng: random.Random) -> None:
    found = _expressions(owner)
    if found:
        _put(owner, rng.choice(found), copy.deepcopy(rng.choice(found)))


def _expressions(owner: ast.AST) -> list[ast.expr]:
    return [
        each
        for each in ast.walk(owner)
        if isinstance(each, ast.expr)
        and not isinstance(each, ast.JoinedStr | ast.FormattedValue | ast.Slice | ast.Starred)
        and not isinstance(getattr(each, "ctx", None), ast.Store | ast.Del)
        and not _in_text(owner, each)
    ]


def _in_text(owner: ast.AST, node: ast.AST) -> bool:
    return any(isinstance(each, ast.JoinedStr) and node in each.values for each in ast.walk(owner))


def _put(owner: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for node in ast.walk(owner):
        for name, value in ast.iter_fields(node):
            if value is old:
                setattr(node, name, new)
                return
            if isinstance(value, list) and any(each is old for each in value):
                value[next(k for k, each in enumerate(value) if each is old)] = new
                return


def _two_names(owner: ast.AST, rng: random.Random) -> tuple[str, str]:
    names = sorted({each.id for each in ast.walk(owner) if isinstance(each, ast.Name)} | {"a"})
    return rng.choice(names), rng.choice(names)


_CHANGES: list[Callable[[ast.AST, random.Random], None]] = [
    *(_delete, _insert, _rename, _constant, _wrap, _wrap, _swap, _replace)
]
