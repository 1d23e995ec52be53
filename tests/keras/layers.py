"""The table of layers and models: each with arguments of every kind."""

from __future__ import annotations

from case import Case
from tables import attention, convolutions, core, models, preprocessing, recurrent

__all__ = ["CASES", "FAILING", "IN_PART"]

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
    "AugMix": "in training, with all its operations, of which one is Equalization",
    "RandAugment": "in training, with all its operations, of which one is Equalization",
    "RandomElasticTransform": "in training: the size of a kernel is drawn",
    "TimeDistributed": "where the number of steps is known only when the program runs",
}
# What fails once it is called.
FAILING = {"Equalization": ("how many numbers it counts is known only when the program runs", "AutoContrast compiles")}
