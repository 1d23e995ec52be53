"""What a script says of the numbers that its parameters may be, for the fields of the page.

model.fit(digits.map(prepare).batch(batch_size), epochs=epochs)
=> {"batchSize": {"min": 1, "examples": 1500}, "epochs": {"min": 1}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from bmlc.emit import js

if TYPE_CHECKING:
    from bmlc.scripts import CompiledScript

__all__ = ["parameter_bounds"]

# What counts rounds is at least 1 where a loop goes through `range` of it: none at all is no run.
_ROUNDS = ("epochs", "episodes", "iterations", "steps", "rounds")


def parameter_bounds(script: CompiledScript, sizes: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Bounds by JavaScript's names: `min`, `max`, and `examples`, how many a batch of that size is taken from.

    Args:
        script: Compiled.
        sizes: Examples of each data set of the file, by its JavaScript name.
    """
    nodes = list(_nodes(script.function.body))
    assigned = [name for node in nodes for name in _assigned(node)]
    names = {local: key for key, local in script.locals.items() if local not in assigned}
    # Names that have one value: a data set may have a name before it is batched.
    values = {
        node.target.name: node.value
        for node in nodes
        if isinstance(node, js.Declare | js.Assign)
        and isinstance(node.target, js.Identifier)
        and assigned.count(node.target.name) == 1
    }
    bounds: dict[str, dict[str, int]] = {}
    for node in nodes:
        for argument, bound in _asked(node, values, sizes):
            if isinstance(argument, js.Identifier) and argument.name in names:
                name = names[argument.name]
                bounds[name] = {**bounds.get(name, {}), **bound}
    return bounds


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    if isinstance(node, tuple):
        for each in node:
            yield from _nodes(each)
    elif is_dataclass(node) and not isinstance(node, js.Identifier | js.Literal):
        for field in fields(node):
            yield from _nodes(getattr(node, field.name))


def _assigned(node: Any) -> Iterator[str]:
    """The names that a statement sets, and those of parameters of functions inside."""
    targets: tuple[Any, ...] = ()
    match node:
        case js.Declare(target=target) | js.Assign(target=target) | js.ForOf(target=target):
            targets = (target,)
        case js.Arrow(params) | js.FunctionNode(params=params):
            targets = params
    for each in _nodes(targets):
        if isinstance(each, js.Identifier):
            yield each.name


def _asked(node: Any, values: Mapping[str, Any], sizes: Mapping[str, int]) -> Iterator[tuple[Any, dict[str, int]]]:
    match node:
        case js.Call(js.Member(data, "batch"), (size, *options)):
            examples = _examples(data, values, sizes)
            drops = "dropRemainder" in dict(_options(options))
            most = {} if examples is None else {"max" if drops else "examples": examples}
            yield size, {"min": 1, **most}
        case js.Call(js.Member(_, "fit"), (_, *options)):
            yield from ((value, {"min": 1}) for name, value in _options(options) if name == "epochs")
        case js.ForOf(iterable=js.Call(js.Identifier("range"), (js.Identifier(name) as stop,))) if name in _ROUNDS:
            yield stop, {"min": 1}


def _options(arguments: list[Any]) -> Iterator[tuple[str, Any]]:
    for argument in arguments:
        if isinstance(argument, js.Object):
            for each in argument.properties:
                if isinstance(each, js.Property) and each.value != js.Literal(False):
                    yield each.key, each.value


def _examples(data: Any, values: Mapping[str, Any], sizes: Mapping[str, int]) -> int | None:
    """How many examples `data` has, where nothing but the whole of a data set can be meant."""
    match data:
        case js.Identifier(name) if name in values:
            return _examples(values[name], {key: value for key, value in values.items() if key != name}, sizes)
        case js.Identifier(name):
            return sizes.get(name)
        case js.Call(js.Member(source, "map" | "shuffle")):
            return _examples(source, values, sizes)
    return None
