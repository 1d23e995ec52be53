"""From a file to a `Program`: scripts are checked, and what they and the exported functions need is traced."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy.typing as npt

from bml.collect.exports import declarations, function_export, script_export
from bml.collect.loading import UserModule, load_module
from bml.collect.nonfinite import nonfinite_warnings
from bml.collect.user_errors import errors_of_the_user
from bml.collect.world import ModelUse, ModuleWorld
from bml.context import new_program
from bml.data import Source as DataSource
from bml.functions import TensorFunction
from bml.keras import seam
from bml.keras.state import State
from bml.keras.steps import states
from bml.old.layers.layer import Layer
from bml.old.models.model import Model as DeclaredModel
from bml.old.variable import Variable
from bmlc.errors import Gathered, UserError
from bmlc.frontend import APP_MEMBERS, SCRIPT_GLOBALS, KeyedNames, check_script
from bmlc.ir import Function
from bmlc.ir import Variable as IRVariable
from bmlc.names import file_name
from bmlc.program import Element, Export, Model, Program, Source
from bmlc.program import Script as ProgramScript

__all__ = ["Collected", "collect", "collect_with_models"]


@dataclass(frozen=True)
class Collected:
    """A program, and the file's own models by their names in it: an oracle that reads our layers needs them."""

    program: Program
    models: Mapping[str, DeclaredModel]
    warnings: tuple[str, ...]  # what a build says and goes on


def collect(path: Path) -> Program:
    """Everything that the file at `path` declares; see `collect_with_models`."""
    return collect_with_models(path).program


def collect_with_models(path: Path) -> Collected:
    """Everything that the file at `path` declares.

    Raises:
        UserError: BML301 for a file that cannot be imported, BML302 for one that declares nothing, and whatever is
            wrong in one of its scripts or functions.
        UserErrors: What is wrong in several of them, or in several places of one.
    """
    seam.load()
    with new_program() as context:
        user = load_module(path)
        world = ModuleWorld(user)
        names = KeyedNames(APP_MEMBERS)
        identifiers = KeyedNames(SCRIPT_GLOBALS)  # of the scripts in their module, which imports what they need
        exports: dict[str, Export] = {}
        scripts: dict[str, ProgramScript] = {}
        functions: dict[str, tuple[str, TensorFunction]] = {}
        errors = Gathered()
        for python_name, declared in declarations(user):
            name = names(python_name, python_name)
            if isinstance(declared, TensorFunction):
                functions[name] = (python_name, declared)
                continue
            with errors:
                tree = check_script(declared.fn, identifiers(python_name, python_name), world)
                scripts[name] = ProgramScript(name, tree, declared.loc)
                exports[name] = script_export(declared, name, tree)
        for name, (python_name, function) in functions.items():  # after scripts, which give some of them their types
            with errors:
                export = function_export(function, python_name, world)
                if export is not None:
                    exports[name] = export
        errors.raise_all()
        if not exports:
            raise UserError(
                "BML302",
                f"{user.path.name} declares nothing to build: no public @bml.script or @bml.function with types",
                "decorate a training function with @bml.script, or annotate a @bml.function's parameters",
            )
        variables = _variables(world, user)
        with errors_of_the_user(user.path, "BML303"):
            values: dict[Variable | State, npt.NDArray[Any]] = {
                variable: variable.numpy() for variable in variables if not variable.is_initial
            }
            sources = {name: _source(name, source) for name, source in world.sources.items()}
    order = [names(python_name, python_name) for python_name, _ in declarations(user)]
    program = Program(
        name=file_name(user.path.stem),
        source=user.path,
        title=_title(inspect.getdoc(user.module), user.path),
        functions=world.functions,
        variables=tuple(variables),
        values=dict(values.items()),
        sources=sources,
        models={name: _model(use) for name, use in world.models.items() if use.steps},
        scripts=scripts,
        exports={name: exports[name] for name in order if name in exports},
        groups=_groups(world, variables),
        seed=context.random_seed,
    )
    models = {name: world.models[name].model for name in program.models}
    return Collected(program, models, tuple(nonfinite_warnings(world.sources, values)))


def _groups(world: ModuleWorld, variables: Sequence[Variable | State]) -> dict[str, tuple[IRVariable, ...]]:
    """The variables of optimizers and metrics that some function touches."""
    known = set(variables)
    groups = {name: tuple(item for item in group.variables if item in known) for name, group in world.groups.items()}
    return {name: group for name, group in groups.items() if group}


def _variables(world: ModuleWorld, user: UserModule) -> list[Variable | State]:
    """What the functions capture or update: weights in the order of their models, as in Keras, then the rest as met."""
    found: dict[IRVariable, None] = {}
    for fn in world.functions.values():
        for variable in _touched(fn):
            found.setdefault(variable)
    owners = [*(use.model for use in world.models.values()), *_outermost_layers(user)]
    owned = [weight for owner in owners for weight in owner.weights]
    weights = [weight for weight in (getattr(each, "state", each) for each in owned) if weight in found]
    ordered = dict.fromkeys([*weights, *found])
    return [variable for variable in ordered if isinstance(variable, Variable | State)]


def _outermost_layers(user: UserModule) -> list[Layer]:
    """The models and layers that the file names, without those that stand in another one of it."""
    named = [value for value in vars(user.module).values() if isinstance(value, Layer)]
    inside = {id(layer) for outer in named for layer in _inside(outer)}
    return [layer for layer in named if id(layer) not in inside]


def _inside(outer: Layer) -> Iterator[Layer]:
    for layer in outer.inner_layers:
        yield layer
        yield from _inside(layer)


def _touched(fn: Function) -> list[IRVariable]:
    return [capture.variable for capture in fn.captures] + [update.variable for update in fn.updates]


def _source(name: str, source: DataSource) -> Source:
    elements = tuple(
        Element(label, tuple(size for size in kind.shape if isinstance(size, int)), kind.dtype, array)
        for label, kind, array in zip(source.names, source.types, source.arrays, strict=True)
    )
    return Source(name, source.size, elements)


def _model(use: ModelUse) -> Model:
    steps: Mapping[str, str] = {"train": "", "test": "", "predict": "", **use.steps}
    return Model(
        name=use.name,
        train_step=steps["train"],
        test_step=steps["test"],
        predict_step=steps["predict"],
        logs=use.logs,
        metric_variables=tuple(
            use.model.metric_variables if isinstance(use.model, DeclaredModel) else states(use.model.metrics_variables)
        ),
    )


def _title(doc: str | None, path: Path) -> str:
    return doc.strip().splitlines()[0].strip() if doc and doc.strip() else path.stem.replace("_", " ")
