"""Functions inside a script: closures, defaults, keywords, recursion, lambdas."""
# ruff: noqa


def calls():
    def add(a: int, b: int) -> int:
        return a + b

    print(add(1, 2), add(b=5, a=1), add(add(1, 1), 1))


def defaults():
    def scale(x: float, by: float = 2.0, offset: float = 0.0) -> float:
        return x * by + offset

    print(scale(1.0), scale(1.0, 3.0), scale(1.0, offset=5.0), scale(offset=1.0, x=2.0), scale(2.0, by=0.5))


def defaults_are_evaluated_at_the_definition():
    n = 1

    def get(value: int = n) -> int:
        return value

    n = 2
    print(get(), n)


def late_binding():
    n = 1

    def get() -> int:
        return n

    print(get())
    n = 5
    print(get())
    for n in range(3):
        print(get(), end=" ")
    print()


def closures_change_what_they_hold():
    history: list[float] = []
    totals = {"count": 0}

    def record(value: float) -> None:
        history.append(value)
        totals["count"] += 1

    record(0.5)
    record(0.25)
    print(history, totals)


def recursion():
    def factorial(n: int) -> int:
        return 1 if n <= 1 else n * factorial(n - 1)

    def fibonacci(n: int) -> int:
        if n < 2:
            return n
        return fibonacci(n - 1) + fibonacci(n - 2)

    print(factorial(15), [fibonacci(n) for n in range(12)])


def mutual_recursion():
    def even(n: int) -> bool:
        return True if n == 0 else odd(n - 1)

    def odd(n: int) -> bool:
        return False if n == 0 else even(n - 1)

    print(even(10), odd(7), even(3))


def without_a_return():
    def nothing(x: int) -> None:
        x += 1

    def early(x: int) -> None:
        if x > 0:
            return
        print("not positive", x)

    print(nothing(1))
    early(1)
    early(-1)


def lambdas():
    double = lambda x: x * 2
    pairs = [(1, "b"), (2, "a")]
    print(double(4), sorted(pairs, key=lambda p: p[1]))


def several_returns():
    def classify(x: float) -> str:
        if x < 0:
            return "negative"
        elif x == 0:
            return "zero"
        for limit in [1, 10, 100]:
            if x < limit:
                return f"below {limit}"
        return "large"

    print([classify(x) for x in [-1.0, 0.0, 0.5, 5.0, 50.0, 500.0]])


def local_names_hide_outer_ones():
    x = 1

    def inner() -> int:
        x = 2
        return x

    print(inner(), x)


def parameters_are_local():
    n = 5

    def reduce_(n: int) -> int:
        while n > 2:
            n -= 1
        return n

    print(reduce_(n), n)


def nested_twice():
    a = 1

    def outer(b: int) -> int:
        c = a + b

        def inner(d: int) -> int:
            return a * 1000 + b * 100 + c * 10 + d

        return inner(4)

    print(outer(2))


def arguments_are_evaluated_in_order():
    order: list[str] = []

    def note(name: str) -> int:
        order.append(name)
        return len(order)

    def take(a: int, b: int, c: int = 0) -> list[int]:
        return [a, b, c]

    print(take(note("x"), b=note("y"), c=note("z")), order)


def docstrings_and_pass():
    def documented(x: int) -> int:
        """Adds one."""
        return x + 1

    def empty() -> None:
        pass

    empty()
    print(documented(1))


def keyword_only():
    def fit(data: list[int], *, epochs: int = 1, verbose: bool = False) -> int:
        if verbose:
            print("fitting", data)
        return sum(data) * epochs

    print(fit([1, 2]), fit([1, 2], epochs=3), fit([1], verbose=True))


def a_parameters_default_of_the_script(epochs: int = 3, rate: float = 0.5, name: str = "run", quick: bool = False):
    for epoch in range(epochs):
        print(name, epoch, rate / (epoch + 1), quick)
    return epochs


def returns_a_value():
    return {"loss": [0.5, 0.25], "epochs": [1.0, 2.0]}


def returns_nothing():
    print("done")


def returns_early():
    for i in range(10):
        if i == 3:
            return i
    return -1


def returns_text():
    return f"{1 / 4:.3f}"


def returns_a_tuple():
    return 1, 2.5, "x", True, None


def memo_shared_between_calls():
    memo: dict[int, int] = {}

    def fib(n: int) -> int:
        if n in memo:
            return memo[n]
        memo[n] = n if n < 2 else fib(n - 1) + fib(n - 2)
        return memo[n]

    print(fib(70), len(memo))
