"""Programs that end with an error: what they had printed, its type and its message."""

# ruff: noqa
import math


def index_out_of_range():
    losses = [0.5, 0.25]
    for epoch in range(5):
        print(losses[epoch])


def missing_key():
    logs = {"loss": 0.5}
    print(logs["loss"])
    print(logs["accuracy"])


def missing_int_key():
    table = {1: 2}
    print(table[3])


def key_with_quotes():
    table = {"a": 1}
    print(table["it's"])


def zero_division():
    count = 0
    print("mean:")
    print(10 / count)


def zero_modulo():
    n = 0
    print(7 % n)


def float_floor_division():
    x = 0.0
    print(1.5 // x)


def not_a_number():
    print(int("3") + int("three"))


def not_a_float():
    print(float("1.5") + float("1,5"))


def raised_value_error():
    rate = -0.1
    if rate < 0:
        raise ValueError(f"expected a positive rate, received {rate}")


def raised_runtime_error():
    print("before")
    raise RuntimeError("diverged")


def raised_key_error():
    raise KeyError("name")


def raised_without_message():
    raise ValueError


def failed_assertion():
    loss = 1.5
    assert loss < 1.0, f"loss is {loss}"


def failed_assertion_without_message():
    assert 1 > 2


def error_from_a_nested_function():
    def inner(items: list[int]) -> int:
        return items[10]

    def outer() -> int:
        print("outer")
        return inner([1, 2, 3]) + 1

    print(outer())


def raised_again_after_handling():
    try:
        print([1][1])
    except IndexError:
        print("handling")
        raise


def finally_before_the_end():
    try:
        raise ValueError("end")
    finally:
        print("cleaned up")


def wrong_handler():
    try:
        print({"a": 1}["b"])
    except IndexError:
        print("never")


def pop_from_empty():
    queue: list[int] = []
    queue.pop(0)


def remove_of_nothing():
    items = ["a"]
    items.remove("b")


def unpacking_too_many():
    a, b = [1, 2, 3]
    print(a, b)


def unpacking_too_few():
    first, second, *rest = [1]
    print(first, second, rest)


def domain_error():
    print(math.sqrt(4.0))
    print(math.sqrt(-4.0))


def overflow():
    print(math.exp(1000))


def raised_in_a_handler():
    try:
        int("x")
    except ValueError as error:
        raise RuntimeError("could not read") from error


def string_index():
    name = "adam"
    for i in range(3, 6):
        print(name[i])


def empty_maximum():
    values: list[float] = []
    print(max(values, default=0.0))
    best = min([v for v in [1.0] if v > 2], default=None)
    print(best)
    raise ValueError("no values")


def recursion_that_ends_in_an_error():
    def countdown(n: int) -> int:
        if n == 0:
            raise RuntimeError("lift off")
        print(n)
        return countdown(n - 1)

    countdown(3)


def deleted_key():
    table = {"a": 1, "b": 2}
    del table["a"]
    print(table)
    del table["a"]


def error_in_a_comprehension():
    print([10 // n for n in [5, 2, 1]])
    print([int(text) for text in ["1", "2", "?"]])


def error_in_the_loop_header():
    limits = {"epochs": 2}
    for i in range(limits["epochs"]):
        print(i)
    for i in range(limits["steps"]):
        print(i)


def none_was_returned():
    def find(items: list[int], wanted: int) -> int | None:
        for item in items:
            if item == wanted:
                return item
        return None

    found = find([1, 2], 3)
    if found is None:
        raise LookupError("nothing found")
    print(found + 1)
