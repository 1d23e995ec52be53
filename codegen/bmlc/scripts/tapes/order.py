"""In which order a block reads and sets names, and what is set between two places of a function."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence

from bmlc.scripts.source import set_names

__all__ = ["elements_of", "is_repeated", "mentions", "read_first", "set_between", "statement_lists"]


def read_first(body: Sequence[ast.stmt], known: Iterable[str] = ()) -> set[str]:
    """The names that a block may read before it sets them."""
    found: set[str] = set()
    _through(body, set(known), found)
    return found


def _through(body: Sequence[ast.stmt], known: set[str], found: set[str]) -> set[str]:
    """The names that are set for sure behind `body`."""
    for node in body:
        match node:
            case ast.If(test, then, otherwise):
                found |= _read(test) - known
                known = _through(then, set(known), found) & _through(otherwise, set(known), found)
            case ast.For(target, items, inside, otherwise):
                found |= _read(items) - known
                _through(inside, known | set(set_names([target])), found)
                _through(otherwise, set(known), found)
            case ast.While(test, inside, otherwise):
                found |= _read(test) - known
                _through(inside, set(known), found)
                _through(otherwise, set(known), found)
            case ast.With(items, inside):
                for item in items:
                    found |= _read(item.context_expr) - known
                    known |= set(set_names([item]))
                known = _through(inside, known, found)
            case ast.AugAssign(ast.Name(name), _, value):
                found |= ({name} | _read(value)) - known
            case _:
                found |= _read(node) - known
                known |= set(set_names([node]))
    return known


def _read(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}


def elements_of(function: ast.AST, block: ast.AST, name: str) -> list[ast.expr] | None:
    """What `name = [x, y]` has at any time, if nothing else in the function, `block` left out, may change it."""
    inside = {id(each) for each in ast.walk(block)}
    found: list[list[ast.expr]] = []
    others: list[ast.AST] = [each for each in ast.walk(function) if isinstance(each, ast.Name) and each.id == name]
    for node in ast.walk(function):
        read: list[ast.AST] = []
        match node:
            case ast.Assign([ast.Name() as target], ast.List(elts)) if target.id == name:
                read, found = [target], [*found, elts]
            case (
                ast.Subscript(value, ctx=ast.Load())
                | ast.For(iter=value)
                | ast.comprehension(iter=value)
                | ast.Return(ast.Name() as value)
            ):
                read = [value]
            case ast.Call(ast.Name("len" | "sum" | "zip" | "enumerate" | "print"), args):
                read = list(args)
            case ast.Call(ast.Attribute(ast.Name(tape), "gradient"), args) if tape in set_names([block]):
                read = list(args)
        others = [each for each in others if each not in read and id(each) not in inside]
    is_whole = len(found) == 1 and not others and not any(isinstance(each, ast.Starred) for each in found[0])
    return found[0] if is_whole else None


def statement_lists(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """The blocks in `node`, each as the list of its statements."""
    for each in ast.walk(node):
        for value in vars(each).values():
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                yield value


def set_between(function: ast.AST, first: ast.AST, last: ast.AST, name: str, is_part: bool = False) -> ast.stmt | None:
    """A statement that may set `name` on a way from behind `first` to `last`, which stand in `function`.

    More than may: of what `last` stands in below the block that both share, everything counts. Of a value that is a
    part of what `name` is (`is_part`), each statement that mentions it does.
    """
    before, behind = _way(function, first), _way(function, last)
    common = 0
    while before[common] is behind[common]:
        common += 1
    touches = mentions if is_part else lambda nodes, name: name in set_names(nodes)
    for body in statement_lists(before[common - 1]):
        if before[common] in body and behind[common] in body:
            start, end = body.index(before[common]), body.index(behind[common])  # type: ignore[arg-type]
            between = body[start + 1 : end] if start < end else [*body[start + 1 :], *body[:end]]
            around = body[start : start + 1] if before[common] is not first else []
            reached = [] if _comes_first(body[end], behind[common + 1 :], name) else body[end : end + 1]
            return next(_found([*around, *between, *reached], name, (first, last), touches), None)
    return next(_found([function], name, (first, last), touches), None)  # in branches: by way of a loop around


def _comes_first(node: ast.AST, way: Sequence[ast.AST], name: str) -> bool:
    """Whether a statement evaluates the expression at the end of the way before it sets a name."""
    match node:
        case ast.For(iter=head) | ast.If(test=head) if head in way:
            node = head
    walrus = [each.target.id for each in ast.walk(node) if isinstance(each, ast.NamedExpr)]
    return not hasattr(node, "body") and name not in walrus


def is_repeated(function: ast.AST, first: ast.AST, last: ast.AST) -> bool:
    """Whether `last` stands in a loop that `first` does not stand in."""
    around = {id(node) for node in _way(function, first)}
    way = _way(function, last)
    return any(id(node) not in around and _repeats(node, way) for node in way)


def _repeats(node: ast.AST, way: Sequence[ast.AST]) -> bool:
    """Whether a loop evaluates what the way leads to at each step: what it goes through is evaluated once."""
    match node:
        case ast.For(iter=items, orelse=after):
            return items not in way and not any(each in way for each in after)
        case ast.While(orelse=after):
            return not any(each in way for each in after)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return node.generators[0].iter not in way
    return False


def _way(node: ast.AST, to: ast.AST) -> list[ast.AST]:
    """The nodes from `node` down to `to`."""
    if node is to:
        return [node]
    for child in ast.iter_child_nodes(node):
        way = _way(child, to)
        if way:
            return [node, *way]
    return []


def _found(
    nodes: Iterable[ast.AST], name: str, without: Sequence[ast.AST], touches: Callable[[list[ast.AST], str], bool]
) -> Iterator[ast.stmt]:
    for node in nodes:
        if node in without:
            continue
        inside = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt | ast.excepthandler)]
        own = [child for child in ast.iter_child_nodes(node) if child not in (*inside, *without)]
        if isinstance(node, ast.stmt) and touches(own if inside else [node], name):
            yield node
        yield from _found(inside, name, without, touches)


def mentions(nodes: Sequence[ast.AST], name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for node in nodes for each in ast.walk(node))
