"""From a file to a `Program`: scripts are checked, and what they and the exported functions need is traced."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy.typing as npt

from bml.collect.exports import function_export, script_export
from bml.collect.loading import UserModule, declarations, load_module
from bml.collect.making import Making as Line
from bml.collect.making import seed_of, variables_of
from bml.collect.nonfinite import nonfinite_warnings
from bml.collect.streams import expect_no_shared_draws, streams_here
from bml.collect.user_errors import errors_of_the_user
from bml.collect.values import ModelUse
from bml.collect.world import ModuleWorld
from bml.context import new_program
from bml.data import Source as DataSource
from bml.functions import Script, TensorFunction
from bml.keras.imported import keras
from bml.keras.state import State
from bml.keras.steps import states
from bml.parity.origins import Origins
from bmlc.errors import Gathered, UserError
from bmlc.ir import Function
from bmlc.ir import Variable as IRVariable
from bmlc.names import file_name
from bmlc.program import Element, Export, Making, Model, Program, Source
from bmlc.scripts import SCRIPT_GLOBALS, CompiledScript, compile_scripts
from bmlc.scripts.printing.names import APP_MEMBERS, KeyedNames
from bmlc.scripts.printing.runtime import PYTHON
from bmlc.source_text import source_text

__all__ = ["Collected", "collected"]


@dataclass(frozen=True)
class Collected:
    """A program, and its models by their names in it."""

    program: Program
    models: Mapping[str, Any]
    warnings: tuple[str, ...]  # what a build says and goes on
    origins: Origins


def collected(path: Path) -> Collected:
    """See `bml.collect.collect_with_models`."""
    with new_program() as context:
        user = load_module(path)
        streams = streams_here()
        of_file = frozenset(context.taken)
        world = ModuleWorld(user)
        names = KeyedNames(APP_MEMBERS)
        identifiers = KeyedNames(SCRIPT_GLOBALS)  # of the scripts in their module, which imports what they need
        exports: dict[str, Export] = {}
        scripts: dict[str, CompiledScript] = {}
        functions: dict[str, tuple[str, TensorFunction]] = {}
        errors = Gathered()
        declared_scripts: dict[str, tuple[str, Script]] = {}
        for python_name, declared in declarations(user):
            name = names(python_name, python_name)
            if isinstance(declared, TensorFunction):
                functions[name] = (python_name, declared)
            else:
                declared_scripts[name] = (identifiers(python_name, python_name), declared)
        trees = compile_scripts([(script.fn, own) for own, script in declared_scripts.values()], world, errors)
        for name, (own, _) in declared_scripts.items():
            if own in trees:
                scripts[name] = trees[own]
                exports[name] = script_export(name, trees[own])
        for name, (python_name, function) in functions.items():  # after scripts, which give some of them their types
            with errors:
                export = function_export(function, python_name, world)
                if export is not None:
                    exports[name] = export
        errors.raise_all()
        world.keep_called({name for script in scripts.values() for name in script.objects})
        if not exports:
            raise UserError(
                "BML302",
                f"{user.path.name} declares nothing to build: no public @bml.script or @bml.function with types",
                "decorate a training function with @bml.script, or annotate a @bml.function's parameters",
            )
        world.expect_no_draw()
        expect_no_shared_draws(world.reseeded)
        variables = _variables(world, user)
        owned = _made_variables(world, user, of_file)
        with errors_of_the_user(user.path, "BML303"):
            for use in world.models.values():
                use.model.reset_metrics()
            values: dict[IRVariable, npt.NDArray[Any]] = {
                variable: variable.numpy()
                for variable in variables
                if isinstance(variable, State) and not variable.is_initial
            }
            sources = {name: _source(name, source) for name, source in world.sources.items()}
            reached = {name for script in scripts.values() for name in script.arrays}
            sources |= {name: _array(name, world.arrays[name]) for name in sorted(reached)}
    order = [names(python_name, python_name) for python_name, _ in declarations(user)]
    program = Program(
        name=file_name(user.path.stem),
        source=user.path,
        title=_title(inspect.getdoc(user.module), user.path),
        functions=world.functions,
        variables=tuple(variables),
        values=values,
        sources=sources,
        models={name: _model(use, variables) for name, use in world.models.items() if use.steps},
        scripts=scripts,
        exports={name: exports[name] for name in order if name in exports},
        groups=_groups(world, variables),
        makings={
            making.name: Making(tuple(each for each in variables if owned.get(each) is making), len(making.seeds))
            for making in world.makings
        },
        draws=_draws(owned),
        seed=context.seed,
        streams=streams.shipped(_drawn_from(scripts), context.seed, source_text(path)),
    )
    models = {name: world.models[name].model for name in program.models}
    origins = Origins(user.module, world.origins, world.made)
    return Collected(program, models, tuple(nonfinite_warnings(world.sources, values)), origins)


def _made_variables(world: ModuleWorld, user: UserModule, of_file: frozenset[str]) -> dict[IRVariable, Line]:
    """The line that makes each variable which a script makes: the first one whose objects have it."""
    kept = {weight.state for layer in _outermost_layers(user) for weight in layer.variables}
    found: dict[IRVariable, Line] = {}
    for making in world.makings:
        for variable in variables_of(making):
            if variable.name not in of_file and variable not in kept:
                found.setdefault(variable, making)
    return found


def _draws(owned: Mapping[IRVariable, Line]) -> dict[IRVariable, int]:
    found = {}
    for variable, making in owned.items():
        seed = seed_of(variable) if isinstance(variable, State) else None
        if seed is not None and seed in making.seeds:
            found[variable] = making.seeds.index(seed)
    return found


def _drawn_from(scripts: Mapping[str, CompiledScript]) -> set[str]:
    """The streams of random numbers that scripts draw from."""
    modules = {PYTHON[helper] for script in scripts.values() for helper in script.helpers}
    return {name for name, module in (("python", "random/streams"), ("numpy", "numpy/random")) if module in modules}


def _groups(world: ModuleWorld, variables: Sequence[IRVariable]) -> dict[str, tuple[IRVariable, ...]]:
    """The variables of optimizers and metrics that some function touches."""
    known = set(variables)
    groups = {
        name: tuple(item for item in states(owner.variables) if item in known) for name, owner in world.owners().items()
    }
    return {name: group for name, group in groups.items() if group}


def _variables(world: ModuleWorld, user: UserModule) -> list[IRVariable]:
    """What the functions capture or update: weights in the order of their models, as in Keras, then the rest as met."""
    found = dict.fromkeys(variable for fn in world.functions.values() for variable in _touched(fn))
    owners = [*(use.model for use in world.models.values()), *_outermost_layers(user)]
    weights: list[IRVariable] = [weight.state for owner in owners for weight in owner.weights]
    return list(dict.fromkeys([*(weight for weight in weights if weight in found), *found]))


def _outermost_layers(user: UserModule) -> list[keras.Layer]:
    """The models and layers that the file names, without those that stand in another one of it."""
    named = [value for value in vars(user.module).values() if isinstance(value, keras.Layer)]
    inside = {id(layer) for outer in named for layer in outer._flatten_layers(include_self=False)}
    return [layer for layer in named if id(layer) not in inside]


def _touched(fn: Function) -> list[IRVariable]:
    return [capture.variable for capture in fn.captures] + [update.variable for update in fn.updates]


def _source(name: str, source: DataSource) -> Source:
    origin = None if source.origin is None else source.origin()
    arrays = None if origin else source.arrays  # whatever is wrong with them is told now

    def element(index: int) -> Element:
        kind = source.types[index]
        shape = tuple(size for size in kind.shape if isinstance(size, int))
        own = origin and f"{origin} {index}"
        return Element(source.names[index], shape, kind.dtype, lambda: (arrays or source.arrays)[index], own)

    return Source(name, source.size, tuple(map(element, range(len(source.types)))))


def _array(name: str, array: npt.NDArray[Any]) -> Source:
    """An array of the file as a data set of its rows."""
    kind: Any = str(array.dtype)
    return Source(name, len(array), (Element(name, array.shape[1:], kind, lambda: array),))


def _model(use: ModelUse, variables: Sequence[IRVariable]) -> Model:
    steps: Mapping[str, str] = {"train": "", "test": "", "predict": "", **use.steps}
    return Model(
        name=use.name,
        train_step=steps["train"],
        test_step=steps["test"],
        predict_step=steps["predict"],
        logs=use.logs.get("train") or use.logs.get("test", ()),
        test_logs=use.logs.get("test", ()),
        metric_variables=tuple(state for state in states(use.model.metrics_variables) if state in variables),
    )


def _title(doc: str | None, path: Path) -> str:
    return doc.strip().splitlines()[0].strip() if doc and doc.strip() else path.stem.replace("_", " ")
