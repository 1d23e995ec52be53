"""Computing with tensors in a script: calls, operators and reads, each a call of a function that is compiled for it."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, reduce
from itertools import product
from typing import Any

from bmlc.emit import js
from bmlc.errors import UserError
from bmlc.ir import DType, TensorType
from bmlc.ops.casting import NoneOperandError
from bmlc.scripts.arrays.arrays import is_float, of_python
from bmlc.scripts.fitting import holder_of, number, plain_number
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.program import host_types as host
from bmlc.scripts.program.crossing import from_host, to_host
from bmlc.scripts.program.host_types import FunctionType, HostType, MetricType, ModelType, OptimizerType, VariableType
from bmlc.scripts.program.world import Reference, Slot
from bmlc.scripts.rows.kinds import kind_test
from bmlc.scripts.types import (
    FLOAT,
    INT,
    NEVER,
    NONE,
    Array,
    Number,
    Program,
    Scalar,
    Tensor,
    Tuple,
    Type,
    atom_of,
    none_hint,
)
from bmlc.scripts.types.making import are_several, is_made, program_of
from bmlc.scripts.values import UNKNOWN, Value, written_out
from bmlc.scripts.visit import PoisonedError, Visit

__all__ = [
    "TracedCall",
    "TracedItem",
    "call_traced",
    "expect_kinds_apart",
    "is_taken",
    "is_tensor",
    "operand",
    "operands",
    "operation",
]

_MOST = 4  # versions of one call


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


def operands(visit: Visit, nodes: Sequence[ast.expr]) -> list[Value]:
    """Arguments of a tensor function: lists and tuples that are written out stay as they are, with lent items."""
    return [operand(visit, node) for node in nodes]


def operand(visit: Visit, node: ast.expr) -> Value:
    match node:
        case ast.List(elts) if elts and not any(isinstance(each, ast.Starred) for each in elts):
            items = visit.expressions_by(operand, elts)
            holder, cell = visit.cells.holder("list", (node, visit.here))
            for item in items:
                visit.cells.grow(cell, item.type)
            return written_out(items, held=frozenset({holder}))
        case ast.Tuple(elts) if not any(isinstance(each, ast.Starred) for each in elts):
            return written_out(visit.expressions_by(operand, elts))
    return visit.expression(node)


# Calls


@dataclass
class _Inputs:
    """What fills the slots of a call, in order; `is_host`: some of it is uploaded for the call."""

    flat: list[js.Expression] = field(default_factory=list)
    is_host: bool = False
    knows: bool = False  # ints that are always the same are constants
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
    for value in values:
        expect_kinds_apart(visit, node, value)
    choices = [_choices(visit, value) for value in values]
    combinations = list(product(*choices))
    if len(combinations) > _MOST:
        mixed = " and ".join(
            visit.described(value.type) for value, each in zip(values, choices, strict=True) if len(each) > 1
        )
        message = f"this call would have {len(combinations)} versions, received {mixed}"
        raise visit.error("BML204", node, message, "give values of one rank and dtype")
    if len(combinations) > 1:
        values = [value if value.items is not None else visit.simple(value) for value in values]
        combinations = list(product(*(_choices(visit, value) for value in values)))
    results = [
        _call_unless_none(visit, node, function, values, list(each), len(positional), list(named), owner)
        for each in combinations
    ]
    whole = results[-1]
    for each, result in reversed(list(zip(combinations[:-1], results[:-1], strict=True))):
        test = _test(visit, values, each)
        held = visit.cells.meet(result.type, whole.type, ("call", node, visit.here))
        whole = Value(held, js.Conditional(test, result.js, whole.js), fresh=True)
    return whole


def expect_kinds_apart(visit: Visit, node: ast.AST, value: Value) -> None:
    """A tensor of uint8 is one of int32 on a device, which does not say what it was.

    Raises:
        UserError: BML204 where the value may be either.
    """
    dtypes = {atom.type.dtype for atom in value.type if isinstance(atom, Tensor)}
    if dtypes >= {"uint8", "int32"}:
        what = visit.described(value.type)
        message = f"a browser holds uint8 as int32, and does not know which it was, received {what}"
        raise visit.error("BML204", node, message, 'convert it where it is made: bml.ops.cast(x, "int32")', [value])


def _choices(visit: Visit, value: Value) -> list[Value]:
    """The value as each of the things that it may be."""
    if atom_of(Number, value.type):
        visit.cells.ask_kind(value.type)
        return [value.as_type(FLOAT)]
    if len(value.type) == 1 or value.is_known or value.items is not None:
        return [value]
    return value.each


def _test(visit: Visit, values: Sequence[Value], chosen: Sequence[Value]) -> js.Expression:
    """Whether the values are those of this combination."""
    tests = [
        kind_test(visit, value, list(one.type))
        for value, one in zip(values, chosen, strict=True)
        if len(value.type) > 1 and value.items is None and not value.is_known
    ]
    return reduce(partial(js.Binary, "&&"), tests)


_NO_TENSOR = "Attempt to convert a value (None) with an unsupported type (<class 'NoneType'>) to a Tensor."


def _call_unless_none(
    visit: Visit,
    node: ast.AST,
    function: HostType,
    values: Sequence[Value],
    chosen: list[Value],
    count: int,
    names: list[str],
    owner: Value | None,
) -> Value:
    """The call for these types; where an operation is given a None that may be something else, TensorFlow's error."""
    found = visit.tried(lambda: _one_call(visit, node, function, chosen, count, names, owner))
    if isinstance(found, Value):
        return found
    is_none = any(one.type == NONE != value.type for value, one in zip(values, chosen, strict=True))
    if is_none and isinstance(found, NoneOperandError):
        error = js.New(visit.helper("ValueError"), (js.Literal(_NO_TENSOR),))
        return Value(NEVER, visit.call_helper("raise", error))
    raise found


