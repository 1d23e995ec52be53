"""A whole script: gone through until no type grows, then printed.

@bml.script                              async function train({ model, digits, prepare }, { epochs = 2 } = {}) {
def train(epochs: int = 2):       =>       await model.fit(digits.map(prepare).batch(64), { epochs });
    model.fit(..., epochs=epochs)        }
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bmlc.scripts.constructs
import bmlc.scripts.rows.everything  # noqa: F401  # they declare what is known of Python
from bmlc.emit import js
from bmlc.errors import UserError, UserErrors
from bmlc.ir import Loc
from bmlc.scripts import host_types as host
from bmlc.scripts.device import host_type, valueless
from bmlc.scripts.expressions import names_in
from bmlc.scripts.frame import Instance
from bmlc.scripts.functions import go_through, make_definition
from bmlc.scripts.names import KeyedNames
from bmlc.scripts.ownership import CountedFunction
from bmlc.scripts.printing import function_body, whole_expression
from bmlc.scripts.runtime import PYTHON
from bmlc.scripts.source import parse_file
from bmlc.scripts.types import BOOL, FLOAT, INT, STR, Scalar, Type
from bmlc.scripts.versions import Versions
from bmlc.scripts.visit import Visit
from bmlc.scripts.world import World

__all__ = ["SCRIPT_GLOBALS", "CompiledScript", "ScriptParameter", "compile_script"]

_TYPES: dict[Any, Type] = {bool: BOOL, int: INT, float: FLOAT, str: STR}
_TYPES |= {kind.__name__: scalar for kind, scalar in _TYPES.items()}  # annotations that are not evaluated
_MOST_PASSES = 60

# Names of the module that scripts stand in: its constants, what it may import from `@bml/runtime/python`, and the run.
SCRIPT_GLOBALS = frozenset({*PYTHON, "program", "scripts", "run"})


@dataclass(frozen=True)
class ScriptParameter:
    """`default` is a constant, `...` where the caller must give one."""

    name: str
    js_name: str  # how callers name it
    kind: str  # int, float, bool or str
    default: Any


@dataclass(frozen=True)
class CompiledScript:
    """`helpers` are what the function needs of `@bml/runtime/python`; `uses_run`: it asks its run for something."""

    name: str
    function: js.FunctionNode
    objects: tuple[str, ...]
    helpers: tuple[str, ...]
    uses_run: bool
    loc: Loc
    params: tuple[ScriptParameter, ...]
    results: tuple[host.HostType, ...]
    doc: str
    counted: tuple[CountedFunction, ...]  # what `bml inspect --ownership` shows
    locals: dict[str, str]  # the names of its parameters, inside, by their names for callers


def compile_script(fn: Callable[..., Any], name: str, world: World) -> CompiledScript:
    """A `@bml.script` as the function `name({objects of the program}, {arguments}, run)`.

    Raises:
        UserError: BML201 to BML207 for what scripts do not have, BML101 to BML104 for calls that do not fit.
        UserErrors: Several of them, all that were found.
    """
    file = parse_file(Path(fn.__code__.co_filename))
    node = file.function(fn.__name__)
    if node is None:
        raise UserError("BML201", f"{fn.__name__}: a @bml.script stands at the top level of the file", None, None)
    if isinstance(node, ast.AsyncFunctionDef):
        hint = "leave async out: await is put in where the browser needs it"
        message = f"expected {fn.__name__}, a @bml.script, to be a plain def, received async def"
        raise UserError("BML201", message, hint, file.loc(node))
    visit = Visit(file, world, {*SCRIPT_GLOBALS, name})
    params = _parameters(visit, fn, node)
    site: Hashable = (node, None)
    definition = visit.definitions[site] = make_definition(node, name, None, site, file)
    instance = Instance((site, "script"), definition, {each.name: frozenset({Scalar(each.kind)}) for each in params})
    visit.script = instance
    while True:
        go_through(visit, instance)
        if not visit.cells.grew:
            break
        if visit.passes == _MOST_PASSES:
            raise visit.error("BML203", node, "the types of this script grow without end")
        visit.begin()
    _raise(visit)
    compiled = _printed(visit, instance, name, params, inspect.getdoc(fn) or "")
    _raise(visit)
    return compiled


def _raise(visit: Visit) -> None:
    errors = list({(error.loc, error.message): error for error in visit.errors}.values())
    if errors:
        raise errors[0] if len(errors) == 1 else UserErrors(errors)


def _parameters(visit: Visit, fn: Callable[..., Any], node: ast.FunctionDef) -> list[ScriptParameter]:
    nodes = {each.arg: each for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
    params = []
    keys = KeyedNames()
    for param in inspect.signature(fn).parameters.values():
        if param.name not in nodes:
            raise visit.error(
                "BML201", node, f"a script takes plain parameters, received {param}", "write each parameter out"
            )
        at = nodes[param.name]
        has_default = param.default is not param.empty
        if param.annotation is param.empty and not has_default:
            raise visit.error("BML201", at, f"{param.name} needs a type", f"annotate it, as in {param.name}: int")
        known: Any = param.annotation if param.annotation is not param.empty else param.default.__class__
        held = _TYPES.get(known) if isinstance(known, type | str) else None
        if held is None:
            message = f"a script's parameters are int, float, bool or str, received {param}"
            raise visit.error("BML201", at, message, "make it in the script, or at the top of the file")
        if has_default and _TYPES.get(param.default.__class__) != held:
            message = f"expected {visit.described(held)} as the default of {param.name}, received {param.default!r}"
            is_int = held == FLOAT and param.default.__class__ is int
            hint = "write it with a point, as in 1.0: Python prints an int that was given for a float as an int"
            raise visit.error("BML102", at, message, hint if is_int else None)
        kind = next(kind for kind in (bool, int, float, str) if _TYPES[kind] == held).__name__
        default = param.default if has_default else ...
        params.append(ScriptParameter(param.name, keys(param.name, param.name), kind, default))
    return params


def _printed(visit: Visit, instance: Instance, name: str, params: list[ScriptParameter], doc: str) -> CompiledScript:
    names = visit.scopes.of(instance.definition)
    written = [names(each.name, each.name) for each in params]
    versions = Versions(visit)
    body = function_body(visit, versions, instance, instance.code, written)
    before = list(_before(visit, versions, visit.loc(instance.definition.node)))
    body = js.Block((*before, *_with_kept(visit, body, visit.loc(instance.definition.node))))
    patterns = _patterns(visit, params, written)
    loc = visit.loc(instance.definition.node)
    function = js.FunctionNode(name, patterns, body, loc, is_async=True)
    return CompiledScript(
        name,
        function,
        tuple(visit.objects),
        tuple(sorted(visit.helpers & names_in(function))),
        visit.uses_run,
        loc,
        tuple(params),
        tuple(host_type(visit, frozenset({atom})) for atom in sorted(instance.result, key=repr)),
        doc,
        tuple(visit.counted),
        {param.js_name: local for param, local in zip(params, written, strict=True)},
    )


def _with_kept(visit: Visit, body: js.Block, loc: Loc) -> tuple[js.Statement, ...]:
    """The script, and what gives up at its end what functions that outlive others name."""
    if not visit.kept and not visit.circles:
        return body.body
    visit.uses_run = True
    kept, circles = js.name(visit.kept), js.name(visit.circles)
    ends = [kept] if visit.kept else []
    if visit.circles:
        ends += [js.Spread(visit.call_helper("emptied", circles)), circles]  # type: ignore[list-item]
    drop = js.ExpressionStatement(js.call(visit.run("drop"), *ends), loc)
    names = [name for name in (visit.kept, visit.circles) if name]
    lists = [js.Declare("const", js.name(name), js.Array(()), loc) for name in names]
    return *lists, js.Try(body, None, None, js.Block((drop,)), loc)


def _before(visit: Visit, versions: Versions, loc: Loc) -> Iterator[js.Statement]:
    """What a script begins with: derived data sets of the module, and functions of the file."""
    for each, value in visit.pipelines.items():
        yield js.Declare("const", js.name(visit.scopes.share(("pipeline", each), each)), value.js, loc)
    for own in visit.own_classes.values():
        yield from versions.class_statements(own)
    for each, value, at in visit.module_objects.values():
        if not valueless(value.type):
            whole = whole_expression(visit, versions, visit.script.definition, value.js)
            yield js.Declare("const", js.name(each), whole, at)
    for definition in visit.file_functions.values():
        yield from versions.printed(definition, definition.file.loc(definition.node), ())


def _patterns(visit: Visit, params: list[ScriptParameter], written: list[str]) -> tuple[js.Pattern, ...]:
    objects = js.ObjectPattern(tuple((name, js.name(name)) for name in visit.objects))
    run = (js.name("run"),) if visit.uses_run else ()
    if not params and not run:
        return (objects,) if visit.objects else ()
    properties: list[tuple[str, js.Pattern]] = []
    for each, local in zip(params, written, strict=True):
        target = js.name(local)
        pattern: js.Pattern = target if each.default is ... else js.Default(target, js.Literal(each.default))
        properties.append((each.js_name, pattern))
    arguments: js.Pattern = js.ObjectPattern(tuple(properties))
    if all(each.default is not ... for each in params):
        arguments = js.Default(js.ObjectPattern(tuple(properties)), js.Object(()))
    return objects, arguments, *run
