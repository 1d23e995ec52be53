"""The table of layers and models: each with arguments of every kind."""

from __future__ import annotations

from case import Case
from tables import attention, convolutions, core, models, preprocessing, recurrent

__all__ = ["CASES", "IN_PART"]

CASES: list[Case] = [
    *core.CASES,
    *convolutions.CASES,
    *recurrent.CASES,
    *attention.CASES,
    *preprocessing.CASES,
    *models.CASES,
]

# Layers that compile for some arguments only: for which not.
IN_PART = {
    "TimeDistributed": "where the number of steps is known only when the program runs: there Keras 3.15 takes as many "
    "as the batch has examples",
}