def _one_call(
    visit: Visit,
    node: ast.AST,
    function: HostType,
    values: list[Value],
    count: int,
    names: list[str],
    owner: Value | None,
    knows: bool = False,
) -> Value:
    inputs = _Inputs(knows=knows)
    if owner is not None:
        _own(visit, node, owner, inputs)
    template = [_template(visit, node, value, inputs) for value in values]
    keywords = dict(zip(names, template[count:], strict=True))
    try:
        traced = visit.world.call(function, template[:count], keywords, visit.loc(node))
    except UserError as refused:  # a size, say: of ints that are always the same it is known
        called = partial(_one_call, visit, node, function, values, count, names, owner, knows=True)
        if knows or visit.attempt(called) is None:
            raise refused from None
        return called()
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
    if not visit.module.arrays_change:
        return _template(visit, node, tensor, inputs)
    (atom,) = tensor.type
    assert isinstance(atom, Tensor)
    return _uploaded(visit, value, atom.type, inputs)


def _uploaded(visit: Visit, value: Value, held: TensorType, inputs: _Inputs) -> Slot:
    inputs.is_host = True
    inputs.flat.append(visit.call_helper("npHost", value.js))
    return Slot(host.TensorValue(held))


def is_taken(visit: Visit, node: ast.AST, value: Value) -> bool:
    """Whether tensor functions take the value."""
    try:
        with visit.filling():
            _template(visit, node, value, _Inputs())
    except UserError:
        return False
    return True


def _template(visit: Visit, node: ast.AST, value: Value, inputs: _Inputs) -> Any:
    """An argument for the world: constants and objects as they are, a `Slot` for what only the running script knows."""
    constant = visit.known.only(value) if inputs.knows and value.type == INT else value.constant
    if constant is not UNKNOWN:
        return constant
    value = of_python(value)
    (atom,) = value.type if len(value.type) == 1 else (None,)
    match atom:
        case Program(FunctionType() | ModelType() | VariableType() | OptimizerType() | MetricType() as of_program):
            _own(visit, node, value, inputs)
            return Reference(of_program)
        case Scalar("None"):
            return None
        case Array() if isinstance(value.js, js.Identifier) and value.js.name in visit.module.arrays:
            return _array_of_module(visit, node, value, visit.module.arrays[value.js.name], inputs)
        case Array(kind, rank):
            dtype: DType = kind if kind in ("bool", "uint8") else "float32" if is_float(kind) else "int32"
            place = (node, visit.here, len(inputs.flat))
            shape = tuple(visit.cells.unknown_size((place, axis)) for axis in range(rank))
            return _uploaded(visit, value, TensorType(shape, dtype), inputs)
        case Tuple(items) as whole if value.items is None:
            weights = [program_of(item, VariableType) if is_made(item) else None for item in items]
            if items and None not in weights:  # under a name: who owns them is known as it runs
                inputs.owners[js.Spread(value.js)] = ""
                return [Reference(each) for each in weights if each is not None]
            found = [_template(visit, node, part, inputs) for part in value.parts(whole)]
            return tuple(found) if whole.kind == "tuple" else found
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
        if are_several(value.type) and is_made(value.type):
            hint = "train each in a function that is given the model and makes the optimizer: def train(model): ..."
            raise visit.error("BML207", node, f"this call would use one of several objects, {what}", hint, [value])
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
    inner = _Inputs(knows=inputs.knows, owners=inputs.owners)
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
