"""What the ownership passes know of a script's functions: the names they set and read, whether they take things out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bmlc.frontend.host import (
    Assign,
    Comprehension,
    Define,
    DeleteItem,
    For,
    Handler,
    Invoke,
    ItemTarget,
    Lambda,
    Local,
    Method,
    MethodCall,
    NameTarget,
    Read,
    RunCall,
    SetSlice,
    Statement,
    Target,
    TensorCall,
    Timed,
    Total,
    TupleTarget,
    While,
    children,
    descendants,
)
from bmlc.frontend.ownership.origins import holds

__all__ = [
    "FunctionFacts",
    "assigned_names",
    "assigned_targets",
    "find_functions",
    "local_nodes",
    "name_targets",
    "takes_items",
    "target_names",
]

_TAKING = frozenset({"pop", "popitem", "clear", "remove", "update", "setdefault"})


@dataclass(frozen=True)
class FunctionFacts:
    """`captures` are the names of functions around it that a call may read, `takes` whether it may take tensors out of
    containers, `awaits` whether it is asynchronous in JavaScript."""

    captures: frozenset[str]
    takes: bool
    awaits: bool


def find_functions(body: Sequence[Statement]) -> Mapping[str, FunctionFacts]:
    """The facts of every function that a script defines, at any depth, by name."""
    defined = [node for statement in body for node in descendants(statement) if isinstance(node, Define)]
    calls: dict[str, set[str]] = {}
    captures: dict[str, set[str]] = {}
    takes: dict[str, bool] = {}
    awaits: dict[str, bool] = {}
    for node in defined:
        inside = [inner for statement in node.body for inner in descendants(statement)]
        own = {*node.params, *assigned_names(node.body)}
        captures.setdefault(node.name, set()).update(_free_names(node.body) - own)
        calls.setdefault(node.name, set()).update(inner.function for inner in inside if isinstance(inner, Invoke))
        takes[node.name] = takes.get(node.name, False) or any(map(takes_items, inside))
        awaits[node.name] = awaits.get(node.name, False) or any(map(_awaits, inside))
    _close(calls, captures, takes, awaits)
    return {name: FunctionFacts(frozenset(captures[name]), takes[name], awaits[name]) for name in calls}


def takes_items(node: Any) -> bool:
    """Whether `node` itself may take a tensor out of a container."""
    match node:
        case Method(owner, name):
            return name in _TAKING and holds(owner.type)
        case ItemTarget(owner) | DeleteItem(owner) | SetSlice(object=owner):
            return holds(owner.type)
        case _:
            return False


def assigned_names(body: Sequence[Statement]) -> Iterator[str]:
    """The names that a function sets; those of functions inside it are theirs."""
    yield from (target.name for target in assigned_targets(body))
    for node in _local_statements(body):
        match node:
            case Handler(_, str(name)) | Timed(_, str(name)) | Define(name):
                yield name
            case _:
                pass


def assigned_targets(body: Sequence[Statement]) -> Iterator[NameTarget]:
    """The names that a function's assignments and loops set, each time that one does."""
    for node in _local_statements(body):
        match node:
            case Assign(targets):
                for target in targets:
                    yield from name_targets(target)
            case For(target):
                yield from name_targets(target)
            case _:
                pass


def local_nodes(body: Sequence[Any]) -> Iterator[Any]:
    """The nodes of a function, without those of functions inside it."""
    for node in body:
        yield node
        yield from local_nodes(node.defaults if isinstance(node, Define) else list(children(node)))


def _local_statements(body: Sequence[Any]) -> Iterator[Any]:
    """The statements of a function and its handlers, at any depth, without those of functions inside it."""
    for node in body:
        yield node
        if not isinstance(node, Define):
            for name in ("body", "handlers", "then", "otherwise", "final"):
                yield from _local_statements(getattr(node, name, ()))


def target_names(target: Target) -> Iterator[str]:
    yield from (each.name for each in name_targets(target))


def name_targets(target: Target) -> Iterator[NameTarget]:
    match target:
        case NameTarget():
            yield target
        case TupleTarget(items):
            for item in items:
                yield from name_targets(item)
        case _:
            pass


def _free_names(body: Sequence[Any]) -> set[str]:
    """The names that these nodes read and that are not their own."""
    found: set[str] = set()
    for node in body:
        match node:
            case Local(name):
                found.add(name)
            case Define():
                found |= _free_names(node.defaults)
                found |= _free_names(node.body) - {*node.params, *assigned_names(node.body)}
            case Lambda(params, inner):
                found |= _free_names([inner]) - set(params)
            case Comprehension(clauses=clauses):
                own = {name for clause in clauses for name in target_names(clause.target)}
                found |= _free_names(list(children(node))) - own
            case _:
                found |= _free_names(list(children(node)))
    return found


def _awaits(node: Any) -> bool:
    match node:
        case For() | While() | Read():
            return True
        case MethodCall(is_async=is_async) | RunCall(is_async=is_async) | TensorCall(is_async=is_async):
            return is_async
        case Total():
            return True
        case Comprehension():  # these become loops
            return any(
                isinstance(inner, TensorCall) or holds(getattr(inner, "type", None)) for inner in descendants(node)
            )
        case _:
            return False


def _close(
    calls: Mapping[str, set[str]], captures: dict[str, set[str]], takes: dict[str, bool], awaits: dict[str, bool]
) -> None:
    """What a function calls, it does itself."""
    changed = True
    while changed:
        changed = False
        for name, called in calls.items():
            for other in called & calls.keys():
                before = (len(captures[name]), takes[name], awaits[name])
                captures[name] |= captures[other]
                takes[name] |= takes[other]
                awaits[name] |= awaits[other]
                changed |= before != (len(captures[name]), takes[name], awaits[name])
