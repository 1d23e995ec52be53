"""What a script says of the numbers that its parameters may be, for the fields of the page.

model.fit(digits.map(prepare).batch(batch_size), epochs=epochs)
=> {"batchSize": {"min": 1, "examples": 1500}, "epochs": {"min": 1}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bmlc.frontend.host import (
    Assign,
    Builtin,
    Constant,
    DatasetType,
    Expression,
    For,
    Local,
    MethodCall,
    NameTarget,
    ProgramObject,
    Script,
    descendants,
)

__all__ = ["parameter_bounds"]

# What counts rounds is at least 1 where a loop goes through `range` of it: none at all is no run.
_ROUNDS = ("epochs", "episodes", "iterations", "steps", "rounds")


def parameter_bounds(script: Script, sizes: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Bounds by JavaScript's names: `min`, `max`, and `examples`, how many a batch of that size is taken from.

    Args:
        script: Checked.
        sizes: Examples of each data set of the file, by its JavaScript name.
    """
    nodes = [node for statement in script.body for node in descendants(statement)]
    assigned = [node.name for node in nodes if isinstance(node, NameTarget)]
    inner = {getattr(param, "name", param) for node in nodes for param in getattr(node, "params", ())}
    names = {param.name: param.js_name for param in script.params if param.name not in {*assigned, *inner}}
    # Names that have one value: a data set may have a name before it is batched.
    values = {
        target.name: node.value
        for node in nodes
        if isinstance(node, Assign)
        for target in node.targets
        if isinstance(target, NameTarget) and assigned.count(target.name) == 1
    }
    bounds: dict[str, dict[str, int]] = {}
    for node in nodes:
        for argument, bound in _asked(node, values, sizes):
            if isinstance(argument, Local) and argument.name in names:
                name = names[argument.name]
                bounds[name] = {**bounds.get(name, {}), **bound}
    return bounds


def _asked(node: Any, values: Mapping[str, Any], sizes: Mapping[str, int]) -> Iterator[tuple[Any, dict[str, int]]]:
    match node:
        case MethodCall(object, "batch", (size, *_), options):
            examples = _examples(object, values, sizes)
            drops = any(name == "dropRemainder" and not _is_false(value) for name, value in options)
            most = {} if examples is None else {"max" if drops else "examples": examples}
            yield size, {"min": 1, **most}
        case MethodCall(_, "fit", _, options):
            yield from ((value, {"min": 1}) for name, value in options if name == "epochs")
        case For(iterable=Builtin("range", arguments)):
            (stop,) = given if len(given := [each for each in arguments if each is not None]) == 1 else (None,)
            if isinstance(stop, Local) and stop.name in _ROUNDS:
                yield stop, {"min": 1}


def _examples(data: Expression, values: Mapping[str, Any], sizes: Mapping[str, int]) -> int | None:
    """How many examples `data` has, where nothing but the whole of a data set can be meant."""
    match data:
        case ProgramObject(name, DatasetType()):
            return sizes.get(name)
        case Local(name) if name in values:
            return _examples(values[name], {key: value for key, value in values.items() if key != name}, sizes)
        case MethodCall(object, "map" | "shuffle"):
            return _examples(object, values, sizes)
        case _:
            return None


def _is_false(value: Expression) -> bool:
    return isinstance(value, Constant) and value.value is False
