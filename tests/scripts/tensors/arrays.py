"""Arrays of NumPy's beside tensors: read, given to tensor functions, mixed by operators."""

import keras
import numpy as np

import bml

model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, kernel_initializer="ones")])
data = bml.Dataset.from_tensor_slices(np.arange(12, dtype="float32").reshape(4, 3)).batch(2)


@bml.function
def doubled(x):
    return x * 2.0


@bml.script
def reads():
    x = doubled(np.array([[1.0, 2.0], [3.0, 4.0]]))
    a = x.numpy()
    print(a, a.shape, a.dtype, a.mean(), a[0, 1] + 1)
    print(np.mean(x), np.argmax(x, axis=1), np.array(x) * 2)
    return a


@bml.script
def operators():
    x = doubled(np.array([1.0, 2.0]))
    y = x + np.array([0.5, 0.5])
    z = np.float64(2.0) * x
    print(y.numpy(), z.numpy(), (np.array([1, 2]) - x).numpy())
    return float(bml.ops.sum(y))


@bml.script
def predictions():
    found = model.predict(data, verbose=0)
    print(found.shape, found.argmax(axis=1), found.sum(), np.round(found[0]))
    return float(np.max(found))


@bml.script
def in_a_loop():
    losses = []
    for step in range(3):
        batch = np.full((2, 3), float(step))
        losses.append(bml.ops.mean(model(batch)).numpy())
    print(losses, np.mean(losses), min(losses))
    return [float(loss) for loss in losses]


@bml.script
def both():
    x = doubled(np.array([1.0, 2.0]))
    return x, float(x.numpy().sum())


@bml.script
def parts_in_place():
    rows = np.ones((2, 2))
    row = rows[0]
    rows[0] += doubled(np.array([0.25, 0.5]))
    row *= doubled(row).numpy()
    print(rows, row)
