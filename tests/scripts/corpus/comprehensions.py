"""Comprehensions and generator expressions."""
# ruff: noqa


def lists():
    print([n * n for n in range(5)], [n for n in range(10) if n % 3 == 1], [c for c in "abc"], [0 for _ in range(3)])
    print([x if x > 0 else 0 for x in [-1, 2, -3, 4]], [n for n in range(20) if n % 2 == 0 if n % 3 == 0])


def nested_loops():
    print([(i, j) for i in range(3) for j in range(i)], [i * j for i in range(1, 4) for j in range(1, 4) if i != j])


def of_lists():
    matrix = [[1, 2, 3], [4, 5, 6]]
    print(
        [x for row in matrix for x in row], [[row[j] for row in matrix] for j in range(3)], [sum(row) for row in matrix]
    )


def own_scope():
    n = 100
    squares = [n * n for n in range(3)]
    total = sum(n for n in range(4))
    print(n, squares, total)


def reads_outer_names():
    scale = 10
    offset = [1, 2, 3]
    print(
        [scale * x for x in offset],
        {k: scale + v for k, v in zip("ab", offset)},
        [[scale + i * x for x in offset] for i in range(2)],
    )


def first_iterable_is_evaluated_once():
    calls: list[str] = []

    def numbers() -> list[int]:
        calls.append("numbers")
        return [1, 2, 3]

    print([x + y for x in numbers() for y in numbers() if x < y], calls)


def generators_in_functions():
    values = [3, -1, 4, -1, 5]
    print(
        sum(v for v in values if v > 0),
        max(v * v for v in values),
        min((v for v in values), default=0),
        any(v == 4 for v in values),
    )
    print(
        sorted(-v for v in values),
        ",".join(str(v) for v in values),
        list(v for v in values if v < 0),
        sum(1 for v in values if v < 0),
    )
    print(dict((v, i) for i, v in enumerate(values)), all(v < 9 for v in values))


def with_unpacking():
    pairs = [("a", 1), ("b", 2)]
    print(
        [f"{k}{v}" for k, v in pairs],
        [i + v for i, (_, v) in enumerate(pairs)],
        [a + b for a, b in zip([1, 2], [3, 4])],
    )


def with_calls():
    def clip(x: float) -> float:
        return max(0.0, min(1.0, x))

    print([clip(x / 4) for x in range(-2, 7)])


def transposing_and_flattening():
    m = [[1, 2], [3, 4], [5, 6]]
    print([list(column) for column in zip([1, 3, 5], [2, 4, 6])], [x for row in m for x in row if x % 2])


def building_one_hot():
    labels = [2, 0, 1]
    print([[1.0 if j == label else 0.0 for j in range(3)] for label in labels])


def dictionary_later_wins():
    print({n % 3: n for n in range(7)}, {c: i for i, c in enumerate("hello")})


def empty():
    nothing: list[int] = []
    print([x for x in nothing], {x: x for x in nothing}, sum(x for x in nothing), list(range(0)))
