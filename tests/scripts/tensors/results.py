"""What scripts give back: tensors, nested lists, tuples, dictionaries, nothing."""

import bml


@bml.function
def vector(n):
    return bml.ops.arange(3, dtype="float32") * n


@bml.function
def parts(x):
    return {"sum": bml.ops.sum(x), "both": (x, [x * 2.0, bml.ops.max(x)])}


@bml.script
def one_tensor(n: float = 2.0):
    return vector(n)


@bml.script
def nested(n: int = 2):
    return [[vector(float(i)), vector(float(j))] for i in range(n) for j in range(n)], {"a": vector(1.0)}, "text", n


@bml.script
def the_same_twice():
    x = vector(3.0)
    xs = [x, x]
    return x, xs, xs, {"again": xs}


@bml.script
def structure_of_a_function():
    made = parts(vector(1.5))
    first, (second, largest) = made["both"]
    print(float(made["sum"]), float(largest))
    again = parts(second)
    made = parts(again["both"][0])
    return made, first, again["sum"]


@bml.script
def none_at_all(n: int = 2):
    xs = [vector(float(i)) for i in range(n)]
    if len(xs) > 5:
        return xs
    return None


@bml.script
def empty_lists():
    xs = []
    for i in range(0):
        xs.append(vector(float(i)))
    table = {}
    if len(xs) > 0:
        table["x"] = xs[0]
    return xs, table


@bml.script
def discarded(n: int = 3):
    vector(1.0)
    vector(2.0) + vector(3.0)
    [vector(float(i)) for i in range(n)]
    parts(vector(2.0))["both"]
    (vector(1.0), vector(2.0))
    _ = vector(4.0)
    for _ in range(n):
        _, rest = vector(1.0), vector(2.0)
    print(float(rest[1]))


@bml.script
def tuples(n: int = 3):
    state = (vector(1.0), 0, "begin")
    for i in range(n):
        x, count, name = state
        state = (x + vector(float(i)), count + 1, f"{name}-{i}")
    x, count, _ = state
    pair = (state[0], (state[0] * 2, [x]))
    (a, (b, [c])) = pair
    print(state[1], state[2], len(state))
    return pair, a, b, c, count


@bml.script
def flags_and_ints():
    x = vector(2.0)
    return x > 1.0, bml.ops.cast(x, "int32"), bml.ops.argmax(x), bml.ops.any(x > 3.0), x[0] > 1.0
