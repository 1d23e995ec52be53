"""Variables, tensors and control flow."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import numpy as np
from keras.src import tree
from keras.src.backend.common import KerasVariable, standardize_dtype
from keras.src.backend.common.dtypes import result_type
from keras.src.backend.common.keras_tensor import KerasTensor
from keras.src.backend.common.stateless_scope import StatelessScope, get_stateless_scope, in_stateless_scope
from keras.src.backend.common.symbolic_scope import SymbolicScope

from bml.context import current_context
from bml.keras.contract import ops_by_name
from bml.keras.dispatch import has_tensor, here_or_traced, traced
from bml.keras.making import refuse_new_state
from bml.keras.state import Counter, Draw, State
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import UNKNOWN, Builder, Poly, TensorType, active_builder, building, outside, symbol
from bmlc.ops.casting import as_array
from bmlc.ops.tensor import Tensor

__getattr__ = ops_by_name(__name__, traced)

SUPPORTS_SPARSE_TENSORS = False
SUPPORTS_RAGGED_TENSORS = False
SUPPORTS_COMPLEX_DTYPES = False
IS_THREAD_SAFE = True

_STORED = {"float64": "float32", "int64": "int32", "uint32": "int32"}  # numbers beyond these are refused
_COMPUTED = ("float32", "int32", "bool", "uint8")
_HALF = ("float16", "bfloat16")


class _Seeds(str):
    """Keras's dtype of seeds up to 2**32: their bits are held as an int32. No other uint32 is wrapped around."""


_SEEDS = _Seeds("uint32")


def dtype_of(dtype: Any) -> Any:
    """Keras's dtype as one that bml computes in.

    Raises:
        UserError: BML102 for one in which something would be lost or that no browser has.
    """
    name = standardize_dtype(dtype)
    name = _STORED.get(name, name)
    if name not in _COMPUTED:
        hint = "browsers compute in float32: leave the dtype policy as it is" if name in _HALF else None
        raise UserError.here("BML102", f"expected a dtype among {', '.join(_COMPUTED)}, received {name}", hint)
    return name


