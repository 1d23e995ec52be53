"""Generators whose items are computed in helpers with loops, kept and gone through in every way."""


def kept_0():
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
    g = map(slow, xs)
    print(list(g))


def kept_where_it_is_one_of_two_1():
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
    g = map(slow, xs) if len(xs) > 1 else map(slow, [1])
    print(list(g))


def gone_through_by_a_loop_2():
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
    for x in filter(slow, xs):
        print(x)


def zip_3():
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
    for x, y in zip(xs, map(slow, xs)):
        print(x, y)


def zip_at_once_4():
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
    print(dict(zip(map(slow, xs), map(slow, xs))))


def enumerate_5():
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
    for i, x in enumerate(slow(x) for x in xs):
        print(i, x)


def a_comprehension_6():
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
    print([doubled(x) for x in map(slow, xs)])


def a_generator_of_it_7():
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
    print(sum(x + 1 for x in map(slow, xs)))


def in_8():
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
    print(1 in map(slow, xs))


def a_function_that_prints_as_the_key_9():
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
    print(max(map(slow, xs), key=doubled))


def a_key_that_prints_10():
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
    print(sorted(map(slow, xs), key=lambda x: doubled(x)))


def a_start_that_prints_11():
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
    print(sum(map(slow, xs), doubled(1)))


def an_item_of_a_list_12():
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
    gs = [map(slow, xs)]
    print([list(g) for g in gs])
