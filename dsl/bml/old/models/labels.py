"""Class numbers that a sparse loss cannot take, found in the data before the first step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bml.data import Dataset
from bml.old.losses import SparseCategoricalCrossentropy, sparse_categorical_crossentropy
from bml.old.models.model import Model
from bmlc.errors import UserError
from bmlc.ir import Function, Loc, TensorType

__all__ = ["check_labels", "passed_on", "untouched_labels"]

_FUNCTION = sparse_categorical_crossentropy  # compile takes it by itself, too


def check_labels(model: Model, labels: npt.NDArray[Any], types: Sequence[TensorType], loc: Loc | None = None) -> None:
    """An error for the first of `labels`, which are to be the targets of `model`, that is none of its classes.

    Args:
        model: Only one whose loss is sparse_categorical_crossentropy asks for class numbers.
        labels: [n, ...] or [n, ..., 1].
        types: Of an example's input and target.
        loc: Of the training; the caller's line by default.

    Raises:
        UserError: BML303. Keras on TensorFlow raises InvalidArgumentError at the first step.
    """
    loss = model.loss
    if not isinstance(loss, SparseCategoricalCrossentropy) and getattr(loss, "fn", None) is not _FUNCTION:
        return
    classes = model.predict_step(types).outs[0].type.shape[-1]
    outside = ~((labels >= 0) & (labels < classes) & (labels == np.floor(labels)))
    if not outside.any():
        return
    place = tuple(int(index) for index in np.argwhere(outside)[0])
    message = (
        f"{model.name} expects labels from 0 to {classes - 1}, one for each of its {classes} outputs, "
        f"received {labels[place].item()} at example {place[0]}"
    )
    hint = "subtract the smallest label, or give the last layer as many units as there are classes"
    raise UserError("BML303", message, hint, loc) if loc else UserError.here("BML303", message, hint)


def untouched_labels(data: Dataset) -> npt.NDArray[Any] | None:
    """The array of the source that reaches a model as the last component; None where a map makes new values."""
    component = len(data.element_types) - 1
    for mapped in reversed(data.mapped):
        before = passed_on(mapped.fn)[component]
        if before is None:
            return None
        component = before
    return data.source.arrays[component]


def passed_on(fn: Function) -> tuple[int | None, ...]:
    """For each result of `fn` the number of the parameter that it is, if it is one as it was given."""
    return tuple(fn.params.index(out) if out in fn.params else None for out in fn.outs)
