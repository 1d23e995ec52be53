"""The ops: functions on tensors, named as in `keras.ops`. Outside a trace they take and give arrays."""

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bml.running import runs_at_once
from bmlc import ops
from bmlc.ops import *  # noqa: F403  # `bmlc.ops` says what its names are

associative_scan = runs_at_once(ops.associative_scan)
cond = runs_at_once(ops.cond)
fori_loop = runs_at_once(ops.fori_loop)
map = runs_at_once(ops.map)  # noqa: A001 - the name that Keras gives it
scan = runs_at_once(ops.scan)
switch = runs_at_once(ops.switch)
vectorized_map = runs_at_once(ops.vectorized_map)
while_loop = runs_at_once(ops.while_loop)


def _custom_gradient(f: Callable[..., Any]) -> Callable[..., Any]:
    return runs_at_once(ops.custom_gradient(f))


custom_gradient = functools.wraps(ops.custom_gradient)(_custom_gradient)

if not TYPE_CHECKING:
    from bmlc.ops import __all__ as __all__
