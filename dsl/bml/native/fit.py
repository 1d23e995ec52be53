"""`fit`, `evaluate` and `predict` of Keras take bml's data sets; in `bml run` they shuffle arrays in bml's order."""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any

from bmlc.errors import UserError

if TYPE_CHECKING:
    from bml.data import Dataset

__all__ = ["take_datasets"]


def take_datasets(data_adapters: ModuleType) -> None:
    """Have Keras's module `data_adapters` know bml's data sets."""
    original: Callable[..., Any] = data_adapters.get_data_adapter

    @functools.wraps(original)
    def get_data_adapter(x: Any, y: Any = None, sample_weight: Any = None, **options: Any) -> Any:
        from bml.data import Dataset

        if not isinstance(x, Dataset):
            return original(x, y, sample_weight, **options)
        if y is not None or sample_weight is not None or options.get("batch_size") is not None:
            raise UserError.here(
                "BML102",
                "expected a Dataset alone, received targets, weights or batch_size beside it: a Dataset has them",
                "use dataset.batch(32)",
            )
        if not x.batched:
            raise UserError.here("BML102", "expected a Dataset of batches, received single elements", "add .batch(32)")
        if not len(x):
            raise UserError.here("BML102", "expected at least one batch, received a data set without any")
        return original(_for_keras(x), **{**options, "shuffle": False})

    data_adapters.get_data_adapter = get_data_adapter  # type: ignore[attr-defined]


def _for_keras(data: Dataset) -> Any:
    from bml.native.data import tf_dataset

    return tf_dataset(data, 1)
