"""Words for numbers that are not finite, in Python as in the browser."""

from __future__ import annotations

__all__ = ["count_nonfinite", "hint_for"]

# What helps against an op's NaN and infinities.
_HINTS = {
    "log": "log takes numbers above 0: keep its argument from becoming 0 or less, as in log(x + 1e-7)",
    "sqrt": "sqrt takes numbers that are not negative",
    "rsqrt": "rsqrt takes numbers above 0",
    "divide": "keep the divisor from becoming 0, as in x / (y + 1e-7)",
    "exp": "exp of more than 88 is infinite in float32",
}


def hint_for(op: str) -> str | None:
    """What helps where `op` gave one."""
    return _HINTS.get(op)


def count_nonfinite(nans: int, infinities: int, size: int) -> str:
    """`1 NaN and 2 infinite of 4 values`."""
    counts = [f"{count} {what}" for count, what in ((nans, "NaN"), (infinities, "infinite")) if count]
    return f"{' and '.join(counts)} of {size} value{'' if size == 1 else 's'}"
