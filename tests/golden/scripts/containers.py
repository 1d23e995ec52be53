# ruff: noqa
import math


def main(n: int = 3, x: float = 0.5):
    xs = [i * x for i in range(n)]
    names = ["a", "b", *"cd"]
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    grid = {(i, j): i * j for i in range(2) for j in range(2) if i != j}
    xs.append(x)
    xs.extend([1.0, 2.0])
    xs.insert(0, x)
    last = xs.pop() + xs.pop(0) + xs[-1] + xs[n - 1]
    xs.sort(reverse=True)
    names.sort(key=len)
    large = [v for v in xs if v > 0.1]
    pairs = [(a, b) for a in xs for b in names]
    total = sum(xs) + sum(v * v for v in xs) + min(xs) + max(xs, default=0.0) + max(x, 0.0)
    longest = max(names, key=len)
    order = sorted(counts.items(), key=lambda item: -item[1])
    found = x in xs, "a" in counts, n in range(10), any(v > 1 for v in xs), all(names), (0, 1) in grid
    for i, (name, v) in enumerate(zip(names, xs)):
        print(i, name, v)
    merged = {**counts, "e": 5} | {"f": 6}
    counts.update(a=1)
    copy = xs[:] + [x] * 2 + xs[1:-1] + xs[::2]
    print(xs, counts, grid[0, 1], last, large, pairs, total, longest, order, found, merged, copy, len(xs), len(merged))
    print(",".join(str(v) for v in xs), " ".join(names), *xs)
    print(list(counts), list(range(3)), names.index("a"), xs.count(x), counts.pop("a"), counts.pop("z", 0))
    return total
