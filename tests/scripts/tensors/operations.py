"""Operations between steps, in the script itself: on data of uint8, on ints and truth values, by Keras's functions."""

import numpy as np

import bml
from bml import layers, ops

images = bml.Dataset.from_arrays(
    (np.arange(48).reshape(6, 2, 2, 2) * 5).astype("uint8"), (np.arange(6) % 3).astype("uint8")
)
noisy = bml.Sequential([bml.Input((4,)), layers.Dense(5), layers.BatchNormalization(), layers.Dropout(0.5)])


@bml.function
def ramp():
    return ops.reshape(ops.arange(12, dtype="float32"), (3, 4)) - 4.5


@bml.script
def bytes_of_images():
    for image, label in images.batch(4):
        scaled = image / 255.0
        print(scaled.tolist()[0], (image * 2.0).shape, (label + 1).tolist(), (label == 2).tolist())
        print(f"{float(ops.mean(scaled)):.5f}", int(ops.max(label)), int(ops.sum(ops.cast(label, "int32"))))
    return ops.one_hot(label, 3)


@bml.script
def whole_numbers():
    i = ops.arange(-3, 4)
    print(
        (i // 2).tolist(),
        (i % 3).tolist(),
        (7 // (i + 4)).tolist(),
        (i * i).tolist(),
        abs(i).tolist(),
        (i - 0.5).tolist(),
    )
    print((i / 2).tolist(), (i > 1).tolist(), (i != 0).tolist(), int(ops.sum(i)), ops.sign(i).tolist())
    j = i
    j //= 2
    x = ramp()
    x %= 2.5
    return i, i * 2.0, j, x, x // 0.7, 5.0 % (x + 1.0), -x % i[0]


@bml.script
def truth_values():
    x = ramp()
    inside = ops.logical_and(x > -2.0, x < 3.0)
    print(inside.tolist(), bool(ops.any(inside)), bool(ops.all(inside)), int(ops.count_nonzero(inside)))
    return inside, ops.where(inside, x, 0.0), ops.logical_not(inside)


@bml.script
def parts():
    x = ramp()
    print(x[1].tolist(), x[-1, 0].item(), x[:, 1:3].tolist(), x[::2].shape, x[..., -1].tolist(), x[None].shape)
    first, second = ops.split(x, 2, axis=1)
    rows = ops.unstack(x)
    print(len(rows), first.shape, float(second[0, 1]))
    return first, rows[1], ops.concatenate([second, first], axis=-1), ops.stack([rows[0], rows[2]], axis=1)


@bml.script
def orders():
    x = ops.sin(ramp() * 3.0)
    values, places = ops.top_k(x, 2)
    print(places.tolist(), ops.argmax(x, axis=1).tolist(), ops.argsort(x, axis=-1)[0].tolist())
    return values, ops.sort(x, axis=0), ops.cumsum(x, axis=1), ops.take(x, [2, 0], axis=0), ops.flip(x, axis=1)


@bml.script
def statistics():
    x = ramp()
    print(f"{float(ops.mean(x)):.4f} {float(ops.std(x)):.4f} {float(ops.var(x)):.4f} {float(ops.norm(x)):.4f}")
    print(f"{float(ops.max(x)):.2f} {float(ops.min(x)):.2f} {float(ops.prod(x[0])):.3f} {float(ops.median(x)):.3f}")
    return ops.softmax(x), ops.log_softmax(x, axis=0), ops.logsumexp(x, axis=1), ops.clip(x, -1.0, 2.0)


@bml.script
def products():
    x = ramp()
    square = ops.matmul(ops.transpose(x), x)
    return ops.einsum("ij,kj->ik", x, x), ops.dot(x, x[0]), ops.tensordot(x, x, axes=2), square, ops.outer(x[0], x[1])


@bml.script
def layers_between_steps():
    """A layer that draws and one that counts, called by the script: as in training, then as in use."""
    x = ramp()
    for _ in range(2):
        y = noisy(x, training=True)
        print(int(ops.count_nonzero(y)), y.shape)
    z = noisy(x)
    return y, z, ops.sum(noisy.non_trainable_variables[0])


@bml.script
def losses_and_metrics():
    x = ops.sigmoid(ramp())
    y = ops.cast(ramp() > 0.5, "float32")
    per_row = bml.losses.binary_crossentropy(y, x)
    focal = bml.losses.Huber(delta=0.3)
    accuracy = bml.metrics.BinaryAccuracy(threshold=0.4)
    accuracy.update_state(y, x)
    accuracy.update_state(y, 1.0 - x)
    print(per_row.shape, f"{float(ops.mean(per_row)):.5f} {float(focal(y, x)):.5f} {float(accuracy.result()):.5f}")
    return per_row, bml.activations.gelu(x), bml.activations.relu(x - 0.5, max_value=0.25)


@bml.script
def draws():
    a = bml.random.normal((2, 3), seed=3)
    b = bml.random.uniform((4,), minval=-1.0, maxval=1.0)
    c = bml.random.uniform((4,), minval=-1.0, maxval=1.0)
    print(bool(ops.all(b == c)), bool(ops.all(ops.abs(b) < 1.0)), bml.random.randint((5,), 0, 7, seed=1).tolist())
    return a, b, c, bml.random.truncated_normal((3,), stddev=0.5)
