"""In which order things are evaluated, and how often."""
# ruff: noqa


def operands_left_to_right():
    order: list[str] = []

    def value(name: str, result: int) -> int:
        order.append(name)
        return result

    print(value("a", 1) + value("b", 2) * value("c", 3), order)
    order.clear()
    print([value("x", 1), value("y", 2)], (value("z", 3), 4), order)
    order.clear()
    print({value("k1", 1): value("v1", 2), value("k2", 3): value("v2", 4)}, order)
    order.clear()
    print(value("a", 2) ** value("b", 3), value("c", 9) // value("d", 2), value("e", 1) < value("f", 2), order)


def right_side_before_targets():
    order: list[str] = []
    items = [0, 0, 0]

    def index(i: int) -> int:
        order.append(f"i{i}")
        return i

    def value(v: int) -> int:
        order.append(f"v{v}")
        return v

    items[index(1)] = value(5)
    items[index(0)], items[index(2)] = value(6), value(7)
    print(items, order)


def augmented_assignment_reads_first():
    order: list[str] = []
    table = {"a": 1}

    def key() -> str:
        order.append("key")
        return "a"

    def value() -> int:
        order.append("value")
        table["a"] = 100
        return 5

    table[key()] += value()
    print(table, order)


def augmented_list_is_changed_in_place():
    a = [1]
    b = a
    a += [2]
    b.append(9)
    print(a, b)
    a = a + [3]
    b.append(8)
    print(a, b)
    table = {"x": a}
    table["x"] += [4]
    print(table, a)


def chained_assignment_from_the_left():
    i = 0
    items = [5, 6, 7]
    i = items[i] = 2
    print(i, items)
    a = b = [1]
    a.append(2)
    print(b)


def conditional_evaluates_one_side():
    order: list[str] = []

    def say(name: str) -> str:
        order.append(name)
        return name

    print(say("yes") if len(order) == 0 else say("no"), order)
    print(say("yes") if len(order) == 0 else say("no"), order)


def default_of_get_is_always_evaluated():
    calls: list[int] = []

    def default() -> int:
        calls.append(1)
        return 0

    table = {"a": 1}
    print(table.get("a", default()), table.get("b", default()), len(calls))


def comprehension_order():
    order: list[str] = []

    def keep(x: int) -> bool:
        order.append(f"keep{x}")
        return x != 2

    def make(x: int) -> int:
        order.append(f"make{x}")
        return x * 10

    print([make(x) for x in [1, 2, 3] if keep(x)], order)


def arguments_before_the_call():
    order: list[str] = []

    def note(name: str) -> str:
        order.append(name)
        return name

    print("-".join([note("b"), note("a")]), note("x").replace(note("x"), note("y")), order)


def error_in_the_middle_of_a_line():
    done: list[int] = []

    def step(n: int) -> int:
        done.append(n)
        if n == 3:
            raise ValueError("three")
        return n

    items = [0]
    try:
        items[0] = step(1) + step(2) + step(3) + step(4)
    except ValueError as error:
        print(error, done, items)
    try:
        print("nothing of this line", step(3))
    except ValueError as error:
        print(error, done)


def swap_with_an_index():
    items = [3, 0, 1, 2]
    i = 0
    for _ in range(4):
        j = items[i]
        items[i], items[j] = items[j], items[i]
        i = (i + 1) % 4
    print(items)


def loop_header_before_the_body():
    order: list[str] = []

    def numbers(n: int) -> list[int]:
        order.append(f"numbers{n}")
        return list(range(n))

    for a in numbers(2):
        for b in numbers(a):
            order.append(f"{a}{b}")
    print(order)


def while_condition_every_time():
    checks: list[int] = []

    def more(n: int) -> bool:
        checks.append(n)
        return n > 0

    n = 3
    while more(n):
        n -= 1
        if n == 1:
            continue
    print(checks)


def continue_goes_to_the_condition():
    queue = [1, 2, 3, 4, 5]
    kept: list[int] = []
    while len(queue) > 0:
        item = queue.pop(0)
        if item % 2 == 0:
            continue
        kept.append(item)
    print(kept, queue)
