"""Parameters in lists, records of functions, caches, and lists that are read before they are filled."""

import bml

data = bml.Dataset.from_tensor_slices(([[0.0], [1.0], [2.0], [3.0], [4.0]], [1.0, 3.0, 5.0, 7.0, 9.0]))
w = bml.Variable([0.5], name="w")


@bml.function
def f(i):
    return bml.ops.ones((2,)) * i


@bml.function
def update(p, g, rate: float):
    return [a - rate * b for a, b in zip(p, g)]


@bml.function
def start():
    return [bml.ops.ones((1,)), bml.ops.zeros(())]


@bml.function
def loss(params, x, y):
    return bml.ops.mean(bml.ops.square(bml.ops.sum(x * params[0], axis=-1) + params[1] - y))


@bml.function
def stats(x):
    return {"mean": bml.ops.mean(x), "max": bml.ops.max(x)}


@bml.script
def parameters_as_a_list(epochs: int = 2):
    params = start()
    for epoch in range(epochs):
        for x, y in data.batch(2):
            value, grads = bml.value_and_grad(loss, argnums=0)(params, x, y)
            params = update(params, grads, 0.01)
        bml.log(epoch=epoch, loss=value)
    return params


@bml.script
def record():
    s = stats(f(3.0))
    for name, value in s.items():
        print(name, float(value))
    kept = [s["mean"]]
    s = stats(kept[0] * f(1.0))
    return s, {k: float(v) for k, v in s.items()}


@bml.script
def inner_state(n: int = 3):
    memory = {"last": f(0.0)}

    def remember(x):
        memory["last"] = x
        return memory["last"] * 2

    for i in range(n):
        y = remember(f(float(i)))
    return y, memory


@bml.script
def ternary_none(n: int = 3):
    best = None
    for i in range(n):
        x = f(float(i))
        best = x if best is None or float(x[0]) > float(best[0]) else best
    print(None if best is None else float(best[0]))


@bml.script
def while_true(limit: int = 5):
    x = f(1.0)
    steps = 0
    while True:
        x = x * 1.5
        steps += 1
        if float(x[0]) > 5.0:
            break
        if steps > limit:
            return None
    return x


@bml.script
def sort_by_tensor(n: int = 4):
    xs = [f(float((i * 7) % 4)) for i in range(n)]
    xs = sorted(xs, key=lambda x: float(x[0]))
    best = max(xs, key=lambda x: float(bml.ops.sum(x)))
    return xs, best


@bml.script
def undecided(n: int = 3):
    history, changes = [], []
    for i in range(n):
        if len(history) > 1:
            change = history[-1] - history[-2]
            changes.append(history[-2] - history[-1])
            print(float(change[0]), float(changes[-1][1]))
        history.append(f(float(i * i)))
    return len(history)


@bml.script
def kept_gradients(n: int = 2):
    params = start()
    momentum = None
    for x, y in data.batch(2):
        value, grads = bml.value_and_grad(loss, argnums=0)(params, x, y)
        if momentum is None:
            momentum = grads
        momentum = [0.9 * m + g for m, g in zip(momentum, grads)]
        params = [p - 0.01 * m for p, m in zip(params, momentum)]
        norm = sum([float(bml.ops.sum(g * g)) for g in grads]) ** 0.5
        print(f"{norm:.4f} {max([float(bml.ops.max(abs(g))) for g in grads]):.4f}")
    return params
