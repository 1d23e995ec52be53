"""Blocks of tapes that set and count with plain numbers, and that are given lists of tensors."""

import bml

v = bml.Variable(2.0, name="v")
w = bml.Variable([1.0, -1.0], name="w")


@bml.script
def numbers_set():
    for k in range(2):
        with bml.GradientTape() as tape:
            scale, name, count = 2.5, "loss", 3
            loss = v * scale
            count += 1
            is_small = scale < 3
        g = tape.gradient(loss, v)
        print(name, scale, count, is_small, float(g), scale * k, f"{scale:.2f}")


@bml.script
def only_numbers():
    with bml.GradientTape():
        rate = 0.5
        v * rate
    print(rate)
    rate = rate * 2
    print(rate)


@bml.script
def sizes_set():
    x = bml.ops.ones((4, 3))
    with bml.GradientTape() as tape:
        n = x.shape[0]
        loss = v * bml.ops.sum(x) / n
    print(n, float(tape.gradient(loss, v)))


@bml.script
def lists_given():
    for k in range(3):
        xs = [v * 2.0, v * float(k)]
        with bml.GradientTape() as tape:
            loss = sum(x * v for x in xs) + xs[-1] * len(xs)
        print(float(tape.gradient(loss, v)), float(xs[0]), len(xs))


@bml.script
def lists_as_sources():
    params = [v, w]
    with bml.GradientTape() as tape:
        loss = bml.ops.sum(params[1] * params[0]) * 2.0 + bml.ops.sum(params[1] ** 2)
    for g in tape.gradient(loss, params):
        print(float(bml.ops.sum(g)))


@bml.script
def watched_lists():
    xs = [v * 1.0, bml.ops.sum(w * 3.0)]
    with bml.GradientTape() as tape:
        tape.watch(xs)
        total = sum(x**2 for x in xs)
    first, second = tape.gradient(total, xs)
    print(float(first), float(second))
    for x in xs:
        print(float(x))
    return xs


@bml.script
def numbers_of_numbers():
    for k in range(3):
        with bml.GradientTape():
            m = k / 3
            loss = v * m
        print(float(loss), m * 2)


@bml.script
def kept_sum():
    total = bml.ops.zeros(())
    for k in range(3):
        with bml.GradientTape() as tape:
            loss = v * 2.0
            total += loss
        print(float(total), float(tape.gradient(total, v)))


@bml.script
def floats_that_become_tensors():
    total = 0.0
    for k in range(3):
        with bml.GradientTape():
            loss = v * 2.0
            total += loss
        print(float(total))


@bml.script
def numbers_used_inside():
    steps = 0
    for k in range(3):
        with bml.GradientTape() as tape:
            steps += 1
            rate = 1 / steps
            big = steps > 1
            loss = v * rate
            rate = 2.0
        print(steps, rate, big, float(loss), float(tape.gradient(loss, v)))


@bml.script
def counted():
    count = 0
    total = 0.0
    for k in range(3):
        with bml.GradientTape():
            loss = v * 2.0
            count += 1
        total += float(loss)
        print(count, total)
    print(count)
