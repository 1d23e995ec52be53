"""Objects of the program in a script: models, data sets, optimizers, metrics, and what they are asked for."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, Final

from bmlc.emit import js
from bmlc.ir import TensorType
from bmlc.scripts.checked import checked
from bmlc.scripts.fitting import holder_of
from bmlc.scripts.functions.binding import Arguments, refuse_stars
from bmlc.scripts.literals import constant
from bmlc.scripts.program.crossing import from_host, record
from bmlc.scripts.program.device import call_traced, operand
from bmlc.scripts.program.dispatching import of_each
from bmlc.scripts.program.host_types import (
    BuiltinType,
    DatasetType,
    FixedListType,
    FunctionType,
    HistoryType,
    LoggerType,
    MetricType,
    ModelType,
    ModuleType,
    OfProgram,
    OptimizerType,
    VariableType,
)
from bmlc.scripts.program.making import is_symbolic, make
from bmlc.scripts.program.reading import array_read, nested_lists, number_of, shape_of
from bmlc.scripts.program.resolving import resolved, resolves
from bmlc.scripts.program.world import ComputedValue, ConstantValue, ObjectValue, PipelineValue, Resolved, Unusable
from bmlc.scripts.rows.calls import call_row
from bmlc.scripts.rows.models import applied
from bmlc.scripts.rows.table import row_of, rows_of
from bmlc.scripts.types import BOOL, FLOAT, INT, NEVER, NONE, Array, BuiltinName, Program, Tensor, Tuple, Type, atom_of
from bmlc.scripts.types.making import are_several, is_made, of_making, program_of
from bmlc.scripts.values import Value, written_out
from bmlc.scripts.visit import Visit

__all__ = ["apply_gradients", "attribute_of_program", "call_program", "method_of_program"]


_READS: Final = {"numpy": array_read, "tolist": nested_lists, "item": number_of}  # methods of tensors
_ROWS_OF: Final[Mapping[type, str]] = {ModelType: "model", DatasetType: "dataset", LoggerType: "logger"}

_AT_THE_TOP = "call it at the top of the file"
_NO_FILES = "a page has no files: return model.get_weights(), or save in Python"
_BY_HAND = "value, gradients = gradients_of(x, y), of bml.value_and_grad, then optimizer.apply(gradients, variables)"
# What scripts have in place of methods of Keras's objects.
_INSTEAD: Final = {
    "add": "give the layers to keras.Sequential([...]), or add them in a function of the file that returns the model",
    "compile": _AT_THE_TOP,
    "load_weights": _AT_THE_TOP,
    "minimize": _BY_HAND,
    "reset_states": "call reset_state of its stateful layers",
    "save": _NO_FILES,
    "save_weights": _NO_FILES,
    "summary": _AT_THE_TOP,
}


@resolves(ConstantValue)
def _constant_of_module(visit: Visit, node: ast.AST, found: ConstantValue, text: str) -> Value:
    return constant(visit, node, found.value)


@resolves(Unusable)
def _unusable(visit: Visit, node: ast.AST, found: Unusable, text: str) -> Value:
    advice = found.hint or "scripts use models, data sets, tensor functions, numbers and strings of the file"
    named = (
        found.what if found.what.endswith(f" {text}") else f"{text}, {found.what}"
    )  # not "random, the module random"
    raise visit.error("BML201", node, f"a script cannot use {named}", advice)


@resolves(ObjectValue)
def _object(visit: Visit, node: ast.AST, found: ObjectValue, text: str) -> Value:
    """An object of the program by its JavaScript name."""
    if isinstance(found.type, ModuleType):
        return Value(frozenset({BuiltinName(found.type.name)}), js.name(found.type.name))
    if isinstance(found.type, BuiltinType):
        if found.type.makes:
            visit.makers.add(found.type.name)
        return Value(frozenset({BuiltinName(found.type.name)}), js.name(found.name))
    if isinstance(found.type, FixedListType) and any(isinstance(item, ModelType) for item in found.type.items):
        models = [item for item in found.type.items if isinstance(item, ModelType)]
        return written_out((_object(visit, node, ObjectValue(each.name, each), text) for each in models), "list")
    if isinstance(found.type, ModelType | DatasetType):  # the others are known by name where they are used
        visit.objects.setdefault(found.name)
    return Value(from_host(visit, found.type, ("object", found.name)), js.name(found.name))


@resolves(ComputedValue)
def _computed(visit: Visit, node: ast.AST, found: ComputedValue, text: str) -> Value:
    """What a function without arguments gives: the learning rate of a schedule."""
    return call_traced(visit, node, found.function, [])


# Attributes and calls


def attribute_of_program(visit: Visit, node: ast.Attribute, owner: Value, name: str) -> Value | None:
    """`owner.name` of an object of the program or a tensor; None where the value is none of these."""
    if all(isinstance(atom, Program) and isinstance(atom.object, HistoryType) for atom in owner.type):
        return [_attribute(visit, node, owner.as_type(frozenset({atom})), name) for atom in owner.type][-1]
    if are_several(owner.type):
        return of_each(visit, node, owner, lambda each: _attribute(visit, node, each, name))
    if atom_of(Program, owner.type) is None and atom_of(Tensor, owner.type) is None:
        return None
    return _attribute(visit, node, owner, name)


def _attribute(visit: Visit, node: ast.Attribute, owner: Value, name: str) -> Value:
    known, tensor = program_of(owner.type, object), atom_of(Tensor, owner.type)
    if name == "name" and is_made(owner.type):
        message = "Keras numbers the names of what a script makes as it runs"
        raise visit.error("BML207", node, message, 'give it a name, as in name="head", and keep that by itself')
    if name == "shape" and (tensor is not None or isinstance(known, VariableType)):
        return shape_of(visit, node, owner)
    if isinstance(known, VariableType) and name == "value":
        return owner  # in Python the variable itself, which shows what it is assigned later
    if isinstance(known, HistoryType) and name == "history":
        return _history(visit, node, owner, known)
    if isinstance(known, ModelType | FunctionType | OptimizerType | MetricType | VariableType):
        found = visit.world.attribute(ObjectValue(known.name, known), name)
        if found is not None:
            return _member(visit, node, owner, found, f"{known}.{name}")
    close = _close_member(visit, known, name) if known is not None else None
    raise visit.error("BML201", node, f"{visit.described(owner.type)} in a script has no {name}", close)


def _member(visit: Visit, node: ast.AST, owner: Value, found: Resolved, text: str) -> Value:
    """Something of an object: where a script made that, a part of the same instance."""
    program = atom_of(Program, owner.type)
    making = program.making if program is not None else ""
    if making and isinstance(found, ComputedValue):
        return call_traced(visit, node, found.function, [], owner=owner)
    if not making or not isinstance(found, ObjectValue):
        return resolved(visit, node, found, text)
    return _of_instance(of_making(from_host(visit, found.type, node), making), visit.hold(owner).js)


def _of_instance(held: Type, instance: js.Expression) -> Value:
    known = atom_of(Tuple, held)
    if known is None:
        return Value(held, instance)
    items = (_of_instance(item, instance) for item in known.items)
    return written_out(items, held=held)


def _history(visit: Visit, node: ast.AST, owner: Value, known: HistoryType) -> Value:
    """`history.history`: a list of numbers for each log."""
    site = ("history", node, visit.here)
    fields = {log: visit.cells.holding("list", (site, log), FLOAT) for log in known.logs}
    return Value(record(visit, site, fields), visit.call_helper("dictOf", js.Member(owner.js, "history")))


def _close_member(visit: Visit, owner: Any, name: str) -> str | None:
    """What may have been meant, or stands for what Keras has besides."""
    if isinstance(owner, ModelType | OptimizerType) and name in _INSTEAD:
        return _INSTEAD[name]
    own = rows_of(_ROWS_OF[type(owner)]) if type(owner) in _ROWS_OF else []
    of_keras = visit.world.members(ObjectValue(owner.name, owner)) if isinstance(owner, OfProgram) else ()
    if name in of_keras:
        return None
    close = get_close_matches(name, [*of_keras, *own])
    found = next((each for each in close if each in own or _is_known(visit, owner, each)), None)
    of_data = f"it has {', '.join(own)}" if isinstance(owner, DatasetType) else None
    return f"did you mean {found}?" if found else of_data


def _is_known(visit: Visit, owner: OfProgram, member: str) -> bool:
    """Whether scripts can read or call what Keras has by this name."""
    if isinstance(owner, OptimizerType | MetricType | VariableType) and visit.world.method(owner, member) is not None:
        return True
    return not isinstance(visit.world.attribute(ObjectValue(owner.name, owner), member), Unusable | None)


def _is_variable_itself(visit: Visit, function: FunctionType | ModelType, arguments: Arguments) -> bool:
    """`convert_to_tensor(variable)`: Keras gives back the variable, which shows what it is assigned later."""
    if len(arguments.positional) != 1 or arguments.keywords or not isinstance(function, FunctionType):
        return False
    of_keras = _operation(visit, "convert_to_tensor")
    is_same = isinstance(of_keras, ObjectValue) and of_keras.type == function
    return is_same and program_of(arguments.positional[0].type, VariableType) is not None


def call_program(visit: Visit, node: ast.Call, function: Value, arguments: Arguments) -> Value:
    """A call of a model, a tensor function, a metric."""
    refuse_stars(visit, node, arguments)
    if any(map(is_symbolic, (*arguments.positional, *arguments.keywords.values()))):
        return make(visit, node)

    def call(each: Value) -> Value:
        known = program_of(each.type, object)
        if isinstance(known, MetricType):
            known = visit.world.method(known, "__call__")
        if not isinstance(known, FunctionType | ModelType):
            raise visit.error("BML204", node.func, f"expected a function before (, received {known}")
        if _is_variable_itself(visit, known, arguments):
            return arguments.positional[0]
        return call_traced(visit, node, known, arguments.positional, arguments.keywords, each)

    return of_each(visit, node, function, call)


def method_of_program(visit: Visit, node: ast.Call, owner: Value, name: str, arguments: Arguments) -> Value | None:
    """`owner.name(…)` of an object of the program or a tensor; None where the value is none of these."""
    if are_several(owner.type):
        return of_each(visit, node, owner, lambda each: _method(visit, node, each, name, arguments) or each)
    return _method(visit, node, owner, name, arguments)


def _method(visit: Visit, node: ast.Call, owner: Value, name: str, arguments: Arguments) -> Value | None:
    known, tensor = program_of(owner.type, object), atom_of(Tensor, owner.type)
    is_plain = tensor is not None or isinstance(known, VariableType)
    if is_plain and name in _READS and not node.args and not node.keywords:
        return _READS[name](visit, node, owner)
    if known is None:
        if tensor is None:
            return None
        message = f"{visit.described(owner.type)} in a script has no method {name}"
        has_one = _operation(visit, name) is not None
        advice = f"what tensors have is in bml.ops, as in bml.ops.{name}(x)" if has_one else None
        raise visit.error("BML201", visit.file.name_loc(node.func), message, advice)
    row = row_of(_ROWS_OF.get(type(known), ""), name)
    if row is not None and row.owner:
        return call_row(visit, node, row, owner, arguments)
    if isinstance(known, ModelType) and name == "get_layer":
        return _layer(visit, node, owner, known, arguments)
    if isinstance(known, MetricType) and name == "reset_state" and not node.args and visit.world.begins_anew(known):
        owners = (js.Array((owner.js,)),) if is_made(owner.type) else ()
        return Value(NONE, js.call(visit.run("reset"), js.Literal(known.name), *owners))
    refuse_stars(visit, node, arguments)
    if name == "count_params" and isinstance(known, ModelType | FunctionType) and not node.args:
        count = visit.world.count_params(known, visit.loc(node))
        return Value(INT, js.Literal(count), constant=count)
    if isinstance(known, OptimizerType | MetricType | VariableType | ModelType | FunctionType):
        function = visit.world.method(known, name)
        if function is not None:
            if name == "set_weights" and len(arguments.positional) == 1:
                (weights,) = checked(visit, arguments.positional, len, node.args)
                arguments = replace(arguments, positional=[_weights_given(visit, known, weights)])
            return call_traced(visit, node, function, arguments.positional, arguments.keywords, owner)
    hint = _close_member(visit, known, name)
    raise visit.error("BML201", visit.file.name_loc(node.func), f"{known} in a script has no method {name}", hint)


def _weights_given(visit: Visit, known: OfProgram, given: Value) -> Value:
    """A list that was filled as the script ran, with an item of its own type for each weight, to which it is held."""
    holder = holder_of(given.type, "list")
    weights = visit.world.attribute(ObjectValue(known.name, known), "weights")
    if holder is None or not isinstance(weights, ObjectValue) or not isinstance(weights.type, FixedListType):
        return given
    variables = [each for each in weights.type.items if isinstance(each, VariableType)]
    items = [_of_weight(visit.cells.of(holder).item, each.type) for each in variables]
    if not all(items):
        return given
    whole = visit.simple(given, "weights")
    shapes = js.Array(tuple(js.value(list(each.type.shape)) for each in variables))
    visit.do(visit.call_helper("expectWeights", whole.js, shapes))
    parts = tuple(Value(held, js.Index(whole.js, js.Literal(k))) for k, held in enumerate(items))
    return Value(frozenset({Tuple(tuple(items), "list")}), whole.js, items=parts)


def _of_weight(held: Type, wanted: TensorType) -> Type:
    """Items of this type as values of a weight; nothing where they may be something else."""
    dtypes = {atom.type.dtype for atom in held if isinstance(atom, Tensor)}
    kinds = {atom.kind for atom in held if isinstance(atom, Array)}
    if all(isinstance(atom, Tensor) for atom in held) and dtypes == {wanted.dtype}:
        return frozenset({Tensor(wanted)})
    if all(isinstance(atom, Array) for atom in held) and len(kinds) == 1 and wanted.rank:
        return frozenset({Array(kinds.pop(), wanted.rank)})
    return NEVER


def _operation(visit: Visit, name: str) -> Resolved | None:
    return visit.world.attribute(ObjectValue("keras.ops", ModuleType("keras.ops")), name)


def apply_gradients(visit: Visit, node: ast.Call, owner: Value) -> Value:
    """`apply_gradients(zip(gradients, variables))` is `apply(gradients, variables)`."""
    named = [each.value for each in node.keywords if each.arg == "grads_and_vars"]
    match [_without_test(each) for each in (*node.args, *named)]:
        case [ast.Call(func=ast.Name("zip"), args=[first, second], keywords=[])]:
            zipped = checked(visit, visit.expressions_by(operand, [first, second]), zip, [first, second])
            arguments = Arguments(zipped, {})
            found = method_of_program(visit, node, owner, "apply", arguments)
            assert found is not None
            return found
    message = "apply_gradients in scripts takes zip(gradients, variables)"
    raise visit.error("BML201", node, message, "write optimizer.apply(gradients, variables)")


def _without_test(pairs: ast.expr) -> ast.expr:
    """`zip(gs, vs)` of `(g, v) for g, v in zip(gs, vs) if g is not None`: optimizers leave out those that are None."""
    match pairs:
        case ast.GeneratorExp(elt, [generator]) | ast.ListComp(elt, [generator]):
            tests = [ast.unparse(each) for each in generator.ifs]
            names = generator.target.elts if isinstance(generator.target, ast.Tuple) else []
            same = ast.unparse(elt).strip("()") == ast.unparse(generator.target).strip("()")
            if len(names) == 2 and same and tests in ([], [f"{ast.unparse(names[0])} is not None"]):
                return generator.iter
    return pairs


def _layer(visit: Visit, node: ast.Call, owner: Value, model: ModelType, arguments: Arguments) -> Value:
    """`model.get_layer("head")`: known when the script is compiled."""
    given: dict[str, Any] = {}
    labels = dict(zip(("name", "index"), arguments.positional, strict=False)) | arguments.keywords
    for label, value in labels.items():
        if not value.is_known:
            message = f"get_layer expects {label!r} to be written out, received {visit.described(value.type)}"
            raise visit.error("BML207", node, message)
        given[label] = value.constant
    return _member(visit, node, owner, visit.world.layer(model, given, visit.loc(node)), "get_layer")


@resolves(PipelineValue)
def _pipeline(visit: Visit, node: ast.AST, pipeline: PipelineValue, text: str) -> Value:
    """The calls that made a data set of the module, as an expression that is evaluated once."""
    name = pipeline.name
    if name not in visit.pipelines:
        value = _object(visit, node, pipeline.source, text)
        for step in pipeline.steps:
            arguments = {key: _constant(item) for key, item in step.arguments.items() if item is not None}
            value = applied(visit, node, value, step.method, arguments)
        visit.pipelines[name] = value
    return Value(visit.pipelines[name].type, js.name(visit.scopes.share(("pipeline", name), name)))


def _constant(item: Any) -> Value:
    if isinstance(item, FunctionType):
        return Value(frozenset({Program(item)}), js.name(item.name))
    held = BOOL if isinstance(item, bool) else INT if isinstance(item, int) else FLOAT
    return Value(held, js.Literal(item), constant=item)
