"""A data set's pipeline as one of `tf.data`, in bml's order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from bml.data.mapped import check_components, check_result
from bml.data.transformations import Batch, Map, rows_of
from bml.native.compiled import as_results
from bml.native.operators import keras_operators, type_of
from bml.native.tensorflow import tensorflow
from bmlc.ops.tree import unflatten

if TYPE_CHECKING:
    from bml.data import Dataset
    from bml.functions import TensorFunction

__all__ = ["tf_dataset"]


def tf_dataset(data: Dataset, chunk: int) -> Any:
    """The batches of `data` as a `tf.data.Dataset`, each iteration of which begins a new one.

    Args:
        data: Its functions are those of the user, on single elements up to `batch`, on batches behind it.
        chunk: How many elements stand for a batch where the pipeline has none.
    """
    tf = tensorflow("Dataset.map")
    source = data.source
    specs = unflatten(source.structure, (tf.TensorSpec((None, *of.shape), of.dtype) for of in source.types))

    def batches() -> Iterator[Any]:
        for rows in rows_of(source.size, data.transformations, chunk):
            yield unflatten(source.structure, (array[rows] for array in source.arrays))

    steps = [step for step in data.transformations if isinstance(step, Map | Batch)]
    cut = next((place for place, step in enumerate(steps) if isinstance(step, Batch)), len(steps))
    of_elements = [step.function for step in steps[:cut] if isinstance(step, Map)]
    dataset = tf.data.Dataset.from_generator(batches, output_signature=specs)
    with _recording() as drawing:  # generators
        if of_elements:
            source_batches, dataset = dataset, dataset.flat_map(_element_by_element(of_elements))
            if drawing:
                dataset = source_batches.map(_drawing(of_elements, drawing, dataset.element_spec))
        for step in steps[cut:]:
            if isinstance(step, Map):
                dataset = dataset.map(_traced(step.function))
    count = len(data) if data.batched else -(-len(data) // chunk)
    dataset = dataset.apply(tf.data.experimental.assert_cardinality(count))
    if not drawing:
        return dataset.prefetch(tf.data.AUTOTUNE)
    options = tf.data.Options()  # what draws with the same generators between two batches comes between their draws
    options.experimental_optimization.inject_prefetch = False
    return dataset.with_options(options)


def _element_by_element(functions: Sequence[TensorFunction]) -> Callable[..., Any]:
    """Each batch taken apart, mapped and put together: one that is smaller may stand anywhere."""
    tf = tensorflow("Dataset.map")

    def mapped(*batch: Any) -> Any:
        elements = tf.data.Dataset.from_tensor_slices(batch if len(batch) > 1 else batch[0])
        for function in functions:
            elements = elements.map(_traced(function), num_parallel_calls=tf.data.AUTOTUNE)
        return elements.batch(tf.shape(batch[0], out_type=tf.int64)[0])

    return tf.autograph.experimental.do_not_convert(mapped)  # type: ignore[no-any-return]


def _recording() -> AbstractContextManager[list[Any]]:
    """The generators of what is traced inside; none where the random numbers are Keras's own."""
    from keras.src.backend import random

    recording = getattr(random, "recording", None)
    return nullcontext([]) if recording is None else recording()


def _drawing(functions: Sequence[TensorFunction], generators: Sequence[Any], batches: Any) -> Callable[..., Any]:
    """The functions of elements for a batch, drawing what they draw in a browser."""
    from keras.src.backend import random  # ours, under Keras's name

    tf = tensorflow("Dataset.map")

    def call(*components: Any) -> Any:
        for function in functions:
            result = _traced(function)(*components)
            components = result if isinstance(result, tuple) else (result,)
        return result

    results = tf.nest.map_structure(lambda spec: tf.TensorSpec(spec.shape[1:], spec.dtype), batches)
    return random.for_batches(call, generators, results)  # type: ignore[no-any-return]


def _traced(function: TensorFunction) -> Callable[..., Any]:
    tf = tensorflow("Dataset.map")

    def call(*components: Any) -> Any:
        check_components(function, list(map(type_of, components)))
        with keras_operators(function.name):
            result = as_results(function.fn(*components), function.name)
        check_result(function, result, tf.is_tensor)
        return result

    return tf.autograph.experimental.do_not_convert(call)  # type: ignore[no-any-return]
