"""Functions inside scripts that take, give, and read tensors."""

import bml

train_data = bml.Dataset.from_tensor_slices(([[1.0], [2.0], [3.0], [4.0], [5.0]], [2.0, 4.0, 6.0, 8.0, 10.0]))
test_data = train_data.take(3)
w = bml.Variable([0.5], name="w")


@bml.function
def loss(x, y):
    return bml.ops.mean(bml.ops.square(bml.ops.sum(x * w, axis=-1) - y))


@bml.function
def scale(x, by):
    return x * by


@bml.script
def validation_in_a_function(epochs: int = 3):
    optimizer = bml.optimizers.SGD(0.01)

    def evaluate(data):
        total = 0.0
        count = 0
        for x, y in data:
            total += float(loss(x, y)) * len(x)
            count += len(x)
        return total / count

    for epoch in range(epochs):
        for x, y in train_data.batch(2):
            value, grads = bml.value_and_grad(loss)(x, y)
            optimizer.apply(grads, [w])
        bml.log(epoch=epoch, loss=value, val_loss=evaluate(test_data.batch(2)))


@bml.script
def step_in_a_function(epochs: int = 2):
    optimizer = bml.optimizers.SGD(0.02)

    def step(x, y, rate: float = 1.0):
        value, grads = bml.value_and_grad(loss)(x, y)
        optimizer.apply([g * rate for g in grads], [w])
        return value

    def epoch_of(number: int):
        losses = []
        for x, y in train_data.batch(3):
            losses.append(step(x, y, 0.5 if number else 1.0))
        return losses

    history = [epoch_of(number) for number in range(epochs)]
    for losses in history:
        print([f"{float(value):.4f}" for value in losses])
    return history


@bml.script
def given_and_returned(n: int = 3):
    def same(x):
        return x

    def pair(x, y):
        return y, x

    def both(x):
        return same(x), scale(x, 0.5)

    a = bml.ops.ones((2,))
    b = same(a)
    c, d = pair(a, b)
    for _ in range(n):
        c, d = pair(both(c)[0], both(d)[1])
    print(float(bml.ops.sum(c)), float(bml.ops.sum(d)))
    return same(both(d)[1])


@bml.script
def reads_outer_tensors(n: int = 3):
    x = bml.ops.full((2,), 1.5)
    seen = []

    def remember(by: float):
        seen.append(scale(x, by))
        return len(seen)

    for i in range(n):
        count = remember(float(i))
        x = scale(x, 1.1)
    print(count, [f"{float(s[0]):.4f}" for s in seen])
    return seen


@bml.script
def recursion(n: int = 4):
    def power(x, k: int):
        if k == 0:
            return bml.ops.ones_like(x)
        return x * power(x, k - 1)

    return power(bml.ops.full((2,), 1.5), n)


@bml.script
def leaves_early(limit: float = 3.0):
    def first_above(xs):
        for i, x in enumerate(xs):
            for part in [x, scale(x, 2.0)]:
                if float(part) > limit:
                    return i, part
        return -1, xs[0]

    xs = [scale(bml.ops.ones(()), i * 0.7) for i in range(5)]
    place, found = first_above(xs)
    print(place, f"{float(found):.3f}")
    place, found = first_above(xs[:2])
    print(place, f"{float(found):.3f}")


@bml.script
def default_is_a_tensor(n: int = 2):
    start = bml.ops.full((), 2.0)

    def grow(by: float, x=start):
        return scale(x, by)

    print(float(grow(3.0)), float(grow(2.0, grow(1.5))))
    for i in range(n):
        start = grow(float(i + 1), start)
    return start


@bml.script
def changes_its_argument(n: int = 3):
    def add(xs, x):
        xs.append(x)
        xs[0] = scale(xs[0], 2.0)

    def take(xs):
        return xs.pop()

    xs = [bml.ops.ones(())]
    for i in range(n):
        add(xs, scale(xs[-1], 1.0 + i))
    last = take(xs)
    take(xs)
    print(len(xs), float(last), [float(x) for x in xs])
