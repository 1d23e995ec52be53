"""Assignments: several targets, swaps, items, slices, unpacking, augmented, annotated, del."""


def main(n: int = 3):
    a = b = n
    a, b = b, a + 1
    (c, d), e = (1, 2.5), "e"
    _, _, f = 1, 2, 3
    xs = [1, 2, 3]
    xs[0], xs[-1] = xs[-1], xs[0]
    xs += [4]
    xs[a - b] += 5
    xs[1:2] = [7, 8]
    del xs[0], xs[::2]
    first, *rest = xs
    table: dict[str, list[int]] = {}
    table["a"] = []
    table["a"] += rest
    table[e] = xs[:1]
    del table["a"]
    total: float
    total = 0.5
    total *= d
    best: float | None = None
    if n > 1:
        best = total
    return c + f + first + len(table), best
