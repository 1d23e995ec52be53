"""Methods of models and data sets, with arrays in the place of data sets.

model.fit(train.batch(32), epochs=2)    =>    (await model.fit(train.batch(32), { epochs: 2 }))
model.predict(states)                   =>    (await model.predict(dataOf(run, [states], [[4]]).batch(32)))
model.train_on_batch(x, y)              =>    (await trainOnBatch(model, batchOf(run, [x, y], [[4], [1]])))
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Final

from bmlc.emit import js
from bmlc.emit.names import camel_case
from bmlc.errors import UserError
from bmlc.ir import TensorType, symbol
from bmlc.scripts.arrays.arrays import array_of, numpy_type
from bmlc.scripts.fitting import number, plain_number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.program.batches import expect_flat
from bmlc.scripts.program.crossing import record
from bmlc.scripts.program.device import is_tensor
from bmlc.scripts.program.host_types import DatasetType, FunctionType, HistoryType, ModelType
from bmlc.scripts.program.making import of_run
from bmlc.scripts.program.reading import array_read
from bmlc.scripts.program.seeds import default_seed
from bmlc.scripts.rows.call import Call
from bmlc.scripts.rows.table import instead, row
from bmlc.scripts.types import BOOL, FLOAT, NONE, Program, Tuple, Type, atom_of
from bmlc.scripts.types.making import is_made, program_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import PoisonedError, Visit

__all__ = ["applied"]

_BATCH: Final = 32  # Keras's
_DTYPES: Final = {"float64": "float32", "int64": "int32", "uint64": "int32"}
_OPTIONS: Final = frozenset({"drop_remainder", "seed", "reshuffle_each_iteration"})  # of data sets, in JavaScript

_WITH_WEIGHTS = "map the data set to (x, y, weight)"
_IN_BATCHES = "batch the data set: data.batch(32)"
_IN_PART = "take a part of the data set: data.take(1000)"
_BOTH = "a data set has both: bml.Dataset.from_tensor_slices((x, y)).batch(32)"
_PARTS: Final = ("x", "y", "sample_weight")  # of an element
_OF_ARRAYS: Final = {  # arguments that data sets have in other ways
    "y": _BOTH,
    "batch_size": _IN_BATCHES,
    "sample_weight": _WITH_WEIGHTS,
    "shuffle": "shuffle the data set: data.shuffle(seed=1).batch(32)",
}
instead(
    "model",
    {
        "callbacks": "call fit in a loop with epochs=1, whose lines do what callbacks do: break stops early, for one",
        "class_weight": _WITH_WEIGHTS,
        "steps": _IN_PART,
        "steps_per_epoch": _IN_PART,
        "validation_batch_size": _IN_BATCHES,
        "validation_split": "split the data set: train, held_out = data.split(0.8)",
        "validation_steps": _IN_PART,
    },
)


# Models


@row(
    "model.fit(x: data | array, y: array | None = None, batch_size: int | None = None, *, epochs: int = 1,"
    " validation_data: data | tuple | None = None, shuffle: flag = True, sample_weight: array | None = None,"
    " verbose: object = 'auto')"
)
def _fit(visit: Visit, call: Call) -> Value:
    model, (data, size) = _model(call), _batches(visit, call)
    held_out = _held_out(visit, call, size)
    loc = visit.loc(call.node_of("x"))
    found: list[Type] = []
    others = [None] if held_out is None else [*_sets(visit, call, "validation_data", held_out)]
    for each, other in product(_sets(visit, call, "x", data), others):
        logs = sorted(visit.world.fit(model, each, loc))
        later = sorted(visit.world.evaluate(model, other, loc)) if other is not None else []
        found.append(frozenset({Program(HistoryType(model, (*logs, *(f"val_{name}" for name in later))))}))
    options = {"epochs": _written(call["epochs"])} if "epochs" in call.arguments else {}
    if held_out is not None:
        options["validationData"] = held_out.js
    whole = _called(visit, call, model, data, options)
    return Value(visit.cells.meet_all(found, ("called", call.node, visit.here)), whole)


@row(
    "model.evaluate(x: data | array, y: array | None = None, batch_size: int | None = None, *,"
    " sample_weight: array | None = None, return_dict: flag = False, verbose: object = 'auto')",
    *(
        f"model.{name}_on_batch(x: array, y: array | None = None, sample_weight: array | None = None, *,"
        " return_dict: flag = False)"
        for name in ("train", "test")
    ),
)
def _evaluate(visit: Visit, call: Call) -> Value:
    """A dictionary; without `return_dict=True` a list, or the loss alone where there is nothing else."""
    model, (data, _), as_dict = _model(call), _batches(visit, call), _flag(visit, call, "return_dict", default=False)
    loc, site = visit.loc(call.node_of("x")), ("logs", call.node, visit.here)
    names: list[str] = []
    for each in _sets(visit, call, "x", data):
        names += (visit.world.fit if call.row.name == "train_on_batch" else visit.world.evaluate)(model, each, loc)
    held = record(visit, site, dict.fromkeys(sorted(names) if as_dict else names, FLOAT))
    whole = _called(visit, call, model, data, {"returnDict": js.Literal(True)} if as_dict else {})
    if as_dict:
        return Value(held, visit.call_helper("dictOf", whole))
    if len({*names}) == 1:
        return Value(FLOAT, js.Member(whole, names[0]))
    held = visit.cells.holding("list", site, FLOAT)
    return Value(held, js.call(js.Member(js.name("Object"), "values"), whole), fresh=True)


@row(
    "model.predict(x: data | array, batch_size: int | None = None, *, verbose: object = 'auto')",
    "model.predict_on_batch(x: array)",
)
def _predict(visit: Visit, call: Call) -> Value:
    model, (data, _) = _model(call), _batches(visit, call)
    loc = visit.loc(call.node_of("x"))
    given = [visit.world.predict(model, each, loc) for each in _sets(visit, call, "x", data)]
    held = visit.cells.meet_all(
        [numpy_type(each.dtype, each.rank) for each in given], ("called", call.node, visit.here)
    )
    return Value(held, visit.call_helper("npGiven", _called(visit, call, model, data, {})))


def _model(call: Call) -> ModelType:
    known = program_of(call.this.type, ModelType)
    assert known is not None
    return known


def _called(
    visit: Visit, call: Call, model: ModelType, data: Value, options: Mapping[str, js.Expression]
) -> js.Expression:
    callee = call.this.js
    if is_made(call.this.type):
        visit.objects.setdefault(model.name)
        callee = of_run(visit, "modelOf", js.name(model.name), callee)
    visit.wait()
    if call.row.name == "train_on_batch":
        return js.Await(visit.call_helper("trainOnBatch", callee, data.js, *_object(options)))
    method = {"test_on_batch": "evaluate", "predict_on_batch": "predict"}.get(call.row.name, call.row.name)
    return js.Await(js.call(js.Member(callee, method), data.js, *_object(options)))


def _object(options: Mapping[str, js.Expression]) -> list[js.Expression]:
    return [js.Object(tuple(js.Property(name, value) for name, value in options.items()))] if options else []


def _written(value: Value) -> js.Expression:
    plain = plain_number(value)
    return number(plain) if kind_of(value.type) == "int" and value.type != BOOL else plain.js


def _flag(visit: Visit, call: Call, name: str, *, default: bool) -> bool:
    value = call.get(name)
    if value is not None and not isinstance(value.constant, bool):
        message = f"expected {name} to be True or False, written out, received {visit.described(value.type)}"
        raise visit.error("BML102", call.node_of(name), message)
    return default if value is None else bool(value.constant)


def _sets(visit: Visit, call: Call, name: str, value: Value) -> Iterator[DatasetType]:
    """The data sets that an argument may be; which it is decides about types, not about the call."""
    for each in value.each:
        data = program_of(each.type, DatasetType)
        if data is None or not data.batched:
            hint = "call .batch(size) on the data set" if data is not None else _BOTH
            what = f"{call.row.name} expects batches, received {visit.described(each.type)}"
            raise visit.error("BML102", call.node_of(name), what, hint)
        yield data


# Arrays in the place of data sets


def _batches(visit: Visit, call: Call) -> tuple[Value, js.Expression]:
    """The data set that a model goes through, if need be one made of arrays, and the size of its batches."""
    given = {name: value for name, value in call.arguments.items() if value.type != NONE}
    if any(not value.type for value in given.values()):
        raise PoisonedError
    if not any(_is_array(given.get(name)) for name in ("x", "y")):
        for name in [name for name in _OF_ARRAYS if name in given]:
            message = (
                f"{call.row.full_name} takes {name} where x is an array, received {visit.described(call['x'].type)}"
            )
            raise visit.error("BML102", call.node_of(name), message, _OF_ARRAYS[name])
        return call["x"], js.Literal(_BATCH)
    if "sample_weight" in given and "y" not in given:
        raise visit.error("BML102", call.node, f"{call.row.full_name} expects y beside sample_weight")
    size = number(given["batch_size"]) if "batch_size" in given else js.Literal(_BATCH)
    shuffles = _flag(visit, call, "shuffle", default=call.row.name == "fit")
    is_one = call.row.name.endswith("_on_batch")
    parts = [given[name] for name in _PARTS if name in given]
    return _data_of(visit, call, parts, None if is_one else size, shuffles=shuffles), size


def _held_out(visit: Visit, call: Call, size: js.Expression) -> Value | None:
    value = call.get("validation_data")
    known = None if value is None else atom_of(Tuple, value.type)
    if value is None or known is None:
        return None if value is None or value.type == NONE else value
    whole = value if value.items is not None else visit.simple(value, "held out")
    return _data_of(visit, call, whole.parts(known), size, shuffles=False)


def _is_array(value: Value | None) -> bool:
    return value is not None and (array_of(value.type) is not None or is_tensor(value.type))


def _data_of(visit: Visit, call: Call, parts: list[Value], size: js.Expression | None, *, shuffles: bool) -> Value:
    """A data set of the rows, in batches of this size; of no size: in one that has all of them."""
    arrays = [array_read(visit, call.node, each) if is_tensor(each.type) else each for each in parts]
    components = [_element(visit, call, each, k) for k, each in enumerate(arrays)]
    shapes = js.value([list(item.shape) for item in components])
    whole: js.Expression = of_run(
        visit, "batchOf" if size is None else "dataOf", js.Array(tuple(each.js for each in arrays)), shapes
    )
    if shuffles:
        whole = js.call(js.Member(whole, "shuffle"), *_object(default_seed(visit)))
    batched = tuple(item.with_shape((symbol("n"), *item.shape)) for item in components)
    whole = whole if size is None else js.call(js.Member(whole, "batch"), size)
    return Value(_data(DatasetType(batched, True, len(parts) == 1)), whole)


def _element(visit: Visit, call: Call, value: Value, part: int) -> TensorType:
    """The type of an input, a label or a weight in the array."""
    array = array_of(value.type)
    what = visit.described(value.type)
    hint = "make a data set: bml.Dataset.from_tensor_slices((x, y)).batch(32)"
    if array is None or len(value.type) > 1:
        raise visit.error("BML102", call.node, f"expected an array of one kind, received {what}", hint)
    weight = () if array.rank == 1 else None
    shape = weight if part == 2 else visit.world.element(_model(call), array.rank, is_label=part == 1)
    if shape is None:
        of = ("an input", "a label", "a weight")[part]
        message = f"the shape of {of} of this model, in {what}, is not known when you build"
        raise visit.error("BML102", call.node, message, hint)
    return TensorType(shape, _DTYPES.get(array.kind, array.kind))  # type: ignore[arg-type]  # each is a dtype now


# Data sets


@row(
    "dataset.map(function: traced)",
    "dataset.batch(batch_size: int, drop_remainder: bool = False)",
    "dataset.shuffle(*, seed: int | None = None, reshuffle_each_iteration: bool = True)",
    "dataset.take(count: int)",
    "dataset.skip(count: int)",
    "dataset.split(fraction: float)",
)
def _of_data(visit: Visit, call: Call) -> Value:
    return applied(visit, call.node, call.this, call.row.name, call.arguments)


def _data(known: DatasetType) -> Type:
    return frozenset({Program(known)})


def applied(visit: Visit, node: ast.AST, owner: Value, method: str, arguments: Mapping[str, Value]) -> Value:
    """A method of a data set, whose arguments fit."""
    data, loc = program_of(owner.type, DatasetType), visit.loc(node)
    assert data is not None
    held = _data(data)
    written = {name: _written(value) for name, value in arguments.items() if value.type != NONE}
    match method:
        case "map":
            function = program_of(arguments["function"].type, FunctionType)
            assert function is not None
            expect_flat(data, loc)
            mapped = visit.world.map(function, data, loc)
            visit.objects.setdefault(mapped.name)
            written["function"] = js.name(mapped.name)
            origins = tuple(data.origins[i] if i is not None and data.origins else None for i in mapped.passed_on)
            elements = replace(data, components=mapped.components, single=mapped.single, structure=mapped.structure)
            held = _data(replace(elements, origins=origins))
        case "batch":
            if data.batched:
                raise UserError("BML102", f"batch expects single elements, received {data}", "call batch once", loc)
            components = tuple(item.with_shape((symbol("n"), *item.shape)) for item in data.components)
            held = _data(replace(data, components=components, batched=True))
        case "split":
            held = frozenset({Tuple((held, held))})
        case "shuffle":
            written = {**default_seed(visit), **written}
    options = {camel_case(name): value for name, value in written.items() if name in _OPTIONS}
    others = [value for name, value in written.items() if name not in _OPTIONS]
    return Value(held, js.call(js.Member(owner.js, method), *others, *_object(options)))
