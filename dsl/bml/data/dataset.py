"""`Dataset`: elements and what is done with them before they reach a model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from bml.arguments import checked, seed_number, whole_number
from bml.arrays import as_array, tensor_dtype
from bml.context import current_context
from bml.data.mapped import Mapped, mapped, nested, run_here, with_batch
from bml.data.source import Source
from bml.data.transformations import Batch, Map, Shuffle, Skip, Take, Transformation, cardinality, rows_of
from bml.functions import TensorFunction
from bml.keras.seam import is_ours
from bmlc.errors import UserError
from bmlc.host_tensor import host_tensor
from bmlc.ir import TensorType, active_builder, caller_loc
from bmlc.ops.tree import Nested, flatten, unflatten
from bmlc.random import philox

__all__ = ["Dataset"]

_UNBATCHED = 256  # elements that are mapped together where the pipeline has no batches of its own


class Dataset:
    """A description of elements: a source and the transformations that follow; each gives a new one.

    An element is a tensor or a tuple of tensors; for models of several inputs or outputs, of tuples and dictionaries of
    tensors. Transformations mean what they mean in `tf.data`, except that
    `shuffle` always shuffles all elements. The order is the same in Python and in the browser.

    Example:
        >>> import bml, numpy as np
        >>> pairs = bml.Dataset.from_tensor_slices((np.arange(5), np.arange(5) * 10))
        >>> [y.tolist() for x, y in pairs.skip(1).batch(3)]
        [[10, 20, 30], [40]]
    """

    def __init__(self, source: Source, transformations: Sequence[Transformation] = ()) -> None:
        self.source = source
        self.transformations = tuple(transformations)

    @classmethod
    def from_tensor_slices(cls, tensors: Any) -> Dataset:
        """The elements of one array, or of a tuple of arrays, along their first axis.

        Args:
            tensors: [n, ...] each; float64 becomes float32, int64 int32. A tuple may hold tuples and dictionaries of
                them; a list is one array.

        Raises:
            UserError: BML101 for arrays of different lengths, BML103 for a dictionary by itself, BML303 for values
                that are no numbers.
        """
        if isinstance(tensors, Mapping):
            raise UserError.here(
                "BML103",
                "from_tensor_slices expects an array or a tuple, received a dictionary",
                "put it into a tuple, as in ({'a': a, 'b': b}, y)",
            )
        tree = _arrays(tensors)
        arrays = flatten(tree)
        lengths = [array.shape[0] if array.ndim else None for array in arrays]
        if not arrays or None in lengths or len(set(lengths)) != 1:
            shapes = ", ".join(str(array.shape) for array in arrays) or "none"
            in_lists = isinstance(tensors, tuple) and any(
                isinstance(item, np.ndarray) for part in tensors if isinstance(part, list) for item in part
            )
            hint = "a list is one array: put several arrays into a tuple, as in ((a, b), y)" if in_lists else None
            raise UserError.here(
                "BML101", f"from_tensor_slices expects arrays of one length, received shapes {shapes}", hint
            )
        types = tuple(TensorType(array.shape[1:], tensor_dtype(array)) for array in arrays)
        names = ("x", "y") if len(arrays) == 2 else ("x", *(f"x{index}" for index in range(1, len(arrays))))
        structure = unflatten(tree, iter(range(len(arrays))))
        return cls(Source(arrays[0].shape[0], types, names, lambda: arrays, structure, caller_loc()))

    @classmethod
    def from_arrays(cls, *arrays: Any) -> Dataset:
        """The elements of several arrays of one length: `from_tensor_slices` without the tuple."""
        return cls.from_tensor_slices(arrays if len(arrays) != 1 else arrays[0])

    def map(self, function: Callable[..., Any]) -> Dataset:
        """Each element replaced by what `function` makes of it.

        Args:
            function: A tensor function (or a Python function that can be traced) of an element's components, or of
                batches where it follows `batch`. It is traced once and runs on whole batches.

        Raises:
            UserError: BML102 for a data set made of arrays in tuples or dictionaries of their own.
        """
        if nested(self.source.structure) and not self._is_mapped:
            raise UserError.here(
                "BML102",
                "map expects elements that are tensors or tuples of tensors, received elements with parts of their own",
                "make the data set of plain arrays, from_arrays(a, b, y), and have the function return ((a, b), y)",
            )
        return self._with(Map(function if isinstance(function, TensorFunction) else TensorFunction(function)))

    def batch(self, batch_size: int, drop_remainder: bool = False) -> Dataset:
        """Elements joined along a new first axis.

        Args:
            batch_size: How many; the last batch may be smaller.
            drop_remainder: Whether a smaller last batch is left out.

        Raises:
            UserError: BML102 for a size below 1 or a data set that has batches already.
        """
        if self.batched:
            raise UserError.here("BML102", "batch expects single elements, received batches", "call batch once")
        return self._with(Batch(whole_number("batch", "batch_size", batch_size, minimum=1), bool(drop_remainder)))

    def shuffle(self, *, seed: int | None = None, reshuffle_each_iteration: bool = True) -> Dataset:
        """All elements (or batches, after `batch`) in a random order.

        Args:
            seed: From 0 to 2**32 - 1; the program's seed by default.
            reshuffle_each_iteration: Whether each iteration has an order of its own.
        """
        seed = current_context().seed if seed is None else seed_number("shuffle", seed)
        before = sum(isinstance(step, Shuffle) for step in self.transformations)
        return self._with(Shuffle(seed, philox.site(f"shuffle:{before}"), bool(reshuffle_each_iteration)))

    def take(self, count: int) -> Dataset:
        """The first `count` elements (or batches); all of them for -1."""
        return self._with(Take(whole_number("take", "count", count, minimum=-1)))

    def skip(self, count: int) -> Dataset:
        """All but the first `count` elements (or batches); none of them for -1."""
        return self._with(Skip(whole_number("skip", "count", count, minimum=-1)))

    def split(self, fraction: float) -> tuple[Dataset, Dataset]:
        """The first part and the rest.

        Args:
            fraction: The share of the elements that the first part has, rounded down; or their number.

        Raises:
            UserError: BML102 for a share out of range, or after a shuffle that gives each iteration another order: an
                element could then be in both parts.
        """
        if any(isinstance(step, Shuffle) and step.reshuffle_each_iteration for step in self.transformations):
            raise UserError.here(
                "BML102",
                "split expects an order that stays, received a shuffle that changes it with each iteration",
                "use shuffle(reshuffle_each_iteration=False) before split",
            )
        share = isinstance(fraction, float)
        if share and not 0 < fraction < 1:
            raise UserError.here(
                "BML102",
                f"split expects a share between 0 and 1, or a whole number of elements, received {fraction!r}",
            )
        count = int(len(self) * fraction) if share else whole_number("split", "fraction", fraction, minimum=0)
        return self.take(count), self.skip(count)

    @property
    def batched(self) -> bool:
        return any(isinstance(step, Batch) for step in self.transformations)

    @property
    def element_spec(self) -> Nested:
        """The types of what iteration gives: an element's, or a batch's, `n` standing for its size.

        They stand in the tuples and dictionaries of an element.
        """
        spec = self._spec_of_elements
        return unflatten(spec, map(with_batch, flatten(spec))) if self.batched else spec

    @property
    def _spec_of_elements(self) -> Nested:
        if not self._is_mapped:
            return unflatten(self.source.structure, iter(self.source.types))
        if not is_ours():
            spec = self._tf_dataset.element_spec
            return unflatten(spec, (TensorType(tuple(of.shape[1:]), of.dtype.name) for of in flatten(spec)))
        last = self._last
        kinds = [type(step) for step in self.transformations if isinstance(step, Map | Batch)]
        is_of_batches = Batch in kinds and kinds[-1] is Map  # then its types have the batch dimension
        types = (of.with_shape(of.shape[1:]) if is_of_batches else of for of in last.types)
        return unflatten(last.structure or (0 if last.single else last.types), types)

    def cardinality(self) -> int:
        """How many elements, or batches, an iteration gives."""
        return cardinality(self.source.size, self.transformations)

    def __len__(self) -> int:
        return self.cardinality()

    def __iter__(self) -> Iterator[Any]:
        """Elements or batches, as NumPy arrays or tuples of them."""
        if active_builder() is not None:
            raise UserError.here(
                "BML103",
                "a data set was gone through in a traced function, where its batches would be those of now",
                "go through it in a @bml.script, and trace what is done with a batch",
            )
        for batch in self.batches():
            if self.batched:
                yield batch[0] if self._single else batch
                continue
            arrays = flatten(batch)
            for index in range(len(arrays[0])):
                element = unflatten(batch, (array[index] for array in arrays))
                yield element[0] if self._single else element

    def batches(self) -> Iterator[tuple[Any, ...]]:
        """The components of each batch, or of each run of elements where the pipeline has no batches."""
        maps = [step for step in self.transformations if isinstance(step, Map | Batch)]
        if is_ours() and self._is_mapped and self._last.structure is not None:
            raise UserError.here(
                "BML102",
                "expected elements that are tensors or tuples of tensors, received elements with parts of their own",
                "give a data set of such elements to model.fit, evaluate or predict",
            )
        if not self._is_mapped or is_ours():
            for rows in rows_of(self.source.size, self.transformations, _UNBATCHED):
                like = (0,) if self.source.single else self.source.structure
                batch, batched = unflatten(like, (host_tensor(array[rows]) for array in self.source.arrays)), False
                for step in maps:
                    batched = batched or isinstance(step, Batch)
                    batch = run_here(step.function, batch, batched) if isinstance(step, Map) else batch
                yield batch
            return
        for element in self._tf_dataset:
            components = (element,) if self._single else element
            yield unflatten(components, (host_tensor(tensor.numpy()) for tensor in flatten(components)))

    @cached_property
    def _tf_dataset(self) -> Any:
        from bml.native.data import tf_dataset

        return tf_dataset(self, _UNBATCHED)

    def _with(self, step: Transformation) -> Dataset:
        return Dataset(self.source, (*self.transformations, step))

    @property
    def _is_mapped(self) -> bool:
        return any(isinstance(step, Map) for step in self.transformations)

    @property
    def _single(self) -> bool:
        if not self._is_mapped:
            return self.source.single
        return self._last.single if is_ours() else not isinstance(self._tf_dataset.element_spec, tuple)

    @cached_property
    def _last(self) -> Mapped:
        """The last function that the pipeline maps."""
        types, batched = self.source.types, False
        for step in self.transformations:
            if isinstance(step, Batch):
                types, batched = tuple(map(with_batch, types)), True
            elif isinstance(step, Map):
                last = mapped(step.function, types, batched)
                types = last.types
        return last

    def __repr__(self) -> str:
        return f"<bml.Dataset {', '.join(map(str, (*self.source.types, *self.transformations)))}>"


def _arrays(value: Nested) -> Nested:
    """The arrays of what `from_tensor_slices` is given, in its tuples and dictionaries."""
    if isinstance(value, Mapping):
        return {key: _arrays(part) for key, part in value.items()}
    return tuple(map(_arrays, value)) if isinstance(value, tuple) else as_array(value)


for _name in ("map", "batch", "shuffle", "take", "skip", "split"):
    setattr(Dataset, _name, checked(getattr(Dataset, _name), f"Dataset.{_name}"))
