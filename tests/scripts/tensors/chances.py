"""What is drawn while scripts train: first weights, orders, masks, noise, by the seed that the file sets."""

import random

import bml
from bml import layers, ops

bml.set_random_seed(11)

points = bml.Dataset.from_tensor_slices(
    ([[0.3 * i, 1.0 - 0.2 * i] for i in range(12)], [[1.0 if i % 3 else 0.0] for i in range(12)])
)
net = bml.Sequential(
    [
        bml.Input((2,)),
        layers.GaussianNoise(0.1),
        layers.Dense(6, activation="relu", kernel_initializer="he_normal"),
        layers.Dropout(0.4),
        layers.Dense(1, kernel_initializer=bml.initializers.TruncatedNormal(stddev=0.3)),
    ]
)
net.compile(
    "adam", bml.losses.BinaryCrossentropy(from_logits=True), metrics=[bml.metrics.BinaryAccuracy(threshold=0.0)]
)
seeds = bml.random.SeedGenerator(5)


@bml.function
def noise(x):
    return x + bml.random.normal(ops.shape(x), stddev=0.1, seed=seeds)


@bml.function
def jittered(x, y):
    return x * bml.random.uniform((), minval=0.9, maxval=1.1), y


@bml.function
def loss(x, y):
    return ops.mean(bml.losses.binary_crossentropy(y, net(x, training=True), from_logits=True))


@bml.script
def fitted_twice():
    for _ in range(2):
        history = net.fit(points.shuffle().batch(5), epochs=2, verbose=0)
        print([f"{value:.4f}" for value in history.history["loss"]])
    return [ops.sum(v) for v in net.trainable_variables]


@bml.script
def loops():
    optimizer = bml.optimizers.RMSprop(0.01)
    for epoch in range(2):
        for x, y in points.shuffle(seed=epoch).batch(4):
            value, grads = bml.value_and_grad(loss, variables=net.trainable_variables)(noise(x), y)
            optimizer.apply(grads, net.trainable_variables)
            bml.log(epoch=epoch, loss=value)
    return noise(x)


@bml.script
def mapped_draws():
    for epoch in range(2):
        for x, y in points.map(jittered).batch(6):
            print(epoch, [[f"{value:.4f}" for value in row] for row in x.tolist()][:2])


@bml.script
def host_draws():
    random.seed(4)
    order = list(range(5))
    random.shuffle(order)
    print(order, f"{random.random():.6f}", random.randint(1, 6), random.choice([1, 2, 3]))
