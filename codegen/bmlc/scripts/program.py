"""Objects of the program in a script: models, data sets, optimizers, metrics, and what they are asked for."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import product
from typing import Any

from bmlc.emit import js
from bmlc.emit.names import camel_case
from bmlc.errors import UserError
from bmlc.ir import symbol
from bmlc.scripts.array_data import with_data
from bmlc.scripts.arrays import has_numpy, numpy_type, of_python
from bmlc.scripts.batches import expect_flat
from bmlc.scripts.binding import Arguments, argument_node
from bmlc.scripts.code import Code
from bmlc.scripts.crossing import from_host
from bmlc.scripts.device import call_traced, operand
from bmlc.scripts.dispatching import of_each
from bmlc.scripts.fitting import number, plain_number
from bmlc.scripts.host_types import (
    BuiltinType,
    DatasetType,
    FixedListType,
    FunctionType,
    HistoryType,
    MetricType,
    ModelType,
    OfProgram,
    OptimizerType,
    VariableType,
)
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.making import is_symbolic, make
from bmlc.scripts.reading import array_read, nested_lists, number_of, shape_of, tensor_of
from bmlc.scripts.signatures import (
    DATASET_METHODS,
    INSTEAD_OF_ARGUMENTS,
    INSTEAD_OF_METHODS,
    MODEL_METHODS,
    Accepts,
    MethodSignature,
    ParameterSignature,
)
from bmlc.scripts.types import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    BuiltinName,
    Program,
    Tensor,
    Tuple,
    Type,
    atom_of,
    none_hint,
)
from bmlc.scripts.types.making import are_several, is_made, of_making
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit
from bmlc.scripts.world import ComputedValue, ObjectValue, PipelineValue, Resolved, Unusable

__all__ = [
    "apply_gradients",
    "attribute_of_program",
    "call_program",
    "method_of_program",
    "program_value",
    "replayed",
]

_EXPECTED: Mapping[Accepts, str] = {
    "int": "an int",
    "number": "a number",
    "bool": "a bool",
    "batches": "a data set",
    "function": "a @bml.function by its name",
    "flag": "True or False, written out,",
}


def program_value(visit: Visit, found: ObjectValue) -> Value:
    """An object of the program by its JavaScript name."""
    if isinstance(found.type, BuiltinType):
        if found.type.makes:
            visit.makers.add(found.type.name)
        return Value(frozenset({BuiltinName(found.type.name)}), js.name(found.name))
    if isinstance(found.type, FixedListType) and any(isinstance(item, ModelType) for item in found.type.items):
        models = [program_value(visit, ObjectValue(str(getattr(item, "name", "")), item)) for item in found.type.items]  # type: ignore[arg-type]
        held: Type = frozenset({Tuple(tuple(each.type for each in models), "list")})
        return Value(held, js.Array(tuple(each.js for each in models)), items=tuple(models))
    if isinstance(found.type, ModelType | DatasetType):  # the others are known by name where they are used
        visit.objects.setdefault(found.name)
    return Value(from_host(visit, found.type, ("object", found.name)), js.name(found.name))


def computed(visit: Visit, node: ast.AST, found: ComputedValue) -> Value:
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
    program, tensor = atom_of(Program, owner.type), atom_of(Tensor, owner.type)
    known = program.object if program is not None else None
    if name == "name" and is_made(owner.type):
        message = "Keras numbers the names of what a script makes as it runs"
        raise visit.error("BML207", node, message, 'give it a name, as in name="head", and keep that by itself')
    if name == "shape" and (tensor is not None or isinstance(known, VariableType)):
        return shape_of(visit, node, owner)
    if isinstance(known, VariableType) and name == "value":
        return tensor_of(visit, node, owner)
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
    from bmlc.scripts.globals import resolved

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
    items = tuple(_of_instance(item, instance) for item in known.items)
    return Value(held, js.Array(tuple(item.js for item in items)), items=items)


def _history(visit: Visit, node: ast.AST, owner: Value, known: HistoryType) -> Value:
    """`history.history`: a list of numbers for each log."""
    is_new = not visit.cells.has(("dict", ("history", node)))
    holder, cell = visit.cells.holder("dict", ("history", node))
    if is_new:
        cell.uniform, cell.closed = False, True
    visit.cells.grow_key(cell, STR)
    for log in known.logs:
        numbers, inner = visit.cells.holder("list", ("history", node, log))
        visit.cells.grow(inner, FLOAT)
        visit.cells.grow_known(cell, log, frozenset({numbers}))
    return Value(frozenset({holder}), visit.call_helper("dictOf", js.Member(owner.js, "history")))


def _close_member(visit: Visit, owner: Any, name: str) -> str | None:
    """What may have been meant, or stands for what Keras has besides."""
    if isinstance(owner, ModelType | OptimizerType) and name in INSTEAD_OF_METHODS:
        return INSTEAD_OF_METHODS[name]
    own = {ModelType: MODEL_METHODS, DatasetType: DATASET_METHODS}.get(type(owner), {})
    of_keras = visit.world.members(ObjectValue(owner.name, owner)) if isinstance(owner, OfProgram) else ()
    if name in of_keras:
        return None
    close = get_close_matches(name, [*of_keras, *own])
    found = next((each for each in close if each in own or _is_known(visit, owner, each)), None)
    return f"did you mean {found}?" if found else None


def _is_known(visit: Visit, owner: OfProgram, member: str) -> bool:
    """Whether scripts can read or call what Keras has by this name."""
    if isinstance(owner, OptimizerType | MetricType | VariableType) and visit.world.method(owner, member) is not None:
        return True
    return not isinstance(visit.world.attribute(ObjectValue(owner.name, owner), member), Unusable | None)


def call_program(visit: Visit, node: ast.Call, function: Value, arguments: Arguments) -> Value:
    """A call of a model, a tensor function, a metric."""
    _refuse_stars(visit, node, arguments)
    if any(map(is_symbolic, (*arguments.positional, *arguments.keywords.values()))):
        return make(visit, node)

    def call(each: Value) -> Value:
        (atom,) = each.type
        known: Any = atom.object  # type: ignore[union-attr]
        if isinstance(known, MetricType):
            known = visit.world.method(known, "__call__")
        if not isinstance(known, FunctionType | ModelType):
            raise visit.error("BML204", node.func, f"expected a function before (, received {known}")
        return call_traced(visit, node, known, arguments.positional, arguments.keywords, each)

    return of_each(visit, node, function, call)


def _refuse_stars(visit: Visit, node: ast.Call, arguments: Arguments) -> None:
    if arguments.starred:
        raise visit.error("BML201", node, "scripts do not have * in calls", "write the arguments out")


def method_of_program(visit: Visit, node: ast.Call, owner: Value, name: str, arguments: Arguments) -> Value | None:
    """`owner.name(…)` of an object of the program or a tensor; None where the value is none of these."""
    if are_several(owner.type):
        return of_each(visit, node, owner, lambda each: _method(visit, node, each, name, arguments) or each)
    return _method(visit, node, owner, name, arguments)


def _method(visit: Visit, node: ast.Call, owner: Value, name: str, arguments: Arguments) -> Value | None:
    program, tensor = atom_of(Program, owner.type), atom_of(Tensor, owner.type)
    known = program.object if program is not None else None
    if tensor is not None or isinstance(known, VariableType):
        found = _tensor_method(visit, node, owner, name)
        if found is not None:
            return found
    if known is None:
        if tensor is None:
            return None
        raise visit.error(
            "BML201", visit.file.name_loc(node.func), f"{visit.described(owner.type)} in a script has no method {name}"
        )
    if isinstance(known, DatasetType) or (isinstance(known, ModelType) and name in MODEL_METHODS):
        return _object_method(visit, node, owner, known, name, arguments)
    if isinstance(known, ModelType) and name == "get_layer":
        return _layer(visit, node, owner, known, arguments)
    if isinstance(known, MetricType) and name == "reset_state" and not node.args and visit.world.begins_anew(known):
        owners = (js.Array((owner.js,)),) if is_made(owner.type) else ()
        return Value(NONE, js.call(visit.run("reset"), js.Literal(known.name), *owners))
    _refuse_stars(visit, node, arguments)
    if name == "count_params" and isinstance(known, ModelType | FunctionType) and not node.args:
        count = visit.world.count_params(known, visit.loc(node))
        return Value(INT, js.Literal(count), constant=count)
    if isinstance(known, OptimizerType | MetricType | VariableType | ModelType | FunctionType):
        function = visit.world.method(known, name)
        if function is not None:
            return call_traced(visit, node, function, arguments.positional, arguments.keywords, owner)
    hint = _close_member(visit, known, name)
    raise visit.error("BML201", visit.file.name_loc(node.func), f"{known} in a script has no method {name}", hint)


def apply_gradients(visit: Visit, node: ast.Call, owner: Value) -> Value:
    """`apply_gradients(zip(gradients, variables))` is `apply(gradients, variables)`."""
    named = [each.value for each in node.keywords if each.arg == "grads_and_vars"]
    match [_without_test(each) for each in (*node.args, *named)]:
        case [ast.Call(func=ast.Name("zip"), args=[first, second], keywords=[])]:
            arguments = Arguments(visit.expressions_by(operand, [first, second]), {})
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


def _tensor_method(visit: Visit, node: ast.Call, owner: Value, name: str) -> Value | None:
    if node.args or node.keywords:
        return None
    match name:
        case "numpy":
            return array_read(visit, node, owner)
        case "tolist":
            return nested_lists(visit, node, owner)
        case "item":
            return number_of(visit, node, owner)
    return None


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


# Models and data sets


def _object_method(
    visit: Visit, node: ast.Call, owner: Value, known: ModelType | DatasetType, name: str, arguments: Arguments
) -> Value:
    table = MODEL_METHODS if isinstance(known, ModelType) else DATASET_METHODS
    if name not in table:
        close = get_close_matches(name, table, n=1)
        hint = f"did you mean {close[0]}?" if close else f"it has {', '.join(table)}"
        raise visit.error("BML201", visit.file.name_loc(node.func), f"{known} in a script has no method {name}", hint)
    signature = table[name]
    if isinstance(known, ModelType):
        arguments = with_data(visit, node, known, name, arguments)
    values = {
        param.name: value for param, value in _matched(visit, node, signature, arguments) if param.accepts != "shown"
    }
    found: list[tuple[Code, Value]] = []  # what data an argument is decides about types, not about the call
    for given in product(*map(_choices, values.values())):
        chosen = dict(zip(values, given, strict=True))
        for param in signature.params:
            if param.name in chosen:
                _check_argument(visit, node, signature, param, chosen[param.name])
        with visit.filling() as code:
            found.append((code, _applied(visit, node, owner, known, signature, chosen)))
    code, last = found[-1]
    visit.frame.code += code
    return last.as_type(visit.cells.meet_all((each.type for _, each in found), ("called", node, visit.here)))


def _choices(value: Value) -> list[Value]:
    """An argument that is one of several data sets as each of them."""
    is_data = all(isinstance(atom, Program) and isinstance(atom.object, DatasetType) for atom in value.type)
    if not is_data or not are_several(value.type):
        return [value]
    return [value.as_type(frozenset({atom})) for atom in sorted(value.type, key=repr)]


def _matched(
    visit: Visit, node: ast.Call, signature: MethodSignature, arguments: Arguments
) -> list[tuple[ParameterSignature, Value]]:
    """Each argument with its parameter, in the order in which Python evaluates them."""
    _refuse_stars(visit, node, arguments)
    by_name = {param.name: param for param in signature.params}
    positional = [param for param in signature.params if not param.keyword_only]
    matched: dict[str, tuple[ParameterSignature, Value]] = {}
    for position, value in enumerate(arguments.positional):
        if position >= len(positional):
            rest = ", ".join(param.name for param in signature.params if param.keyword_only)
            advice = f"name it: {rest} take a keyword in scripts" if rest else None
            if visit.world.parameters(signature.name)[position + 1 :][:1] == ["y"]:
                advice = INSTEAD_OF_ARGUMENTS["y"]
            message = f"{signature.name} has no argument number {position + 1}"
            raise visit.error("BML102", node.args[position], message, advice)
        matched[positional[position].name] = (positional[position], value)
    for name, value in arguments.keywords.items():
        written = next(each for each in node.keywords if each.arg == name)
        if name not in by_name:
            takes = f"the arguments of {signature.name} in scripts are {', '.join(by_name)}"
            of_keras = name in visit.world.parameters(signature.name)
            close = [] if of_keras else get_close_matches(name, by_name, n=1)
            hint = f"did you mean {close[0]!r}? {takes}" if close else takes
            hint = INSTEAD_OF_ARGUMENTS.get(name, hint) if of_keras else hint
            where = " in scripts" if of_keras else ""
            raise visit.error("BML102", written, f"{signature.name} has no argument {name!r}{where}", hint)
        if name in matched:
            raise visit.error("BML102", written, f"{signature.name} received {name!r} twice")
        matched[name] = (by_name[name], value)
    for param in signature.params:
        if param.required and param.name not in matched:
            raise visit.error("BML102", node, f"{signature.name} needs {param.name!r}")
    return [(param, of_python(value)) for param, value in matched.values()]


def _data_of(value: Value) -> DatasetType | None:
    known = atom_of(Program, value.type)
    return known.object if known is not None and isinstance(known.object, DatasetType) else None


def _argument(node: ast.AST, signature: MethodSignature, param: ParameterSignature) -> ast.AST:
    """Where the argument stands."""
    found = argument_node(node, param.name)
    found = argument_node(node, signature.params.index(param)) if found is node else found
    return found.value if isinstance(found, ast.keyword) else found


def _check_argument(
    visit: Visit, node: ast.Call, signature: MethodSignature, param: ParameterSignature, value: Value
) -> None:
    data, program = _data_of(value), atom_of(Program, value.type)
    accepted: dict[str, bool] = {
        "int": value.type == INT,
        "number": kind_of(value.type) is not None and value.type != BOOL,
        "bool": value.type == BOOL,
        "batches": data is not None,
        "function": program is not None and isinstance(program.object, FunctionType),
        "flag": value.is_known and value.type == BOOL,
    }
    if not accepted[param.accepts] and not (value.type == NONE and not param.required):
        what = visit.described(value.type)
        message = f"{signature.name} expects {_EXPECTED[param.accepts]} for {param.name!r}, received {what}"
        hint = none_hint(value.type)
        if param.accepts == "batches" and (visit.holds(value.type) or has_numpy(value.type)):
            one_call = signature.name == "predict"
            hint = INSTEAD_OF_METHODS["predict_on_batch"] if one_call else INSTEAD_OF_ARGUMENTS["y"]
        raise visit.error("BML102", _argument(node, signature, param), message, hint)
    if data is not None and not data.batched:
        message = f"{signature.name} expects batches, received {data}"
        raise visit.error("BML102", _argument(node, signature, param), message, "call .batch(size) on the data set")


def replayed(visit: Visit, node: ast.AST, pipeline: PipelineValue) -> Value:
    """The calls that made a data set of the module, as an expression."""
    value = program_value(visit, pipeline.source)
    for step in pipeline.steps:
        known = _data_of(value)
        assert known is not None
        arguments = {name: _constant(item) for name, item in step.arguments.items() if item is not None}
        value = _applied(visit, node, value, known, DATASET_METHODS[step.method], arguments)
    return value


def _constant(item: Any) -> Value:
    if isinstance(item, FunctionType):
        return Value(frozenset({Program(item)}), js.name(item.name))
    held = BOOL if isinstance(item, bool) else INT if isinstance(item, int) else FLOAT
    return Value(held, js.Literal(item), constant=item)


def _applied(
    visit: Visit,
    node: ast.AST,
    owner: Value,
    known: ModelType | DatasetType,
    signature: MethodSignature,
    arguments: Mapping[str, Value],
) -> Value:
    """The call with its result's type; `arguments` fit the signature and stand in the order of evaluation."""
    if isinstance(known, DatasetType):
        held, arguments = _dataset_result(visit, node, known, signature.name, arguments)
    else:
        held = _model_result(visit, node, known, signature, arguments)
    given = {name: value for name, value in arguments.items() if value.type != NONE}
    order = [param for param in signature.params if param.name in given]
    written = [_written(given[param.name]) for param in order if not param.option]
    options = [js.Property(camel_case(param.name), _written(given[param.name])) for param in order if param.option]
    if options:
        written.append(js.Object(tuple(options)))
    callee = owner.js
    if is_made(owner.type):
        visit.objects.setdefault(known.name)  # type: ignore[union-attr]
        callee = js.call(js.Member(js.name(known.name), "of"), owner.js)  # type: ignore[union-attr]
    call: js.Expression = js.call(js.Member(callee, camel_case(signature.name)), *written)
    if signature.is_async:
        visit.wait()
        call = js.Await(call)
    if signature.name == "evaluate":
        return _logs(visit, node, call, held, given)
    if signature.name == "predict":
        return Value(held, visit.call_helper("npGiven", call))
    return Value(held, call)


