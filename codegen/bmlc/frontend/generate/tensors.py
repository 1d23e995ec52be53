"""What scripts do with tensors and ask of their run.

value, grads = bml.value_and_grad(loss)(x, y)   =>   const [value, ...grads] = lossGradients([x, y]);
bml.log(loss=value)                             =>   await run.log({ loss: value });
"""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.emit import js
from bmlc.frontend.generate.context import Context
from bmlc.frontend.generate.expressions import expression
from bmlc.frontend.host import (
    NONE,
    Expression,
    FixedListType,
    HostType,
    ListLiteral,
    NameTarget,
    Read,
    RecordType,
    RunCall,
    TensorCall,
    TensorValue,
    TupleLiteral,
    TupleTarget,
    TupleType,
    resolve,
)

__all__ = ["flat_targets", "tensor_call"]


def tensor_call(node: TensorCall, context: Context) -> js.Expression:
    """The call with its flat list of results."""
    function = js.name(node.function)
    items = [item for value in node.inputs for item in _flat(value, context)]
    inputs = items[0].value if len(items) == 1 and isinstance(items[0], js.Spread) else js.Array(tuple(items))
    if all(_on_device(value.type) for value in node.inputs):
        call = js.Call(function, (inputs,))
    else:
        call = js.Call(context.run("call"), (js.Literal(node.function), inputs))
    return js.Await(call) if node.is_async else call


def flat_targets(target: TupleTarget | NameTarget, results: HostType) -> tuple[tuple[str, bool], ...] | None:
    """Names that take a call's flat results, the last of them the rest if it is marked; None where they do not fit."""
    if isinstance(target, NameTarget):
        return ((target.name, False),) if isinstance(results, TensorValue) else None
    if not isinstance(results, TupleType | FixedListType) or len(target.items) != len(results.items):
        return None
    found: list[tuple[str, bool]] = []
    for position, (item, part) in enumerate(zip(target.items, results.items, strict=True)):
        if not isinstance(item, NameTarget):
            return None
        is_rest = isinstance(part, TupleType | FixedListType) and _is_flat(part) and position == len(results.items) - 1
        if not is_rest and not isinstance(part, TensorValue):
            return None
        found.append((item.name, is_rest))
    return tuple(found)


@expression.register
def _tensor_call(node: TensorCall, context: Context) -> js.Expression:
    call = tensor_call(node, context)
    match node.type:
        case TensorValue():
            return js.Index(call, js.Literal(0))
        case _ if node.type == NONE or (_is_flat(node.type) and not isinstance(node.type, RecordType)):
            return call
        case _:
            return js.Call(context.helper("nested"), (call, _like(node.type)))


@expression.register
def _read(node: Read, context: Context) -> js.Expression:
    method = "text" if str(node.type) == "a str" else "read"
    return js.Await(js.Call(context.run(method), (expression(node.tensor, context),)))


@expression.register
def _run_call(node: RunCall, context: Context) -> js.Expression:
    arguments = [expression(argument, context) for argument in node.arguments]
    if node.options:
        options = tuple(js.Property(name, expression(value, context)) for name, value in node.options)
        arguments.append(js.Object(options))
    first, *path = node.method.split(".")  # `random.randint` is a method of a member
    method = context.run(first)
    for part in path:
        method = js.Member(method, part)
    call = js.Call(method, tuple(arguments))
    return js.Await(call) if node.is_async else call


def _flat(value: Expression, context: Context) -> Sequence[js.Expression]:
    """The inputs that a value stands for: itself, or its tensors one after another."""
    host_type = resolve(value.type)
    if isinstance(value, ListLiteral | TupleLiteral) and not _is_host_list(host_type):
        return [item for part in value.items for item in _flat(part, context)]
    if isinstance(host_type, TupleType | FixedListType | RecordType) and not _is_host_list(host_type):
        whole = expression(value, context)
        if isinstance(host_type, RecordType):
            whole = js.call(js.Member(js.name("Object"), "values"), whole)
        if not _is_flat(host_type):
            whole = js.call(js.Member(whole, "flat"), js.name("Infinity"))
        return [js.Spread(whole)]
    return [expression(value, context)]


def _is_host_list(host_type: HostType) -> bool:
    """Lists of numbers become one tensor; a tuple of tensors is several."""
    return not isinstance(host_type, TensorValue) and not _on_device(host_type)


def _on_device(host_type: HostType) -> bool:
    match resolve(host_type):
        case TensorValue():
            return True
        case TupleType(items) | FixedListType(items):
            return all(map(_on_device, items))
        case RecordType(fields):
            return all(_on_device(item) for _, item in fields)
        case _:
            return False


def _is_flat(host_type: HostType) -> bool:
    items = host_type.items if isinstance(host_type, TupleType | FixedListType) else ()
    if isinstance(host_type, RecordType):
        items = tuple(item for _, item in host_type.fields)
    return isinstance(host_type, TupleType | FixedListType | RecordType) and all(
        isinstance(item, TensorValue) for item in items
    )


def _like(host_type: HostType) -> js.Expression:
    """The structure of results: `0` for a tensor, arrays and objects of such."""
    match host_type:
        case TupleType(items) | FixedListType(items):
            return js.Array(tuple(map(_like, items)))
        case RecordType(fields):
            return js.Object(tuple(js.Property(key, _like(item)) for key, item in fields))
        case _:
            return js.Literal(0)
