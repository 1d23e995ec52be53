"""Arrays of the file beyond 64 KB, shipped beside the program: read, changed, and taken by tensor functions."""

import numpy as np

import bml
from bml import ops

LARGE = np.arange(12000).reshape(3000, 4) / 7
COUNTS = np.arange(20000) * 3
IMAGES = (np.arange(90000) % 256).astype("uint8").reshape(100, 30, 30)
TABLE = np.arange(10000.0)
ONLY_ON_DEVICE = np.arange(20000, dtype="float32").reshape(5000, 4)


@bml.function
def total(x):
    return ops.sum(ops.cast(x, "float32"))


@bml.script
def read():
    print(LARGE[2999], LARGE.sum(), LARGE[:2], LARGE.shape, [LARGE[1, 1]])
    print(COUNTS[-1], COUNTS.sum(), COUNTS[COUNTS > 59990], [IMAGES[3, 2, 1]], IMAGES.mean(axis=(1, 2))[:3])


@bml.script
def slices(n: int = 3):
    for k in range(n):
        batch = IMAGES[k * 2 : k * 2 + 2]
        print(f"{float(total(batch)):.1f}")
    print(float(total(ONLY_ON_DEVICE[:0:-1][:2])))


@bml.script
def on_the_device():
    print(float(total(LARGE[:10])), float(total(ONLY_ON_DEVICE)))


@bml.script
def changed():
    TABLE[2] += 1
    print(TABLE[:4], TABLE.sum())


@bml.script
def changed_again():
    TABLE[2] += 1
    print(TABLE[:3] - np.arange(3), len(TABLE))
    TABLE[2] -= 1
