"""Calls that give None, as values: each is evaluated, once, and is None."""
# ruff: noqa


class _Silent:
    @property
    def p(self):
        print("p")

    def m(self):
        self.x = 1

    def __getitem__(self, k):
        print("item", k)

    def __call__(self):
        self.x = 2

    def __enter__(self):
        print("in")

    def __exit__(self, a, b, c):
        print("out")


class _Loud(_Silent):
    def m(self):
        return 3


def calls_that_give_none_in_any_and_filter():
    print(any(map(print, [1, 2])), all(print(x) for x in [1, 2]), any([print(x) for x in [1, 2]]))
    print(list(filter(print, [1, 2])), [x is None for x in map(print, [3])], list(map(lambda x: print(x), [1])))


def functions_of_which_one_gives_none():
    def a():
        print("a")

    def b():
        return 2

    for f in [a, b, a]:
        x = f()
        print(x is None, x == None, x, x or 7)
        if x is not None:
            print(x + 1)


def print_as_a_value():
    l = []
    print(any(print(x) or x > 1 for x in [1, 2, 3]), next((print(x) for x in [1, 2]), 5) is None)
    g = (print(x) for x in [1, 2])
    print(next(g) is None, next(g, 3) is None, next(g, 3))
    d = {}
    print(d.setdefault("a", print("q")) is None, d, d.get("a", 3) is None, d.pop("a") is None)
    print({k: l.append(k) for k in "ab"}, {k: l.append(k) is None for k in "ab"}, l)


def methods_that_give_none():
    o = _Silent()
    print(o.p is None, o.m() is None, o[1] is None, o() is None, (o.p, o.m()), f"{o.m()} {print(4)}")
    with o as v:
        print(v is None)
    for q in [_Silent(), _Loud()]:
        r = q.m()
        print(r is None, r)
        print([r, q.m()] == [None, None], q.m() in [None], (q.m(),) == (None,))


def methods_of_containers_give_none():
    l = [3, 1]
    print(
        l.sort() is None,
        l.reverse() == None,
        l.extend([1]) is None,
        l.insert(0, 4) is None,
        l.remove(4) is None,
        l.clear() is None,
        l,
    )
    d = {}
    s = d.update({1: 2}) is None
    print(s, d.clear() is None, d)
    print(
        [l.append(1), l.append(2)] == [None, None], l, str(l.append(3)), repr(print("z")), [print()], {"a": l.append(3)}
    )
    x = y = l.append(9)
    print(x, y, x is y, l)
    print(len([l.append(x) for x in range(4)]), l.append(1) is not None, l.append(1) != None)
    for v in [l.append(5), 1]:
        print(v is None)
    a, b = l.append(6), print("b")
    print(a, b, a is None, b is None)


def none_of_lambdas_and_tests():
    l = []
    f = lambda x: l.append(x) if x > 1 else None
    print(f(1) is None, f(2) is None, l)
    g = lambda x: x > 1 and l.append(x)
    print(g(1), g(2), g(3) is None, l)
    True and print("yes")
    1 > 2 or print("no")
    print("a") if l else print("b")
    h = lambda: print("h")
    for k in [h, h]:
        k()
    print([f(v) is None for v in range(3)], [g(v) for v in range(3)], l)
    assert not print("assert"), print("never")
    while not l.append(1):
        if len(l) > 9:
            break
    print(len(l))
    if print("if") is None:
        print("ok")
    if (z := l.append(3)) is None:
        print("walrus", z)
    print(None is print("x") is None, print("u") == print("v"), print(1) in [None, 2], print(1) not in (None,))


def none_of_generators_and_recursion():
    def gen():
        yield print("y")
        yield 3

    print([v is None for v in gen()])

    def deft(x=print("default")):
        return x is None

    print(deft(), deft(2))

    def rec(n):
        if n:
            return rec(n - 1)
        print("end")

    print(rec(2) is None, rec(0))

    def un(n):
        if n > 1:
            return n
        print("small")

    print([un(k) is None for k in range(3)], [un(k) or 9 for k in range(3)])
    print(
        sorted([1, 2], key=lambda v: print(v) or -v),
        max([1, 2], key=lambda v: print(v) or v),
        sum(print(v) or v for v in [1, 2]),
    )


def any_of_appended():
    l = []
    print(any(l.append(x) for x in range(2)), l)


def print_or_value():
    f = lambda x: print(x) or x * 2
    print(f(3))


def print_as_a_test():
    l = []
    print(None if print("q") else 1, l.append(1) and 2, not print("z"), print("w") == None)
