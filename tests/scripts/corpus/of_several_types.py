"""What scripts refused while a name, a list or a key was of one type, and functions were no values."""

import math


def a_list_in_itself():
    xs = []
    xs.append(xs)
    print(len(xs))


def a_dictionary_in_itself():
    d = {}
    d["a"] = d
    print(len(d))


def a_record_that_holds_the_one_before(n: int = 3):
    node = {"a": 1, "b": "x"}
    for i in range(n):
        node = {"a": 1, "b": node}
    print(1)


def annotated_result_of_another_type(n: int = 1):
    def name() -> str:
        return n

    return name()


def results_of_two_types(n: int = 1):
    def pick(x: int):
        if x > 0:
            return x
        return "none"

    return pick(n)


def unknown_annotation(n: int = 1):
    values: set[int] = []
    return n


def lambda_as_an_argument(n: int = 1):
    def apply(f, x: float) -> float:
        return f(x)

    return apply(lambda x: x * 2, 1.0)


def function_as_a_value(n: int = 1):
    def linear(t: float) -> float:
        return 1.0 - t

    schedule = linear
    return schedule(0.5)


def functions_in_a_dictionary(n: int = 1):
    def linear(t: float) -> float:
        return 1.0 - t

    schedules = {"linear": linear}
    return schedules["linear"](0.5)


def functions_in_a_list(n: int = 1):
    steps = []
    for i in range(n):
        steps.append(lambda x: x + i)
    return len(steps)


def function_made_by_a_function(n: int = 1):
    def counter(start: int):
        def step() -> int:
            return start + 1

        return step

    return counter(n)()


def function_passed_on(n: int = 1):
    def double(x: int) -> int:
        return 2 * x

    def apply(f, x: int) -> int:
        return f(x)

    return apply(double, n)


def method_as_a_value(n: int = 1):
    xs = [n]
    add = xs.append
    return xs


def later_call_of_another_type(n: int = 1):
    def twice(x):
        return x + x

    return len(twice("a")) + twice(n)


def generators_whose_items_wait():
    def slow(x):
        for i in range(2):
            print(x, i)
        return x

    g = (slow(x) for x in [1, 2, 3])
    for v in map(slow, [1, 2]):
        print(v)
    print(list(map(slow, [1, 2])), sum(slow(x) for x in [1, 2]))


def maybe_unset_after_try(n: int = 1):
    try:
        ratio = 1 / n
    except ZeroDivisionError:
        print("zero")
    return ratio


LABELS = ["cat", "dog"]


def a_list_of_the_file(n: int = 1):
    return LABELS


def function_of_python_as_a_value(n: int = 1):
    measure = len
    return measure("ab")


def exception_as_a_value(n: int = 1):
    kind = ValueError
    raise kind("no")


