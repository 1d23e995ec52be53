"""Methods of models and data sets: their arguments, their JavaScript, and what they give."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from itertools import product

from bmlc.emit import js
from bmlc.emit.names import camel_case
from bmlc.errors import UserError
from bmlc.ir import symbol
from bmlc.scripts.arrays.arrays import holds_numpy, numpy_type, of_python
from bmlc.scripts.counting.code import Code
from bmlc.scripts.fitting import holder_of, number, plain_number
from bmlc.scripts.functions.binding import Arguments, argument_node, refuse_stars
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.program.array_data import with_data
from bmlc.scripts.program.batches import expect_flat
from bmlc.scripts.program.crossing import record
from bmlc.scripts.program.host_types import DatasetType, FunctionType, HistoryType, ModelType
from bmlc.scripts.program.making import of_run
from bmlc.scripts.program.signatures import (
    DATASET_METHODS,
    INSTEAD_OF_ARGUMENTS,
    MODEL_METHODS,
    Accepts,
    MethodSignature,
    ParameterSignature,
)
from bmlc.scripts.types import BOOL, FLOAT, INT, NONE, Program, Tuple, Type, atom_of, none_hint
from bmlc.scripts.types.making import are_several, is_made
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["applied", "data_of", "object_method"]


_EXPECTED: Mapping[Accepts, str] = {
    "int": "an int",
    "number": "a number",
    "bool": "a bool",
    "batches": "a data set",
    "function": "a @bml.function by its name",
    "flag": "True or False, written out,",
}


def object_method(
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
            found.append((code, applied(visit, node, owner, known, signature, chosen)))
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
    refuse_stars(visit, node, arguments)
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


def data_of(value: Value) -> DatasetType | None:
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
    data, program = data_of(value), atom_of(Program, value.type)
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
        if param.accepts == "batches" and (visit.holds(value.type) or holds_numpy(visit, value.type)):
            hint = "call the model: model(x)" if signature.kind == "predict" else INSTEAD_OF_ARGUMENTS["y"]
        raise visit.error("BML102", _argument(node, signature, param), message, hint)
    if data is not None and not data.batched:
        message = f"{signature.name} expects batches, received {data}"
        raise visit.error("BML102", _argument(node, signature, param), message, "call .batch(size) on the data set")


def applied(
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
        callee = of_run(visit, "modelOf", js.name(known.name), owner.js)  # type: ignore[union-attr]
    call: js.Expression = js.call(js.Member(callee, camel_case(signature.kind)), *written)
    if signature.kind == "train":
        call = visit.call_helper("trainOnBatch", callee, *written)
    if signature.is_async:
        visit.wait()
        call = js.Await(call)
    if signature.kind in ("evaluate", "train"):
        return _logs(visit, node, call, held, given)
    if signature.kind == "predict":
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
    loc = visit.loc(_argument(node, signature, signature.params[0]))
    data = data_of(arguments["x"])
    assert data is not None
    match signature.kind:
        case "fit":
            names = sorted(visit.world.fit(model, data, loc))
            validation: tuple[str, ...] = ()
            held_out = data_of(arguments["validation_data"]) if "validation_data" in arguments else None
            if held_out is not None:
                validation = tuple(f"val_{name}" for name in sorted(visit.world.evaluate(model, held_out, loc)))
            return frozenset({Program(HistoryType(model, (*names, *validation)))})
        case "evaluate" | "train" as kind:
            logs = (visit.world.evaluate if kind == "evaluate" else visit.world.fit)(model, data, loc)
            ordered = sorted(logs) if _is_true(arguments.get("return_dict")) else list(logs)
            return record(visit, ("logs", node, visit.here), dict.fromkeys(ordered, FLOAT))
    predicted = visit.world.predict(model, data, loc)
    return numpy_type(predicted.dtype, predicted.rank)


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
