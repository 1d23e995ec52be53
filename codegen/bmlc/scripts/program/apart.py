"""Code that trains by hand: it is compiled for each model apart, as tapes and optimizers hold what is one model's.

for units in (4, 8):                     =>   model = makeInstance(run, "model");
    model = make(units)                       sgd = makeInstance(run, "sgd"); …
    sgd = SGD(0.1)                            model2 = makeInstance(run, "model_2");
    …                                         sgd2 = makeInstance(run, "sgd_2"); …
"""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterable

from bmlc.scripts.program.host_types import OptimizerType
from bmlc.scripts.source import SourceFile, set_names
from bmlc.scripts.types import Program, Tuple, Type
from bmlc.scripts.values import Value, written_out
from bmlc.scripts.visit import Visit

__all__ = ["loop_apart", "models_given", "note_choice", "programs_in", "steps_apart", "trains"]

_TRAINS = frozenset({"GradientTape", "apply", "apply_gradients", "value_and_grad"})


def trains(nodes: Iterable[ast.AST], file: SourceFile, given: Iterable[Program] = ()) -> bool:
    """Whether code has a tape or applies gradients, or names a function of its file that does.

    Where it is given optimizers, also whether it compiles models with them.
    """
    names = _TRAINS | {"compile"} if any(isinstance(atom.object, OptimizerType) for atom in given) else _TRAINS
    functions = {each.name: each for each in ast.walk(file.module) if isinstance(each, ast.FunctionDef)}
    waiting = list(nodes)
    while waiting:
        for each in ast.walk(waiting.pop()):
            name = each.attr if isinstance(each, ast.Attribute) else each.id if isinstance(each, ast.Name) else ""
            if name in names:
                return True
            if name in functions:
                waiting.append(functions.pop(name))
    return False


def models_given(visit: Visit) -> tuple[Hashable, ...]:
    """What this version of a function is given: objects of the program, and constants by which it compiles models.

    What its lines make is for these.
    """
    instance = visit.frame.instance
    objects = [
        f"{name} {atom!r}" for name, held in instance.params.items() for atom in held if isinstance(atom, Program)
    ]
    return *instance.constants, *sorted(objects)


def note_choice(visit: Visit, node: ast.AST, *, compiles: bool) -> None:
    """A line makes one of several objects by what these names hold, or compiles a model in one of several ways."""
    known = visit.compiling if compiles else visit.choosing
    of = visit.frame.instance.definition.site if compiles else visit.frame.instance.key
    names = {(of, each.id) for each in ast.walk(node) if isinstance(each, ast.Name)}
    visit.cells.grew |= not names <= known
    known |= names


def loop_apart(visit: Visit, node: ast.For) -> ast.expr:
    """What a loop goes through: a table that is written out as the list of its pairs, where steps may be apart."""
    match node.iter:
        case ast.Call(ast.Attribute(ast.Dict(keys, values), "items"), [], []) if len(
            {key.value for key in keys if isinstance(key, ast.Constant)}
        ) == len(keys) and trains(node.body, visit.file, [Program(OptimizerType(""))]):
            pairs: list[ast.expr] = [
                ast.Tuple([key, value], ast.Load()) for key, value in zip(keys, values, strict=True) if key is not None
            ]
            whole = ast.copy_location(ast.List(pairs, ast.Load()), node.iter)
            return visit.once((node, "pairs"), ast.fix_missing_locations(whole))
    return node.iter


def steps_apart(visit: Visit, node: ast.For, source: Value) -> list[Value] | None:
    """The steps of a loop that trains models which differ from step to step; None of other loops."""
    if not source.items:
        return None
    chooses = any((visit.frame.instance.key, name) in visit.choosing for name in set_names([node.target]))
    models = {atom for item in source.items for atom in programs_in(item.type)}
    if not (chooses or len(models) > 1) or not trains(node.body, visit.file, models):
        return None
    return [_named(visit, item) for item in source.items]


def programs_in(held: Type) -> set[Program]:
    inner = {found for atom in held if isinstance(atom, Tuple) for item in atom.items for found in programs_in(item)}
    return inner | {atom for atom in held if isinstance(atom, Program)}


def _named(visit: Visit, value: Value) -> Value:
    if value.items is not None:
        return written_out((_named(visit, item) for item in value.items), fresh=value.fresh, held=value.type)
    return visit.simple(value)
