"""A list [text, number] that is written out stands for a record, until its items may move."""

import random


def unpacked_and_asked():
    rows = [["a", 0.5], ["b", 1]]
    rows.append(["c", 2])
    for name, score in rows:
        print(name.upper(), f"{score:.1f}", score * 2)
    print(sorted(rows, key=lambda row: -row[1])[0][0] + "!")
    print(max(row[1] for row in rows), [row[0] + "x" for row in rows])


def set_by_place():
    entry = ["a", 1, None]
    entry[1] += 2
    entry[2] = [entry[1]]
    print(entry[0].upper(), entry[1] + 1, entry[2][0], entry)
    entry[0], entry[1] = entry[1], entry[0]
    for k in range(2):
        try:
            print(entry[k] + 1)
        except TypeError as error:
            print(error)
    try:
        print(entry[0] + 1, entry[1].upper(), entry[1] + 1)
    except TypeError as error:
        print(error)


def moved(way: int = 0):
    for way in range(8):
        xs = ["a", 1]
        if way == 0:
            xs.reverse()
        elif way == 1:
            xs.insert(0, 5)
        elif way == 2:
            xs.pop(0)
        elif way == 3:
            del xs[0]
        elif way == 4:
            xs[:] = [2, "b"]
        elif way == 5:
            xs = xs[1:] + xs[:1]
        elif way == 6:
            random.seed(3)
            random.shuffle(xs)
        for k in range(len(xs)):
            try:
                print(xs[0] + 1, end=" ")
            except TypeError as error:
                print(error, end=" ")
        print(xs)


def _rotated(xs):
    xs.append(xs.pop(0))
    return xs


def moved_by_others():
    xs = ["a", 1]
    ys = xs
    _rotated(ys)
    try:
        print(xs[0] + 1, xs[1] + 1)
    except TypeError as error:
        print(error)
    pair = [1, "b"]
    holder = {"pair": pair}
    holder["pair"].reverse()
    try:
        first, second = pair
        print(first, second, second + "c", first - 1)
    except TypeError as error:
        print(error)


def lists_that_meet():
    a, b = ["a", 1], [2, "b"]
    for k in range(2):
        c = a if k else b
        try:
            print(c[0] + 1)
        except TypeError as error:
            print(error)
    d = [0.5, [1]]
    d[k - 1] = [2, 3]
    for each in d:
        try:
            print(len(each), each[0])
        except TypeError as error:
            print(error)


def too_short():
    rows = [["a", 1], ["b"]]
    for row in rows:
        try:
            print(row[1] + 1)
            name, count = row
            print(name, count)
        except IndexError as error:
            print(error)
    try:
        name, count = rows[1]
    except ValueError as error:
        print(error)


def repeated_and_copied():
    xs = ["a", 1] * 2
    print(xs[1] + 1, xs[2])
    ys = list(["b", 2])
    zs = ["c", 3].copy()
    try:
        print(ys[1] + 1, zs[0].upper(), zs[1] - 1)
    except TypeError as error:
        print(error)
    xs += [None]
    print(xs[-1] is None, xs[3] * 2)


def searched(k: int = 2):
    sequences = [[[], 0.0]]
    for row in [[0.1, 0.7], [0.4, 0.3]]:
        found = []
        for items, score in sequences:
            for j, each in enumerate(row):
                found.append([items + [j], score - each])
        sequences = sorted(found, key=lambda pair: pair[1])[:k]
    for items, score in sequences:
        print(items, f"{score:.2f}", sum(items))
    return sequences[0][0]


def swap_and_mutate():
    xs = None
    ys = [1]
    for k in range(3):
        try:
            xs += [k]
        except TypeError as e:
            print(e)
            xs = ys
        xs *= 1
        print(xs, ys, xs is ys)


def records_in_loops():
    stats = [["loss", 0.0], ["acc", 0]]
    for k in range(3):
        for row in stats:
            row[1] += k * 0.5 if row[0] == "loss" else 1
    for name, v in stats:
        print(name.ljust(5), v, v / 2)
    stats = sorted(stats, key=lambda r: r[0])
    print(stats[0][0] + "!", stats[-1])
    stats[0] = ["x", None]
    for name, v in stats:
        try:
            print(name + "?", v + 1)
        except TypeError as e:
            print(e)


def record_in_function():
    def make(n):
        return [n, len(n), None]

    r = make("abc")
    r[2] = r[1] * 2
    a, b, c = r
    print(a.upper(), b + 1, c + 1, r)
    r2 = make("d")
    try:
        print(r2[2] + 1)
    except TypeError as e:
        print(e)


def aliases_of_records():
    r = ["a", 1]
    s = [r, r]
    s[0][0] = 5
    try:
        print(r[0] + 1, r[1] + 1)
        print(r[0].upper())
    except AttributeError as e:
        print(e)
    s[1][1] = "z"
    print(r, r[1] + "y" if isinstance(r[1], str) else r[1])


def heap_like():
    q = [[3, "c"], [1, "a"], [2, "b"]]
    q.sort()
    while q:
        p, n = q.pop(0)
        print(p + 1, n + "!")
    grid = [[0, "."], [1, "#"]]
    print([c * (k + 1) for k, c in grid], max(grid)[1] + "x")


def negative_index():
    r = ["a", 1]
    try:
        print(r[-1] + 1, r[-2] + "b")
    except TypeError as e:
        print(e)
    k = 1
    print(r[k] + 1)
    k = 0
    try:
        print(r[k] + 1)
    except TypeError as e:
        print(e)


def comprehension_of_records():
    rows = [[k, str(k)] for k in range(3)]
    print([a + 1 for a, b in rows], [b + "x" for a, b in rows], rows[1][1] + "y", rows[2][0] * 2)
    rows[0].append(None)
    for row in rows:
        try:
            print(row[1] + "z", row[0] + 1)
        except TypeError as e:
            print(e)


def slices_of_records():
    r = ["a", 1, "b", 2]
    s = r[1:]
    try:
        print(s[0] + 1, s[1] + "x")
    except TypeError as e:
        print(e)
    del r[0]
    try:
        print(r[0] + 1)
    except TypeError as e:
        print(e)
    t = ["a", 1]
    t[0:1] = [7, "q"]
    try:
        print(t[0] + 1, t)
        print(t[1] + "w")
    except TypeError as e:
        print(e)


def orders_of_records():
    rows = [[2, "b", 0.5], [1, "z", 1.5], [2, "a", 2.5]]
    print(sorted(rows), max(rows)[1] + "!", min(rows), rows[0] < rows[1], [1, "a"] < [1, "b"], [1] < [1, "a"])
    rows.sort(reverse=True)
    print(rows)
