"""Bars of tqdm over what is there, over batches, and by hand; data sets side by side."""

import numpy as np
import tqdm as tq
from tqdm import tqdm, trange
from tqdm.auto import tqdm as auto

import bml

data = bml.Dataset.from_tensor_slices(np.arange(10, dtype="float32")).batch(4)
pairs = bml.Dataset.from_tensor_slices((np.arange(6, dtype="float32"), np.arange(6, dtype="float32"))).batch(4)


@bml.script
def host():
    total = 0
    for epoch in trange(2, desc="epochs"):
        for i in tqdm([1, 2, 3], desc=f"epoch {epoch}", leave=False):
            total += i
    print(total)
    bar = tqdm(range(4), total=4, unit="step")
    for k in bar:
        bar.set_description("k %d" % k)
        bar.set_postfix(loss=k / 2)
        if k == 2:
            break
    bar.close()
    with tqdm(total=3) as progress:
        for _ in range(3):
            progress.update(1)
            progress.update()
    print([x for x in tqdm({"a": 1, "b": 2}.items())], sum(tq.tqdm([1, 2])), list(auto("ab")))
    for i, (a, b) in enumerate(tqdm(list(zip([1, 2], "xy")))):
        print(i, a, b)
    tqdm.write("text")
    for i, x in tqdm(enumerate([5, 6]), total=2):
        print(i, x)


@bml.script
def tensors():
    for x in tqdm(data, desc="batches"):
        print(float(x[0]))
    for i, (x, y) in enumerate(tqdm(pairs), 1):
        print(i, float(x[0]), len(y))
    for i, (x, y) in tqdm(enumerate(pairs), total=2):
        print(i, float(y[1]))
    kept = [x * 2.0 for x in data]
    for x in tqdm(kept):
        print(float(x[1]))
    for x in tqdm([k + 1.0 for k in kept]):
        print(float(x[1]))
    loop = tqdm(data)
    for x in loop:
        loss = bml.ops.mean(x)
        loop.set_postfix(loss=float(loss))
    for (x, y), z in zip(pairs, data):
        print(float(x[0]), float(z[1]))
    for i, (x, z) in enumerate(zip(data, [1, 2])):
        print(i, float(x[0]), z)
    for a, b in tqdm(zip(data, data), total=3):
        print(float(a[0] + b[0]))
