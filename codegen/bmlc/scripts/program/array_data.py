"""Arrays in the place of data sets: `model.fit(x, y, batch_size=4)`, `model.evaluate(x, y)`, `model.predict(x)`.

model.predict(states)          =>    (await model.predict(dataOf(run, [states], [[4]]).batch(32)))
model.train_on_batch(x, y)     =>    (await trainOnBatch(model, batchOf(run, [x, y], [[4], [1]])))
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from bmlc.emit import js
from bmlc.ir import TensorType, symbol
from bmlc.scripts.arrays.arrays import array_of
from bmlc.scripts.fitting import number
from bmlc.scripts.functions.binding import Arguments
from bmlc.scripts.program.device import is_tensor
from bmlc.scripts.program.host_types import DatasetType, ModelType
from bmlc.scripts.program.reading import array_read
from bmlc.scripts.types import INT, NONE, Program, Tuple, atom_of
from bmlc.scripts.values import Value, is_name
from bmlc.scripts.visit import Visit

__all__ = ["with_data"]

# The places that Keras gives what makes a data set of arrays; what comes behind them has names in scripts.
_PLACES = {
    "fit": ("x", "y", "batch_size"),
    "evaluate": ("x", "y", "batch_size"),
    "predict": ("x", "batch_size"),
    "train_on_batch": ("x", "y", "sample_weight"),
    "test_on_batch": ("x", "y", "sample_weight"),
    "predict_on_batch": ("x",),
}
_PARTS = ("x", "y", "sample_weight")  # of an element of a data set
_BATCH = 32  # Keras's
_DTYPES = {"float64": "float32", "int64": "int32", "uint64": "int32"}


def with_data(visit: Visit, node: ast.Call, model: ModelType, method: str, arguments: Arguments) -> Arguments:
    """The arguments with data sets made of the arrays among them."""
    places = _PLACES[method]
    given = dict(zip(places, arguments.positional, strict=False)) | arguments.keywords
    if arguments.starred:
        return arguments
    if _is_array(given.get("x")) or _is_array(given.get("y")):
        arguments, size = _with_arrays(visit, node, model, method, arguments, given)
    else:
        size = js.Literal(_BATCH)
    held_out = arguments.keywords.get("validation_data")
    known = atom_of(Tuple, held_out.type) if held_out is not None else None
    if held_out is None or known is None:
        return arguments
    whole = held_out if held_out.items is not None or is_name(held_out.js) else visit.named(held_out, "held out")
    items = whole.items or [Value(item, js.Index(whole.js, js.Literal(k))) for k, item in enumerate(known.items)]
    data = _data_of(visit, node, model, list(items), size)
    return Arguments(arguments.positional, {**arguments.keywords, "validation_data": data})


def _with_arrays(
    visit: Visit, node: ast.Call, model: ModelType, method: str, arguments: Arguments, given: Mapping[str, Value]
) -> tuple[Arguments, js.Expression]:
    """A data set in the place of x and y, and the size of its batches."""
    places = _PLACES[method]
    if len(arguments.positional) > len(places):
        hint = "name it: epochs=3, verbose=0"
        raise visit.error("BML102", node.args[len(places)], f"{method} takes {', '.join(places)} by place", hint)
    size, shuffle = given.get("batch_size"), given.get("shuffle")
    if size is not None and size.type != INT and size.type != NONE:
        message = f"{method} expects an int for 'batch_size', received {visit.described(size.type)}"
        raise visit.error("BML102", node, message)
    if shuffle is not None and not isinstance(shuffle.constant, bool):
        raise visit.error("BML102", node, "expected shuffle to be True or False, written out")
    parts = [given[name] for name in _PARTS if name in given and given[name].type != NONE]
    if len(parts) == 2 and "sample_weight" in given and given["sample_weight"] is parts[1]:
        raise visit.error("BML102", node, f"{method} expects y beside sample_weight")
    shuffles = method == "fit" and (shuffle is None or shuffle.constant)
    taken = {*places, *_PARTS, "shuffle"}
    keywords = {name: value for name, value in arguments.keywords.items() if name not in taken}
    if method.endswith("_on_batch"):
        return Arguments([_data_of(visit, node, model, parts, None)], keywords), js.Literal(_BATCH)
    written = js.Literal(_BATCH) if size is None or size.type == NONE else number(size)
    return Arguments([_data_of(visit, node, model, parts, written, shuffles=bool(shuffles))], keywords), written


def _is_array(value: Value | None) -> bool:
    return value is not None and (array_of(value.type) is not None or is_tensor(value.type))


def _data_of(
    visit: Visit,
    node: ast.Call,
    model: ModelType,
    parts: list[Value],
    size: js.Expression | None,
    *,
    shuffles: bool = False,
) -> Value:
    """A data set of the rows, in batches of this size; of no size: in one that has all of them."""
    arrays = [array_read(visit, node, each) if is_tensor(each.type) else each for each in parts]
    components = [_element(visit, node, model, each, k) for k, each in enumerate(arrays)]
    shapes = [js.Array(tuple(js.Literal(each) for each in item.shape)) for item in components]  # type: ignore[arg-type]
    visit.uses_run = True
    written = (js.Array(tuple(each.js for each in arrays)), js.Array(tuple(shapes)))
    whole: js.Expression = visit.call_helper("batchOf" if size is None else "dataOf", js.name("run"), *written)
    if shuffles:
        seed = visit.world.default_seed()
        options = [js.Object((js.Property("seed", js.Literal(seed)),))] if seed else []
        whole = js.call(js.Member(whole, "shuffle"), *options)
    whole = whole if size is None else js.call(js.Member(whole, "batch"), size)
    batched = tuple(item.with_shape((symbol("n"), *item.shape)) for item in components)
    return Value(frozenset({Program(DatasetType(batched, True, len(parts) == 1))}), whole)


def _element(visit: Visit, node: ast.Call, model: ModelType, value: Value, part: int) -> TensorType:
    """The type of an input, a label or a weight in the array."""
    array = array_of(value.type)
    what = visit.described(value.type)
    hint = "make a data set: bml.Dataset.from_tensor_slices((x, y)).batch(32)"
    if array is None or len(value.type) > 1:
        raise visit.error("BML102", node, f"expected an array of one kind, received {what}", hint)
    weight = () if array.rank == 1 else None
    shape = weight if part == 2 else visit.world.element(model, array.rank, is_label=part == 1)
    if shape is None:
        of = ("an input", "a label", "a weight")[part]
        message = f"the shape of {of} of this model, in {what}, is not known when you build"
        raise visit.error("BML102", node, message, hint)
    return TensorType(shape, _DTYPES.get(array.kind, array.kind))  # type: ignore[arg-type]
