"""Calls of functions of the script: Python binds the arguments; a version for each combination of types."""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterable, Iterator, Mapping

from bmlc.emit import js
from bmlc.ir import Loc
from bmlc.scripts.arrays.arrays import holds_numpy
from bmlc.scripts.counting.code import Jump
from bmlc.scripts.fitting import fitted, lasting, plain_number
from bmlc.scripts.frame import Definition, Frame, Instance
from bmlc.scripts.functions.binding import Arguments, bind_arguments
from bmlc.scripts.functions.generators import begin_generator, end_generator, refuse_late_end
from bmlc.scripts.names.naming import begin_parameter, bind, forget_attributes
from bmlc.scripts.nesting import refuse_deep_nesting
from bmlc.scripts.source import SourceFile, set_names
from bmlc.scripts.types import NEVER, NONE, Bound, Function, Holder, Number, Partial, Scalar, Tuple, Type, is_endless
from bmlc.scripts.values import OwnName, Value, without_none, written_out
from bmlc.scripts.visit import Visit

__all__ = [
    "DefinitionName",
    "VersionName",
    "bound_arguments",
    "call_function",
    "define",
    "evaluate_defaults",
    "give_back",
    "go_through",
    "named_inside",
]

_MOST_OPEN = 12  # versions of a function that call one another


def define(visit: Visit, node: ast.FunctionDef | ast.Lambda) -> Definition:
    """The function that is defined here, in the version that we are in."""
    outer = visit.frame.instance
    site = (node, visit.here)
    if site not in visit.definitions:
        name = node.name if isinstance(node, ast.FunctionDef) else "lambda"
        visit.definitions[site] = make_definition(node, name, outer, site, visit.file)
    definition = visit.definitions[site]
    definition.outer, definition.renamed = outer, dict(visit.frame.renamed)
    return definition


