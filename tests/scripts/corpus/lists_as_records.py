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
