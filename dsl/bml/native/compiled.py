"""Python functions of tensors as functions of TensorFlow's, called with arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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

Sizes = tuple[int | None, ...]

_TENSOR = object()  # stands for one among constants
_CHANGES = 4  # values of a number that are constants of traces of their own; one that changes more often is a tensor
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
        trace = self._traces.get(key)
        if trace is None or not trace.takes(arrays):
            sizes = [array.shape for array in arrays]
            if trace is not None:
                sizes = [_common(*pair) for pair in zip(trace.sizes, sizes, strict=True)]
            elif declared:
                sizes = _declared({**dict(enumerate(args)), **kwargs}, declared, sizes)
            trace = self._traces[key] = _Trace(self._traced, self._name, given, leaves, sizes)
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
    """One trace of a function, for arrays of these sizes; None stands for any."""

    def __init__(self, fn: Callable[..., Any], name: str, given: Any, leaves: Sequence[Any], sizes: Sequence[Sizes]):
        tf = tensorflow("@bml.function")
        self.sizes = list(sizes)
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

        specs = [tf.TensorSpec(size, dtype) for size, dtype in zip(self.sizes, types, strict=True)]
        self._concrete = tf.function(call, autograph=False).get_concrete_function(*specs)
        if self._concrete.structured_outputs is None and not _does_something(self._concrete.graph):
            raise _no_tensor(name, None)

    def takes(self, arrays: Sequence[Any]) -> bool:
        """Whether the arrays have its sizes, and no variable was frozen or thawed since: the trace asked for that."""
        return all(
            known in (None, own)
            for sizes, array in zip(self.sizes, arrays, strict=True)
            for known, own in zip(sizes, array.shape, strict=True)
        ) and all(variable.trainable == trainable for variable, trainable in self._read.values())

    def __call__(self, arrays: Sequence[Any]) -> Any:
        tf = tensorflow("@bml.function")
        result = self._concrete(*map(tf.constant, arrays))
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


def _common(known: Sizes, given: Iterable[int]) -> Sizes:
    return tuple(size if size == own else None for size, own in zip(known, given, strict=True))


def _declared(given: Mapping[Any, Any], declared: Mapping[Any, TensorType], sizes: Sequence[Sizes]) -> list[Sizes]:
    """The sizes that annotations give, those of the arrays where there are none."""
    own = iter(sizes)
    return [
        tuple(size if isinstance(size, int) else None for size in declared[name].shape)
        if leaf is value and name in declared
        else next_
        for name, value in given.items()
        for leaf, next_ in zip([leaf for leaf in flatten(value) if isinstance(leaf, np.ndarray)], own, strict=False)
    ]
