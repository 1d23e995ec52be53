"""What training loops hold: batches, gradients, accumulated lists of them."""

import bml

xs = [[0.0, 1.0], [1.0, 0.5], [0.25, 2.0], [1.5, 1.0], [0.5, 0.75]]
points = bml.data.Dataset.from_arrays(xs, [1.0, 2.0, 3.0, 4.0, 5.0])


@bml.function
def start(n):
    return bml.ops.ones((2,)) * n


@bml.function
def loss(w, x, y):
    return bml.ops.mean(bml.ops.square(bml.ops.sum(x * w, axis=-1) - y))


@bml.function
def descend(w, gradient):
    return w - 0.1 * gradient


@bml.script
def batches(n: int = 2):
    w = start(n)
    for epoch in range(n):
        for x, y in points.batch(2):
            value, (gradient, _, _) = bml.value_and_grad(loss, argnums=(0, 1, 2))(w, x, y)
            w = descend(w, gradient)
            bml.log(epoch=epoch, loss=value)
    return w


@bml.script
def last_batch(n: int = 2):
    for x, y in points.batch(2):
        if n > 5:
            break
    return x, y


@bml.script
def accumulated(n: int = 2):
    w = start(n)
    total = None
    for step, (x, y) in enumerate(points.batch(2)):
        value, gradients = bml.value_and_grad(loss, argnums=(0, 1))(w, x, y)
        total = gradients if total is None else [a + b for a, b in zip(total, gradients)]
        if step % 2 == 1:
            w = descend(w, total[0])
            total = None
        print(step, float(value))
    return w


@bml.script
def one_after_another(n: int = 2):
    w = start(n)
    losses = [float(loss(w, x, y)) for x, y in points.batch(2)]
    kept = []
    for batch in points.batch(2):
        kept.append(batch)
    try:
        for x, y in kept:
            w = descend(w, loss(w, x, y) * w)
            if float(bml.ops.sum(w)) > 100.0:
                raise ValueError("too far")
    except ValueError as error:
        print(error, losses)
    return w