def make_definition(
    node: ast.FunctionDef | ast.Lambda, name: str, outer: Instance | None, site: Hashable, file: SourceFile
) -> Definition:
    if outer is None:
        refuse_deep_nesting(node, file)
    body = node.body if isinstance(node.body, list) else [node.body]
    arguments = node.args
    params = {each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    own_set = frozenset(set_names(body))
    own = frozenset(params | own_set)
    captured = set(own & named_inside(body))
    in_generators = frozenset(
        each.id
        for part in body
        for generator in ast.walk(part)
        if isinstance(generator, ast.GeneratorExp)
        for each in ast.walk(generator)
        if isinstance(each, ast.Name)
    )
    made = Definition(site, name, node, outer, own, captured, file, own_set, in_generators)
    nodes = [*_own_nodes(body)]
    made.is_generator = any(isinstance(each, ast.Yield | ast.YieldFrom) for each in nodes)
    made.ends_late = made.is_generator and any(isinstance(each, ast.Try) and each.finalbody for each in nodes)
    return made


def _own_nodes(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """All nodes of a body, without those of functions inside it."""
    for node in nodes:
        yield node
        if not isinstance(node, ast.FunctionDef | ast.Lambda):
            yield from _own_nodes(ast.iter_child_nodes(node))


def _free_names(node: ast.FunctionDef | ast.Lambda) -> frozenset[str]:
    """The names that a function mentions and does not set."""
    body = node.body if isinstance(node.body, list) else [node.body]
    own = {each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg)} | set(set_names(body))
    functions = {each for function in _inner_functions(body) for each in ast.walk(function)}
    mentioned = {
        each.id for part in body for each in ast.walk(part) if isinstance(each, ast.Name) and each not in functions
    }
    return frozenset(mentioned | named_inside(body)) - own


def named_inside(body: Iterable[ast.AST]) -> frozenset[str]:
    """The names of a body that functions inside of it mention."""
    return frozenset(name for function in _inner_functions(body) for name in _free_names(function))


def _inner_functions(body: Iterable[ast.AST]) -> Iterator[ast.FunctionDef | ast.Lambda]:
    """The functions that are written in a body, without those inside them."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            yield node
        else:
            yield from _inner_functions(ast.iter_child_nodes(node))


def evaluate_defaults(visit: Visit, definition: Definition) -> None:
    """The defaults of a function where it is defined; what is no constant gets a name there."""
    arguments = definition.node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    pairs = list(zip(positional[len(positional) - len(arguments.defaults) :], arguments.defaults, strict=True))
    pairs += [(each, value) for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value]
    definition.defaults = {}
    for each, node in pairs:
        value = visit.expression(node)
        if not value.is_known:
            name = visit.scopes.share((definition.site, each.arg), f"{definition.name} {each.arg}")
            visit.let(name, value)
            value = Value(value.type, js.name(name))
        definition.defaults[each.arg] = value


def bound_arguments(
    visit: Visit, definition: Definition, arguments: Arguments, node: ast.AST, fixed: Mapping[str, Value] | None = None
) -> dict[str, Value]:
    """The arguments by the names of the parameters, defaults included; `fixed` are those that the call does not give.

    Raises:
        UserError: BML102 for arguments that do not fit.
    """
    written = definition.node.args
    fixed = fixed or {}
    positional = [each.arg for each in (*written.posonlyargs, *written.args) if each.arg not in fixed]
    unnamed = {each.arg for each in written.posonlyargs}
    by_keyword = [each for each in definition.parameters if each not in unnamed and each not in fixed]
    needed = [each for each in definition.parameters if each not in definition.defaults and each not in fixed]
    own = definition.method_of
    name = own.python.__name__ if own is not None and definition.name == "__init__" else definition.name
    found = {**fixed, **bind_arguments(visit, node, name, arguments, positional, by_keyword, needed)}
    return {each: found[each] if each in found else definition.defaults[each] for each in definition.parameters}


def call_function(visit: Visit, definition: Definition, values: dict[str, Value], node: ast.AST) -> Instance:
    """The version of a function for these arguments, gone through."""
    key: Hashable = "value"
    constants: tuple[tuple[str, str], ...] = ()
    if not definition.is_value:
        apart = [name for name in values if (definition.site, name) in visit.compiling and values[name].is_known]
        constants = tuple((name, repr(values[name].constant)) for name in apart)
        key = (*(_signature(visit, each.type) for each in values.values()), *constants)
    full = visit.version((definition.site, key))
    if full not in visit.instances:
        visit.instances[full] = Instance(full, definition, {}, constants=constants)
    instance = visit.instances[full]
    if instance.called_at is None:
        instance.called_at, instance.called_by = visit.loc(node), visit.frame.instance
    for name, value in values.items():
        visit.cells.origins.add(("name", full, name), value.type, visit.loc(node))
        place = ("parameter", full, name)
        instance.params[name] = visit.cells.widened(instance.params.get(name, NEVER), value.type, place)
        visit.known.learn(("name", full, name), value)
    forget_attributes(visit)
    if definition.open > _MOST_OPEN:
        message = f"each call of {definition.name} inside itself gives it values of larger types, without end"
        raise visit.error("BML203", node, message, "give each call values of the same types")
    go_through(visit, instance)
    if definition.ends_late:
        refuse_late_end(visit, definition, node)
    return instance


def go_through(visit: Visit, instance: Instance) -> None:
    """Lower a version, once in each pass; one that is being lowered is a recursion, which has given nothing yet."""
    if instance.is_open or instance.pass_done == visit.passes:
        return
    instance.is_open, instance.pass_done = True, visit.passes
    instance.definition.open += 1
    instance.owned, instance.views = {}, {}
    if instance.definition.is_generator:
        begin_generator(visit, instance)
    try:
        _lower(visit, instance)
    finally:
        instance.is_open = False
        instance.definition.open -= 1


def _lower(visit: Visit, instance: Instance) -> None:
    with visit.entering(Frame(instance)) as frame:
        for name, held in instance.params.items():
            bind(visit, name, held, is_told=not instance.definition.is_script)
            begin_parameter(visit, name, held)
        body = instance.definition.node.body
        if isinstance(body, list):
            visit.statements(body)
        else:
            give_back(visit, visit.expression(body))
        if instance.definition.is_generator:
            end_generator(visit, instance)
        elif visit.env is not None:
            _returns(visit, NONE, visit.loc(instance.definition.node))
            if instance.result != NONE and not instance.definition.is_script:
                frame.code.append(Jump("return", js.Literal(None)))
        instance.code = frame.code


def give_back(visit: Visit, value: Value) -> None:
    """`return value`"""
    if visit.frame.instance.definition.is_script and holds_numpy(visit, value.type):
        value = _for_page(visit, value)
    _returns(visit, value.type)
    instance = visit.frame.instance
    kept = fitted(visit, fitted(visit, lasting(visit, value), instance.result), instance.given)
    _returns(visit, kept.type)
    kept = visit.keep(kept)
    if instance.definition.is_script:
        kept = _leaving(visit, plain_number(kept))  # what leaves a script is JavaScript's number
    is_none = value.type == NONE and isinstance(kept.js, js.Literal)
    if value.type == instance.result == NONE:
        kept = kept.written(without_none(kept.js))  # whoever uses it makes it None
    needless = is_none and instance.definition.is_script  # the page reads no result as None, too
    visit.frame.code.append(Jump("return", None if needless else kept.js))
    visit.env = None


def _leaving(visit: Visit, value: Value) -> Value:
    """A result as it leaves: an object of Keras's as it came; else the run converts what is no plain value."""
    match value.js:
        case js.Call(js.Identifier("dictOf"), (record,)):
            return value.written(record)
    visit.converts |= not all(isinstance(atom, Scalar | Number) for atom in value.type)
    return value


def _for_page(visit: Visit, value: Value) -> Value:
    """A result with NumPy's numbers as JavaScript's."""
    if not visit.holds(value.type):
        return Value(value.type, visit.call_helper("npPlain", value.js), value.fresh)
    if value.items is None:
        what = visit.described(value.type)
        message = f"a script gives arrays and tensors in a tuple that is written out, received {what}"
        raise visit.error("BML204", visit.frame.instance.definition.node, message, "read the tensors: x.numpy()")
    items = (_for_page(visit, item) if holds_numpy(visit, item.type) else visit.keep(item) for item in value.items)
    return written_out(items, fresh=True, held=value.type)


def _returns(visit: Visit, held: Type, at: Loc | None = None) -> None:
    instance = visit.frame.instance
    visit.cells.origins.add(("result", instance.key), held, at)
    place = ("result", instance.key)
    if is_endless(visit.cells.meet(instance.result, held, place)):
        definition = instance.definition
        raise visit.endless(visit.file.name_loc(definition.node), f"what {definition.name} returns")
    instance.result = visit.cells.widened(instance.result, held, place)


def _signature(visit: Visit, held: Type, depth: int = 0) -> Hashable:
    """What tells the types of one call from those of another: what containers hold, not which they are."""
    return frozenset(_of_atom(visit, atom, depth) for atom in held)


def _of_atom(visit: Visit, atom: object, depth: int) -> Hashable:
    match atom:
        case Holder(kind):
            cell = visit.cells.of(atom)
            if depth > 3:
                return kind, cell.id
            known = tuple((key, _signature(visit, each, depth + 1)) for key, each in cell.known.items())
            return kind, _signature(visit, cell.item, depth + 1), _signature(visit, cell.key, depth + 1), known
        case Tuple(items):
            return tuple(_signature(visit, item, depth + 1) for item in items)
        case Number():
            return "number"
        case Function() | Bound() | Partial() if depth:  # a version that stores functions of its own would have no end
            return "function"
    return atom


class DefinitionName(OwnName):
    """A function of the file as a value: it has one version."""

    definition: Definition

    def __init__(self, definition: Definition) -> None:
        object.__setattr__(self, "definition", definition)
        object.__setattr__(self, "name", definition.name)


class VersionName(OwnName):
    """A version of a function."""

    instance: Instance

    def __init__(self, instance: Instance) -> None:
        object.__setattr__(self, "instance", instance)

    @property
    def name(self) -> str:
        return self.instance.js_name or self.instance.definition.name