def walrus(n: int = 1):
    if (half := n // 2) > 1:
        print(half)


def redefined_function(n: int = 1):
    def f() -> int:
        return 1

    def f() -> int:
        return 2

    return f()


def rebound_function(n: int = 1):
    def f() -> int:
        return 1

    f = 3
    return f


def annotated_name_in_parentheses(n: int = 1):
    (x): int = n
    return x


def int_and_float_in_one_name(n: int = 1):
    total = 0
    for i in range(n):
        total += 0.5
    return total


def int_and_str_by_branch(n: int = 1):
    if n > 0:
        result = 1
    else:
        result = "none"
    return result


def int_then_str(n: int = 1):
    value = n
    value = str(n)
    if n:
        value = 3
    return value


def mixed_list(n: int = 1):
    return [1, "two", 3.0]


def int_and_float_in_a_list(n: int = 1):
    rates = [1, 0.5]
    return rates


def append_of_another_type(n: int = 1):
    names = ["a"]
    names.append(n)
    return names


def assignment_of_another_type_to_an_item(n: int = 1):
    counts = [0, 0]
    counts[0] = 0.5
    return counts


def mixed_dictionary_values(n: int = 1):
    return {n: 0.1, n + 1: "adam"}


def mixed_dictionary_keys(n: int = 1):
    return {"a": 1, 2: 2}


def key_of_another_type(n: int = 1):
    table = {"a": 1}
    return table[n]


def equal_int_and_str(n: int = 1):
    return n == "1"


def tuple_index_that_varies(n: int = 1):
    pair = (1, "a")
    return pair[n]


def bool_as_an_int_key(n: int = 1):
    table = {1: "a"}
    table[n > 0] = "b"
    return table


def tuple_of_unknown_length(n: int = 1):
    items = [n, 2]
    return tuple(x for x in items)


def a_record_unpacked():
    a, b = {"loss": 1, "name": "x"}
    print(a, b)


def a_record_unpacked_with_a_star():
    first, *rest = {"loss": 1, "name": "x"}
    print(first, rest)


def records_unpacked_in_a_loop():
    rows = [{"loss": 1, "name": "x"}]
    for a, b in rows:
        print(a, b)
    print([a for a, b in rows])


def records_compared():
    print({"a": 1, "b": "x"} == {"a": 1, "b": "x"})


def a_record_with_numbers_as_keys():
    print({"2": 1, "1": "x"})


def a_sum_of_maybe_no_floats_shown_later(least: float = 1.0):
    xs = [x for x in [0.5, 2.0] if x > least]
    total = sum(xs)
    print(total)


def a_product_of_maybe_no_floats_shown_in_each_way(least: float = 1.0):
    xs = [x for x in [0.5, 2.0] if x > least]
    product = math.prod(xs)
    print(str(product), repr(product), f"{product} {product!r:>9} {product:>9}", "%s" % product)
    raise ValueError(product)


def arithmetic_with_ints_on_a_sum_of_maybe_no_floats(least: float = 1.0):
    xs = [x for x in [0.5, 2.0] if x > least]
    print(2 * sum(xs), -sum(xs), sum(xs) // 2, sum(xs) % 2, sum(xs) ** 2, abs(sum(xs)), round(sum(xs), 2))
    print(max(0.0, sum(xs)), sum(xs, 0), sum(xs) if least > 0 else 0.5, divmod(sum(xs), 2), (sum(xs), 1))


def a_sum_of_sums_of_maybe_no_floats(least: float = 1.0):
    rows = [[x for x in [0.5, 2.0] if x > least]]
    print(sum(sum(row) for row in rows))


def a_sum_of_maybe_no_floats_through_functions(least: float = 1.0):
    xs = [x for x in [0.5, 2.0] if x > least]

    def total(values: list[float]) -> float:
        return sum(values)

    def both():
        return total(xs), len(xs)

    def show(value: float):
        print(value)

    found, count = both()

    def later():
        return f"{found}"

    show(found)
    print(count, later())


def a_sum_of_maybe_no_floats_in_loops_and_branches(least: float = 1.0):
    xs = [x for x in [0.5, 2.0] if x > least]
    best: float | None = None
    before = last = 0.0
    for _ in range(2):
        print(before)
        before = sum(xs)
        if best is None:
            best = sum(xs)
    print(best)
    try:
        last = sum(xs)
        if least > 0:
            raise ValueError("late")
        last = 0.5
    except ValueError:
        print(last)
    assert last > 1, last


def a_sum_of_a_list_that_lost_its_items():
    xs = [0.5]
    same = xs
    same.clear()
    total = sum(xs)
    print(total)


def a_sum_of_a_generator_that_was_used_up():
    halves = (x / 2 for x in [1, 2])
    first, second = sum(halves), sum(halves)
    print(f"{first:.1f}", second)


def a_sum_of_maybe_no_floats_read_two_functions_further_in(least: float = 1.0):
    total = 0.5

    def outer():
        def inner():
            print(total)

        inner()

    outer()
    total = sum([x for x in [0.5, 2.0] if x > least])
    outer()


def an_int_to_a_negated_power(digits: int = 2):
    print(10**-digits, pow(10, -digits))
