"""The ops: functions on tensors, named as in `keras.ops`. Outside a trace they take and give arrays."""

from typing import TYPE_CHECKING

from bml.running import runs_at_once
from bmlc.ops import *  # noqa: F403  # `bmlc.ops` says what its names are
from bmlc.ops import scan

scan = runs_at_once(scan)

if not TYPE_CHECKING:
    from bmlc.ops import __all__ as __all__
