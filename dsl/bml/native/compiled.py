"""Python functions of tensors as functions of TensorFlow's, called with arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from threading import RLock
from typing import Any

import numpy as np

from bml.arrays import as_array
from bml.native.numerics import check_arguments
from bml.native.operators import keras_operators
from bml.native.tensorflow import reading, tensorflow
from bmlc.errors import UserError
from bmlc.host_tensor import host_tensor, narrowed
from bmlc.ir import TensorType
from bmlc.ops.tree import flatten, unflatten

__all__ = ["Compiled", "as_results"]

Shape = tuple[int | None, ...]

_TENSOR = object()  # stands for one among constants
_CHANGES = 4  # values of a number that are constants of traces of their own; one that changes more often is a tensor
_TRACING = RLock()  # two threads that build one layer, which a first call does, would build it twice
_ASSIGNING = ("Assign", "If", "While", "StatefulPartitionedCall", "Print", "EagerPyFunc")


class Compiled:
    """A function that is traced once for each combination of constants, dtypes and ranks.

    A size that changes between calls is not known from then on, so that a last batch that is smaller is traced once.

    Args:
        fn: Takes and returns tensors, and structures of them.
        name: As messages call it.
        scope: What TensorFlow names its operations after.
    """

    def __init__(self, fn: Callable[..., Any], name: str, scope: str = "") -> None:
        self._fn, self._name, self._scope = fn, name, scope
        self._traces: dict[Any, _Trace] = {}
        self._numbers: dict[int, set[int | float]] = {}

    def __call__(
        self, args: Sequence[Any], kwargs: Mapping[str, Any], declared: Mapping[Any, TensorType] | None = None
    ) -> Any:
        """What `fn` gives, with `HostTensor`s for tensors.

        Args:
            args: Arrays, structures of them, and constants.
            kwargs: The same.
            declared: The types that annotations give to some of them, by place or name.
        """
        given = (tuple(args), dict(kwargs))
        leaves = [self._as_tensor(place, leaf) for place, leaf in enumerate(flatten(given))]
        arrays = [leaf for leaf in leaves if isinstance(leaf, np.ndarray)]
        check_arguments(self._name, arrays)
        key = repr(unflatten(given, iter([_key(leaf) for leaf in leaves])))
        with _TRACING:
            trace = self._traces.get(key)
            if trace is None or not trace.holds:
                by_place, by_name = unflatten(given, iter(leaves))
                shapes = _shapes({**dict(enumerate(by_place)), **by_name}, declared or {})
                trace = self._traces[key] = _Trace(self._traced, self._name, given, leaves, shapes)
        return trace(arrays)

    def _traced(self, *args: Any, **kwargs: Any) -> Any:
        with keras_operators(self._scope):
            return self._fn(*args, **kwargs)

    def _as_tensor(self, place: int, leaf: Any) -> Any:
        """A number that is often another one is a tensor: each value would be traced again."""
        if isinstance(leaf, bool) or not isinstance(leaf, int | float):
            return leaf
        seen = self._numbers.setdefault(place, set())
        if len(seen) <= _CHANGES:
            seen.add(leaf)
        return leaf if len(seen) <= _CHANGES else as_array(leaf)


class _Trace:
    """A function with these constants, traced for arrays of these sizes first; None stands for any."""

    def __init__(self, fn: Callable[..., Any], name: str, given: Any, leaves: Sequence[Any], shapes: Sequence[Shape]):
        tf = tensorflow("@bml.function")
        self._read: dict[int, tuple[Any, bool]] = {}  # variables, and whether they were trained when it was traced
        types = [leaf.dtype for leaf in leaves if isinstance(leaf, np.ndarray)]
        # What the key names by identity stays alive; the arrays of the first call need not.
        self._constants = [_TENSOR if isinstance(leaf, np.ndarray) else leaf for leaf in leaves]
        structure = unflatten(given, iter(self._constants))

        def call(*tensors: Any) -> Any:
            supply = iter(tensors)
            full = iter([next(supply) if leaf is _TENSOR else leaf for leaf in self._constants])
            args, kwargs = unflatten(structure, full)
            with reading(self._note):
                return as_results(fn(*args, **kwargs), name, is_last=True)

        self._function = tf.function(call, autograph=False, reduce_retracing=True)
        concrete = self._function.get_concrete_function(*map(tf.TensorSpec, shapes, types))
        if concrete.structured_outputs is None and not _does_something(concrete.graph):
            raise _no_tensor(name, None)

    @property
    def holds(self) -> bool:
        """Whether no variable was frozen or thawed since: what was traced has asked for that."""
        return all(variable.trainable == trainable for variable, trainable in self._read.values())

    def __call__(self, arrays: Sequence[Any]) -> Any:
        tf = tensorflow("@bml.function")
        result = self._function(*map(tf.constant, arrays))
        return unflatten(result, iter([None if leaf is None else _on_the_host(leaf) for leaf in flatten(result)]))

    def _note(self, variable: Any) -> None:
        self._read.setdefault(id(variable), (variable, variable.trainable))


def as_results(result: Any, name: str, *, is_last: bool = False) -> Any:
    """What a function returned, with tensors for numbers, arrays and variables.

    Args:
        result: Tensors, and structures of them.
        name: As messages call the function.
        is_last: Whether the results go to the host as they are, which narrows integers and sees those out of range.

    Raises:
        UserError: BML103 for what is no tensor.
    """
    if result is None:
        return None
    return unflatten(result, iter([_tensor(leaf, name, is_last) for leaf in flatten(result)]))


def _tensor(leaf: Any, name: str, is_last: bool) -> Any:
    if leaf is None or isinstance(leaf, str):
        raise _no_tensor(name, leaf)
    from keras import Variable, ops

    if isinstance(leaf, Variable):  # which Keras converts to itself
        leaf = tensorflow("@bml.function").convert_to_tensor(leaf.value)
    narrow = {"float64": "float32", "float16": "float32", "int64": "int32"}
    tensor = ops.convert_to_tensor(leaf)
    to = narrow.get(tensor.dtype.name)
    return tensor if to is None or (is_last and to == "int32") else ops.cast(tensor, to)


def _no_tensor(name: str, received: object) -> UserError:
    return UserError.here(
        "BML103", f"{name} must return tensors, received {received!r}", "end the function with `return ...`"
    )


def _does_something(graph: Any) -> bool:
    """A function that only assigns variables need not give anything."""
    return any(op.type.startswith(_ASSIGNING) for op in graph.get_operations())


def _on_the_host(tensor: Any) -> Any:
    return host_tensor(narrowed(tensor.numpy()))


def _key(leaf: Any) -> Any:
    """What tells calls apart: dtype and rank of a tensor, the value of a constant, the identity of anything else."""
    if isinstance(leaf, np.ndarray):
        return leaf.dtype.name, leaf.ndim
    return repr(leaf) if leaf is None or isinstance(leaf, bool | int | float | str) else id(leaf)


def _shapes(given: Mapping[Any, Any], declared: Mapping[Any, TensorType]) -> list[Shape]:
    """The sizes of arrays: those that annotations give, their own where there are none."""
    return [
        tuple(size if isinstance(size, int) else None for size in declared[name].shape)
        if leaf is value and name in declared
        else leaf.shape
        for name, value in given.items()
        for leaf in flatten(value)
        if isinstance(leaf, np.ndarray)
    ]
