"""A whole script: gone through until no type grows, then printed.

@bml.script                              async function train({ model, digits, prepare }, { epochs = 2 } = {}) {
def train(epochs: int = 2):       =>       await model.fit(digits.map(prepare).batch(64), { epochs });
    model.fit(..., epochs=epochs)        }
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bmlc.scripts.constructs
import bmlc.scripts.rows.everything  # noqa: F401  # they declare what is known of Python
from bmlc.emit import js
from bmlc.errors import Gathered, UserError, UserErrors
from bmlc.ir import Loc
from bmlc.scripts.classes.file_scope import CURRENT, FILE, file_scope, way_in
from bmlc.scripts.classes.of_module import is_large
from bmlc.scripts.counting.code import CountedFunction
from bmlc.scripts.counting.escaping import keeps
from bmlc.scripts.counting.walking import names_in
from bmlc.scripts.frame import Instance
from bmlc.scripts.functions.calls import go_through, make_definition
from bmlc.scripts.nesting import room
from bmlc.scripts.printing.functions import function_body, whole_expression
from bmlc.scripts.printing.names import KeyedNames
from bmlc.scripts.printing.runtime import PYTHON
from bmlc.scripts.printing.versions import Versions
from bmlc.scripts.program import host_types as host
from bmlc.scripts.program.crossing import host_type
from bmlc.scripts.program.resolving import valueless
from bmlc.scripts.program.world import World
from bmlc.scripts.source import parse_file
from bmlc.scripts.types import BOOL, FLOAT, INT, STR, Scalar, Type
from bmlc.scripts.visit import Visit

__all__ = ["SCRIPT_GLOBALS", "CompiledScript", "ScriptParameter", "compile_script", "compile_scripts"]

_TYPES: dict[Any, Type] = {bool: BOOL, int: INT, float: FLOAT, str: STR}
_TYPES |= {kind.__name__: scalar for kind, scalar in _TYPES.items()}  # annotations that are not evaluated
_MOST_PASSES = 60

# Names of the module that scripts stand in: its constants, what it may import from `@bml/runtime/python`, and the run.
SCRIPT_GLOBALS = frozenset({*PYTHON, "program", "scripts", "run", FILE})


@dataclass(frozen=True)
class ScriptParameter:
    """`default` is a constant, `...` where the caller must give one."""

    name: str
    js_name: str  # how callers name it
    kind: str  # int, float, bool or str
    default: Any


@dataclass(frozen=True)
class CompiledScript:
    """`helpers` are what the function needs of `@bml/runtime/python`; `uses_run`: it asks its run for something;
    `converts`: the run converts what it returns.

    `shared` is what it shares with others, in which `function` then stands.
    """

    name: str
    function: js.FunctionNode
    objects: tuple[str, ...]
    helpers: tuple[str, ...]
    uses_run: bool
    converts: bool
    loc: Loc
    params: tuple[ScriptParameter, ...]
    results: tuple[host.HostType, ...]
    doc: str
    counted: tuple[CountedFunction, ...]  # what `bml inspect --ownership` shows
    locals: dict[str, str]  # the names of its parameters, inside, by their names for callers
    shared: js.Declare | None = None
    arrays: tuple[str, ...] = ()  # large ones of the file, by their names in the program

    @property
    def exported(self) -> js.FunctionNode:
        """The script as the app calls it."""
        return self.function if self.shared is None else way_in(self.function, waits="npShipped" in self.helpers)


def compile_script(fn: Callable[..., Any], name: str, world: World) -> CompiledScript:
    """A `@bml.script` as the function `name({objects of the program}, {arguments}, run)`.

    Raises:
        UserError: BML201 to BML207 for what scripts do not have, BML101 to BML104 for calls that do not fit.
        UserErrors: Several of them, all that were found.
    """
    gathered = Gathered()
    compiled = compile_scripts([(fn, name)], world, gathered)
    gathered.raise_all()
    return compiled[name]


@room()
def compile_scripts(
    functions: Sequence[tuple[Callable[..., Any], str]], world: World, errors: Gathered
) -> dict[str, CompiledScript]:
    """The scripts of a file by their names, those left out in which there are errors.

    Each is compiled by itself; those that share objects of the module which one of them changes are compiled together.
    """
    alone: dict[str, _Script] = {}
    for fn, name in functions:
        with errors:
            script = alone[name] = _begun(fn, name, world)
            _go_through([script])
    changed: set[int] = set()
    for script in alone.values():
        if script.visit.module.changed:
            changed |= script.visit.module.changed_classes | set(script.visit.module.objects)
    together: list[str] = []
    while more := [name for name, script in alone.items() if name not in together and script.reaches & changed]:
        together += more
        changed.update(*(alone[name].visit.module.objects for name in more))
    found: dict[str, CompiledScript] = {}
    for name, script in alone.items():
        if name not in together:
            with errors:
                found.update(_compiled([script], is_shared=False))
    if together:
        with errors:
            visit = _visit(functions[0][0], [name for _, name in functions], world)
            scripts = [_begun(fn, name, world, visit) for fn, name in functions if name in together]
            _go_through(scripts)
            found.update(_compiled(scripts, is_shared=True))
    return {name: found[name] for _, name in functions if name in found}


@dataclass(frozen=True)
class _Script:
    """A script that is gone through."""

    name: str
    visit: Visit
    instance: Instance
    params: list[ScriptParameter]
    doc: str

    @property
    def loc(self) -> Loc:
        return self.visit.loc(self.instance.definition.node)

    @property
    def written(self) -> list[str]:
        """Its parameters in JavaScript."""
        names = self.visit.scopes.of(self.instance.definition)
        return [names(each.name, each.name) for each in self.params]

    @property
    def reaches(self) -> set[int]:
        """The objects and classes of the module that it names, by their identity."""
        return {
            *self.visit.module.objects,
            *self.visit.module.traced_reads,
            *(id(own.python) for own in self.visit.own_classes.values()),
        }


def _visit(fn: Callable[..., Any], names: Sequence[str], world: World) -> Visit:
    where = fn.__code__.co_filename
    try:
        file = parse_file(Path(where))
    except OSError:  # of `exec`
        message = f"expected {fn.__name__}, a @bml.script, to stand in a file, received code of {where}"
        raise UserError("BML201", message, "write it into the file that is built", None) from None
    return Visit(file, world, {*SCRIPT_GLOBALS, *names})


def _begun(fn: Callable[..., Any], name: str, world: World, visit: Visit | None = None) -> _Script:
    visit = visit or _visit(fn, [name], world)
    node = visit.file.function(fn.__name__)
    if node is None:
        raise UserError("BML201", f"{fn.__name__}: a @bml.script stands at the top level of the file", None, None)
    if isinstance(node, ast.AsyncFunctionDef):
        hint = "leave async out: await is put in where the browser needs it"
        message = f"expected {fn.__name__}, a @bml.script, to be a plain def, received async def"
        raise UserError("BML201", message, hint, visit.file.loc(node))
    params = _parameters(visit, fn, node)
    site: Hashable = (node, None)
    definition = visit.definitions[site] = make_definition(node, name, None, site, visit.file)
    instance = Instance((site, "script"), definition, {each.name: frozenset({Scalar(each.kind)}) for each in params})
    visit.instances[instance.key] = instance
    visit.module.instance = visit.module.instance or Instance("module", definition, {})
    return _Script(name, visit, instance, params, inspect.getdoc(fn) or "")


def _go_through(scripts: Sequence[_Script]) -> None:
    visit = scripts[0].visit
    while True:
        for script in scripts:
            visit.script = script.instance
            go_through(visit, script.instance)
        if visit.module.changed and not visit.module.keeps and any(keeps(visit, held) for held in _module_types(visit)):
            visit.module.keeps = visit.cells.grew = True
        settled = not visit.cells.grew and not visit.known.has_changed()
        if settled and not visit.scopes.take_any(visit.objects):
            break
        if visit.passes == _MOST_PASSES:
            node = scripts[0].instance.definition.node
            raise visit.error("BML203", node, "the types of this script grow without end")
        visit.begin()
    _raise(visit)


def _compiled(scripts: Sequence[_Script], *, is_shared: bool) -> dict[str, CompiledScript]:
    visit = scripts[0].visit
    versions = Versions(visit)
    bodies = {script.name: _body(versions, script) for script in scripts}
    visit.script = scripts[0].instance
    before = _without_needless_arrays(visit, [*_before(visit, versions)], bodies.values())
    lists = [js.Declare("const", js.name(name), js.Array(())) for name in (visit.kept, visit.circles) if name]
    visit.uses_run |= bool(lists) or is_shared
    before += lists
    held = _holders(visit, versions)
    roots = js.Array(tuple(held.values()))
    functions = {}
    for script in scripts:
        body = _ended(visit, bodies[script.name], script.loc, roots if is_shared else None)
        first = (js.Assign(js.name("run"), "=", js.name(CURRENT), script.loc),) if is_shared else before
        patterns = _patterns(visit, script.params, script.written, is_shared)
        whole = js.Block((*first, *body))
        functions[script.name] = js.FunctionNode(script.name, patterns, whole, script.loc, is_async=True)
    shared = None
    if is_shared:
        visit.helper("once")
        waits = any("npShipped" in names_in(each) for each in before)
        shared = file_scope(tuple(visit.objects), before, list(functions.values()), held, waits=waits)
    _raise(visit)
    helpers = visit.helpers & names_in(shared or next(iter(functions.values())))
    return {script.name: _result(script, functions[script.name], helpers, shared) for script in scripts}


def _body(versions: Versions, script: _Script) -> tuple[js.Statement, ...]:
    return function_body(versions.visit, versions, script.instance, script.instance.code, script.written).body


def _result(script: _Script, function: js.FunctionNode, helpers: set[str], shared: js.Declare | None) -> CompiledScript:
    visit = script.visit
    used = names_in(shared or function)
    return CompiledScript(
        script.name,
        function,
        tuple(visit.objects),
        tuple(sorted(helpers)),
        visit.uses_run,
        visit.converts,
        script.loc,
        tuple(script.params),
        tuple(host_type(visit, frozenset({atom})) for atom in sorted(script.instance.result, key=repr)),
        script.doc,
        tuple(visit.counted),
        {param.js_name: local for param, local in zip(script.params, script.written, strict=True)},
        shared,
        tuple(
            visit.world.shipped(array, name)
            for name, array in visit.module.arrays.items()
            if name in used and is_large(array)
        ),
    )


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


def _ended(visit: Visit, body: tuple[js.Statement, ...], loc: Loc, roots: js.Array | None) -> tuple[js.Statement, ...]:
    """The script, and what gives up at its end what functions that outlive others name, and what lies in circles.

    Objects of the module, if scripts change any, go on holding some: what they are and have are the `roots`.
    """
    kept: js.Expression = js.name(visit.kept)
    circles: js.Expression = js.name(visit.circles)
    if roots is not None:
        whole = js.call(js.Member(kept, "splice"), js.Literal(0))
        kept = js.Spread(visit.call_helper("unreached", kept, roots) if visit.module.keeps else whole)
        circles = visit.call_helper("unreached", circles, roots)
    ends = [kept] if visit.kept else []
    ends += [js.Spread(visit.call_helper("emptied", circles))] if visit.circles else []
    if not ends:
        return body
    drop = js.ExpressionStatement(js.call(visit.run("drop"), *ends), loc)
    return (js.Try(js.Block(body), None, None, js.Block((drop,)), loc),)


def _module_types(visit: Visit) -> Iterator[Type]:
    """What objects of the module, and attributes of classes, may be."""
    yield from (value.type for _, value, _ in visit.module.objects.values())
    for own in visit.own_classes.values():
        yield from (visit.cells.attribute(own.root, name).item for name in own.values)


def _holders(visit: Visit, versions: Versions) -> dict[str, js.Expression]:
    """What may hold tensors when no script runs, by its name: leak tests ask for it."""

    def may_hold(held: Type) -> bool:
        return visit.holds(held) or (visit.module.keeps and keeps(visit, held))

    found: dict[str, js.Expression] = {}
    for name, value, _ in visit.module.objects.values():
        if may_hold(value.type):
            found[name] = js.name(name)
    for own in visit.own_classes.values():
        if any(may_hold(visit.cells.attribute(own.root, name).item) for name in own.values):
            name = versions.class_name(own)
            found[name] = js.Member(js.name(name), "prototype")
    return found


def _before(visit: Visit, versions: Versions) -> Iterator[js.Statement]:
    """What a script begins with: derived data sets of the module, and functions, classes and objects of the file."""
    loc = visit.loc(visit.script.definition.node)
    for each, value in visit.pipelines.items():
        yield js.Declare("const", js.name(visit.scopes.share(("pipeline", each), each)), value.js, loc)
    for own in visit.own_classes.values():
        yield from versions.class_statements(own)
    for each, value, at in visit.module.objects.values():
        if not valueless(value.type):
            whole = whole_expression(visit, versions, visit.script.definition, value.js)
            yield js.Declare("const", js.name(each), whole, at)
    yield from visit.module.later
    for own in visit.own_classes.values():
        yield from versions.class_values(own)
    for definition in visit.file_functions.values():
        yield from versions.printed(definition, definition.file.loc(definition.node), ())


def _without_needless_arrays(
    visit: Visit, before: list[js.Statement], bodies: Iterable[tuple[js.Statement, ...]]
) -> list[js.Statement]:
    """Arrays that only tensor functions take are on the device alone."""
    arrays = [each for each in before if isinstance(each, js.Declare) and _declared(each) in visit.module.arrays]
    others = [*(each for each in before if each not in arrays), *(each for body in bodies for each in body)]
    used = frozenset().union(*map(names_in, others))
    return [each for each in before if each not in arrays or _declared(each) in used]


def _declared(statement: js.Declare) -> str:
    return statement.target.name if isinstance(statement.target, js.Identifier) else ""


def _patterns(
    visit: Visit, params: list[ScriptParameter], written: list[str], is_shared: bool
) -> tuple[js.Pattern, ...]:
    objects = js.ObjectPattern(tuple((name, js.name(name)) for name in visit.objects))
    run = (js.name("run"),) if visit.uses_run else ()
    if not params and not run and not is_shared:
        return (objects,) if visit.objects else ()
    properties: list[tuple[str, js.Pattern]] = []
    for each, local in zip(params, written, strict=True):
        target = js.name(local)
        pattern: js.Pattern = target if each.default is ... else js.Default(target, js.Literal(each.default))
        properties.append((each.js_name, pattern))
    arguments: js.Pattern = js.ObjectPattern(tuple(properties))
    if all(each.default is not ... for each in params):
        arguments = js.Default(js.ObjectPattern(tuple(properties)), js.Object(()))
    return (arguments, js.name(CURRENT)) if is_shared else (objects, arguments, *run)
