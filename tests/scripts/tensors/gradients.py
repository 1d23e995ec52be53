"""Gradients in the script's hands: summed, clipped, averaged, taken by arguments, with values beside the loss."""

import math

import bml

points = bml.Dataset.from_tensor_slices(
    (
        [[0.0, 1.0], [1.0, 0.5], [0.25, 2.0], [1.5, 1.0], [0.5, 0.75], [1.0, 1.0], [0.1, 0.2]],
        [1.0, 2.0, 3.0, 4.0, 5.0, 2.5, 0.3],
    )
)
weight = bml.Variable([[0.5], [-0.25]], name="weight")
bias = bml.Variable([0.1], name="bias")


@bml.function
def predict(x):
    return bml.ops.matmul(x, weight)[:, 0] + bias[0]


@bml.function
def loss(x, y):
    return bml.ops.mean(bml.ops.square(predict(x) - y))


@bml.function
def loss_and_error(x, y):
    error = predict(x) - y
    return bml.ops.mean(bml.ops.square(error)), (bml.ops.mean(bml.ops.abs(error)), error)


@bml.function
def energy(a, b):
    return bml.ops.sum(bml.ops.square(a) * b)


@bml.function
def descend(gradients, rate):
    weight.assign(weight - gradients[0] * rate)
    bias.assign(bias - gradients[1] * rate)


@bml.script
def sum_of_lists(steps: int = 2):
    """Gradients of two batches in one step, in a list."""
    optimizer = bml.optimizers.SGD(0.05)
    variables = [weight, bias]
    for epoch in range(steps):
        sums = None
        count = 0
        for x, y in points.batch(2):
            value, grads = bml.value_and_grad(loss)(x, y)
            sums = grads if sums is None else [s + g for s, g in zip(sums, grads)]
            count += 1
            if count == 2:
                optimizer.apply([s / count for s in sums], variables)
                sums, count = None, 0
                bml.log(epoch=epoch, loss=value)
        if sums is not None:
            optimizer.apply([s / count for s in sums], variables)
    bml.log(w0=float(weight[0, 0]), b=float(bias[0]))


@bml.script
def all_gradients_first(n: int = 3):
    """A list of lists of gradients, summed at the end."""
    collected = []
    for x, y in points.batch(3).take(n):
        value, grads = bml.value_and_grad(loss)(x, y)
        collected.append(grads)
        print(f"{float(value):.4f} {len(collected)}")
    mean_weight = sum([grads[0] for grads in collected]) / len(collected)
    mean_bias = collected[0][1]
    for grads in collected[1:]:
        mean_bias = mean_bias + grads[1]
    mean_bias = mean_bias / float(len(collected))
    return mean_weight, mean_bias


@bml.script
def running_average(n: int = 4):
    """A running average of gradients."""
    average = None
    for step, (x, y) in enumerate(points.batch(2)):
        _, grads = bml.value_and_grad(loss)(x, y)
        if average is None:
            average = grads
        else:
            average = [0.9 * a + 0.1 * g for a, g in zip(average, grads)]
        if step == n:
            break
    assert average is not None
    print([f"{float(bml.ops.sum(a)):.5f}" for a in average])
    return average


@bml.script
def clipped_by_global_norm(limit: float = 1.0):
    """Clipping by the norm of all gradients, by hand."""
    optimizer = bml.optimizers.Adam(0.1)
    for epoch in range(2):
        for x, y in points.batch(4):
            value, grads = bml.value_and_grad(loss)(x, y)
            squares = 0.0
            for grad in grads:
                squares += float(bml.ops.sum(bml.ops.square(grad)))
            norm = math.sqrt(squares)
            if norm > limit:
                scale = limit / norm
                grads = [grad * scale for grad in grads]
            optimizer.apply(grads, [weight, bias])
            print(f"{epoch} {float(value):.3f} {norm:.3f}")
    return float(bias.numpy()[0])


@bml.script
def with_values_beside_it(n: int = 2):
    """A loss with values beside it."""
    for epoch in range(n):
        for x, y in points.batch(5):
            (value, (absolute, error)), grads = bml.value_and_grad(loss_and_error, has_aux=True)(x, y)
            descend(grads, 0.1)
            bml.log(epoch=epoch, loss=value, absolute=absolute, first=error[0], last=float(error[-1]))
    return predict([[1.0, 2.0]])


@bml.function
def scaled_loss(x, y, factor=1.0, shift=0.0):
    return loss(x, y) * factor + shift


@bml.script
def by_keywords():
    """Arguments by their names, some left out."""
    x, y = bml.ops.convert_to_tensor([[1.0, 2.0]]), bml.ops.convert_to_tensor([3.0])
    value, grads = bml.value_and_grad(scaled_loss)(x, y, factor=2.0)
    print(f"{float(value):.4f} {float(bml.ops.sum(grads[0])):.4f}")
    value, grads = bml.value_and_grad(scaled_loss)(y=y, x=x, shift=1.0)
    print(f"{float(value):.4f} {float(bml.ops.sum(grads[0])):.4f}")
    for factor in (1.0, bml.ops.full((), 0.5)):
        value, grads = bml.value_and_grad(scaled_loss, variables=[bias])(x, y=y, factor=factor)
        print(f"{float(value):.4f} {float(bml.ops.sum(grads[0])):.4f}")
    value, grad = bml.value_and_grad(energy, argnums=1)(bml.ops.ones((2,)), b=bml.ops.full((2,), 2.0))
    print(f"{float(value):.4f} {float(bml.ops.sum(grad)):.4f}")


@bml.script
def by_arguments(n: int = 3):
    """Gradients by arguments."""
    a, b = bml.ops.ones((3,)), bml.ops.full((3,), 2.0)
    for i in range(n):
        value, grad = bml.value_and_grad(energy, argnums=0)(a, b)
        a = a - 0.1 * grad
        both = bml.value_and_grad(energy, argnums=(0, 1))
        other, (one, two) = both(a, b)
        b = b - 0.05 * two
        print(f"{i} {float(value):.4f} {float(other):.4f} {float(bml.ops.max(one)):.4f}")
    return [a, b]


@bml.script
def by_chosen_variables():
    """Gradients by one of two variables."""
    step = bml.value_and_grad(loss, variables=[bias])
    for x, y in points.batch(3):
        value, grads = step(x, y)
        grad = grads[0]
        bias.assign_sub(grad * 0.2)
        bml.log(loss=value, grad=grad[0])
    print(len(grads), float(bias[0]) != 0.1)


@bml.script
def until_flat(most: int = 50):
    """Steps until the gradient is small."""
    steps = 0
    w = bml.ops.full((2,), 3.0)
    size = 100.0
    while size > 0.5 and steps < most:
        value, grad = bml.value_and_grad(energy, argnums=0)(w, bml.ops.ones((2,)))
        size = float(bml.ops.sqrt(bml.ops.sum(grad * grad)))
        w = w - grad * 0.2
        steps += 1
    print(steps, f"{size:.4f}")
    return w
