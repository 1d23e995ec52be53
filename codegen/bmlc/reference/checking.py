"""Whether what runs on TensorFlow is checked for NaN and infinities, and the check of ops that run at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np
import numpy.typing as npt

from bmlc.errors import UserError

__all__ = ["check_outs", "checking_numerics", "hint_for", "is_checking"]

Array = npt.NDArray[Any]

_checking: ContextVar[bool] = ContextVar("bmlc_reference_checking", default=False)

# What helps against an op's NaN and infinities.
_HINTS = {
    "log": "log takes numbers above 0: keep its argument from becoming 0 or less, as in log(x + 1e-7)",
    "sqrt": "sqrt takes numbers that are not negative",
    "rsqrt": "rsqrt takes numbers above 0",
    "divide": "keep the divisor from becoming 0, as in x / (y + 1e-7)",
    "exp": "exp of more than 88 is infinite in float32",
}


@contextmanager
def checking_numerics() -> Iterator[None]:
    """Make what runs inside end at the first NaN or infinity with the line that made it: `bml run --check-numerics`."""
    token = _checking.set(True)
    try:
        yield
    finally:
        _checking.reset(token)


def is_checking() -> bool:
    return _checking.get()


def hint_for(op: str) -> str | None:
    return _HINTS.get(op)


def check_outs(op: str, inputs: Sequence[Array], attrs: Mapping[str, Any], outs: Sequence[Array]) -> None:
    """Raise BML406 at the user's line if `op` made a NaN or an infinity, by the rules of `check_numerics`."""
    for out in outs:
        made = [
            f"{np.count_nonzero(is_one(out))} {what}"
            for what, is_one in (("NaN", np.isnan), ("infinite", np.isinf))
            if is_one(out).any() and not _holds(inputs, attrs, is_one)
        ]
        if made:
            size = f"{out.size} value{'' if out.size == 1 else 's'}"
            raise UserError.here("BML406", f"{op} gave {' and '.join(made)} of {size}", hint_for(op))


def _holds(inputs: Sequence[Array], attrs: Mapping[str, Any], is_one: Any) -> bool:
    numbers = (value for value in attrs.values() if isinstance(value, float))
    return any(is_one(x).any() for x in inputs) or any(is_one(number) for number in numbers)
