"""Python's operators between tensors mean `keras.ops` in the user's own lines, as they do in a build.

TensorFlow's own refuse uint8 / 255.0 and int32 * 0.5. What Keras's and TensorFlow's files compute with operators stays
as it is, and so does everything outside of bml's functions.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from bml.arrays import as_array
from bml.native.tensorflow import library_folders
from bmlc.host_tensor import host_tensor
from bmlc.ir import UNKNOWN, Builder, Dim, DType, TensorType, building, symbol
from bmlc.ops.tensor import Tensor

__all__ = ["choose_operators", "keras_operators", "type_of"]

_OPERATORS = {
    "neg": "negative",
    "abs": "absolute",
    "eq": "equal",
    "ne": "not_equal",
    "lt": "less",
    "le": "less_equal",
    "gt": "greater",
    "ge": "greater_equal",
}
_WITH_REFLECTION = {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "truediv": "divide",
    "floordiv": "floor_divide",
    "mod": "mod",
    "pow": "power",
    "matmul": "matmul",
}
# TensorFlow's functions of these names take numbers only; its operators take truth values too.
_OF_NUMBERS = {
    "and": "bitwise_and",
    "or": "bitwise_or",
    "xor": "bitwise_xor",
    "lshift": "bitwise_left_shift",
    "rshift": "bitwise_right_shift",
}
_NUMPY = str(Path(np.__file__).parent)
_REFUSED = ("__bool__", "__iter__", "__len__", "__array__")

_active: ContextVar[bool] = ContextVar("bml_keras_operators", default=False)


@contextmanager
def keras_operators(name: str = "") -> Iterator[None]:
    """Let operators in the user's lines mean `keras.ops`: while a function is traced, and while a script runs.

    Args:
        name: Of the function, which TensorFlow's operations are named after.
    """
    is_name = name.isidentifier() and name.isascii()
    scope = import_module("tensorflow").name_scope(name.strip("_")) if is_name else nullcontext()
    token = _active.set(True)
    try:
        with scope:
            yield
    finally:
        _active.reset(token)


def type_of(tensor: Any) -> TensorType:
    """A tensor of TensorFlow's as messages show it; sizes that are not known have names."""
    names = iter("nmkpqrst")
    sizes: list[Dim] = [symbol(next(names)) if size is None else size for size in tensor.shape]
    dtype: DType = tensor.dtype.name
    return TensorType(tuple(sizes), dtype)


@functools.cache
def choose_operators() -> None:
    """Put a choice before each operator of TensorFlow's tensors: what happens once Keras is imported on it."""
    tf = import_module("tensorflow")
    cls = tf.Tensor
    for name, op in {**_OPERATORS, **_WITH_REFLECTION, **_OF_NUMBERS}.items():
        _choose(cls, f"__{name}__", op, reflected=False)
    for name, op in {**_WITH_REFLECTION, **_OF_NUMBERS}.items():
        _choose(cls, f"__r{name}__", op, reflected=True)
    for name in _REFUSED:
        _refuse(cls, name)
    variable = import_module("keras.src.backend.tensorflow.core").Variable
    variable.__array_priority__ = 100  # NumPy leaves `array * variable` to it
    # A tensor made here would settle the devices, which the file may still divide.
    with_numbers = import_module("tensorflow.python.framework.ops").EagerTensor
    for name in ("__str__", "__repr__"):
        _show(with_numbers, name)
    for owner, name in ((with_numbers, "item"), (with_numbers, "tolist"), (variable, "item")):
        setattr(owner, name, lambda self, name=name: getattr(np.asarray(self.numpy()), name)())


def _choose(cls: type, name: str, op: str, *, reflected: bool) -> None:
    original = getattr(cls, name, None)

    def method(self: Any, *others: Any) -> Any:
        if not _users_line() or any(other is None for other in others):  # `x == None`
            return NotImplemented if original is None else original(self, *others)
        others = tuple(as_array(other) if isinstance(other, np.ndarray | np.generic) else other for other in others)
        return _function(op)(*others, self) if reflected else _function(op)(self, *others)

    setattr(cls, name, method if original is None else functools.wraps(original)(method))


def _function(op: str) -> Callable[..., Any]:
    from keras import ops

    if op not in ("bitwise_and", "bitwise_or", "bitwise_xor"):
        return getattr(ops, op)  # type: ignore[no-any-return]

    def of_truth_values_too(x: Any, y: Any) -> Any:
        x, y = ops.convert_to_tensor(x), ops.convert_to_tensor(y)
        both = x.dtype == y.dtype == "bool"
        return getattr(ops, op.replace("bitwise", "logical") if both else op)(x, y)

    return of_truth_values_too


def _refuse(cls: type, name: str) -> None:
    """A build's message where a traced tensor has no truth value, no elements to loop over, no length that is known."""
    original = getattr(cls, name)

    @functools.wraps(original)
    def method(self: Any, *args: Any) -> Any:
        if not _users_line():
            return original(self, *args)
        builder = Builder("refused", UNKNOWN)
        with building(builder):
            return getattr(Tensor, name)(Tensor(builder.param("x", type_of(self))))

    setattr(cls, name, method)


def _show(cls: type, name: str) -> None:
    """A tensor with numbers reads as the arrays do that functions give to a script."""
    original = getattr(cls, name)

    @functools.wraps(original)
    def method(self: Any) -> Any:
        return getattr(host_tensor(self.numpy()), name)() if _users_line() else original(self)

    setattr(cls, name, method)


def _users_line() -> bool:
    """Whether the operator stands in a line of the user's, in a function that is being traced.

    NumPy stands between a line and `__array__`: Keras asks it for the number of elements of sparse gradients.
    """
    if not _active.get():
        return False
    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_NUMPY):
        frame = frame.f_back
    return not frame.f_code.co_filename.startswith(library_folders())