def _written(value: Value) -> js.Expression:
    return (
        number(plain_number(value)) if kind_of(value.type) == "int" and value.type != BOOL else plain_number(value).js
    )


def _is_true(value: Value | None) -> bool:
    return value is not None and value.constant is True


def _logs(visit: Visit, node: ast.AST, call: js.Expression, held: Type, given: Mapping[str, Value]) -> Value:
    """A dictionary; without `return_dict=True` a list, or the loss alone where there is nothing else."""
    if _is_true(given.get("return_dict")):
        return Value(held, visit.call_helper("dictOf", call))
    from bmlc.scripts.fitting import holder_of

    dictionary = holder_of(held, "dict")
    assert dictionary is not None
    names = list(visit.cells.of(dictionary).known)
    if len(names) == 1:
        return Value(FLOAT, js.Member(call, names[0]))
    holder, cell = visit.cells.holder("list", ("logs", node, visit.here))
    visit.cells.grow(cell, FLOAT)
    return Value(frozenset({holder}), js.call(js.Member(js.name("Object"), "values"), call), fresh=True)


def _model_result(
    visit: Visit, node: ast.AST, model: ModelType, signature: MethodSignature, arguments: Mapping[str, Value]
) -> Type:
    loc, method = visit.loc(_argument(node, signature, signature.params[0])), signature.name
    data = _data_of(arguments["x"])
    assert data is not None
    match method:
        case "fit":
            names = sorted(visit.world.fit(model, data, loc))
            validation: tuple[str, ...] = ()
            held_out = _data_of(arguments["validation_data"]) if "validation_data" in arguments else None
            if held_out is not None:
                validation = tuple(f"val_{name}" for name in sorted(visit.world.evaluate(model, held_out, loc)))
            return frozenset({Program(HistoryType(model, (*names, *validation)))})
        case "evaluate":
            logs = visit.world.evaluate(model, data, loc)
            ordered = sorted(logs) if _is_true(arguments.get("return_dict")) else list(logs)
            return _record(visit, node, ordered)
    predicted = visit.world.predict(model, data, loc)
    return numpy_type(predicted.dtype, predicted.rank)


