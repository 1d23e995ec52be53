"""Tuples: as keys, as results, comparison, unpacking, iteration."""
# ruff: noqa


def basics():
    t = (1, "two", 3.0)
    empty = ()
    one = (5,)
    print(t, empty, one, len(t), t[0], t[1], t[-1], len(one), t[1:], one + (6,), (0,) * 3)


def without_parentheses():
    t = 1, 2
    a, b = t
    print(t, a, b)
    return a, b


def as_keys():
    visits: dict[tuple[int, int], int] = {}
    for move in [(0, 1), (1, 0), (0, 1), (0, 1)]:
        visits[move] = visits.get(move, 0) + 1
    print(visits, (0, 1) in visits, (9, 9) in visits, visits[(1, 0)], visits[0, 1])


def keys_equal_across_numbers():
    table = {(1, 2): "a"}
    key = (1.0, 2.0)
    print(table[(1, 2)], (1, 2) == key, (True, 2) == (1, 2))


def comparison():
    print(
        (1, 2) < (1, 3),
        (1, 2) == (1, 2),
        (2,) > (1, 9),
        (1, "a") < (1, "b"),
        max([(1, "z"), (2, "a")]),
        sorted([(2, 1), (1, 2)]),
    )


def several_results():
    def stats(values: list[float]) -> tuple[float, float, int]:
        return min(values), max(values), len(values)

    low, high, n = stats([2.0, 5.0, -1.0])
    result = stats([1.5])
    print(low, high, n, result, result[2])


def nested():
    tree = ((1, 2), (3, (4, 5)))
    (a, b), (c, (d, e)) = tree
    print(a + b + c + d + e, tree[1][1][0], tree)


def iteration_of_equal_kinds():
    total = 0
    for x in (1, 2, 3):
        total += x
    print(
        total,
        sum((1.5, 2.5)),
        list((1, 2)),
        2 in (1, 2),
        max((3, 1)),
        sorted((3, 1, 2)),
        (1, 2, 1).count(1),
        (1, 2).index(2),
    )


def swap_in_a_loop():
    a, b = 0, 1
    for _ in range(10):
        a, b = b, a + b
    print(a, b)


def unpacking_evaluates_right_side_first():
    x = [1, 2, 3]
    x[0], x[1], x[2] = x[2], x[0], x[1]
    print(x)
    a = b = c = 4
    b += 1
    print(a, b, c)


def in_lists_and_dicts():
    points = [(0, 0), (3, 4)]
    best = {"point": (3, 4)}
    points.append((1, 1))
    print(points, best["point"][1], (1, 1) in points, [x * y for x, y in points])


def tuple_of_lists_is_mutable_inside():
    t = ([1], [2])
    t[0].append(5)
    print(t)


def enumerate_and_zip_give_tuples():
    print(
        list(enumerate(["a", "b"])),
        list(zip([1, 2], ["x", "y"])),
        [pair for pair in zip([1], [2])],
        [i for i, _ in enumerate("ab", 5)],
    )


def stars_of_known_tuples():
    a, *b = (1, "x", 2.5)
    print(a, b)
    *c, d = (1, 2.0, "z")
    print(c, d)
    e, *f, g = ("k", 1, 2)
    print(e, f, g)
    k, *l = (5, 6)
    print(k, l)
    k, *l = l, k, "q"
    print(k, l)
    m, *n = (1,)
    print(m, n)
    n.append("s") if False else n.append(3)
    print(n)


def stars_in_loops_over_records():
    r = [("adam", 0.001, 10, True), ("sgd", 0.1, 200, False)]
    for name, *rest in r:
        print(name.upper(), rest)
    for *_, last in r:
        print(last)
    print(max(len(n) for n, *_ in r), [n for n, *_ in r], {n: q for n, _, *q in r})


def stars_of_ints_and_floats():
    a, *b = (1, 2.0, 3)
    print(a, b, b[0] / 1, [x * 2 for x in b])
    x = (1, 2, 3)
    x, *y = x
    print(x, y)
    p, *q = "ab", 1
    q.append(2)
    print(p, q, sum(q))


def stars_that_find_too_few():
    try:
        a, b, *c = (1,)
    except ValueError as e:
        print(e)


def names_that_one_target_sets_twice():
    rows = [(1, 2, 3), (4, 5, 6)]
    print(
        [b for _, b, _ in rows],
        {a: a for a, _, _ in rows},
        sum(b for _, b, _ in rows),
        max((c for _, _, c in rows)),
        [a for a, a in [(1, 2)]],
        [x for (x, _), _ in [((1, 2), 3)]],
        any(b > 4 for _, b, _ in rows),
    )
    for _, b, _ in rows:
        print(b, _)
