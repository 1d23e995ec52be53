"""Values of several types in names, lists and dictionaries: texts, tests, arithmetic and what is taken out."""

from __future__ import annotations


def named_arguments_in_another_order(n: int = 2):
    log = []

    def f(a, b):
        return a * 10 + b

    def g(x):
        log.append(x)
        return x

    print(f(b=g(1), a=g(2)), log)
    print(f(b=log.pop(), a=log.pop()), log)
    h = [f]
    print(h[0](1, b=2), h[0](1, 2))
    print(h[0](g(3), b=g(4)))


def a_captured_name_of_several_types():
    k = 1

    def f():
        return k

    print(f())
    k = "a"
    print(f())
    k = 2.0
    print(f())
    k = [1]
    print(f())


def kinds_of_numbers_shown(n: int = 2):
    def f(x: float):
        return x

    print(f(1), f(1.0))

    def g(x: float = 2):
        return x

    print(g(), g(1.0))
    d = {1: "a", 1.0: "b", True: "c"}
    print(d, 1.0 in d, d[True])
    e = {}
    e[1.0] = 1
    e[2] = 2
    print(e)
    for k in e:
        print(k)
    print(
        [1, 1.0, True, None, "a", (1, 2.0)],
        sorted([2, 1.5, True]),
        max(1, 2.0),
        min(1.0, 1),
        sum([1, 2.0]),
        [1].index(1.0),
        [1.0].count(True),
    )
    s = [0, 0.5]
    s[0] += 1
    s.append(3.0)
    print(s, s[0] == 1, s[2], 3 in s, s.index(3))
    t = 1 if n > 1 else 2.0
    print(
        t,
        -t,
        abs(t),
        t // 1,
        t % 2,
        t**2,
        round(t, 1),
        int(t),
        f"{t}",
        f"{t:>4}",
        str(t) + "x",
        [t],
        {"a": t},
        isinstance(t, float),
        isinstance(t, int),
    )
    u = 2.0 if n > 1 else 1
    print(
        u,
        -u,
        abs(u),
        u // 1,
        u % 2,
        u**2,
        round(u, 1),
        int(u),
        f"{u}",
        f"{u:>4}",
        str(u) + "x",
        [u],
        {"a": u},
        isinstance(u, float),
        isinstance(u, int),
        {u: 1},
        bool(u),
        not u,
        u and 1,
        u or 2,
    )
    print("%s %r %d %.1f" % (u, u, u, u), "{} {!r}".format(u, u), divmod(u, 1), u == 2, u is None, u in [2])


def kinds_of_numbers_in_containers(n: int = 2):
    x = 0
    for i in range(n):
        x = x + 0.5
    print(x, x == 1)
    acc = 0
    hist = []
    for i in range(3):
        acc += i * 0.5
        hist.append(acc)
    print(hist, acc, sum(hist), sum(hist) / len(hist), max(hist), sorted(hist, reverse=True))
    best = None
    for v in hist:
        if best is None or v > best:
            best = v
    print(best)
    lo, hi = 0, 1.0
    lo, hi = hi, lo
    print(lo, hi)
    m = {"a": 0, "b": 0.0}
    m["a"] += 1
    m["b"] += 1
    print(m, list(m.values()), list(m.items()))
    for k, v in m.items():
        print(k, v)
    a = [0] * 3
    a[1] = 2.0
    print(a)
    b = [[0] * 2 for _ in range(2)]
    b[0][1] = 1.0
    print(b)
    c = [0, 1.0]
    p, q = c
    print(p, q)
    z = list(zip([1, 2], [1.0, 2.0]))
    print(z, [x + y for x, y in z], dict(z))
    w = tuple([1, 2.0])
    print(w, w[1], w + (3,), w == (1, 2))
    f = lambda v: v * 2
    print(f(1), f(1.0), list(map(f, [1, 2.0])))
    print(sum([]), sum([1.0]), sum([x for x in [1.0] if x > 2]), 0 + sum([x for x in [1.0, 2.0] if x > 1]))


def tuples_among_other_values(n: int = 2):
    x = (1, 2) if n > 1 else [1, 2]
    print(x, isinstance(x, tuple), isinstance(x, list))
    y = [1, (1, 2), "a"]
    print(y, (1, 2) in y, y[1] == (1, 2), y.index((1, 2)), y == [1, (1, 2), "a"], y.count((1, 2)))
    z = [(1, 2), [1, 2], (1.0, 2)]
    print(z)
    d = {1: "a", (1, 2): "b"}
    print(d, (1, 2) in d, d[(1, 2)], d[1.0])
    print({"a": (1, 2), "b": [1, 2], "c": None, "d": {"e": 1}})
    print([None, (1,), 2.0], [None, [1], 2.0], [(), [], {}], [range(2), 1])
    for e in y:
        print(e, e == (1, 2), f"{e}", str(e))
        if isinstance(e, tuple):
            print(len(e), e[0])


