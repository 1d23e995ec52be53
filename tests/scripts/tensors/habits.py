"""What users of Keras write by habit: pairs for the optimizer, names and shapes of weights, lists of variables."""

import bml

samples = bml.Dataset.from_tensor_slices(([[0.0, 1.0], [1.0, 0.5], [2.0, 0.0]], [1.0, 3.0, 5.0]))
w = bml.Variable([[0.5], [0.25]], name="w")
b = bml.Variable(0.0, name="b")
weights = [w, b]
saved = (bml.Variable([[0.5], [0.25]], trainable=False), bml.Variable(0.0, trainable=False))


@bml.function
def loss(x, y):
    return bml.ops.mean(bml.ops.square((x @ w)[:, 0] + b - y))


@bml.script
def apply_gradients(n: int = 2):
    """`apply_gradients(zip(...))`, as in Keras's guides."""
    optimizer = bml.optimizers.SGD(0.1)
    for _ in range(n):
        for x, y in samples.batch(2):
            value, grads = bml.value_and_grad(loss)(x, y)
            optimizer.apply_gradients(zip(grads, [w, b]))
        bml.log(loss=value)
    return b.numpy()


@bml.script
def names_and_shapes():
    """Names and shapes of variables; noise of the shape of a gradient."""
    for x, y in samples.batch(3):
        _, grads = bml.value_and_grad(loss)(x, y)
        noisy = [g + bml.random.normal(g.shape, seed=1) for g in grads]
        for variable, gradient in zip(weights, noisy):
            print(variable.name, variable.shape, gradient.shape)
        bml.log(first=noisy[0][0, 0], second=noisy[1])


@bml.script
def items_by_number(n: int = 2):
    """What belongs to each weight, by the number of the weight."""
    kept = [variable + 0.0 for variable in weights]
    noises = []
    for k in range(n):
        noises.append([variable * (k + 1.5) for variable in weights])
    for i, variable in enumerate(weights):
        step = sum(noise[i] for noise in noises)
        variable.assign(kept[i] + 0.1 * step)
        print(i, f"{float(bml.ops.sum(variable - kept[i])):.4f}", [i + 1 for i in range(2)])
    for i, variable in enumerate(weights):
        variable.assign(kept[i])


@bml.script
def scores_in_a_list(n: int = 3):
    """What a list that began empty gives, in a log and in a plot."""
    scores = []
    for k in range(n):
        scores.append(float(bml.ops.sum(w)) * k)
        bml.plot(step=k, last=scores[-1])
    bml.log(best=max(scores), first=scores[0])


@bml.script
def variables_of_the_file():
    """Lists and tuples of variables, made beside the script."""
    for variable, before in zip(weights, saved):
        variable.assign_add(bml.ops.ones_like(variable))
        print(f"{float(bml.ops.sum(variable - before)):.1f}")
    for variable, before in zip(weights, saved):
        variable.assign(before)
    return [float(bml.ops.sum(variable)) for variable in weights]
