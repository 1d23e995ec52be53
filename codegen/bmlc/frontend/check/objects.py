"""Methods of the program's objects: arguments matched with the signature, tensors' types followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

import libcst as cst

from bmlc.emit.names import camel_case
from bmlc.errors import UserError
from bmlc.frontend.check.batches import expect_flat
from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import none_hint
from bmlc.frontend.check.scope import Scope
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    Builtin,
    Constant,
    DatasetType,
    Expression,
    FunctionType,
    HistoryType,
    HostType,
    Item,
    IterableType,
    ListType,
    Method,
    MethodCall,
    ModelType,
    PredictionsType,
    ProgramObject,
    RecordType,
    TupleType,
    holds_tensors,
)
from bmlc.frontend.signatures import (
    DATASET_METHODS,
    INSTEAD_OF_ARGUMENTS,
    INSTEAD_OF_METHODS,
    MODEL_METHODS,
    Accepts,
    MethodSignature,
    ParameterSignature,
)
from bmlc.frontend.world import PipelineValue
from bmlc.ir import Loc, TensorType, symbol

__all__ = ["check_object_method", "replay"]

_EXPECTED: Mapping[Accepts, str] = {
    "int": "an int",
    "number": "a number",
    "bool": "a bool",
    "batches": "a data set",
    "function": "a @bml.function by its name",
    "flag": "True or False, written out,",
}


def check_object_method(node: cst.Call, owner: Expression, attribute: cst.Attribute, scope: Scope) -> Expression:
    """`owner.method(...)` of a model or a data set."""
    method = attribute.attr.value
    match owner.type:
        case ModelType():
            table = MODEL_METHODS
        case DatasetType():
            table = DATASET_METHODS
        case _:
            raise scope.error("BML201", node, f"scripts call methods of models and data sets, received {owner.type}")
    if method not in table:
        close = get_close_matches(method, table, n=1)
        hint = f"did you mean {close[0]}?" if close else f"it has {', '.join(table)}"
        raise scope.error("BML201", attribute.attr, f"{owner.type} in a script has no method {method}", hint)
    signature = table[method]
    arguments = {
        param.name: (argument, check_expression(argument.value, scope))
        for param, argument in _match(node, signature, scope)
        if param.accepts != "shown"
    }
    for param in signature.params:
        if param.name in arguments:
            argument, value = arguments[param.name]
            _check_argument(signature, param, value, scope.loc(argument.value))
    values = {name: value for name, (_, value) in arguments.items()}
    return _apply(scope, owner, signature, values, scope.loc(node))


def replay(scope: Scope, pipeline: PipelineValue, loc: Loc) -> Expression:
    """The calls that made a data set of the module, as an expression."""
    source = pipeline.source
    scope.objects.setdefault(source.name)
    value: Expression = ProgramObject(source.name, source.type, loc)
    for step in pipeline.steps:
        arguments = {name: _constant(item, loc) for name, item in step.arguments.items() if item is not None}
        value = _apply(scope, value, DATASET_METHODS[step.method], arguments, loc)
        if step.item is not None:
            assert isinstance(value.type, TupleType)
            value = Item(value, step.item, value.type.items[step.item], loc)
    return value


def _constant(value: Any, loc: Loc) -> Expression:
    if isinstance(value, FunctionType):
        return ProgramObject(value.name, value, loc)
    return Constant(value, BOOL if isinstance(value, bool) else INT if isinstance(value, int) else FLOAT, loc)


def _match(node: cst.Call, signature: MethodSignature, scope: Scope) -> list[tuple[ParameterSignature, cst.Arg]]:
    """Each argument with its parameter, in the order in which Python evaluates them."""
    by_name = {param.name: param for param in signature.params}
    positional = [param for param in signature.params if not param.keyword_only]
    matched: dict[str, tuple[ParameterSignature, cst.Arg]] = {}
    for position, argument in enumerate(node.args):
        if argument.star:
            raise scope.error(
                "BML201", argument, f"scripts do not have {argument.star} in calls", "write the arguments out"
            )
        if argument.keyword is not None:
            name = argument.keyword.value
            if name not in by_name:
                known = f"the arguments of {signature.name} in scripts are {', '.join(by_name)}"
                is_of_keras = name in scope.world.parameters(signature.name)
                close = [] if is_of_keras else get_close_matches(name, by_name, n=1)
                hint = INSTEAD_OF_ARGUMENTS.get(name, known) if is_of_keras else known
                hint = f"did you mean {close[0]!r}? {known}" if close else hint
                where = " in scripts" if is_of_keras else ""
                raise scope.error("BML102", argument, f"{signature.name} has no argument {name!r}{where}", hint)
        elif position < len(positional):
            name = positional[position].name
        else:
            rest = ", ".join(param.name for param in signature.params if param.keyword_only)
            advice = f"name it: {rest} take a keyword in scripts" if rest else None
            if scope.world.parameters(signature.name)[position + 1 :][:1] == ["y"]:
                advice = INSTEAD_OF_ARGUMENTS["y"]
            raise scope.error("BML102", argument, f"{signature.name} has no argument number {position + 1}", advice)
        if name in matched:
            raise scope.error("BML102", argument, f"{signature.name} received {name!r} twice")
        matched[name] = (by_name[name], argument)
    for param in signature.params:
        if param.required and param.name not in matched:
            raise scope.error("BML102", node, f"{signature.name} needs {param.name!r}")
    return list(matched.values())


def _check_argument(signature: MethodSignature, param: ParameterSignature, value: Expression, loc: Loc) -> None:
    accepted: dict[str, bool] = {
        "int": value.type == INT,
        "number": value.type in (INT, FLOAT),
        "bool": value.type == BOOL,
        "batches": isinstance(value.type, DatasetType),
        "function": isinstance(value.type, FunctionType),
        "flag": isinstance(value, Constant) and value.type == BOOL,
    }
    if not accepted[param.accepts] and not (value.type == NONE and not param.required):
        of_arrays = param.accepts == "batches" and holds_tensors(value.type)
        calls = signature.name == "predict"
        cure = INSTEAD_OF_METHODS["predict_on_batch"] if calls else INSTEAD_OF_ARGUMENTS["y"]
        raise UserError(
            "BML102",
            f"{signature.name} expects {_EXPECTED[param.accepts]} for {param.name!r}, received {value.type}",
            cure if of_arrays else none_hint(value.type),
            loc,
        )
    if isinstance(value.type, DatasetType) and not value.type.batched:
        raise UserError(
            "BML102",
            f"{signature.name} expects batches, received {value.type}",
            "call .batch(size) on the data set",
            loc,
        )


def _apply(
    scope: Scope, owner: Expression, signature: MethodSignature, arguments: Mapping[str, Expression], loc: Loc
) -> Expression:
    """The call with its result's type; `arguments` fit the signature and stand in the order of evaluation."""
    result: HostType
    if isinstance(owner.type, DatasetType):
        result, arguments = _dataset_result(scope, owner.type, signature.name, arguments, loc)
    else:
        assert isinstance(owner.type, ModelType)
        result = _model_result(scope, owner.type, signature.name, arguments)
    given = {name: value for name, value in arguments.items() if value.type != NONE}
    order = [param for param in signature.params if param.name in given]
    positional = tuple(given[param.name] for param in order if not param.option)
    options = tuple((camel_case(param.name), given[param.name]) for param in order if param.option)
    call = MethodCall(owner, signature.name, positional, options, signature.is_async, result, loc)
    return _as_list(call, loc) if signature.name == "evaluate" and not _is_true(given.get("return_dict")) else call


