"""for and while: ranges, enumerate, zip, reversed, else, break, continue, the loop's variable."""
# ruff: noqa


def ranges():
    print(
        list(range(5)),
        list(range(2, 5)),
        list(range(5, 2)),
        list(range(0, 10, 3)),
        list(range(10, 0, -3)),
        list(range(-3)),
    )
    print(
        list(range(0, -5, -2)),
        len(range(0, 10, 3)),
        6 in range(0, 10, 3),
        range(10)[3],
        sum(range(101)),
        list(range(5))[-1],
    )


def ranges_are_evaluated_once():
    n = 3
    for i in range(n):
        n += 10
        print(i, n)


def variable_after_the_loop():
    i = -1
    for i in range(3):
        pass
    print(i)
    for i in range(0):
        pass
    print(i)
    for last in "xyz":
        pass
    print(last)


def changing_the_variable():
    for i in range(4):
        print(i, end=" ")
        i += 10
        print(i, end=" ")
    print(i)


def for_else():
    for n in range(2, 12):
        for d in range(2, n):
            if n % d == 0:
                print(n, "=", d, "*", n // d)
                break
        else:
            print(n, "is prime")


def while_else():
    for limit in [3, 10]:
        n = 0
        while n < 5:
            if n == limit:
                print("left at", n)
                break
            n += 1
        else:
            print("ended at", n)


def else_after_continue_and_return():
    def find(items: list[int], wanted: int) -> str:
        for i, item in enumerate(items):
            if item < 0:
                continue
            if item == wanted:
                return f"found at {i}"
        else:
            return "not found"

    print(find([1, -2, 3], 3), find([1], 5), find([], 1))


def break_and_continue_in_nests():
    for i in range(4):
        if i == 1:
            continue
        for j in range(4):
            if j == 2:
                break
            if i == j:
                continue
            print(i, j)
        if i == 2:
            break


def while_loops():
    n = 27
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    print(steps)
    while True:
        steps -= 10
        if steps < 0:
            break
    print(steps)


def enumerating():
    for i, name in enumerate(["a", "b"]):
        print(i, name)
    for i, name in enumerate(["a", "b"], start=1):
        print(i, name)
    for i, (x, y) in enumerate([(1, 2), (3, 4)], 10):
        print(i, x, y)


def zipping():
    for a, b in zip([1, 2, 3], ["x", "y"]):
        print(a, b)
    for a, b, c in zip("ab", range(10), [0.5, 1.5, 2.5]):
        print(a, b, c)
    print(list(zip([], [1])), len(list(zip([1, 2], [3, 4]))))


def reversing():
    for i in reversed(range(3)):
        print(i, end=" ")
    for x in reversed([1, 2, 3]):
        print(x, end=" ")
    for i, x in reversed(list(enumerate("ab"))):
        print(i, x, end=" ")
    print()


def pairs():
    items = [1, 4, 9, 16]
    for a, b in zip(items, items[1:]):
        print(b - a, end=" ")
    for i in range(len(items) - 1, -1, -1):
        print(items[i], end=" ")
    print()


def loop_over_a_changing_list():
    items = [0]
    for item in items:
        if len(items) < 5:
            items.append(item + 1)
    print(items)


def loop_over_a_replaced_list():
    items = [1, 2, 3]
    for x in items:
        items = [9]
        print(x, end=" ")
    print(items)


def nested_names():
    for i in range(2):
        for i in range(10, 12):
            print(i, end=" ")
        print(i)


def early_stopping_of_three():
    best = 1e9
    wait = 0
    for epoch, loss in enumerate([1.0, 0.8, 0.9, 0.85, 0.7, 0.75, 0.76, 0.77]):
        if loss < best:
            best = loss
            wait = 0
        else:
            wait += 1
            if wait == 3:
                print("stopped at", epoch)
                break
    print(best, wait)


def countdown_with_while_and_pop():
    queue = list(range(5))
    order = []
    while queue:
        order.append(queue.pop(0))
        if queue:
            queue.append(queue.pop(0))
    print(order)


def tuple_targets_that_are_items():
    values = [0, 0]
    for values[0], values[1] in [(1, 2), (3, 4)]:
        print(values)


def step_zero():
    step = 0
    try:
        for i in range(0, 5, step):
            print(i)
    except ValueError as error:
        print(error)


def loops_without_a_body_run():
    count = 0
    for _ in range(3):
        for _ in range(4):
            count += 1
    print(count)


def two_loops_that_do_nothing_with_one_name():
    for step in range(2):
        pass
    for step in range(3):
        pass
    print("done")


def loops_that_run_at_least_once():
    for x in [1, 2]:
        last = x
    print(x, last, x // 2)
    for x in (0.5, 1.0):
        if x > 0.7:
            continue
        last = x
    print(x, last, str(x))
    for x in "ab":
        if x == "b":
            break
        last = x
    else:
        last = "none"
    print(x, last)
    for x in range(3):
        for y in [x, x + 1]:
            z = y
    print(x, y, z)
    for x in [*[1.0], *[]]:
        pass
    for x in [*[]]:
        pass
    print(x)


def loops_that_end_early():
    x = "before"
    for x in [1, 2, 3]:
        if x == 2:
            break
    print(x)
    for k in range(0):
        x = 2.5
    print(x)
    for k in [0, 1][:2]:
        try:
            x = int("1" * k)
        except ValueError:
            continue
        x = float(x)
    print(x, k)
