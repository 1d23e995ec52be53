"""Numbers and arrays of tensors, which a script reads, and their shapes."""

from __future__ import annotations

import ast

from bmlc.emit import js
from bmlc.ir import TensorType
from bmlc.scripts.arrays.arrays import numpy_type
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.program.device import expect_kinds_apart, is_tensor, operation
from bmlc.scripts.rows.kinds import kind_test
from bmlc.scripts.types import BOOL, FLOAT, INT, STR, Holder, Program, Tensor, Tuple, Type, atom_of
from bmlc.scripts.values import Value, is_name, written_out
from bmlc.scripts.visit import Visit

__all__ = ["array_read", "items_read", "nested_lists", "number_of", "shape_of", "tensor_of"]


def tensor_of(visit: Visit, node: ast.AST, value: Value) -> Value:
    """The value of a variable; a tensor as it is."""
    is_variable = any(isinstance(atom, Program) for atom in value.type)  # or one of several that lines make
    return operation(visit, node, "convert_to_tensor", [value]) if is_variable else value


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
    types = _tensor_types(tensor.type)
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
    expect_kinds_apart(visit, node, tensor)
    visit.wait()
    visit.uses_run = True
    is_small = [js.Literal(True)] if any(each.dtype == "uint8" for each in _tensor_types(tensor.type)) else []
    return Value(_read_type(tensor.type), js.Await(visit.call_helper("npRead", js.name("run"), tensor.js, *is_small)))


def items_read(visit: Visit, node: ast.AST, value: Value) -> Value:
    """A list or tuple of tensors, with arrays in their places; others as they are."""
    (atom,) = value.type if len(value.type) == 1 else (None,)
    match atom:
        case Tuple(items):
            held: Type = frozenset().union(*items)
        case Holder("list" | "tuple"):
            held = visit.cells.of(atom).item
        case _:
            return value
    if not held or not all(isinstance(each, Tensor) for each in held):
        return value
    whole = visit.hold(value)
    if any(each.dtype == "uint8" for each in _tensor_types(held)):
        raise visit.error("BML204", node, "scripts read tensors of uint8 one by one", "write [x.numpy() for x in xs]")
    visit.wait()
    visit.uses_run = True
    read = js.Await(visit.call_helper("npReadEach", js.name("run"), whole.js))
    if isinstance(atom, Tuple):
        return Value(frozenset({Tuple(tuple(map(_read_type, atom.items)), atom.kind)}), read)
    return Value(visit.cells.holding("list", ("read", node, visit.here), _read_type(held)), read)


def _read_type(held: Type) -> Type:
    return frozenset().union(*(numpy_type(each.dtype, each.rank) for each in _tensor_types(held)))


def nested_lists(visit: Visit, node: ast.AST, value: Value) -> Value:
    """`x.tolist()`: a number, or lists of them in lists."""
    tensor = visit.hold(tensor_of(visit, node, value))
    sorts = {(each.dtype, each.rank) for each in _tensor_types(tensor.type)}
    if len(sorts) > 1:
        what = visit.described(tensor.type)
        message = f"expected a tensor of one rank and dtype before .tolist(), received {what}"
        raise visit.error("BML204", node, message, "call tolist where it is known which of them it is")
    ((dtype, rank),) = sorts
    held: Type = {"float32": FLOAT, "bool": BOOL}.get(dtype, INT)
    for axis in range(rank):
        held = visit.cells.holding("list", ("tolist", node, axis, visit.here), held)
    visit.wait()
    return Value(held, js.Await(js.call(visit.run("read"), tensor.js)), fresh=True)


def _tensor_types(held: Type) -> list[TensorType]:
    return [atom.type for atom in sorted(held, key=repr) if isinstance(atom, Tensor)]


def shape_of(visit: Visit, node: ast.AST, value: Value) -> Value:
    """`x.shape`: the sizes that the tensor has when the script runs."""
    known = atom_of(Program, value.type)
    types = [known.object.type] if known is not None else _tensor_types(value.type)
    held = frozenset(Tuple((INT,) * each.rank) for each in types)
    sizes = [size for size in types[0].shape if isinstance(size, int)]
    is_known = len({each.shape for each in types}) == 1 and len(sizes) == types[0].rank
    if is_known and (known is not None or is_name(value.js)):
        items = (Value(INT, js.Literal(size), constant=size) for size in sizes)
        return written_out(items, held=held)
    return Value(held, js.Member(visit.hold(value).js, "shape"))
