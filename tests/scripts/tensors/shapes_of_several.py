"""A name that holds tensors of different shapes: each tells its own."""

import bml
from bml import ops


@bml.script
def of_another_rank():
    x = ops.convert_to_tensor([[1.0, 2.0]])
    for k in range(2):
        y = x if k == 0 else ops.sum(x, axis=0)
        print(tuple(y.shape))
        print(len(y.shape))


@bml.script
def as_arrays():
    for k in range(2):
        y = ops.convert_to_tensor([[1.0, 2.0]])
        if k:
            y = ops.convert_to_tensor([1, 2])
        print(y.numpy().sum())


@bml.script
def scalars():
    for k in range(2):
        y = ops.convert_to_tensor(1.5)
        if k:
            y = ops.convert_to_tensor(1)
        print(y.numpy().item())
        print(y.numpy())


@bml.script
def in_lists():
    vs = [
        ops.convert_to_tensor([[1.0, 2.0]]),
        ops.convert_to_tensor([1.0, 2.0]),
        ops.convert_to_tensor([[1.0, 2.0], [3.0, 4.0]]),
    ]
    for x in vs:
        print(len(x.shape), tuple(x.shape), x.shape[0], x.shape[-1])
    for x in (vs[0], vs[2]):
        print(len(x.shape), tuple(x.shape), x.shape[0], x.shape[-1])
        a, b = x.shape
        print(a, b)
