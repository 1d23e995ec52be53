"""What scripts call to compute with tensors, under the keys that the compiler knows it by, and how a call is traced."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np

from bml.arguments import spread
from bml.arrays import as_array, as_operand
from bml.blocks import BlockFunction
from bml.collect.sizes import Sizes
from bml.functions import TensorFunction
from bml.keras.imported import keras
from bmlc.errors import UserError
from bmlc.ir import Dim, DType, Function, Loc, TensorType, located, renamed
from bmlc.ops.casting import convert_to_tensor
from bmlc.ops.tensor import Tensor
from bmlc.ops.tree import flatten, unflatten
from bmlc.ops.while_loop import is_unbounded
from bmlc.passes.trace import trace
from bmlc.scripts.program.host_types import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    FixedListType,
    HostType,
    ListType,
    RecordType,
    TensorValue,
    TupleType,
)
from bmlc.scripts.program.world import Slot, TracedCall

__all__ = ["Callee", "TracedFunction", "blaming_arguments", "check_arguments", "static_key", "trace_call", "with_sizes"]

# What functions of Python and bml raise that were given a value that is none of theirs.
_RAISED = (TypeError, ValueError, AttributeError, LookupError, MemoryError)
_DTYPES: dict[HostType, DType] = {FLOAT: "float32", INT: "int32", BOOL: "bool"}


@dataclass(frozen=True)
class Callee:
    """Something that computes with tensors: how messages call it, and what its compiled form is named after."""

    call: Callable[..., Any]
    name: str
    hint: str
    signature: Callable[..., Any]  # what says what the parameters are: of gradients, the function itself
    origin: Any  # `call`, or what it was derived from

    @property
    def is_of_user(self) -> bool:
        """Whether it is written in the user's file, whose lines its equations have."""
        return isinstance(self.signature, TensorFunction) or isinstance(self.call, BlockFunction)

    @staticmethod
    def of(call: Callable[..., Any], name: str, hint: str) -> Callee:
        """What is called as it says itself; a layer says it by its `call`."""
        return Callee(call, name, hint, call.call if isinstance(call, keras.Layer) else call, call)

    def declared(self, position: int | str) -> TensorType | None:
        """The type that the annotation of a parameter gives it."""
        return self.signature.declared_at(position) if isinstance(self.signature, TensorFunction) else None

    def as_declared(self, position: int | str, argument: Any) -> Any:
        """An argument as the function receives it in Python too: lists of numbers that are written out as arrays."""
        if not isinstance(self.signature, TensorFunction):
            return argument
        declared = self.declared(position)
        if declared is None or any(not isinstance(leaf, bool | int | float) for leaf in flatten(argument)):
            return as_operand(argument)
        return as_array(argument, declared.dtype)

    def joined(self, position: int | str, argument: Any, given: Any) -> Any:
        """`given` in the place of `argument`: a tuple of numbers, some of which the script computes, as one tensor."""
        if not isinstance(self.signature, TensorFunction) or not isinstance(argument, tuple | list):
            return given
        leaves = flatten(argument)
        if not leaves or not all(
            isinstance(leaf, bool | int | float) or (isinstance(leaf, Slot) and leaf.type in _DTYPES) for leaf in leaves
        ):
            return given
        declared = self.declared(position)
        return convert_to_tensor(given, None if declared is None else declared.dtype)

    def parameter(self, position: int | str) -> str:
        """The name of a parameter."""
        if isinstance(position, str):
            return position
        try:
            names = [
                name for name, p in inspect.signature(self.signature).parameters.items() if p.kind != p.VAR_POSITIONAL
            ]
        except ValueError:  # a function written in C
            names = []
        return names[position] if position < len(names) else f"x{position}"


@dataclass(frozen=True)
class TracedFunction:
    """A call, traced: the function for the program, and what the script gets of it."""

    fn: Function
    result: HostType

    def named(self, name: str, symbols: Mapping[str, Dim]) -> TracedCall:
        """The call in a script whose sizes are `symbols`."""
        return TracedCall(name, with_sizes(self.result, lambda size: renamed(size, symbols)), is_unbounded(self.fn))


def trace_call(
    callee: Callee, given: Mapping[int | str, Any], loc: Loc
) -> tuple[Any, dict[str, Dim], Callable[[], TracedFunction]]:
    """How to trace a call: a key that equal calls share, the script's sizes by the function's symbols, and the tracing.

    Args:
        callee: What is called.
        given: Constants, variables, functions and `Slot`s, and structures of them, by place and by name.
        loc: The call in the script.
    """
    sizes = Sizes()
    params: list[tuple[str, TensorType]] = []
    for position, argument in given.items():
        declared = callee.declared(position)
        leaves = [leaf for leaf in flatten(argument) if isinstance(leaf, Slot)]
        name = callee.parameter(position)
        for index, leaf in enumerate(leaves):
            tensor_type = _slot_type(callee, name, leaf, declared if leaf is argument else None, sizes, loc)
            params.append((f"{name}_{index}" if leaf is not argument else name, tensor_type))
    types = iter(params)
    template = [next(types)[1] if isinstance(leaf, Slot) else static_key(leaf) for leaf in flatten(given)]
    structure = unflatten(given, iter(range(len(template))))
    key = (id(callee.call), repr(structure), tuple(template))

    def traced() -> TracedFunction:
        results: list[Any] = []

        def call(*tensors: Tensor) -> Any:
            supply = iter(tensors)
            leaves = [next(supply) if isinstance(leaf, Slot) else leaf for leaf in flatten(given)]
            filled = unflatten(given, iter(leaves))
            positional, named = spread({place: callee.joined(place, given[place], filled[place]) for place in given})
            # What is computed for the script itself, an operator or an optimizer's step, is made on the script's line.
            with nullcontext() if callee.is_of_user else located(loc):
                results.append(callee.call(*positional, **named))
            if isinstance(callee.call, BlockFunction):  # a gradient may be None
                return [leaf for leaf in flatten(results[0]) if leaf is not None]
            return () if results[0] is None else results[0]

        fn = trace(call, params, callee.hint, loc, sizes.unknown())
        outs = iter(fn.outs)
        return TracedFunction(fn, _result_type(results[0], (out.type for out in outs)))

    return key, sizes.in_script, traced


