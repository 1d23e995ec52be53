"""The ops: functions on tensors, named as in `keras.ops`. Outside a trace they take and give arrays."""

from typing import TYPE_CHECKING

from bml.running import runs_at_once
from bmlc import ops
from bmlc.ops import *  # noqa: F403  # `bmlc.ops` says what its names are

associative_scan = runs_at_once(ops.associative_scan)
fori_loop = runs_at_once(ops.fori_loop)
map = runs_at_once(ops.map)  # noqa: A001 - the name that Keras gives it
scan = runs_at_once(ops.scan)
vectorized_map = runs_at_once(ops.vectorized_map)

if not TYPE_CHECKING:
    from bmlc.ops import __all__ as __all__
