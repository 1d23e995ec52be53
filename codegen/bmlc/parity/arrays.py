"""Arrays as the harness takes and gives them: shape, dtype and base64 of the bytes."""

from __future__ import annotations

import base64
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["Array", "decode_array", "encode_array"]

Array: TypeAlias = npt.NDArray[Any]

# Names are the IR's, which are NumPy's; bool travels as one byte an element in both.
_DTYPES = {"float32": np.dtype("<f4"), "int32": np.dtype("<i4"), "bool": np.dtype("?"), "uint8": np.dtype("u1")}


def encode_array(array: Array) -> dict[str, Any]:
    array = np.asarray(array)
    name = array.dtype.name
    if name not in _DTYPES:
        raise TypeError(f"expected an array of {', '.join(_DTYPES)}, received {name}")
    data = np.ascontiguousarray(array, _DTYPES[name]).tobytes()
    return {"shape": list(array.shape), "dtype": name, "data": base64.b64encode(data).decode("ascii")}


def decode_array(encoded: dict[str, Any]) -> Array:
    data = np.frombuffer(base64.b64decode(encoded["data"]), _DTYPES[encoded["dtype"]])
    return data.reshape(encoded["shape"]).copy()  # frombuffer is read-only
