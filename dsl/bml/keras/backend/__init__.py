"""bml's backend as Keras imports it: the modules and names that `keras.src.backend` asks for."""

# ruff: noqa: F401 - Keras uses them

from . import core, image, linalg, math, nn, numpy, random
from .core import (
    IS_THREAD_SAFE,
    SUPPORTS_COMPLEX_DTYPES,
    SUPPORTS_RAGGED_TENSORS,
    SUPPORTS_SPARSE_TENSORS,
    Variable,
    cast,
    compute_output_spec,
    cond,
    convert_to_numpy,
    convert_to_tensor,
    device_scope,
    is_tensor,
    random_seed_dtype,
    shape,
    vectorized_map,
)
from .names import name_scope
from .rnn import bidirectional_gru, bidirectional_lstm, cudnn_ok, gru, lstm, rnn
