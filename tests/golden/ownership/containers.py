"""Lists, tuples and dictionaries of tensors."""

import random

import bml


@bml.function
def f(x):
    return bml.ops.sin(x) * 0.5 + 0.6


@bml.function
def g(x, y):
    return x * 0.5 + y * 0.25


@bml.function
def both(x):
    return x * 0.5, x + 0.25


@bml.script
def literals(n: int = 3):
    x = f(n)
    pair = (x, f(x))
    nested = [pair, (f(x), x)]
    table = {"first": nested[0], "second": both(x)}
    print(float(table["second"][1]), float(nested[1][0]))


@bml.script
def aliases(n: int = 3):
    xs = [f(n)]
    ys = xs
    ys.append(f(xs[0]))
    xs = []
    print(float(ys[1]), len(xs))


@bml.script
def replay_buffer(n: int = 8):
    buffer = []
    for i in range(n):
        state = f(i)
        buffer.append((state, float(state)))
        if len(buffer) > 3:
            oldest, value = buffer.pop(0)
            print(float(oldest) == value)
        for past, reward in buffer[-2:]:
            print(float(g(past, state)) + reward)


@bml.script
def items_replaced(n: int = 3):
    xs = [f(n), f(n + 1), f(n + 2)]
    xs[0] = f(xs[1])
    xs[1], xs[2] = xs[2], xs[1]
    del xs[0]
    xs.insert(0, f(n))
    xs.extend([f(n), xs[0]])
    xs.reverse()
    print([float(x) for x in xs])
    xs.clear()


@bml.script
def copies(n: int = 3):
    xs = [f(n), f(n + 1)]
    ys = xs[1:] + xs.copy() + list(reversed(xs))
    xs.pop()
    print([float(y) for y in ys])
    return ys


@bml.script
def dictionaries(n: int = 3):
    seen = {0: f(n)}
    for i in range(n):
        seen[i] = f(i)
        seen[i + 1] = g(seen[i], seen.get(0, f(n)))
    first = seen.pop(0)
    other = seen.setdefault(7, f(first))
    seen.update({8: other})
    for key, value in seen.items():
        print(key, float(value))
    del seen[1]
    print(len(seen), float(seen.pop(5, first)))


@bml.script
def comprehensions(n: int = 3):
    xs = [f(i) for i in range(n)]
    ys = [g(x, y) for x in xs for y in xs if float(x) < float(y)]
    table = {i: f(x) for i, x in enumerate(xs)}
    print(sum([float(y) for y in ys]), any(float(f(x)) > 0.9 for x in xs))
    return [x for x in xs if float(x) > 0.7], table


@bml.script
def best_pair(n: int = 4):
    pairs = [(float(f(i)), f(i)) for i in range(n)]
    score, best = max(pairs, key=lambda pair: pair[0])
    pairs.clear()
    print(score, float(best))


@bml.script
def zipped(n: int = 3):
    xs, ys = [f(n), f(1)], [f(2), f(n)]
    kept = []
    for pair in zip(xs, ys):
        kept.append(pair)
        xs = [f(n)]
    for i, (x, y) in enumerate(kept):
        print(i, float(g(x, y)))


@bml.script
def slices(n: int = 3):
    buffer = [f(i) for i in range(6)]
    first = buffer[0]
    del buffer[:2]
    buffer[1:3] = [f(n), first, buffer[0]]
    del buffer[::2]
    others = [f(9)]
    buffer[:0] = others
    buffer[1:] = reversed(buffer)
    print(float(first), [float(x) for x in buffer])


@bml.script
def drawn(n: int = 4):
    xs = [f(i) for i in range(n)]
    x = random.choice(xs)
    some = random.sample(xs, 2)
    more = random.choices(xs, k=n)
    random.shuffle(xs)
    xs.clear()
    return x, some, more
