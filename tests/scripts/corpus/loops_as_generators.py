"""Generators whose items are computed in helpers with loops, kept and gone through in every way."""


def an_item_of_a_tuple_13():
    def slow(x):
        for i in range(2):
            print(x, i)
        return x

    def doubled(x):
        print(x)
        return 2 * x

    def made(values: list[int]):
        return list(values)

    xs = [1, 2]
    t = (1, map(slow, xs))
    print(list(t[1]))


def extend_14():
    def slow(x):
        for i in range(2):
            print(x, i)
        return x

    def doubled(x):
        print(x)
        return 2 * x

    def made(values: list[int]):
        return list(values)

    xs = [1, 2]
    xs.extend(slow(x) for x in [1])


def in_place_15():
    def slow(x):
        for i in range(2):
            print(x, i)
        return x

    def doubled(x):
        print(x)
        return 2 * x

    def made(values: list[int]):
        return list(values)

    xs = [1, 2]
    xs += map(slow, [1])


def an_argument_16():
    def slow(x):
        for i in range(2):
            print(x, i)
        return x

    def doubled(x):
        print(x)
        return 2 * x

    def made(values: list[int]):
        return list(values)

    xs = [1, 2]

    def use(g):
        print(0)
        return list(g)

    print(use(map(slow, xs)))


def a_result_17():
    def slow(x):
        for i in range(2):
            print(x, i)
        return x

    def doubled(x):
        print(x)
        return 2 * x

    def made(values: list[int]):
        return list(values)

    xs = [1, 2]

    def use(v: int):
        return (slow(x) for x in [v])

    print(list(use(1)))


def the_second_of_two_loops_18():
    def slow(x):
        for i in range(2):
            print(x, i)
        return x

    def doubled(x):
        print(x)
        return 2 * x

    def made(values: list[int]):
        return list(values)

    xs = [1, 2]
    for v in ((a, b) for a in xs for b in map(slow, [a])):
        print(v)


def at_once_19():
    def slow(x):
        for i in range(2):
            print(x, i)
        return x

    def doubled(x):
        print(x)
        return 2 * x

    def made(values: list[int]):
        return list(values)

    xs = [1, 2]
    print(list(map(slow, xs)), sum(slow(x) for x in xs), sorted(map(slow, xs), reverse=True))


def with_a_key_that_only_computes_20():
    def slow(x):
        for i in range(2):
            print(x, i)
        return x

    def doubled(x):
        print(x)
        return 2 * x

    def made(values: list[int]):
        return list(values)

    xs = [1, 2]
    print(max(map(slow, xs), key=lambda x: -x))


def one_that_ends_early_21():
    def slow(x):
        for i in range(2):
            print(x, i)
        return x

    def doubled(x):
        print(x)
        return 2 * x

    def made(values: list[int]):
        return list(values)

    xs = [1, 2]
    print(any(slow(x) for x in xs), all(slow(x) > 1 for x in xs))


def a_text_22():
    def slow(x):
        for i in range(2):
            print(x, i)
        return x

    def doubled(x):
        print(x)
        return 2 * x

    def made(values: list[int]):
        return list(values)

    xs = [1, 2]
    print(", ".join(str(slow(x)) for x in xs))


def a_list_23():
    def slow(x):
        for i in range(2):
            print(x, i)
        return x

    def doubled(x):
        print(x)
        return 2 * x

    def made(values: list[int]):
        return list(values)

    xs = [1, 2]
    print([slow(x) for x in xs])


def a_list_for_an_argument_24():
    def slow(x):
        for i in range(2):
            print(x, i)
        return x

    def doubled(x):
        print(x)
        return 2 * x

    def made(values: list[int]):
        return list(values)

    xs = [1, 2]
    print(made([slow(x) for x in xs]))


def items_that_do_not_wait_25():
    def slow(x):
        for i in range(2):
            print(x, i)
        return x

    def doubled(x):
        print(x)
        return 2 * x

    def made(values: list[int]):
        return list(values)

    xs = [1, 2]
    for x, y in zip(xs, map(doubled, xs)):
        print(x, y)
