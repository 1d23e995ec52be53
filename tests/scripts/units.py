"""How far apart numbers are that two runs print, in units in the last place of their kind."""

from __future__ import annotations

import re

import numpy as np

__all__ = ["apart"]

_VALUE = re.compile(r"(?<![\w.])-?(?:inf|nan|\d+\.?\d*(?:e[+-]?\d+)?)(?![\w])")
_PRODUCT = 1e-12  # of the largest item


def apart(expected: str, received: str, kind: type[np.floating], is_product: bool = False) -> float:
    """The units between the numbers of two texts, infinite where something else differs.

    Of products, whose terms may cancel each other, the units of the largest number.
    """
    texts = [re.sub(r"\s+", " ", text) for text in (expected, received)]
    if len({tuple(_VALUE.split(text)) for text in texts}) > 1:
        return np.inf
    one, other = (np.array(_VALUE.findall(text), np.float64).astype(kind) for text in texts)
    with np.errstate(all="ignore"):
        differs = ~((one == other) & (np.signbit(one) == np.signbit(other)) | (np.isnan(one) & np.isnan(other)))
        if is_product:
            largest = np.abs(one[np.isfinite(one)]).max(initial=0)
            unit = np.full(one.shape, largest * max(_PRODUCT / 4, np.finfo(kind).eps))
        else:
            unit = np.spacing(np.abs(one))
        return float(np.nan_to_num(np.abs(one - other) / unit, nan=np.inf)[differs].max(initial=0))
