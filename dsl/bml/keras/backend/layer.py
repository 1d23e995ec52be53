"""What every layer of Keras inherits here: where it was made, and why one that no browser has is refused."""

from __future__ import annotations

from typing import Any

from bml.keras.making import is_tracing
from bml.keras.seam import keep_tracebacks
from bmlc.errors import UserError
from bmlc.ir import Loc, caller_loc
from bmlc.ops.tensor import Tensor

__all__ = ["REFUSED", "NumpyLayer"]

_NUMBERS = "give each category a number while the file is read: Embedding and CategoryEncoding take int32"
_OTHERS = "build it of layers of Keras, and give them its weights with set_weights"
_TEXT = "no tensor in a browser holds text"
_TABLE = "read a table that NumPy makes while the file is read: bml.ops.take(table, x)"

# Classes that no browser has: why, and what to do.
REFUSED = {
    "FlaxLayer": ("it runs JAX", _OTHERS),
    "HashedCrossing": ("its `call` crosses by TensorFlow's tf.sparse.cross_hashed, a hash of 64 bits", _NUMBERS),
    "Hashing": ("its `call` hashes the digits of a number, as text, by TensorFlow's tf.strings", _NUMBERS),
    "IntegerLookup": ("its `call` reads the numbers into a tensor and a tf.lookup table of TensorFlow", _TABLE),
    "JaxLayer": ("it runs JAX", _OTHERS),
    "StringLookup": (_TEXT, _NUMBERS),
    "TFSMLayer": ("it runs a graph that TensorFlow saved", _OTHERS),
    "TextVectorization": (_TEXT, _NUMBERS),
    "TorchModuleWrapper": ("it runs PyTorch", _OTHERS),
}


class NumpyLayer:
    """The mixin of `keras.layers.Layer`, under the name by which Keras imports it."""

    _bml_loc: Loc
    _bml_is_traced: bool  # whether it was made in a traced function

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        for each in cls.__mro__:
            if each.__name__ in REFUSED and each.__module__.startswith("keras."):
                reason, hint = REFUSED[each.__name__]
                raise UserError.here("BML102", f"keras.layers.{each.__name__} cannot be compiled: {reason}", hint)
        for kind in ("sparse", "ragged"):
            if kwargs.get(kind):
                raise UserError.here("BML102", f"{cls.__name__} expected {kind}=False: all tensors here are dense")
        layer = super().__new__(cls, *args, **kwargs)
        object.__setattr__(layer, "_bml_loc", caller_loc())
        object.__setattr__(layer, "_bml_is_traced", is_tracing())
        keep_tracebacks()  # `clear_session`, which files call, forgets it
        return layer

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        inputs = args[0] if args else kwargs.get("inputs")
        if type(self).__name__ == "TimeDistributed" and isinstance(inputs, Tensor) and inputs.shape[1] is None:
            # Keras 3.15 would take as many steps as there are examples in the batch.
            raise UserError.here(
                "BML101",
                f"TimeDistributed expected a known number of steps, received {inputs.type}",
                "state it: keras.Input((steps, ...)); Dense, Embedding and normalizations take all steps as they are",
            )
        return super().__call__(*args, **kwargs)  # type: ignore[misc]
