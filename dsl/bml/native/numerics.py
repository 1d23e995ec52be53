"""`bml run --check-numerics`: what runs on TensorFlow ends at the first NaN or infinity, with the line that made it.

Each operation of TensorFlow's is checked as it runs. One whose input holds a NaN may give NaN, and the same for
infinities: that input was blamed before, or the program wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from bml.native.hooks import after_import
from bml.native.tensorflow import reading, tensorflow
from bmlc.errors import UserError
from bmlc.errors.nonfinite import count_nonfinite, hint_for
from bmlc.ir import Loc, caller_loc

__all__ = ["check_arguments", "checking_numerics", "explained"]

# What gives nothing of its own, or nothing yet; what calls functions, whose operations are checked themselves.
_UNCHECKED = ("Const", "Empty", "Identity", "Placeholder", "StopGradient")
_CALLS = ("PartitionedCall", "StatefulPartitionedCall", "If", "StatelessIf", "While", "StatelessWhile", "Case")
_NAMES = {"AddV2": "add", "Mul": "multiply", "RealDiv": "divide", "Sub": "subtract"}
_FOUND = re.compile(r"\[bml:(\d+)\] \[(\d+)\] \[(\d+)\] \[(\d+)\]")


class _Place(NamedTuple):
    """An operation, as messages call it, and where the user wrote it."""

    subject: str
    layer: str
    loc: Loc

    def error(self, nans: int, infinities: int, size: int) -> UserError:
        message = f"{self.subject} {count_nonfinite(nans, infinities, size)}{self.layer}"
        return UserError("BML406", message, hint_for(self.subject.removesuffix(" gave")), self.loc)


class _Checks:
    """Called by TensorFlow with each operation, as it runs or as it is traced."""

    def __init__(self) -> None:
        self.places: list[_Place] = []
        self._variable = ""

    def note(self, variable: Any) -> None:
        self._variable = variable.path

    def __call__(
        self,
        op_type: bytes | str,
        inputs: Sequence[Any],
        attrs: Any,
        outputs: Sequence[Any] | None,
        op_name: str | None = None,
        graph: Any = None,
    ) -> list[Any] | None:
        op = op_type.decode() if isinstance(op_type, bytes) else op_type
        is_call = op in _CALLS or op.startswith("__")  # `__inference_step_12`
        if is_call or op in _UNCHECKED or not any(out.dtype.is_floating for out in outputs or ()):
            return None
        assert outputs is not None
        floats = [x for x in inputs if getattr(x, "dtype", None) is not None and x.dtype.is_floating]
        place = _Place(self._subject(op), _layer(outputs[0].name) if graph is not None else "", caller_loc())
        return [self._checked(place, floats, out, graph) if out.dtype.is_floating else out for out in outputs]

    def _subject(self, op: str) -> str:
        if op in ("ReadVariableOp", "ResourceGather"):
            return f"variable {self._variable} holds"
        return f"{_NAMES.get(op) or re.sub(r'(?<=[a-z0-9])(?=[A-Z])', '_', op).lower()} gave"

    def _checked(self, place: _Place, inputs: Sequence[Any], out: Any, graph: Any) -> Any:
        tf = tensorflow("--check-numerics")
        counts = [tf.math.count_nonzero(is_one(out)) for is_one in (tf.math.is_nan, tf.math.is_inf)]
        for kind, is_one in enumerate((tf.math.is_nan, tf.math.is_inf)):
            for x in inputs:
                counts[kind] *= tf.cast(~tf.reduce_any(is_one(x)), tf.int64)
        size = tf.size(out, tf.int64)
        if graph is None:
            nans, infinities = (int(count) for count in counts)
            if nans or infinities:
                raise place.error(nans, infinities, int(size))
            return out
        self.places.append(place)
        data = [f"bml:{len(self.places) - 1}", *counts, size]
        with tf.control_dependencies([tf.debugging.Assert(counts[0] + counts[1] == 0, data)]):
            return tf.identity(out)


_checks: ContextVar[_Checks | None] = ContextVar("bml_numerics", default=None)


@contextmanager
def checking_numerics() -> Iterator[None]:
    """Check what runs inside, from when Keras is imported on TensorFlow.

    Raises:
        UserError: BML406 at the line that made a NaN or an infinity, BML403 where Keras runs on another backend.
    """
    checks = _Checks()
    token = _checks.set(checks)
    with ExitStack() as stack:
        stack.callback(_checks.reset, token)

        def begin(keras: ModuleType) -> None:
            tensorflow("bml run --check-numerics")
            callbacks = import_module("tensorflow.python.framework.op_callbacks")
            callbacks.add_op_callback(checks)
            stack.callback(callbacks.remove_op_callback, checks)
            stack.enter_context(reading(checks.note))

        after_import("keras", begin)
        with explained():
            yield


@contextmanager
def explained() -> Iterator[None]:
    """Turn what TensorFlow raises for a failed check into an error of the user's line."""
    try:
        yield
    except Exception as error:
        checks, found = _checks.get(), _FOUND.search(str(error))
        if checks is None or found is None:
            raise
        number, *counts = map(int, found.groups())
        raise checks.places[number].error(*counts) from None


def check_arguments(name: str, arrays: Sequence[Any]) -> None:
    """Whether what a function is called with is finite, where that is checked.

    Raises:
        UserError: BML406 where it is not.
    """
    for array in arrays if _checks.get() is not None else ():
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            place = _Place(f"an argument of {name} holds", "", caller_loc())
            raise place.error(int(np.isnan(array).sum()), int(np.isinf(array).sum()), array.size)


def _layer(name: str) -> str:
    """` (loss)` of an operation named `loss/Log:0`, ` (gradient of loss)` of `gradient_tape/loss/mul`.

    TensorFlow numbers the names of layers anew in each graph, so theirs come from Keras.
    """
    scopes = name.split("/")[:-1]
    if layers := import_module("keras.src.backend.common.name_scope").current_path():
        scopes[-len(layers.split("/")) :] = [layers]
    gradient = "gradient of " if "gradient_tape" in scopes else ""
    path = "/".join(scope for scope in scopes if scope != "gradient_tape")
    return f" ({gradient}{path})" if path else ""
