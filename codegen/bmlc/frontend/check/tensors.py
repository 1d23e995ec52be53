"""Computing with tensors in a script: calls, operators and reads, each a call of a function that is compiled for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import libcst as cst

from bmlc.frontend.check.expressions import check_expression
from bmlc.frontend.check.fitting import none_hint
from bmlc.frontend.check.scope import PoisonedError, Scope
from bmlc.frontend.host import (
    BOOL,
    FLOAT,
    INT,
    STR,
    Builtin,
    Constant,
    DictLiteral,
    DictType,
    ErrorType,
    Expression,
    FixedListType,
    FunctionType,
    HostType,
    Item,
    ListLiteral,
    ListType,
    Local,
    ModelType,
    Negate,
    OfProgram,
    ProgramObject,
    Read,
    RecordType,
    TensorCall,
    TensorValue,
    TupleLiteral,
    TupleType,
    TypeVariable,
    VariableType,
    parts,
    resolve,
)
from bmlc.frontend.world import Reference, Slot
from bmlc.ir import Loc

__all__ = [
    "applied",
    "as_tensor",
    "call",
    "item",
    "length",
    "method",
    "nested_lists",
    "number",
    "operation",
    "row",
    "shape_of",
    "template",
    "text",
]

_NUMBERS = (INT, FLOAT, BOOL)


def call(node: cst.CSTNode, function: HostType, arguments: Sequence[cst.Arg], scope: Scope) -> Expression:
    """A call of a tensor function, a layer, a model or an op, with the arguments as they are written."""
    positional: list[Any] = []
    keywords: dict[str, Any] = {}
    inputs: list[Expression] = []
    for argument in arguments:
        if argument.star:
            raise scope.error(
                "BML201", argument, f"scripts do not have {argument.star} in calls", "write the arguments out"
            )
        value = template(check_expression(argument.value, scope), argument, inputs, scope)
        if argument.keyword is None:
            positional.append(value)
        else:
            keywords[argument.keyword.value] = value
    return _traced(function, positional, keywords, inputs, scope.loc(node), scope)


def operation(scope: Scope, node: cst.CSTNode, name: str, operands: Sequence[Expression]) -> Expression:
    """An op of `bml.ops` on these operands: what an operator means where one of them is a tensor."""
    return applied(scope, node, scope.world.operation(name), operands)


def applied(scope: Scope, node: cst.CSTNode, function: FunctionType, operands: Sequence[Expression]) -> Expression:
    """`function` called with these operands."""
    inputs: list[Expression] = []
    arguments = [template(operand, node, inputs, scope) for operand in operands]
    return _traced(function, arguments, {}, inputs, scope.loc(node), scope)


def method(scope: Scope, node: cst.Call, owner: Expression, name: str) -> Expression | None:
    """A method of an object of the program or of a tensor; None where there is no such one."""
    kind = resolve(owner.type)
    if isinstance(kind, TensorValue) or (isinstance(kind, VariableType) and name in ("numpy", "item")):
        return _tensor_method(scope, node, owner, name)
    assert isinstance(kind, OfProgram)
    function = scope.world.method(kind, name)
    return None if function is None else call(node, function, node.args, scope)


def _tensor_method(scope: Scope, node: cst.Call, owner: Expression, name: str) -> Expression | None:
    """`x.tolist()` and `x.item()`, as NumPy has them, and reading a variable."""
    tensor = as_tensor(scope, node, owner)
    if node.args or name not in ("tolist", "item", "numpy"):
        return None
    if name == "numpy":
        return tensor
    return nested_lists(scope, node, tensor) if name == "tolist" else number(scope, node, tensor)


def as_tensor(scope: Scope, node: cst.CSTNode, value: Expression) -> Expression:
    """The value of a variable; a tensor as it is, of a type that is known."""
    kind = resolve(value.type)
    if isinstance(kind, VariableType):
        return operation(scope, node, "convert_to_tensor", [value])
    return replace(value, type=kind)


def number(scope: Scope, node: cst.CSTNode, value: Expression) -> Expression:
    """The number or bool that a tensor or a variable of one element holds, on the host: FLOAT, INT or BOOL."""
    tensor = _of_one(scope, node, value)
    return Read(tensor, _host_scalar(tensor), scope.loc(node))


def text(scope: Scope, node: cst.CSTNode, value: Expression) -> Expression:
    """`str(x)` of a tensor of one element: of a float32 the shortest digits that tell it from other float32 numbers."""
    if isinstance(resolve(value.type), VariableType):
        raise scope.error("BML204", node, f"scripts do not show {value.type} as text", "read it first, as in float(x)")
    return Read(_of_one(scope, node, value), STR, scope.loc(node))


def nested_lists(scope: Scope, node: cst.CSTNode, value: Expression) -> Expression:
    """`x.tolist()`: a number, or lists of them in lists."""
    tensor = as_tensor(scope, node, value)
    held = _host_scalar(tensor)
    for _ in tensor.type.type.shape if isinstance(tensor.type, TensorValue) else ():
        held = ListType(held)
    return Read(tensor, held, scope.loc(node))


def _of_one(scope: Scope, node: cst.CSTNode, value: Expression) -> Expression:
    tensor = as_tensor(scope, node, value)
    assert isinstance(tensor.type, TensorValue)
    shape = tensor.type.type.shape
    if any(size != 1 for size in shape):
        raise scope.error(
            "BML204",
            node,
            f"expected a tensor of one number, received {tensor.type.type}",
            "take one of its values, as in x[0], or their mean: bml.ops.mean(x)",
        )
    return operation(scope, node, "reshape", [tensor, TupleLiteral((), TupleType(()), tensor.loc)]) if shape else tensor


def _host_scalar(tensor: Expression) -> HostType:
    assert isinstance(tensor.type, TensorValue)
    return {"float32": FLOAT, "bool": BOOL}.get(tensor.type.type.dtype, INT)


def shape_of(scope: Scope, node: cst.CSTNode, value: Expression) -> Expression:
    """`x.shape`: the sizes that the tensor has when the script runs."""
    kind = resolve(value.type)
    tensor_type = kind.type if isinstance(kind, TensorValue | VariableType) else None
    assert tensor_type is not None
    loc = scope.loc(node)
    host_type = TupleType(tuple(INT for _ in tensor_type.shape))
    sizes = tuple(Constant(size, INT, loc) for size in tensor_type.shape if isinstance(size, int))
    if len(sizes) == len(tensor_type.shape) and isinstance(value, Local | ProgramObject):
        return TupleLiteral(sizes, host_type, loc)
    return Item(value, "shape", host_type, loc)


def length(scope: Scope, node: cst.CSTNode, value: Expression) -> Expression:
    """`len(x)`: the size of the first axis."""
    shape = shape_of(scope, node, value)
    assert isinstance(shape.type, TupleType)
    if not shape.type.items:
        raise scope.error("BML204", node, f"expected a tensor with an axis, received {value.type}")
    return Item(shape, 0, INT, scope.loc(node))


def item(scope: Scope, node: cst.CSTNode, value: Expression, index: Any) -> Expression:
    """`x[index]`, of ints, slices, None and `...` that are known now."""
    inputs: list[Expression] = []
    arguments = [template(value, node, inputs, scope), index]
    return _traced(scope.world.operation("getitem"), arguments, {}, inputs, scope.loc(node), scope)


def row(scope: Scope, node: cst.CSTNode, value: Expression, index: Expression) -> Expression:
    """`x[i]` along the first axis, with NumPy's error where there is no such row."""
    tensor_type = value.type.type if isinstance(value.type, TensorValue | VariableType) else None
    known_size = tensor_type.shape[0] if tensor_type is not None and tensor_type.shape else None
    if isinstance(known_size, int):
        size: Expression = Constant(known_size, INT, index.loc)
    elif isinstance(value, Local | ProgramObject):
        size = length(scope, node, value)
    else:
        raise scope.error(
            "BML204", node, f"expected a name to index with an int, received {value.type}", "name it first"
        )
    place = Builtin("tensorIndex", (index, size), INT, index.loc)
    axis = Constant(0, INT, index.loc)
    return operation(scope, node, "take", [value, place, axis])