def values_of_five_types(n: int = 2):
    def f(x):
        return x

    print([f(v) for v in [1, 2.0, "a", None, True, (1, 2.0), [3]]])
    print(f(1) == f(1.0), f("a") == f(1), f(None) is None, f(True) == 1)
    t = [1, 2.0, "a", None, True]
    for v in t:
        if v is None:
            print("none")
        elif isinstance(v, bool):
            print("bool", v)
        elif isinstance(v, int):
            print("int", v + 1)
        elif isinstance(v, float):
            print("float", v + 1)
        else:
            print("str", v + "b")
    print(
        [v for v in t if v],
        sorted([v for v in t if isinstance(v, (int, float))]),
        t == [1, 2, "a", None, 1],
        t.index(2),
        1.0 in t,
        len(t),
        t.count(1),
    )
    d = {"lr": 0.1, "name": "x", "layers": [1, 2], "n": None}
    for k, v in d.items():
        print(k, v, type(k).__name__)
    print(d, d.get("name"), d.get("no", 3))
    s = d["name"] if n > 1 else d["lr"]
    print(s, s == "x")
    q = t.pop()
    print(q, t)
    t = [1, 2.0, "a"]
    t.append((1,))
    t.insert(0, [2])
    t[1] = {"a": 1}
    print(t)
    a, *b = t
    print(a, b)
    u = [x for x in zip([1, 2.0], "ab", [None, (1,)])]
    print(u, max([1, 2.5]), list(enumerate([1, "a"])))
    w = tuple(t)
    print(w, w[0], t[::-1], t * 2, t + [1])
    print(
        any([0, "", None]),
        all([1, "a", 2.0]),
        list(filter(None, [0, 1, "", "a", None, 0.0, 2.5])),
        list(map(str, [1, 2.0, None])),
    )
    m = min([3, 2.0], key=lambda v: v)
    print(m, str(m), [m][0], dict(a=1, b=2.0), {**{"a": 1}, "b": "c"})
    p, r = (1, "a") if n > 1 else (2.0, "b")
    print(p, r)


def floats_beside_none_and_texts():
    print([1.0, "a", None, True], [None, (1,), 2.0], [2.0, [1], "a"], {"a": [1.0, "x"]})
    for v in [1.0, "a", None, True, 2.5, (1,)]:
        print(v, f"{v}", [v])


def defaults_of_get():
    d = {"lr": 0.5, "b": 2.0}
    print(d.get("no", 3), d.get("lr", 3), d.get("b", 3), d.get("no"))
    for k in d:
        print(d.get(k, 1), d.get(k + "x", 1), d.pop(k + "y", 4), d.setdefault(k, 7))


def defaults_of_get_of_another_kind():
    d = {"lr": 0.5, "b": "x"}
    for k in d:
        print(d.get(k, 1), d.get(k + "x", 1))
    e = {"a": 1}
    print(e.get("b", 2.0), e.get("a", 2.0), e.pop("c", 3.0))


def defaults_of_pop():
    d = {"b": 2.0, "c": 2.5}
    for k in list(d):
        print(d.pop(k, 4), d.pop(k, 4))


def defaults_of_max_and_min():
    print(max([2.0, 1.0], default=0), min([x for x in [1.0] if x > 2], default=0), max([2.0], default=None))
    xs = [3.0]
    best = max(xs, default=0)
    print(best, max(xs, default=0, key=lambda v: -v))


def operators_that_join_kinds():
    it = iter([2.0, 3.0])
    print([x or 0 for x in [2.0, 0.0]], [x if x > 2 else 1 for x in [2.0, 3.0]])
    for x in [2.0, 3.0]:
        y = x and 1
        z = x if x > 2 else 0
        print(y, z, x or 1)
    a = {"x": 2.0}
    b = {"x": 3}
    print({**a, **b}, a | b, [*[1.0], *[2]], [1.0] + [2], (1.0,) + (2,), list([1.0]) + [3])
    c = [1.0, 2.0]
    c.extend([3])
    c += [4]
    c[0:1] = [5]
    print(c)
    a.update(b)
    a.update(y=1)
    print(a, sum([1.0, 2.0], 0), sum([1, 2], 0.0), sorted([2.0, 1.0] + [1]), [v for r in [[1.0], [2]] for v in r])
