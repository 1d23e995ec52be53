"""Iterators over data sets whose elements differ, in one name."""

import numpy as np

import bml
from bml import ops

pairs = bml.Dataset.from_arrays(np.ones((4, 2), "float32"), np.arange(4)).batch(2)
triples = bml.Dataset.from_arrays(np.ones((6, 3), "float32"), np.arange(6)).batch(3)


@bml.script
def one_of_two(k: int = 1):
    batches = iter(pairs)
    if k > 0:
        batches = iter(triples)
    x, y = next(batches)
    print(x.shape, float(ops.sum(x)), float(ops.sum(y)))
    for x, y in batches:
        print(x.shape, float(ops.sum(x)), float(ops.sum(y)))


@bml.script
def with_numbers():
    for numbered in [enumerate(pairs), enumerate(triples, 5)]:
        for k, (x, y) in numbered:
            print(k, x.shape, float(ops.sum(x[0])), float(ops.sum(y)))


@bml.script
def begun_again():
    batches = iter(pairs)
    for _ in range(4):
        try:
            x, y = next(batches)
        except StopIteration:
            batches = iter(triples)
            x, y = next(batches)
        print(x.shape, float(ops.sum(y)))