def template(value: Expression, node: cst.CSTNode, inputs: list[Expression], scope: Scope) -> Any:
    """An argument for the world: constants and objects as they are, a `Slot` for what only the running script knows.

    What fills the slots is appended to `inputs`, in order.
    """
    match value:
        case Constant(constant):
            return constant
        case Negate(Constant(int() | float() as number)):
            return -number
        case ProgramObject(_, FunctionType() | ModelType() | VariableType() as host_type):
            return Reference(host_type)
        case TupleLiteral(items) | ListLiteral(items):
            filled: list[Expression] = []
            parts = [template(item, node, filled, scope) for item in items]
            if filled and isinstance(resolve(value.type), ListType) and _is_numbers(value.type):
                inputs.append(value)  # one tensor, of numbers that the running script knows
                return Slot(value.type)
            inputs += filled
            return tuple(parts) if isinstance(value, TupleLiteral) else parts
        case DictLiteral(items) if all(isinstance(key, Constant) for key, _ in items):
            return {key.value: template(item, node, inputs, scope) for key, item in items if isinstance(key, Constant)}
    if any(isinstance(part, ErrorType) for part in _all_parts(value.type)):
        raise PoisonedError
    found = _slots(value.type)
    if found is None:
        raise scope.error(
            "BML204",
            node,
            f"a tensor function takes tensors, numbers and lists of numbers, received {value.type}",
            none_hint(value.type) or "give it values of a known number; numbers in lists become one tensor",
        )
    if _has_slot(found):
        inputs.append(value)
    return found