def _is_true(value: Expression | None) -> bool:
    return isinstance(value, Constant) and value.value is True


def _as_list(logs: MethodCall, loc: Loc) -> Expression:
    """What `evaluate` gives without `return_dict=True`: a list, or the loss alone where there is nothing else."""
    assert isinstance(logs.type, RecordType)
    if len(logs.type.keys) == 1:
        return Item(logs, logs.type.keys[0], FLOAT, loc)
    values = Method(logs, "values", (), IterableType(FLOAT), loc)
    return Builtin("list", (values,), ListType(FLOAT), loc)


def _model_result(scope: Scope, model: ModelType, method: str, arguments: Mapping[str, Expression]) -> HostType:
    data, loc = _batches(arguments["x"])
    match method:
        case "fit":
            names = sorted(scope.world.fit(model, data, loc))
            validation: tuple[str, ...] = ()
            if "validation_data" in arguments and arguments["validation_data"].type != NONE:
                logs = scope.world.evaluate(model, *_batches(arguments["validation_data"]))
                validation = tuple(f"val_{name}" for name in sorted(logs))
            return HistoryType(model, (*names, *validation))
        case "evaluate":
            logs = scope.world.evaluate(model, data, loc)
            ordered = sorted(logs) if _is_true(arguments.get("return_dict")) else logs
            return RecordType(tuple((name, FLOAT) for name in ordered))
        case _:
            scope.world.predict(model, data, loc)
            return PredictionsType()


def _batches(value: Expression) -> tuple[DatasetType, Loc]:
    assert isinstance(value.type, DatasetType)
    return value.type, value.loc


def _dataset_result(
    scope: Scope, data: DatasetType, method: str, arguments: Mapping[str, Expression], loc: Loc
) -> tuple[HostType, Mapping[str, Expression]]:
    """The type of the result, and the arguments with what Python fills in."""
    match method:
        case "map":
            function = arguments["function"]
            assert isinstance(function.type, FunctionType)
            expect_flat(data, loc)
            mapped = scope.world.map(function.type, data, function.loc)
            # The module's function may have been traced for several types: the call names the one for these.
            scope.objects.setdefault(mapped.name)
            chosen = ProgramObject(mapped.name, function.type, function.loc)
            origins = tuple(data.origins[i] if i is not None and data.origins else None for i in mapped.passed_on)
            result = replace(
                data,
                components=mapped.components,
                single=mapped.single,
                origins=origins,
                structure=mapped.structure,
            )
            return result, {"function": chosen}
        case "batch":
            if data.batched:
                raise UserError("BML102", f"batch expects single elements, received {data}", "call batch once", loc)
            components = tuple(_with_leading(item) for item in data.components)
            return replace(data, components=components, batched=True), arguments
        case "split":
            return TupleType((data, data)), arguments
        case "shuffle":
            seed = scope.world.default_seed()
            if seed and arguments.get("seed", _NO_SEED).type == NONE:
                return data, {**arguments, "seed": Constant(seed, INT, loc)}
            return data, arguments
        case _:
            return data, arguments


_NO_SEED = Constant(None, NONE, Loc("", 0, 0, 0, 0))


def _with_leading(component: TensorType) -> TensorType:
    return component.with_shape((symbol("n"), *component.shape))
