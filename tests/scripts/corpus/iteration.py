"""Details of what loops run over: ranges as values, zips of many, unpacking in headers, views."""
# ruff: noqa


def ranges_are_values():
    r = range(2, 20, 3)
    print(
        r[0],
        r[-1],
        r[2],
        len(r),
        8 in r,
        9 in r,
        list(r[1:3]),
        list(reversed(r)),
        r == range(2, 20, 3),
        min(r),
        max(r),
        sum(r),
    )
    print(
        list(range(5, 0, -2)),
        3 in range(5, 0, -2),
        2 in range(5, 0, -2),
        range(3) == range(0, 3),
        bool(range(0)),
    )


def range_index_errors():
    r = range(3)
    try:
        print(r[3])
    except IndexError as error:
        print(error)
    try:
        print(list(r).index(7))
    except ValueError as error:
        print(error)


def unpacking_in_headers():
    pairs = [(1, "a"), (2, "b")]
    for (n, name), flag in zip(pairs, [True, False]):
        print(n, name, flag)
    for i, (n, name) in enumerate(pairs):
        print(i, n, name)
    for (a, b), (c, d) in zip(pairs, pairs[::-1]):
        print(a, b, c, d)
    for first, *rest in [[1, 2, 3], [4]]:
        print(first, rest)


def zip_of_many_kinds():
    for i, c, x, (key, value) in zip(range(10), "abc", [0.5, 1.5, 2.5, 3.5], {"k": 1, "l": 2, "m": 3}.items()):
        print(i, c, x, key, value)


def enumerate_of_everything():
    print(
        list(enumerate("ab")),
        list(enumerate({"x": 1, "y": 2})),
        list(enumerate(range(5, 7), 1)),
        list(enumerate((True, False))),
    )


def dictionary_values_change_while_iterating():
    d = {"a": 1, "b": 2}
    for key in d:
        d[key] *= 10
    for key, value in d.items():
        d[key] = value + 1
    print(d)


def list_changes_by_index_while_iterating():
    items = [1, 2, 3, 4]
    for i, x in enumerate(items):
        if i + 1 < len(items):
            items[i + 1] += x
    print(items)


def removing_while_iterating_skips():
    items = [1, 1, 2, 2, 3]
    for x in items:
        if x < 3:
            items.remove(x)
    print(items)


def popping_while_iterating():
    items = [1, 2, 3, 4]
    seen: list[int] = []
    for x in items:
        seen.append(x)
        items.pop()
    print(seen, items)


def reversed_while_changing():
    items = [1, 2, 3]
    for x in reversed(items):
        items.append(x * 10)
        if len(items) > 5:
            break
    print(items)


def sorted_of_everything():
    print(
        sorted("cab"),
        sorted({"b": 1, "a": 2}),
        sorted((3, 1)),
        sorted(range(3, 0, -1)),
        sorted({"b": 1, "a": 2}.items(), key=lambda p: p[1]),
    )
    print(sorted([0.5, -1.0, 2.0], reverse=True), sorted([(1, 0.5), (1, 0.25)]), sorted(x % 3 for x in range(5)))


def nested_loops_over_one_list():
    items = [1, 2, 3]
    print([(a, b) for a in items for b in items if a < b])
    for a in items:
        for b in items:
            if a + b == 4:
                print(a, b, end=" ")
    print()


def loop_variables_are_one_name():
    x = "before"
    for x in ["in"]:
        print(x)
    print(x)
    n = 5
    for n in range(n):
        pass
    print(n)


def for_over_an_empty_thing():
    nothing: list[int] = []
    for x in nothing:
        print(x)
    else:
        print("else")
    for key in {"a": 1}:
        break
    else:
        print("never")
    print(key)


def sums_and_counts_of_conditions():
    values = [0.2, 0.8, 0.5, 0.9]
    print(sum(v > 0.4 for v in values), sum([v > 0.4 for v in values]) / len(values), sum(1 for v in values if v < 0.5))


def chunks_and_strides():
    items = list(range(7))
    for start in range(0, len(items), 3):
        print(items[start : start + 3], end=" ")
    print([items[i::3] for i in range(3)])


def views_and_dictionaries_backwards():
    table = {"a": 1, "b": 2}
    print(
        list(reversed(table)),
        list(reversed(table.items())),
        list(reversed(table.keys())),
        max(reversed(table.values())),
    )