def _slots(host_type: HostType) -> Any:
    """The structure of a value in slots; None for what tensor functions do not take."""
    host_type = resolve(host_type)
    match host_type:
        case TensorValue():
            return Slot(host_type)
        case FunctionType() | ModelType() | VariableType():
            return Reference(host_type)
        case TupleType(items) | FixedListType(items):
            parts = [_slots(item) for item in items]
            if None in parts:
                return None
            return tuple(parts) if isinstance(host_type, TupleType) else parts
        case RecordType(fields):
            record = {key: _slots(item) for key, item in fields}
            return None if None in record.values() else record
        case ListType(item):
            return Slot(host_type) if _is_numbers(item) else None
        case DictType():
            return None
        case _:
            return Slot(host_type) if host_type in _NUMBERS else None


def _all_parts(host_type: HostType) -> Iterator[HostType]:
    host_type = resolve(host_type)
    yield host_type
    for part in parts(host_type):
        yield from _all_parts(part)


def _has_slot(found: Any) -> bool:
    """Whether the running script has a part in the argument: lists of variables, for one, are known now."""
    if isinstance(found, Mapping):
        return any(map(_has_slot, found.values()))
    return any(map(_has_slot, found)) if isinstance(found, tuple | list) else isinstance(found, Slot)


def _is_numbers(host_type: HostType) -> bool:
    host_type = resolve(host_type)
    if isinstance(host_type, ListType | TupleType):
        return all(map(_is_numbers, parts(host_type)))
    return host_type in _NUMBERS or isinstance(host_type, TypeVariable)  # later lines put something into the list


def _traced(
    function: HostType,
    arguments: Sequence[Any],
    keywords: Mapping[str, Any],
    inputs: Sequence[Expression],
    loc: Loc,
    scope: Scope,
) -> Expression:
    traced = scope.world.call(function, arguments, keywords, loc)
    scope.objects.setdefault(traced.name)
    return TensorCall(traced.name, tuple(inputs), traced.is_async, traced.result, loc)
