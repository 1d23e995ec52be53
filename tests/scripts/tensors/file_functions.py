"""Plain functions of the file that are given tensors, keep them, and give them back."""

import bml

start = bml.Variable([1.0, 2.0], name="start")


def filled(value):
    """A tensor of its own each time, where one that is known now would be a constant."""
    return bml.ops.full((2,), value)


@bml.function
def doubled(x):
    return x * 2.0


def step(w, x, rate=0.5):
    gradient = doubled(w) - x
    return w - rate * gradient, bml.ops.mean(gradient)


def run_epoch(w, batches, rate, on_batch):
    losses = []
    for x in batches:
        w, loss = step(w, x, rate)
        if float(loss) > 100:
            continue
        losses.append(float(loss))
        if on_batch(len(losses), losses[-1]):
            break
    return w, losses


def clear(xs, x):
    xs.clear()
    return float(bml.ops.sum(x))


def swap(a, b):
    a, b = b, a
    return a, b


def pick(xs, i):
    if i < 0:
        return None
    return xs[i]


def pop_all(xs):
    while xs:
        x = xs.pop()
        if not xs:
            return x
    return None


def adder(w):
    def add(x):
        return x + w

    return add


def checked(loss, limit):
    value = float(loss)
    if value > limit:
        raise ValueError(f"loss {value:.2f} over {limit}")
    return loss


@bml.script
def epochs():
    w = filled(0.0)
    batches = [filled(1.0), filled(3.0)]
    seen = []

    def on_batch(step, loss):
        seen.append((step, round(loss, 3)))
        return loss < -10

    for epoch in range(3):
        w, losses = run_epoch(w, batches, 0.1, on_batch)
        print(epoch, [round(loss, 3) for loss in losses])
    print(len(seen), float(bml.ops.sum(w)))


@bml.script
def aliases():
    items = [filled(1.5), filled(2.5)]
    print(clear(items, items[0]), len(items))
    p, q = swap(filled(1.0), start * 1.0)
    print(float(bml.ops.sum(p)), float(bml.ops.sum(q)))
    kept = [p, q, p]
    best = None
    for k in range(-1, 2):
        found = pick(kept, k)
        if found is not None and (best is None or float(bml.ops.sum(found)) > float(bml.ops.sum(best))):
            best = found
    assert best is not None
    print(float(bml.ops.sum(best)))
    last = pop_all(kept)
    assert last is not None
    print(len(kept), float(bml.ops.sum(last)))


@bml.script
def captured_by_what_is_returned():
    functions = [adder(filled(1.0)), adder(filled(2.0))]
    for function in functions:
        print(float(bml.ops.sum(function(filled(3.0)))))


@bml.script
def that_raise():
    try:
        checked(bml.ops.sum(filled(30.0)), 50)
    except ValueError as error:
        print(error)
    loss = checked(bml.ops.sum(filled(3.0)), 50)
    print(float(loss))
