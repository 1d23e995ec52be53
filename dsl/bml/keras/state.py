"""The IR's variable behind one of Keras, and what an initializer drew for it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from bml.context import current_context
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import Builder, Loc, TensorType, caller_loc
from bmlc.ir import Variable as IRVariable
from bmlc.ops.random import MadeSeed
from bmlc.ops.tensor import Tensor

__all__ = ["Counter", "Draw", "State"]


class Draw(np.lib.mixins.NDArrayOperatorsMixin):
    """Numbers of the generator that are made when somebody asks for them: the browser makes the same ones itself.

    Args:
        descriptor: The distribution, its arguments and the two words of the key.
        shape: Of the array.
        dtype: float32 or int32.
    """

    def __init__(self, descriptor: Mapping[str, Any], shape: tuple[int, ...], dtype: str) -> None:
        self.descriptor, self.shape, self.dtype = descriptor, tuple(map(int, shape)), np.dtype(dtype)

    @functools.cached_property
    def numbers(self) -> npt.NDArray[Any]:
        from bml.keras.draws import numbers

        if current_context().makes:
            raise UserError.here(
                "BML207",
                "what a line of a script makes begins with constants, or with uniform or normal numbers; here it "
                "computes with such numbers, as an orthogonal initializer does",
                'name another one, as in recurrent_initializer="glorot_uniform", or make it at the top of the file',
            )
        return np.asarray(numbers(self.descriptor, self.shape), dtype=self.dtype)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        return np.array(self.numbers, dtype=dtype)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        arrays = (x.numbers if isinstance(x, Draw) else x for x in inputs)
        return getattr(ufunc, method)(*arrays, **kwargs)

    def __getitem__(self, index: Any) -> Any:
        return self.numbers[index]

    def __len__(self) -> int:
        return len(self.numbers)

    def __repr__(self) -> str:
        return repr(self.numbers)

    def __getattr__(self, name: str) -> Any:
        """Whatever else an array has."""
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.numbers, name)


class KerasVariable(Protocol):
    """What a state needs of Keras's variable."""

    path: str
    trainable: bool
    _bml_was_trainable: bool
    _value: Any
    _shape: Any
    _dtype: Any
    _initializer: Any


class State(IRVariable):
    """A variable of Keras as functions of the IR read and set it.

    Its value is the Keras variable's own: there is one. It is shipped unless it is still what an initializer of the
    browser's kinds drew.
    """

    def __init__(self, of: KerasVariable, type: TensorType) -> None:
        name = current_context().unique(of.path)
        super().__init__(name, type, of.trainable, {})
        object.__setattr__(self, "of", of)
        object.__setattr__(self, "loc", caller_loc())
        object.__setattr__(self, "is_made", current_context().makes)
        del self.__dict__["trainable"], self.__dict__["initializer"]  # may change until a function is traced

    of: KerasVariable
    loc: Loc
    is_made: bool  # by a line of a script, anew each time

    def __getattr__(self, name: str) -> Any:
        if name == "trainable":
            return self.of.trainable
        if name == "initializer":
            return self._descriptor() or {}  # no value that the browser makes: it is shipped
        raise AttributeError(name)

    @property
    def was_trainable(self) -> bool:
        """As it was made: tapes watch it by itself, as TensorFlow's do."""
        return bool(self.of._bml_was_trainable)

    def read(self, builder: Builder) -> Tensor:
        """Its value in a trace."""
        return Tensor(builder.read(self))

    def assign(self, builder: Builder, value: Tensor) -> None:
        """Replace its value in a trace."""
        builder.assign(self, value.var)

    @property
    def is_initial(self) -> bool:
        """Whether the browser makes the value itself."""
        return self._descriptor() is not None

    def _descriptor(self) -> Mapping[str, Any] | None:
        value = self.of._value
        if isinstance(value, Draw):
            return value.descriptor
        array = np.asarray(value)
        same = array.size > 0 and bool(np.all(array == array.flat[0]))
        return {"name": "constant", "value": array.flat[0].item()} if same else None

    @property
    def value(self) -> npt.NDArray[Any]:
        return np.asarray(self.held(self.of._value), dtype=self.type.dtype)

    def held(self, value: Any) -> Any:
        """What this variable holds of a value of Keras's."""
        return value

    def numpy(self) -> npt.NDArray[Any]:
        """The current value."""
        return self.value


class Counter(State):
    """The counter of a generator, whose variable in Keras holds its seed too.

    The seed is part of the traced program: webgl has no ints as large as seeds are.
    """

    def __init__(self, of: KerasVariable) -> None:
        super().__init__(of, TensorType((), "int32"))

    def read(self, builder: Builder) -> Tensor:
        if self.is_made:
            hint = "draw with it, or make it at the top of the file"
            raise UserError.here("BML103", "the state of a generator that a script makes was read", hint)
        return ops.stack([self.seed, super().read(builder)])

    def assign(self, builder: Builder, value: Tensor) -> None:
        raise UserError.here(
            "BML103",
            f"the state of the generator {self.of.path!r} was set in a traced function, where its seed cannot change",
            "draw with the generator, which counts: keras.random.normal(shape, seed=generator)",
        )

    def draw(self, builder: Builder) -> Tensor:
        """The counter, which goes on to the next draw."""
        counter = super().read(builder)
        super().assign(builder, counter + 1)
        return counter

    @property
    def seed(self) -> int:
        of = self.of  # one that is made while shapes are found has no value yet
        seed = int((of._initializer(of._shape, dtype=of._dtype) if of._value is None else of._value)[0])
        return MadeSeed(seed, self.name) if self.is_made else seed

    def held(self, value: Any) -> Any:
        return value[1]

    def _descriptor(self) -> Mapping[str, Any]:
        return {"name": "constant", "value": self.value.item()}
