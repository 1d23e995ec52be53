"""Code that trains by hand: it is compiled for each model apart, as tapes and optimizers hold what is one model's.

for units in (4, 8):                     =>   model = makeInstance(run, "model");
    model = make(units)                       sgd = makeInstance(run, "sgd"); …
    sgd = SGD(0.1)                            model2 = makeInstance(run, "model_2");
    …                                         sgd2 = makeInstance(run, "sgd_2"); …
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from bmlc.scripts.source import SourceFile, set_names
from bmlc.scripts.types import Program, Tuple, Type
from bmlc.scripts.values import Value, written_out
from bmlc.scripts.visit import Visit

__all__ = ["models_given", "note_choice", "steps_apart", "trains"]

_TRAINS = frozenset({"GradientTape", "apply", "apply_gradients", "value_and_grad"})


def trains(nodes: Iterable[ast.AST], file: SourceFile) -> bool:
    """Whether code has a tape or applies gradients, or names a function of its file that does."""
    functions = {each.name: each for each in ast.walk(file.module) if isinstance(each, ast.FunctionDef)}
    waiting = list(nodes)
    while waiting:
        for each in ast.walk(waiting.pop()):
            name = each.attr if isinstance(each, ast.Attribute) else each.id if isinstance(each, ast.Name) else ""
            if name in _TRAINS:
                return True
            if name in functions:
                waiting.append(functions.pop(name))
    return False


def models_given(visit: Visit) -> tuple[str, ...]:
    """The objects of the program that this version of a function is given: what its lines make is for these."""
    params = visit.frame.instance.params.items()
    return tuple(sorted(f"{name} {atom!r}" for name, held in params for atom in held if isinstance(atom, Program)))


def note_choice(visit: Visit, node: ast.AST) -> None:
    """A line makes one of several objects by what these names hold."""
    names = {(visit.frame.instance.key, each.id) for each in ast.walk(node) if isinstance(each, ast.Name)}
    visit.cells.grew |= not names <= visit.choosing
    visit.choosing |= names


def steps_apart(visit: Visit, node: ast.For, source: Value) -> list[Value] | None:
    """The steps of a loop that trains models which differ from step to step; None of other loops."""
    if not source.items:
        return None
    chooses = any((visit.frame.instance.key, name) in visit.choosing for name in set_names([node.target]))
    models = {atom for item in source.items for atom in _programs(item.type)}
    if not (chooses or len(models) > 1) or not trains(node.body, visit.file):
        return None
    return [_named(visit, item) for item in source.items]


def _programs(held: Type) -> set[Program]:
    inner = {found for atom in held if isinstance(atom, Tuple) for item in atom.items for found in _programs(item)}
    return inner | {atom for atom in held if isinstance(atom, Program)}


def _named(visit: Visit, value: Value) -> Value:
    if value.items is not None:
        return written_out((_named(visit, item) for item in value.items), fresh=value.fresh, held=value.type)
    return visit.simple(value)