def _record(visit: Visit, node: ast.AST, names: Sequence[str]) -> Type:
    site = ("logs", node, visit.here)
    is_new = not visit.cells.has(("dict", site))
    holder, cell = visit.cells.holder("dict", site)
    if is_new:
        cell.uniform, cell.closed = False, True
    visit.cells.grow_key(cell, STR)
    for name in names:
        visit.cells.grow_known(cell, name, FLOAT)
    return frozenset({visit.cells.current(holder)})


def _dataset_result(
    visit: Visit, node: ast.AST, data: DatasetType, method: str, arguments: Mapping[str, Value]
) -> tuple[Type, Mapping[str, Value]]:
    """The type of the result, and the arguments with what Python fills in."""
    loc = visit.loc(node)
    match method:
        case "map":
            known = atom_of(Program, arguments["function"].type)
            assert known is not None
            expect_flat(data, loc)
            mapped = visit.world.map(known.object, data, loc)
            visit.objects.setdefault(mapped.name)
            origins = tuple(data.origins[i] if i is not None and data.origins else None for i in mapped.passed_on)
            result = replace(
                data, components=mapped.components, single=mapped.single, origins=origins, structure=mapped.structure
            )
            return _data(result), {"function": Value(frozenset({known}), js.name(mapped.name))}
        case "batch":
            if data.batched:
                raise UserError("BML102", f"batch expects single elements, received {data}", "call batch once", loc)
            components = tuple(item.with_shape((symbol("n"), *item.shape)) for item in data.components)
            return _data(replace(data, components=components, batched=True)), arguments
        case "split":
            return frozenset({Tuple((_data(data), _data(data)))}), arguments
        case "shuffle":
            seed = visit.world.default_seed()
            given = arguments.get("seed")
            if seed and (given is None or given.type == NONE):
                return _data(data), {**arguments, "seed": Value(INT, js.Literal(seed), constant=seed)}
    return _data(data), arguments


def _data(known: DatasetType) -> Type:
    return frozenset({Program(known)})