def check_arguments(callee: Callee, given: Mapping[int | str, Any], loc: Loc) -> None:
    """Whether Python would take the call.

    Raises:
        UserError: BML102 where it would not.
    """
    try:
        signature = inspect.signature(callee.signature)
    except ValueError:  # a function written in C
        return
    except TypeError:  # a SeedGenerator
        hint = f"draw with it: bml.random.normal(shape, seed={callee.name})"
        raise UserError("BML204", f"expected a function before (, received {callee.name}", hint, loc) from None
    of_layers = ("training", "mask") if isinstance(callee.call, keras.Layer) else ()  # which Keras takes for each
    positional, named = spread(given)
    taken = {name: value for name, value in named.items() if name in signature.parameters or name not in of_layers}
    try:
        signature.bind(*positional, **taken)
    except TypeError as error:
        params = ", ".join(signature.parameters)
        raise UserError("BML102", f"{callee.name}: {error}", f"it takes ({params})", loc) from None


@contextmanager
def blaming_arguments(name: str, loc: Loc) -> Iterator[None]:
    """What a function of bml's raises while it is traced comes from what the script gave it.

    Raises:
        UserError: BML102 at the call.
    """
    try:
        yield
    except _RAISED as error:
        raise UserError("BML102", f"{name} does not take these arguments: {error}", None, loc) from error


def _slot_type(
    callee: Callee, name: str, slot: Slot, declared: TensorType | None, sizes: Sizes, loc: Loc
) -> TensorType:
    host_type = slot.type
    match host_type:
        case TensorValue(tensor_type):
            declared = declared or _sizes_of_model(callee, name, tensor_type)
            found = sizes.of_tensor(tensor_type, declared)
            if found is not None:
                return found
            message = f"{callee.name} expects {declared} for {name!r}, received {host_type}"
            raise UserError("BML101", message, None, loc)
        case _ if declared is not None:
            return sizes.of_list(declared)
        case _ if host_type in _DTYPES:
            return TensorType((), _DTYPES[host_type])
        case _:
            hint = None
            if isinstance(callee.signature, TensorFunction):
                hint = f"say what shape it has where the function is defined: {name}: bml.TensorSpec((None, 4))"
            elif isinstance(host_type, ListType):
                hint = "make it an array: np.array(...)"
            message = f"{callee.name} expects a tensor for {name!r}, received {host_type}"
            raise UserError("BML204", message, hint, loc)


def _sizes_of_model(callee: Callee, name: str, received: TensorType) -> TensorType | None:
    """The input of a model that was built, where it knows sizes that the script does not, as those of an array."""
    if not isinstance(callee.call, keras.Model) or name != callee.parameter(0):
        return None
    inputs: Sequence[Any] = getattr(callee.call, "inputs", None) or ()
    if len(inputs) != 1 or len(inputs[0].shape) != received.rank:
        return None
    shape = tuple(
        wanted if wanted is not None and not isinstance(size, int) else size
        for size, wanted in zip(received.shape, inputs[0].shape, strict=True)
    )
    return received.with_shape(shape)


def static_key(leaf: Any) -> Any:
    """What tells constants apart: values by themselves, all else by which object it is."""
    if isinstance(leaf, np.ndarray):
        return leaf.shape, leaf.dtype.str, leaf.tobytes()
    if isinstance(leaf, slice):
        return repr(leaf)
    # By text: 1, 1.0 and True are equal, and so are 0.0 and -0.0.
    return repr(leaf) if leaf is None or isinstance(leaf, bool | int | float | str) else id(leaf)


def with_sizes(result: HostType, size_of: Callable[[Dim], Dim]) -> HostType:
    """The type with other sizes in the place of its own."""
    match result:
        case TensorValue(tensor_type):
            return TensorValue(tensor_type.with_shape(tuple(map(size_of, tensor_type.shape))))
        case FixedListType(items):
            return FixedListType(tuple(with_sizes(item, size_of) for item in items))
        case TupleType(items):
            return TupleType(tuple(with_sizes(item, size_of) for item in items))
        case RecordType(fields):
            return RecordType(tuple((key, with_sizes(item, size_of)) for key, item in fields))
        case _:
            return result


def _result_type(result: Any, types: Iterator[TensorType]) -> HostType:
    if result is None:
        return NONE
    if isinstance(result, tuple):
        return TupleType(tuple(_result_type(item, types) for item in result))
    if isinstance(result, list):
        return FixedListType(tuple(_result_type(item, types) for item in result))
    if isinstance(result, Mapping):
        return RecordType(tuple((str(key), _result_type(item, types)) for key, item in result.items()))
    return TensorValue(next(types))
