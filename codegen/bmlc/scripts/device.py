"""Computing with tensors in a script: calls, operators and reads, each a call of a function that is compiled for it."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from bmlc.emit import js
from bmlc.ir import DType, TensorType
from bmlc.scripts import host_types as host
from bmlc.scripts.arrays import is_float, numpy_type, of_python, plain_of
from bmlc.scripts.fitting import holder_of, number, plain_number
from bmlc.scripts.host_types import FunctionType, HostType, MetricType, ModelType, OptimizerType, VariableType
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.rows.kinds import kind_test
from bmlc.scripts.types import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    Array,
    Atom,
    BuiltinName,
    Holder,
    Number,
    NumpyScalar,
    Program,
    Scalar,
    Tensor,
    Tuple,
    TupleClass,
    Type,
    atom_of,
    none_hint,
)
from bmlc.scripts.values import Value, is_name
from bmlc.scripts.visit import PoisonedError, Visit
from bmlc.scripts.world import Reference, Slot

__all__ = [
    "TracedCall",
    "TracedItem",
    "array_read",
    "call_traced",
    "expect_one",
    "from_host",
    "host_type",
    "is_tensor",
    "number_of",
    "operand",
    "operands",
    "operation",
    "shape_of",
    "tensor_of",
    "to_host",
    "valueless",
]

_MOST = 4  # versions of one call
_SCALARS: dict[str, HostType] = {
    "int": host.INT,
    "float": host.FLOAT,
    "bool": host.BOOL,
    "str": host.STR,
    "None": host.NONE,
}
_TYPES = {
    str(kind): held
    for kind, held in ((host.INT, INT), (host.FLOAT, FLOAT), (host.BOOL, BOOL), (host.STR, STR), (host.NONE, NONE))
}


class TracedCall(js.Call):
    """A call of a traced function: what it returns is new."""


class TracedItem(js.Index):
    """The only tensor that a traced function gives, of the list that it returns."""


def is_tensor(held: Type) -> bool:
    """Whether a value of this type is on the device: a tensor or a variable."""
    return bool(held) and any(
        isinstance(atom, Tensor) or (isinstance(atom, Program) and isinstance(atom.object, VariableType))
        for atom in held
    )


def valueless(held: Type) -> bool:
    """Whether it is known when the script is compiled, and nothing in JavaScript: a variable, a list of variables."""
    match list(held):
        case [Program(FunctionType() | OptimizerType() | MetricType() | VariableType() | host.TapeType(), "")]:
            return True
        case [TupleClass()]:
            return True
        case [BuiltinName(name)]:
            return not name.endswith("()")
        case [Tuple(items)]:
            return bool(items) and all(map(valueless, items))
    return False


def expect_one(visit: Visit, node: ast.AST, held: Type, name: str) -> None:
    """What is nothing in JavaScript is one thing wherever it is read.

    Raises:
        UserError: BML207 where it may be one of several, or something else.
    """
    programs = [atom for atom in held if isinstance(atom, Program)]
    lines = [atom.making for atom in programs if atom.making]
    is_nothing = any(valueless(frozenset({atom})) for atom in programs)
    if len(held) > 1 and (is_nothing or len(set(lines)) < len(lines)):
        message = f"expected {name} to be one object here, received {visit.described(held)}"
        raise visit.error("BML207", node, message, "write the lines out for each one, with its own name")


def operands(visit: Visit, nodes: Sequence[ast.expr]) -> list[Value]:
    """Arguments of a tensor function: lists and tuples that are written out stay as they are, with lent items."""
    return [operand(visit, node) for node in nodes]


def operand(visit: Visit, node: ast.expr) -> Value:
    match node:
        case ast.List(elts) if elts and not any(isinstance(each, ast.Starred) for each in elts):
            items = tuple(visit.expressions_by(operand, elts))
            holder, cell = visit.cells.holder("list", (node, visit.here))
            for item in items:
                visit.cells.grow(cell, item.type)
            return Value(frozenset({holder}), js.Array(tuple(item.js for item in items)), items=items)
        case ast.Tuple(elts) if not any(isinstance(each, ast.Starred) for each in elts):
            items = tuple(visit.expressions_by(operand, elts))
            held = frozenset({Tuple(tuple(item.type for item in items))})
            return Value(held, js.Array(tuple(item.js for item in items)), items=items)
    return visit.expression(node)


# Types, as the world knows them


def from_host(visit: Visit, known: HostType, site: object = None) -> Type:
    """The type of what a traced function gives."""
    match known:
        case host.TensorValue(type):
            return frozenset({Tensor(type)})
        case host.TupleType(items):
            return frozenset({Tuple(tuple(from_host(visit, item, (site, k)) for k, item in enumerate(items)))})
        case host.FixedListType(items):
            return frozenset({Tuple(tuple(from_host(visit, item, (site, k)) for k, item in enumerate(items)), "list")})
        case host.RecordType(fields):
            is_new = not visit.cells.has(("dict", ("record", site)))
            holder, cell = visit.cells.holder("dict", ("record", site))
            if is_new:
                cell.uniform = False
            visit.cells.grow_key(cell, STR)
            for key, item in fields:
                visit.cells.grow_known(cell, key, from_host(visit, item, (site, key)))
            return frozenset({visit.cells.current(holder)})
        case host.Scalar():
            return _TYPES[str(known)]
        case host.ListType(item):
            holder, cell = visit.cells.holder("list", ("given", site))
            visit.cells.grow(cell, from_host(visit, item, (site, "item")))
            return frozenset({visit.cells.current(holder)})
    return frozenset({Program(known)})


def to_host(visit: Visit, atom: Atom) -> HostType | None:
    """The type of a value in a call; None for what tensor functions do not take."""
    match atom:
        case Tensor(type):
            return host.TensorValue(type)
        case Scalar(name) if name in _SCALARS:
            return _SCALARS[name]
        case Holder("list" | "tuple"):
            item = visit.cells.of(atom).item
            if not item or item >= FLOAT or atom_of(Number, item):
                found: HostType | None = host.FLOAT if not item or kind_of(item) is not None else None
            else:
                found = to_host(visit, next(iter(item))) if len(item) == 1 else None
            return None if found is None or isinstance(found, host.TensorValue) else host.ListType(found)
    return None


def host_type(visit: Visit, held: Type) -> HostType:
    """A type as declarations and annotations name it."""
    if not held:
        return host.NOTHING
    if held >= FLOAT and held >= INT:
        held -= INT
    if len(held) > 1:
        return host.UnionType(frozenset(host_type(visit, frozenset({atom})) for atom in held))
    match next(iter(held)):
        case Number():
            return host.FLOAT
        case Array("float32" | "int32" | "uint8" | "bool" as kind, rank):
            return host.TensorValue(TensorType((1,) * rank, kind))
        case Array(kind, rank):
            lists: HostType = host.FLOAT if kind == "float64" else host.INT
            for _ in range(rank):
                lists = host.ListType(lists)
            return lists
        case NumpyScalar():
            return host_type(visit, plain_of(held))
        case Tuple(items, kind):
            inner = tuple(host_type(visit, item) for item in items)
            return host.TupleType(inner) if kind == "tuple" else host.FixedListType(inner)
        case Holder("dict") as atom:
            cell = visit.cells.of(atom)
            if not cell.uniform:
                return host.RecordType(tuple((key, host_type(visit, each)) for key, each in cell.known.items()))
            return host.DictType(host_type(visit, cell.key), host_type(visit, cell.item))
        case Holder() as atom:
            return host.ListType(host_type(visit, visit.cells.of(atom).item))
        case Tensor(type):
            return host.TensorValue(type)
        case Program(known):
            return known  # type: ignore[no-any-return]
        case Scalar(name) if name in _SCALARS:
            return _SCALARS[name]
    return host.NONE


# Calls


@dataclass
class _Inputs:
    """What fills the slots of a call, in order; `is_host`: some of it is uploaded for the call."""

    flat: list[js.Expression] = field(default_factory=list)
    is_host: bool = False
    owners: dict[js.Expression, str] = field(default_factory=dict)  # what the script made, with the line that makes it


def call_traced(
    visit: Visit,
    node: ast.AST,
    function: HostType,
    positional: Sequence[Value],
    keywords: Mapping[str, Value] | None = None,
    owner: Value | None = None,
) -> Value:
    """A call of a tensor function, a layer, a model or an op: of each combination of types a function of its own.

    `owner` is what the function belongs to, where a script made that.
    """
    named = dict(keywords or {})
    values = [*positional, *named.values()]
    if any(not value.type for value in values):
        raise PoisonedError
    choices = [_choices(visit, value) for value in values]
    combinations = list(product(*choices))
    if len(combinations) > _MOST:
        mixed = " and ".join(
            visit.described(value.type) for value, each in zip(values, choices, strict=True) if len(each) > 1
        )
        message = f"this call would have {len(combinations)} versions, received {mixed}"
        raise visit.error("BML204", node, message, "give values of one rank and dtype")
    if len(combinations) > 1:
        values = [
            value if is_name(value.js) or value.is_known or value.items is not None else visit.named(value)
            for value in values
        ]
        combinations = list(product(*(_choices(visit, value) for value in values)))
    results = [
        _one_call(visit, node, function, list(each), len(positional), list(named), owner) for each in combinations
    ]
    whole = results[-1]
    for each, result in reversed(list(zip(combinations[:-1], results[:-1], strict=True))):
        test = _test(visit, values, each)
        held = visit.cells.meet(result.type, whole.type, ("call", node, visit.here))
        whole = Value(held, js.Conditional(test, result.js, whole.js), fresh=True)
    return whole


def _choices(visit: Visit, value: Value) -> list[Value]:
    """The value as each of the things that it may be."""
    if atom_of(Number, value.type):
        visit.cells.ask_kind(value.type)
        return [value.as_type(FLOAT)]
    if len(value.type) == 1 or value.is_known or value.items is not None:
        return [value]
    return [value.as_type(frozenset({atom})) for atom in sorted(value.type, key=repr)]


def _test(visit: Visit, values: Sequence[Value], chosen: Sequence[Value]) -> js.Expression:
    """Whether the values are those of this combination."""
    tests = [
        kind_test(visit, value, list(one.type))
        for value, one in zip(values, chosen, strict=True)
        if len(value.type) > 1 and value.items is None and not value.is_known
    ]
    whole = tests[0]
    for test in tests[1:]:
        whole = js.Binary("&&", whole, test)
    return whole


def _one_call(
    visit: Visit,
    node: ast.AST,
    function: HostType,
    values: list[Value],
    count: int,
    names: list[str],
    owner: Value | None,
) -> Value:
    inputs = _Inputs()
    if owner is not None:
        _own(visit, node, owner, inputs)
    template = [_template(visit, node, value, inputs) for value in values]
    keywords = dict(zip(names, template[count:], strict=True))
    traced = visit.world.call(function, template[:count], keywords, visit.loc(node))
    visit.objects.setdefault(traced.name)
    written: js.Expression = js.Array(tuple(inputs.flat))
    match inputs.flat:
        case [js.Spread(only)]:
            written = only
    owners = (js.Array(tuple(inputs.owners)),) if inputs.owners else ()
    if inputs.is_host or owners:
        call: js.Expression = TracedCall(visit.run("call"), (js.Literal(traced.name), written, *owners))
    else:
        call = TracedCall(js.name(traced.name), (written,))
    if traced.is_async:
        visit.wait()
        call = js.Await(call)
    return Value(from_host(visit, traced.result, (node, visit.here)), _result(visit, call, traced.result), fresh=True)


def _result(visit: Visit, call: js.Expression, result: HostType) -> js.Expression:
    match result:
        case host.TensorValue():
            return TracedItem(call, js.Literal(0))
        case _ if result == host.NONE or _is_flat(result):
            return call
    return visit.call_helper("nestedDicts" if _has_record(result) else "nested", call, _like(result))


def _has_record(result: HostType) -> bool:
    match result:
        case host.RecordType():
            return True
        case host.TupleType(items) | host.FixedListType(items):
            return any(map(_has_record, items))
    return False


def _is_flat(result: HostType) -> bool:
    return isinstance(result, host.TupleType | host.FixedListType) and all(
        isinstance(item, host.TensorValue) for item in result.items
    )


def _like(result: HostType) -> js.Expression:
    """The structure of results: `0` for a tensor, arrays and objects of such."""
    match result:
        case host.TupleType(items) | host.FixedListType(items):
            return js.Array(tuple(map(_like, items)))
        case host.RecordType(fields):
            return js.Object(tuple(js.Property(key, _like(item)) for key, item in fields))
        case host.NONE:
            return js.Literal(None)
    return js.Literal(0)


def _array_of_module(visit: Visit, node: ast.AST, value: Value, array: Any, inputs: _Inputs) -> Any:
    """An array of the file as a tensor: uploaded at each call only where scripts may change it."""
    assert isinstance(value.js, js.Identifier)
    function = visit.world.array(array, value.js.name)
    tensor = visit.hold(call_traced(visit, node, function, []))
    if not visit.arrays_change:
        return _template(visit, node, tensor, inputs)
    (atom,) = tensor.type
    assert isinstance(atom, Tensor)
    return _uploaded(visit, value, atom.type, inputs)


def _uploaded(visit: Visit, value: Value, held: TensorType, inputs: _Inputs) -> Slot:
    inputs.is_host = True
    inputs.flat.append(visit.call_helper("npHost", value.js))
    return Slot(host.TensorValue(held))


def _template(visit: Visit, node: ast.AST, value: Value, inputs: _Inputs) -> Any:
    """An argument for the world: constants and objects as they are, a `Slot` for what only the running script knows."""
    if value.is_known:
        return value.constant
    value = of_python(value)
    (atom,) = value.type if len(value.type) == 1 else (None,)
    match atom:
        case Program(FunctionType() | ModelType() | VariableType() | OptimizerType() | MetricType() as of_program):
            _own(visit, node, value, inputs)
            return Reference(of_program)
        case Scalar("None"):
            return None
        case Array() if isinstance(value.js, js.Identifier) and value.js.name in visit.module_arrays:
            return _array_of_module(visit, node, value, visit.module_arrays[value.js.name], inputs)
        case Array(kind, rank):
            dtype: DType = "bool" if kind == "bool" else "float32" if is_float(kind) else "int32"
            place = (node, visit.here, len(inputs.flat))
            shape = tuple(visit.cells.unknown_size((place, axis)) for axis in range(rank))
            return _uploaded(visit, value, TensorType(shape, dtype), inputs)
        case Tuple(items, kind) if value.items is None:
            parts = [Value(held, js.Index(value.js, js.Literal(k))) for k, held in enumerate(items)]
            found = [_template(visit, node, part, inputs) for part in parts]
            return tuple(found) if kind == "tuple" else found
    if value.items is not None:
        return _literal(visit, node, value, inputs)
    known = to_host(visit, atom) if atom is not None else None
    dictionary = holder_of(value.type, "dict")
    if dictionary is not None and not visit.cells.of(dictionary).uniform:
        entries = visit.cells.of(dictionary).known.items()
        return {
            key: _template(visit, node, Value(held, js.call(js.Member(value.js, "item"), js.Literal(key))), inputs)
            for key, held in entries
        }
    if known is None or known == host.STR or known == host.NONE:
        what = visit.described(value.type)
        message = f"a tensor function takes tensors, numbers and lists of numbers, received {what}"
        hint = none_hint(value.type) or "give it values of a known number; numbers in lists become one tensor"
        raise visit.error("BML204", node, message, hint, [value])
    inputs.is_host |= not isinstance(known, host.TensorValue)
    inputs.flat.append(
        number(plain_number(value)) if isinstance(known, host.Scalar) and known != host.BOOL else value.js
    )
    return Slot(known)


def _own(visit: Visit, node: ast.AST, value: Value, inputs: _Inputs) -> None:
    """The call reads and sets variables of what a script made; of each line one instance."""
    known = atom_of(Program, value.type)
    if known is None or not known.making:
        return
    if any(line == known.making and each != value.js for each, line in inputs.owners.items()):
        message = f"this call would use two objects that one line makes: {visit.described(value.type)}"
        raise visit.error("BML207", node, message, "make each of them in a line of its own, or call once for each")
    inputs.owners[value.js] = known.making


def _literal(visit: Visit, node: ast.AST, value: Value, inputs: _Inputs) -> Any:
    """A list or tuple that is written out: its parts; a list of numbers that the script computes is one tensor."""
    assert value.items is not None
    holder = holder_of(value.type, "list")
    inner = _Inputs(owners=inputs.owners)
    parts = [_template(visit, node, item, inner) for item in value.items]
    if holder is not None and inner.flat and kind_of(visit.cells.of(holder).item) is not None:
        known = to_host(visit, holder)
        assert known is not None
        inputs.flat.append(value.js)
        inputs.is_host = True
        return Slot(known)
    inputs.flat += inner.flat
    inputs.is_host |= inner.is_host
    return parts if holder is not None or _is_list(value.type) else tuple(parts)


def _is_list(held: Type) -> bool:
    known = atom_of(Tuple, held)
    return known is not None and known.kind == "list"


# What scripts ask of tensors


def operation(visit: Visit, node: ast.AST, name: str, operands: Sequence[Value]) -> Value:
    """An op of `bml.ops` on these operands: what an operator means where one of them is a tensor."""
    return call_traced(visit, node, visit.world.operation(name), operands)


def tensor_of(visit: Visit, node: ast.AST, value: Value) -> Value:
    """The value of a variable; a tensor as it is."""
    known = atom_of(Program, value.type)
    return operation(visit, node, "convert_to_tensor", [value]) if known is not None else value


def number_of(visit: Visit, node: ast.AST, value: Value, as_text: bool = False) -> Value:
    """The number or bool that a tensor or a variable of one element holds, on the host; or its text."""
    plain = frozenset(atom for atom in value.type if not is_tensor(frozenset({atom})))
    if plain and kind_of(plain) is not None and not as_text:  # `total = 0.0`, to which tensors were added
        value = visit.hold(value) if is_name(value.js) else visit.named(value)
        held = value.type - plain
        with visit.filling() as code:
            found = number_of(visit, node, value.as_type(held))
        if not code:
            test = kind_test(visit, value, list(plain))
            met = visit.cells.meet(found.type, plain, ("number", node, visit.here))
            return Value(met, js.Conditional(test, value.js, found.js))
    tensor = visit.hold(tensor_of(visit, node, value))
    types = [atom.type for atom in tensor.type if isinstance(atom, Tensor)]
    if len(types) != len(tensor.type) or any(size != 1 for each in types for size in each.shape):
        what = visit.described(tensor.type)
        message = f"expected a tensor of one number, received {what.removeprefix('a tensor ')}"
        raise visit.error("BML204", node, message, "take one of its values, as in x[0], or their mean: bml.ops.mean(x)")
    if any(each.shape for each in types):
        tensor = visit.hold(
            operation(visit, node, "reshape", [tensor, Value(frozenset({Tuple(())}), js.Array(()), items=())])
        )
    held = frozenset().union(*({"float32": FLOAT, "bool": BOOL}.get(each.dtype, INT) for each in types))
    visit.wait()
    read = js.Await(js.call(visit.run("text" if as_text else "read"), tensor.js))
    return Value(STR if as_text else held, read)


def array_read(visit: Visit, node: ast.AST, value: Value) -> Value:
    """`x.numpy()`: the numbers of a tensor as an array on the host; a scalar of none of its axes."""
    tensor = visit.hold(tensor_of(visit, node, value))
    types = [atom.type for atom in tensor.type if isinstance(atom, Tensor)]
    held: Type = frozenset().union(*(numpy_type(each.dtype, each.rank) for each in types))
    visit.wait()
    visit.uses_run = True
    return Value(held, js.Await(visit.call_helper("npRead", js.name("run"), tensor.js)))


def nested_lists(visit: Visit, node: ast.AST, value: Value) -> Value:
    """`x.tolist()`: a number, or lists of them in lists."""
    tensor = visit.hold(tensor_of(visit, node, value))
    atom = atom_of(Tensor, tensor.type)
    assert atom is not None
    held: Type = {"float32": FLOAT, "bool": BOOL}.get(atom.type.dtype, INT)
    for axis in range(atom.type.rank):
        holder, cell = visit.cells.holder("list", ("tolist", node, axis, visit.here))
        visit.cells.grow(cell, held)
        held = frozenset({visit.cells.current(holder)})
    visit.wait()
    return Value(held, js.Await(js.call(visit.run("read"), tensor.js)), fresh=True)


def shape_of(visit: Visit, node: ast.AST, value: Value) -> Value:
    """`x.shape`: the sizes that the tensor has when the script runs."""
    known = atom_of(Program, value.type)
    atom = atom_of(Tensor, value.type)
    tensor_type = known.object.type if known is not None else atom.type  # type: ignore[union-attr]
    held = frozenset({Tuple(tuple(INT for _ in tensor_type.shape))})
    sizes = [size for size in tensor_type.shape if isinstance(size, int)]
    if len(sizes) == tensor_type.rank and (known is not None or is_name(value.js)):
        items = tuple(Value(INT, js.Literal(size), constant=size) for size in sizes)
        return Value(held, js.Array(tuple(item.js for item in items)), items=items)
    return Value(held, js.Member(visit.hold(value).js, "shape"))
