"""Several functions of one name."""
# ruff: noqa


def lambdas_of_a_loop_by_their_name():
    fns = []
    for i in range(3):
        f = lambda x, i=i: x + i
        fns.append(f)
    print(
        [f(1) for f in fns],
        f(1),
        {k: f(1) for k, f in enumerate(fns)},
        [f(1) for fs in [fns] for f in fs if f(1) > 1],
        list(f(2) for f in fns),
    )


def functions_of_a_loop_by_their_name():
    fns = []
    for i in range(2):

        def f(x, k=[i]):
            k.append(x)
            return k

        fns.append(f)
    print(
        [f(1) for f in fns],
        any(f(1) == 2 for f in fns),
        list(map(lambda f: f(3), fns)),
        sorted(fns, key=lambda f: -f(0)[0])[0](5),
    )

    def call(f, x):
        return f(x)

    print([call(f, 7) for f in fns], call(f, 1))
    for f in fns:
        print(f(8))
    print(f(9))
    for j, f in enumerate(fns):
        print(j, f(8))
    try:
        f = fns[0]
        print(f(2))
    finally:
        print(f(3))


def a_function_set_as_a_name():
    def f(x=1):
        return x

    g = f

    def f(x=2):
        return x

    print(f(), g())
    h = [g, f]

    def inner():
        return f(), [f() for f in h], f()

    print(inner())
    f = g
    print(f(), [f() for f in h])


def one_name_for_two_functions():
    def f(x=1):
        return x

    g = f

    def f(x=2):
        return x

    print(f(), g())


def functions_defined_again():
    def f(x=1):
        return x

    def call():
        return f()

    print(call())

    def f(x=2):
        return x + 1

    print(call(), f(), f(5))
    for i in range(2):

        def f(x=i):
            return x * 10

        print(call(), f(), f(3))

        def f(x=i):
            return x * 100

        print(call(), f(), f(3))


def recursive_functions_defined_again():
    def f(n):
        return n if n < 2 else f(n - 1) + 1

    print(f(4))

    def f(n):
        return n if n < 2 else f(n - 1) + 2

    print(f(4))


def generators_defined_again():
    def g(n):
        yield from range(n)

    print(list(g(2)))

    def g(n, m=3):
        yield n
        yield m

    print(list(g(2)), list(g(2, 1)), [v for v in g(0)])


def ints_by_the_name_of_a_function():
    def g():
        return 5

    print([g for g in range(3)], [g * 2 for g in [1, 2]], g())
