"""NumPy's scalars where Python's numbers stand: keys, places, counts."""
# ruff: noqa

import numpy as np


def keys():
    counts = {}
    for label in np.array([2, 0, 2, 1]):
        counts[label] = counts.get(label, 0) + 1
    print(counts, counts[2], 0 in counts, np.int64(1) in counts)
    by_int = {1: "one", 2: "two"}
    print(by_int[np.int64(2)], by_int.get(np.int64(3), "none"), np.int64(1) in by_int)
    try:
        by_int[np.int64(7)]
    except KeyError as error:
        print(error)
    try:
        print({0.5: 1}[np.float64(0.25)])
    except KeyError as error:
        print(error)


def places():
    xs = [10, 20, 30]
    i = np.argmax(np.array([0.1, 0.7, 0.2]))
    print(xs[i], xs[: i + 1], "abc"[i], xs * np.int64(2), list(range(i)), "ab" * i)
    xs[i] = 5
    xs.insert(np.int64(0), 1)
    print(xs, xs.index(np.int64(5)), np.int64(5) in xs, sorted([np.int64(3), 1]), max(np.float64(0.5), 0.25))
    print([np.float64(0.5) == 0.5], round(np.float32(0.126), 2), f"{np.float64(0.5):.2f} {i:3d}")


def truths():
    a = np.array([1.0, 0.0])
    if a[0] > 0 and not a[1]:
        print("yes", bool(a[0]), np.bool_(True) and 1)
    while a[0] < 5:
        a[0] *= 2
    print(a, a.any(), bool(a.all()), any(a > 1), all(x > 0 for x in a))
