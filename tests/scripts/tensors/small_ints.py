"""uint8, which a device holds as int32, wraps around at 255: arrays that a script makes, of data sets, read again."""

import numpy as np

import bml
from bml import ops

image = np.array([250, 10], dtype="uint8")
data = bml.Dataset.from_arrays(np.array([[250, 10], [3, 200]], dtype="uint8"))


@bml.function
def doubled(x):
    return x + x


@bml.function
def both(x):
    return x, ops.mean(x)


@bml.script
def made():
    n = np.array([250, 10], dtype=np.uint8)
    u = ops.convert_to_tensor(n)
    print((u + u).numpy(), (u * 3).numpy(), (u - 20).numpy(), (u + np.arange(2)).numpy(), (u * 0.5).numpy())
    print(doubled(n).numpy(), ops.subtract(n, n + n).numpy(), (u / 255).numpy(), ops.sum(u).numpy(), float(u[0]))
    for k in range(3):
        n += 100
        print(n, doubled(n).numpy())
    return doubled(u)


@bml.script
def read():
    print(doubled(image).numpy() + image, (ops.convert_to_tensor(image) + 10).numpy())
    for x in data.batch(1):
        n = x.numpy()
        n += 10
        print(n, x.numpy() + x.numpy(), doubled(x).numpy() * 2)
    same, mean = both(image)
    for each in (same, mean):
        print(each.numpy() + each.numpy())
    return int(np.sum(same))
