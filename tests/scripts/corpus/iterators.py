"""Iterators: lazy, gone through once, and not ended by a loop that leaves them."""
# ruff: noqa


def map_waits_for_the_loop():
    def f(x):
        print("f", x)
        return x + 1

    m = map(f, [1, 2])
    print("made")
    for x in m:
        print(x)


def a_generator_that_a_loop_leaves_early():
    def f(x):
        print("f", x)
        return x + 1

    m = (f(x) for x in [1, 2, 3])
    print("made")
    for x in m:
        print(x)
        if x == 3:
            break
    print(list(m))


def filter_waits_for_the_loop():
    def f(x):
        print("f", x)
        return x > 1

    m = filter(f, [1, 2, 3])
    print("made")
    for x in m:
        print(x)
        break


def iterators_are_gone_through_once():
    xs = [1, 2, 3, 4]
    g = (x for x in xs)
    print(list(g), list(g))
    z = zip(xs, "abcd")
    for a, b in z:
        print(a, b)
        break
    print(list(z), list(z))
    e = enumerate(xs)
    for i, x in e:
        if i == 1:
            break
    print(list(e))
    r = reversed(xs)
    for x in r:
        break
    print(list(r))
    f = filter(lambda x: x > 1, xs)
    print(2 in f, list(f))
    m = map(str, xs)
    print("1" in m, any(x == "3" for x in m), list(m))


def iterators_as_arguments():
    def f(it):
        for x in it:
            print("first", x)
            break
        for x in it:
            print("rest", x)

    f(x * 2 for x in [1, 2, 3])
    f(map(lambda x: x + 1, [1, 2, 3]))


def iterators_follow_what_they_go_through():
    xs = [1, 2]
    g = (x * 10 for x in xs)
    xs.append(3)
    print(list(g))
    m = map(str, xs)
    xs.append(4)
    print(list(m))
    z = zip(xs, xs)
    xs.append(5)
    print(list(z))
    e = enumerate(xs)
    xs.append(6)
    print(list(e))
    n = 1
    h = (x + n for x in xs)
    n = 100
    print(list(h))
    r = reversed(xs)
    xs.append(9)
    print(list(r))
    d = {1: 2}
    k = d.keys()
    d[3] = 4
    print(list(k))
    q = (x for x in xs if x > 2)
    xs.append(77)
    print(list(q))


def iterators_of_a_dictionary_know_its_size_from_their_start():
    def ends(values):
        try:
            print(list(values))
        except RuntimeError as e:
            print(e)

    d = {"a": 1}
    g = (k for k in d)
    i = (k + "!" for k in d)
    f = filter(len, d)
    c = (k + other for k in d for other in d)
    d["b"] = 2
    ends(g)
    ends(i)
    ends(f)
    ends(c)
    e = enumerate(d)
    z = zip(d, [1, 2, 3])
    d.clear()
    try:
        print(list(e))
    except RuntimeError as error:
        print(error)
    try:
        print(list(z))
    except RuntimeError as error:
        print(error)


def a_list_takes_from_an_iterator_while_it_grows():
    xs = [1, 2]
    xs += (len(xs) for x in [1, 2])
    xs += map(lambda x: x + len(xs), [1, 2])
    xs += reversed([7, 8])
    print(xs)
    ys: list[float] = []
    ys += (x / 2 for x in [1, 2])
    zs = []
    zs += (x for x in [1])
    print(ys, zs)
