"""The ops: functions on tensors, named as in `keras.ops`. Outside a trace they take and give arrays."""

from bmlc.ops import *  # noqa: F403  # `bmlc.ops` says what its names are
from bmlc.ops import __all__ as __all__
