"""`fit`, `evaluate` and `predict` of Keras take bml's data sets; in `bml run` they shuffle arrays in bml's order."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from bmlc.errors import UserError
from bmlc.ir import not_the_user

if TYPE_CHECKING:
    from bml.data import Dataset

__all__ = ["take_datasets"]

_DEFAULT_BATCH = 32  # Keras's


def take_datasets(data_adapters: ModuleType) -> None:
    """Have Keras's module `data_adapters` know bml's data sets."""
    original: Callable[..., Any] = data_adapters.get_data_adapter
    not_the_user(Path(str(data_adapters.__file__)).parents[3])  # Keras, on any backend

    @functools.wraps(original)
    def get_data_adapter(x: Any, y: Any = None, sample_weight: Any = None, **options: Any) -> Any:
        from bml.data import Dataset

        if isinstance(x, Dataset):
            _check(x, y, sample_weight, options.get("batch_size"))
            return _looked_into(original(_for_keras(x), **{**options, "shuffle": False}), x)
        shuffled = _shuffled((x, y, sample_weight), **options) if _is_compared() else None
        if shuffled is not None:
            batches = _in_our_order(shuffled, (x, y, sample_weight))
            return _looked_into(original(batches, class_weight=options.get("class_weight")), shuffled)
        return original(x, y, sample_weight, **options)

    data_adapters.get_data_adapter = get_data_adapter  # type: ignore[attr-defined]


def _check(data: Dataset, y: Any, sample_weight: Any, batch_size: Any) -> None:
    if y is not None or sample_weight is not None or batch_size is not None:
        raise UserError.here(
            "BML102",
            "expected a Dataset alone, received targets, weights or batch_size beside it: a Dataset has them",
            "use dataset.batch(32)",
        )
    if not data.batched:
        raise UserError.here("BML102", "expected a Dataset of batches, received single elements", "add .batch(32)")
    if not len(data):
        raise UserError.here("BML102", "expected at least one batch, received a data set without any")


def _for_keras(data: Dataset) -> Any:
    from keras import backend, utils

    from bml.data.transformations import Map

    if backend.backend() == "tensorflow" or any(isinstance(step, Map) for step in data.transformations):
        from bml.native.data import tf_dataset

        return tf_dataset(data, 1)

    class Batches(utils.PyDataset):  # type: ignore[misc]
        """A data set without functions, for Keras on JAX or PyTorch, which ask for its batches in order."""

        def __len__(self) -> int:
            return len(data)

        def __getitem__(self, index: int) -> Any:
            if not index:
                self._batches = iter(data)
            batch = next(self._batches)
            return batch if isinstance(batch, tuple) else (batch,)

    return Batches()


def _looked_into(adapter: Any, data: Dataset) -> Any:
    """`adapter`, whose first epoch has the first order, though Keras takes a batch before it.

    On JAX, on PyTorch and for a strategy of `tf.distribute` it builds the model by that, and then ends an epoch.
    """
    from bml.data.transformations import Shuffle

    shuffles = [step for step in data.transformations if isinstance(step, Shuffle)]
    counts = [step.iterations[0] for step in shuffles]
    on_epoch_begin, on_epoch_end = adapter.on_epoch_begin, adapter.on_epoch_end

    def after_the_look() -> None:
        adapter.on_epoch_begin = anew  # not at once: predict ends its only epoch without a look before it
        del adapter.on_epoch_end
        on_epoch_end()

    def anew() -> None:
        for step, count in zip(shuffles, counts, strict=True):
            step.iterations[0] = count
        del adapter.on_epoch_begin
        on_epoch_begin()

    adapter.on_epoch_end = after_the_look
    return adapter


def _is_compared() -> bool:
    """Whether the run draws bml's random numbers, so that a browser's may be held to it."""
    from keras.src.backend import random

    return hasattr(random, "recording")  # ours, under Keras's name


def _shuffled(
    given: Sequence[Any],
    *,
    shuffle: Any = False,
    batch_size: int | None = None,
    steps_per_epoch: int | None = None,
    **options: Any,
) -> Dataset | None:
    """What `fit(x, y, sample_weight)` trains on, with the leaves of all three; None where Keras orders it itself.

    Keras calls `tf.random.shuffle`, whose numbers no browser has.
    """
    from keras import tree

    from bml.data import Dataset

    parts = _parts(given)
    arrays = tree.flatten(parts)
    plain = all(isinstance(array, np.ndarray) and array.ndim and array.dtype.kind in "biuf" for array in arrays)
    gap = any(part is None for part in given[: len(parts)])  # weights without targets
    if shuffle is not True or not plain or gap or len({len(array) for array in arrays}) != 1:
        return None
    size = batch_size or (-(-len(arrays[0]) // steps_per_epoch) if steps_per_epoch else _DEFAULT_BATCH)
    return Dataset.from_tensor_slices(tuple(arrays)).shuffle().batch(size)


def _in_our_order(data: Dataset, given: Sequence[Any]) -> Any:
    """The batches of `data`, in the structure of the arrays that it was made of."""
    from keras import tree

    from bml.native.data import tf_dataset

    parts = tree.lists_to_tuples(_parts(given))
    return tf_dataset(data, 1).map(lambda *leaves: tree.pack_sequence_as(parts, leaves))


def _parts(given: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(part for part in given if part is not None)
