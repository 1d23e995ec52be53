"""Class numbers that a sparse loss cannot take, found in the data before the first step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from bml.keras.imported import keras
from bmlc.errors import UserError
from bmlc.ir import Function, Loc

__all__ = ["check_labels", "passed_on"]

_FUNCTION = keras.losses.sparse_categorical_crossentropy  # compile takes it by itself, too


def check_labels(model: Any, labels: npt.NDArray[Any], predict: Callable[[], Function], loc: Loc) -> None:
    """An error for the first of `labels`, which are to be the targets of `model`, that is none of its classes.

    Args:
        model: Only one whose loss is sparse_categorical_crossentropy asks for class numbers.
        labels: [n, ...] or [n, ..., 1].
        predict: Gives the model's predict step.
        loc: Of the training.

    Raises:
        UserError: BML303. Keras on TensorFlow raises InvalidArgumentError at the first step.
    """
    loss = keras.losses.get(model.loss) if isinstance(model.loss, str) else model.loss
    if getattr(loss, "fn", loss) is not _FUNCTION:
        return
    classes = predict().outs[0].type.shape[-1]
    if not isinstance(classes, int):
        return
    outside = ~((labels >= 0) & (labels < classes) & (labels == np.floor(labels)))
    outside &= labels != getattr(loss, "ignore_class", None)
    if not outside.any():
        return
    place = tuple(int(index) for index in np.argwhere(outside)[0])
    raise UserError(
        "BML303",
        f"{model.name} expects labels from 0 to {classes - 1}, one for each of its {classes} outputs, "
        f"received {labels[place].item()} at example {place[0]}",
        "subtract the smallest label, or give the last layer as many units as there are classes",
        loc,
    )


def passed_on(fn: Function) -> tuple[int | None, ...]:
    """For each result of `fn` the number of the parameter that it is, if it is one as it was given."""
    return tuple(fn.params.index(out) if out in fn.params else None for out in fn.outs)
