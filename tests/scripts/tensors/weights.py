"""Weights that a script keeps: averages, the best ones, snapshots, and variables that it sets."""

import bml

samples = bml.Dataset.from_tensor_slices(([[0.0], [1.0], [2.0], [3.0], [4.0]], [1.0, 3.0, 5.0, 7.0, 9.0]))
w = bml.Variable([0.0], name="w")
b = bml.Variable(0.0, name="b")
average_w = bml.Variable([0.0], name="average_w", trainable=False)
steps_done = bml.Variable(0, dtype="int32", trainable=False, name="steps_done")


@bml.function
def loss(x, y):
    return bml.ops.mean(bml.ops.square(bml.ops.sum(x * w, axis=-1) + b - y))


@bml.function
def update_average(decay):
    average_w.assign(average_w * decay + w * (1.0 - decay))
    steps_done.assign_add(1)


@bml.function
def restore(saved_w, saved_b):
    w.assign(saved_w)
    b.assign(saved_b)


@bml.function
def average(kept, new, decay):
    return kept * decay + new * (1 - decay)


@bml.function
def values():
    return w + 0.0, b + 0.0


@bml.script
def average_in_a_variable(epochs: int = 3):
    """An average of weights in a variable, set by a tensor function."""
    optimizer = bml.optimizers.SGD(0.02)
    for epoch in range(epochs):
        for x, y in samples.batch(2):
            value, grads = bml.value_and_grad(loss)(x, y)
            optimizer.apply(grads, [w, b])
            update_average(0.9)
        bml.log(epoch=epoch, loss=value, average=average_w[0], steps=int(steps_done.numpy()))
    return average_w.numpy(), steps_done.numpy()


@bml.script
def average_in_a_list(epochs: int = 3):
    """An average of weights, as tensors that the script keeps."""
    optimizer = bml.optimizers.SGD(0.02)
    kept = list(values())
    for epoch in range(epochs):
        for x, y in samples.batch(3):
            _, grads = bml.value_and_grad(loss)(x, y)
            optimizer.apply(grads, [w, b])
        current = values()
        kept = [average(old, new, 0.5) for old, new in zip(kept, current)]
        print(epoch, f"{float(kept[1]):.4f}")
    return kept


@bml.script
def best_weights(epochs: int = 6):
    """The best weights are kept as tensors and set again at the end."""
    optimizer = bml.optimizers.SGD(0.14)
    best_loss = 1e9
    best = None
    for epoch in range(epochs):
        for x, y in samples.batch(5):
            value, grads = bml.value_and_grad(loss)(x, y)
            if float(value) < best_loss:
                best_loss = float(value)
                best = values()
            optimizer.apply(grads, [w, b])
        print(f"{epoch}: {float(value):.3f}")
    if best is not None:
        restore(best[0], best[1])
    for x, y in samples.batch(5):
        print(f"restored {float(loss(x, y)):.3f} {best_loss:.3f}")


@bml.script
def snapshots(every: int = 2):
    """Snapshots by step, in a dictionary."""
    optimizer = bml.optimizers.SGD(0.01)
    saved = {}
    step = 0
    for epoch in range(3):
        for x, y in samples.batch(2):
            _, grads = bml.value_and_grad(loss)(x, y)
            optimizer.apply(grads, [w, b])
            step += 1
            if step % every == 0:
                saved[step] = values()
            if len(saved) > 2:
                oldest = min(saved)
                del saved[oldest]
    for at, (kept_w, kept_b) in saved.items():
        print(at, f"{float(kept_w[0]):.4f} {float(kept_b):.4f}")
    return saved


@bml.script
def assigned_in_the_script():
    """Variables set by the script itself."""
    w.assign([2.0])
    b.assign(1.0)
    b.assign_add(0.5)
    total = 0.0
    for x, y in samples.batch(2):
        total += float(loss(x, y))
    b.assign(b - 0.5)
    for x, y in samples.batch(2):
        total += float(loss(x, y))
    print(f"{total:.5f}", float(b), float(w[0]))


@bml.script
def early_stopping(patience: int = 2):
    """Ends where nothing gets better."""
    optimizer = bml.optimizers.SGD(0.11)
    best, waited, best_w = None, 0, None
    for epoch in range(20):
        total = 0.0
        for x, y in samples.batch(2):
            value, grads = bml.value_and_grad(loss)(x, y)
            optimizer.apply(grads, [w, b])
            total += float(value)
        if best is None or total < best:
            best, waited = total, 0
            best_w = w.numpy()
        else:
            waited += 1
        bml.log(epoch=epoch, total=total, waited=waited)
        if waited >= patience:
            break
    else:
        print("all epochs")
    return best_w


@bml.script
def lists_of_variables(n: int = 3):
    """Lists of variables by name: in loops, in comprehensions, indexed, given to an optimizer."""
    variables = [w, b]
    again = variables[:1] + [b]
    optimizer = bml.optimizers.SGD(0.01)
    for x, y in samples.batch(2):
        value, grads = bml.value_and_grad(loss, variables=variables)(x, y)
        optimizer.apply(grads, again)
        for variable, grad in zip(variables, grads):
            variable.assign_sub(grad * 0.001)
        for i, variable in enumerate(variables):
            print(i, len(variables), f"{float(bml.ops.sum(variable * variable)):.4f}")
    first = variables[0]
    first.assign([0.25])
    print(float(variables[0][0]), float(again[0][0]), [float(bml.ops.sum(v)) > 0 for v in variables])


@bml.script
def arrays_of_variables():
    """Arrays that variables were are assigned to them again, and computed with before."""
    start, first = w.numpy(), b.numpy()
    for k in range(3):
        w.assign(w * 0.0 + float(k))
        w.assign_add(start + 1.0)
        b.assign(b + 1.0)
        print(float(w[0]), float(b))
    w.assign(start)
    w.assign_sub(start * 2)
    b.assign(first)
    print(float(w[0]), float(b))
