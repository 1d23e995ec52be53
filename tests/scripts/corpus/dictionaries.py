"""Dictionaries: order, methods, keys of every kind, iteration, merging."""
# ruff: noqa


def basics():
    d = {"a": 1, "b": 2}
    d["c"] = 3
    d["a"] = 10
    e: dict[str, int] = {}
    print(d, e, len(d), d["b"], "a" in d, "z" in d, "z" not in d, {}, dict())


def methods():
    d = {"a": 1}
    print(d.get("a"), d.get("x"), d.get("x", 0), d.setdefault("a", 5), d.setdefault("b", 5), d)
    print(d.pop("a"), d.pop("zz", -1), d)
    d.update({"b": 7, "c": 8})
    print(d, d.popitem(), d)
    d.clear()
    print(d)


def order_of_insertion():
    d: dict[str, int] = {}
    for name in ["z", "a", "m"]:
        d[name] = len(d)
    d["z"] = 100
    print(list(d), d)
    del d["a"]
    d["a"] = 3
    print(list(d), list(d.values()), list(d.items()))


def int_keys_keep_insertion_order():
    d = {10: "x", 2: "y", 33: "z", -1: "w"}
    d[0] = "v"
    print(d, list(d), sorted(d))
    del d[2]
    d[2] = "again"
    print(list(d.items()))


def float_and_bool_keys():
    d = {0.5: "half", 1.0: "one", -2.5: "neg"}
    print(d, d[1.0], d[0.5], 1.0 in d, list(d))
    flags = {True: "yes", False: "no"}
    print(flags, flags[1 > 0], flags[1 < 0], flags[True])


def text_keys_are_not_number_keys():
    d = {"1": "text"}
    numbers = {1: "number"}
    print(d, numbers, "1" in d, d["1"], numbers[1])


def names_that_objects_of_javascript_have():
    d: dict[str, int] = {}
    for name in ["constructor", "__proto__", "toString", "length", "size", "get", "hasOwnProperty"]:
        d[name] = d.get(name, 0) + 1
    print(d, "valueOf" in d, d["__proto__"], len(d))


def iteration():
    d = {"x": 1, "y": 2, "z": 3}
    for key in d:
        print(key, d[key], end="; ")
    print()
    for key, value in d.items():
        print(f"{key}={value}", end=" ")
    print(sum(d.values()), max(d.values()), list(d.keys()), sorted(d.values(), reverse=True))
    for i, (key, value) in enumerate(d.items()):
        print(i, key, value)
    print([k for k in reversed(d)])


def tuple_keys():
    grid: dict[tuple[int, int], str] = {}
    for i in range(2):
        for j in range(2):
            grid[(i, j)] = f"{i}{j}"
    print(grid, grid[1, 0], (1, 1) in grid, (2, 2) in grid, sorted(grid)[0])
    for i, j in grid:
        print(i + j, end=" ")
    print(len(grid))


def tuple_keys_do_not_collide():
    d = {("a,b", "c"): 1, ("a", "b,c"): 2, ("1", "2"): 3}
    e = {("1", 2): 4}
    print(len(d), d[("a,b", "c")], d[("a", "b,c")], e[("1", 2)], ("1", 2) in e)


def counting():
    counts: dict[int, int] = {}
    for value in [3, 1, 3, 2, 3, 1]:
        if value in counts:
            counts[value] += 1
        else:
            counts[value] = 1
    best = max(counts, key=lambda k: counts[k])
    print(counts, best, sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def grouping():
    groups: dict[int, list[str]] = {}
    for word in ["a", "bb", "cc", "d", "eee"]:
        groups.setdefault(len(word), []).append(word)
    print(groups, {size: len(words) for size, words in groups.items()})


def nested():
    table = {"a": {"x": 1, "y": 2}, "b": {"x": 3, "y": 4}}
    table["a"]["x"] += 10
    for name, row in table.items():
        row["sum"] = row["x"] + row["y"]
        print(name, row)
    print(table, table["b"]["sum"])


def aliases():
    a = {"n": 1}
    b = a
    c = a.copy()
    d = dict(a)
    b["n"] += 1
    b["m"] = 0
    print(a, b, c, d, a == b, a == c)


def merging():
    base = {"lr": 0.1, "momentum": 0.0}
    own = {"lr": 0.01, "decay": 0.5}
    print(base | own, own | {"lr": 1.0}, base)
    base |= own
    print(base)


def comprehensions():
    squares = {n: n * n for n in range(5) if n != 2}
    swapped = {v: k for k, v in squares.items()}
    names = ["loss", "accuracy"]
    print(squares, swapped, {name: i for i, name in enumerate(names)}, {k: v for k, v in zip("ab", [1.5, 2.5])})


def deleting_while_listing():
    d = {"a": 1, "b": 0, "c": 2, "d": 0}
    for key in list(d):
        if d[key] == 0:
            del d[key]
    print(d)


def items_compare_and_contain():
    d = {"a": 1, "b": 2}
    print(
        1 in d.values(),
        "a" in d.keys(),
        ("a", 1) in d.items(),
        sorted(d.items()),
        min(d),
        sum(d[k] for k in d),
    )


def lists_as_values_are_shared():
    d = {"a": [1]}
    items = d["a"]
    items.append(2)
    d["b"] = items
    d["b"].append(3)
    print(d)


def minimum_by_value():
    distances = {"p": 3.5, "q": 1.25, "r": 9.0}
    closest = min(distances, key=distances.get)
    name, distance = min(distances.items(), key=lambda item: item[1])
    print(closest, name, distance)


def inverted_index():
    documents = ["red fish", "blue fish", "red bird"]
    index: dict[str, list[int]] = {}
    for i, text in enumerate(documents):
        for word in text.split():
            if word not in index:
                index[word] = []
            index[word].append(i)
    print(index)


def views_follow_changes():
    d = {"a": 1}
    keys = d.keys()
    values = d.values()
    d["b"] = 2
    print(list(keys), list(values))


def changing_size_while_iterating():
    d = {"a": 1, "b": 2}
    try:
        for key in d:
            d[key + key] = 3
    except RuntimeError as error:
        print("RuntimeError:", error)


def values_of_several_types(n: int = 2):
    losses = [0.5, 0.25]
    result = {"losses": losses, "best": 0.1, "epochs": n, "done": True, "name": "a b", "none": None}
    losses.append(0.125)
    print(result["best"] + n, result["losses"][-1], len(result), "best" in result)
    for key in result:
        print(key)
    inner = {"a": 1, "b": {"c": 2.0, "d": "x"}}
    print(inner["b"]["c"], inner, result)
    return result