class Variable(KerasVariable):
    """Keras's variable, with a value from the IR in a trace and an array outside one."""

    __array_priority__ = 100  # NumPy leaves `array * variable` to it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        refuse_new_state()
        super().__init__(*args, **kwargs)

    def _initialize(self, value: Any) -> None:
        self._value, self._shape = value, tuple(value.shape)
        self._bml_was_trainable = self.trainable
        _ = self.state  # is numbered in the order of making

    def _initialize_with_initializer(self, initializer: Callable[..., Any]) -> None:
        with outside():  # a layer that is built at its first call in a trace has an ordinary first value
            dtype = _SEEDS if self._is_generator else self._dtype
            if current_context().makes and type(initializer).__name__ == "Orthogonal":
                self._initialize(_orthogonal(initializer, self._shape))
                return
            self._initialize(self._convert_to_tensor(initializer(self._shape, dtype=dtype), dtype=dtype))

    @property
    def _is_generator(self) -> bool:
        return bool(self.name == "seed_generator_state")  # as Keras names it

    @property
    def state(self) -> State:
        """The variable of the IR."""
        if "_bml_state" not in self.__dict__:
            type = TensorType(tuple(self.shape), dtype_of(self._dtype))
            self._bml_state = Counter(self) if self._is_generator else State(self, type)
        return self._bml_state

    @property
    def value(self) -> Any:
        builder = active_builder()
        held = get_stateless_scope().get_current_value(self) if in_stateless_scope() else None
        if held is None and builder is not None:
            is_made = self._value is not None  # otherwise only its shape is asked for
            held = self.state.read(builder) if is_made else ops.zeros(self._shape, dtype_of(self._dtype))
        return super().value if held is None else self._maybe_autocast(held)

    def _direct_assign(self, value: Any) -> None:
        builder = active_builder()
        if builder is None:
            self._value = value if isinstance(value, Draw) else np.array(value, dtype=dtype_of(self._dtype))
        else:
            self.state.assign(builder, ops.convert_to_tensor(value, dtype_of(self._dtype)))

    def _convert_to_tensor(self, value: Any, dtype: Any = None) -> Any:
        return convert_to_tensor(value, dtype=_SEEDS if dtype == "uint32" and self._is_generator else dtype)

    def __bml_tensor__(self) -> Any:
        return self.value

    def __iter__(self) -> Iterator[Any]:
        return iter(self.value)

    def __index__(self) -> int:
        return operator.index(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __setitem__(self, index: Any, value: Any) -> NoReturn:
        raise UserError.here("BML103", f"the variable {self.path!r} cannot be changed in place", "use its assign")

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        if active_builder() is not None:
            raise UserError.here(
                "BML103",
                f"NumPy received the variable {self.path!r} in a traced function, where it would stay what it is now",
                "use what bml.ops has instead",
            )
        return np.asarray(self.value, dtype=dtype)


def _orthogonal(initializer: Any, shape: tuple[int, ...]) -> Draw:
    """What Keras's initializer computes, as a line of a script has the browser compute it."""
    key = [int(initializer.seed), 0]
    given = {"name": "orthogonal", "key": key, "mean": 0.0, "stddev": float(initializer.gain), "width": shape[-1]}
    return Draw(given, shape, "float32")


def convert_to_tensor(x: Any, dtype: Any = None, sparse: bool | None = None, ragged: bool | None = None) -> Any:
    if sparse or ragged:
        raise UserError.here("BML102", "expected a dense tensor, received a sparse or ragged one: there are none here")
    to = None if dtype is None else dtype_of(dtype)
    if isinstance(x, Draw) and to in (None, x.dtype.name):
        return x
    if isinstance(x, KerasVariable):
        x = x.value
    if not has_tensor((x,)):
        if to is None:
            to = dtype_of(result_type(*(getattr(item, "dtype", type(item)) for item in tree.flatten(x))))
        if isinstance(dtype, _Seeds):
            return np.asarray(x, "int64").astype("int32")
        return _held(x, to) if to in ("int32", "float32") else np.asarray(x, dtype=to)
    return _converted(x, dtype, to)


@traced
def _converted(x: Any, dtype: Any, to: Any) -> Any:
    if isinstance(x, Poly):
        return ops.cast(ops.dimension(x), to or "int32")
    if isinstance(x, list | tuple):
        x = ops.stack([convert_to_tensor(item, dtype) for item in x])
    return x if to in (None, x.dtype) else ops.cast(x, to)


cast, convert_to_numpy = convert_to_tensor, np.asarray


def _held(x: Any, dtype: Any) -> np.ndarray:
    """The array, where its numbers are among those of 32 bits."""
    try:
        with np.errstate(over="raise"):
            return as_array(x, dtype)
    except FloatingPointError:
        largest = float(np.max(np.abs(x)))
        raise UserError.here("BML101", f"expected numbers that float32 holds, received {largest:g}") from None


def is_tensor(x: Any) -> bool:
    return isinstance(x, Tensor | Draw | np.ndarray | np.generic)


def shape(x: Any) -> tuple[Any, ...]:
    x = x if hasattr(x, "shape") else convert_to_tensor(x)
    return x.dims if isinstance(x, Tensor) else tuple(x.shape)


def compute_output_spec(fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What `fn` gives for tensors of these shapes and dtypes, by a trace that is thrown away."""
    builder = Builder("shapes", UNKNOWN)

    def tensor(x: Any) -> Any:
        if not isinstance(x, KerasTensor):
            return x
        sizes = [symbol(f"n{i or ''}") if size is None else size for i, size in enumerate(x.shape)]
        return Tensor(builder.param("x", TensorType(tuple(sizes), dtype_of(x.dtype))))

    def spec(x: Any) -> Any:
        return KerasTensor(x.shape, standardize_dtype(x.dtype)) if is_tensor(x) else x

    with StatelessScope(), SymbolicScope(), building(builder):
        args, kwargs = tree.map_structure(tensor, (args, kwargs))
        return tree.map_structure(spec, fn(*args, **kwargs))


def cond(pred: Any, true_fn: Callable[[], Any], false_fn: Callable[[], Any]) -> Any:
    if not has_tensor((pred,)):
        return true_fn() if pred else false_fn()
    return ops.cond(pred, true_fn, false_fn)


def unstack(x: Any, num: int | None = None, axis: int = 0) -> list[Any]:
    count = num or x.shape[axis]
    return [x[(np.s_[:],) * (axis % x.ndim) + (i,)] for i in range(count)]


stop_gradient = here_or_traced(ops.stop_gradient, lambda x: x)


def random_seed_dtype() -> str:
    return "uint32"


@contextmanager
def device_scope(device_name: str) -> Iterator[None]:
    yield  # a program runs on the one device that the page chose


def remat(f: Callable[..., Any]) -> Callable[..., Any]:
    return f
