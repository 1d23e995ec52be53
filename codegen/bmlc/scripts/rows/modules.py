"""Functions of Python's own modules: `time`, `sys`, `copy`, `itertools`."""

from __future__ import annotations

from bmlc.emit import js
from bmlc.scripts.arrays.arrays import holds_numpy
from bmlc.scripts.fitting import fitted, holder_of, number
from bmlc.scripts.iteration import iterated, iterator_of, owned
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.table import row, rows
from bmlc.scripts.types import NONE, Object, Stream, Tuple, Type, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__: list[str] = []

rows(
    {
        "time.time() -> float": "Date.now() / 1000",
        **{
            f"time.{name}() -> float": "performance.now() / 1000"
            for name in ("perf_counter", "monotonic", "process_time")
        },
        "time.sleep(seconds: float, /) -> None": "await sleep(run, seconds)",
        # As Python's, but for the number of characters, which nobody asks for.
        "sys.stdout.write(text: str, /) -> None": "run.print(text, '')",
        "sys.stdout.flush() -> None": "None",
        "itertools.count(start: int = 0, step: int = 1) -> iterator[int]": (
            "lasting(range(start, 9007199254740992, step))"
        ),
        "itertools.chain(*iterables: iterable) -> iterator[T]": "chained([*iterables])",
        "itertools.cycle(iterable: iterable, /) -> iterator[T]": "cycled",
    }
)


@row("copy.copy(x: object, /)", "copy.deepcopy(x: object, /)")
def _copy(visit: Visit, call: Call) -> Value:
    """A copy has the types of what it is a copy of."""
    value = call["x"]
    if atom_of(Object, value.type) is not None or holder_of(value.type, "iterator", "view"):
        what = visit.described(value.type)
        message = f"{call.row.full_name} in scripts copies lists, tuples, dictionaries and arrays, received {what}"
        raise visit.error("BML204", call.node, message, "make a new one of its attributes")
    array, arrays = js.name("array"), []
    if holds_numpy(visit, value.type):
        arrays = [js.Arrow((array,), visit.call_helper("npArray", array, js.Member(array, "dtype")))]
    whole: js.Expression = visit.call_helper("copied", value.js, js.Literal(call.row.name == "deepcopy"), *arrays)
    return Value(value.type, js.call(visit.run("adopt"), whole) if visit.holds(value.type) else whole, fresh=True)


@row("next(iterator: iterable, default: object = None, /)")
def _next(visit: Visit, call: Call) -> Value:
    iterator, default = call["iterator"], call.get("default")
    stream = atom_of(Stream, iterator.type)
    if stream is not None and default is None:
        visit.wait()
        return Value(stream.item, js.Await(visit.call_helper("nextBatch", iterator.js)), fresh=True)
    walk = iterated(visit, iterator, call.node)
    if len(iterator.type) != 1 or holder_of(iterator.type, "iterator") is None:
        message = f"next takes an iterator, received {visit.described(iterator.type)}"
        raise visit.error("BML204", call.node, message, "make one before: it = iter(xs)")
    if default is None and visit.frame.instance.definition.is_generator and not visit.frame.watchers:
        message = "next in a generator function may end it with an error, as StopIteration may not pass it"
        raise visit.error("BML201", call.node, message, "give a default, or catch StopIteration")
    taken = visit.call_helper("nextItem", iterator.js)
    if walk.made and visit.holds(walk.item):
        if default is not None:
            message = "next in scripts takes no default where it makes tuples of tensors"
            raise visit.error("BML201", call.node, message, "catch StopIteration, or go through them in a loop")
        whole = visit.named(Value(walk.item, taken)).js
        return Value(walk.item, owned(visit, whole, walk.item, walk.made), fresh=True)
    if default is None:
        return Value(walk.item, taken)
    held = visit.cells.meet(walk.item, default.type, ("next", call.node, visit.here))
    item, other = fitted(visit, Value(walk.item, taken), held), fitted(visit, default, held)
    if item.js is not taken or visit.holds(default.type):  # an item is the iterator's, and so is no default
        message = "next in scripts takes a default of the same kind as the items"
        hint = "catch StopIteration" if default.type == NONE else "give None, or catch StopIteration"
        raise visit.error("BML204", call.node, message, hint)
    return Value(held, visit.call_helper("nextOr", iterator.js, other.js))


@row("itertools.islice(iterable: iterable, start: int | None, stop: int | None = -1, step: int = 1, /)")
def _islice(visit: Visit, call: Call) -> Value:
    walk = iterated(visit, call["iterable"], call.node)
    bounds = [call[name] for name in ("start", "stop", "step") if name in call.arguments]
    first, *rest = (js.Literal(None) if each.type == NONE else number(each) for each in bounds)
    bounds_ = (first, *rest) if rest else (js.Literal(0), first)
    return iterator_of(visit, walk.item, visit.call_helper("sliced", walk.js, *bounds_), call.node, made=walk.made)


@row("itertools.product(*iterables: iterable, repeat: int = 1)")
def _product(visit: Visit, call: Call) -> Value:
    walks = [iterated(visit, each, call.node) for each in call.gathered]
    repeat = call.get("repeat")
    if repeat is not None and not isinstance(repeat.constant, int):
        raise visit.error("BML204", call.node, "expected repeat to be written out", "write repeat=2, say")
    times = repeat.constant if repeat is not None else 1
    item: Type = frozenset({Tuple(tuple(walk.item for walk in walks) * times)})
    count = [js.Literal(times)] if times > 1 else []
    whole = visit.call_helper("product", js.Array(tuple(walk.js for walk in walks)), *count)
    return iterator_of(visit, item, whole, call.node, made=True)


@row("itertools.combinations(iterable: iterable, r: int)")
def _combinations(visit: Visit, call: Call) -> Value:
    walk = iterated(visit, call["iterable"], call.node)
    size = call["r"].constant
    if not isinstance(size, int):
        raise visit.error("BML204", call.node, "expected r to be written out", "write itertools.combinations(xs, 2)")
    item: Type = frozenset({Tuple((walk.item,) * size)})
    return iterator_of(visit, item, visit.call_helper("combinations", walk.js, js.Literal(size)), call.node, made=True)
