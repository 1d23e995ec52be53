"""try, except and finally around tensors."""

import bml


@bml.function
def f(i):
    return bml.ops.sin(i * bml.ops.ones((2,))) + 1.0


@bml.function
def g(x, y):
    return x * 0.5 + y


@bml.script
def raised_in_a_loop(n: int = 5):
    good, bad = [], []
    for i in range(n):
        x = f(float(i))
        try:
            y = g(x, x)
            if i % 2:
                raise ValueError(f"odd {i}")
            good.append(y)
        except ValueError as error:
            print(error)
            bad.append(x)
        else:
            print("fine", i)
        finally:
            print(f"{float(x[0]):.3f}")
    return good, bad


@bml.script
def given_up(n: int = 3):
    def attempt(i: int):
        x = f(float(i))
        y = g(x, f(1.0))
        if i < 2:
            raise RuntimeError(f"attempt {i}")
        return y

    found = None
    tries = 0
    while found is None:
        try:
            found = attempt(tries)
        except RuntimeError as error:
            print(error)
            tries += 1
            if tries > n:
                raise
    return found


@bml.script
def not_caught(n: int = 3):
    xs = []
    table = {"a": f(1.0)}
    for i in range(n):
        xs.append(g(f(float(i)), table["a"]))
        if i == n - 1:
            print(float(table["b"][0]))
    return xs


@bml.script
def returned_through_finally(n: int = 3):
    x = f(0.0)
    for i in range(n):
        try:
            x = g(x, f(float(i)))
            if i == 1:
                return x, [f(2.0)]
        finally:
            print("step", i, f"{float(x[0]):.4f}")
    return x, [x]


@bml.script
def numbers_that_fail(n: int = 4):
    total = bml.ops.zeros((2,))
    for i in range(n):
        try:
            total = g(total, f(6 / (i - 1)))
        except ZeroDivisionError:
            total = total * 2
            continue
        try:
            total += [f(1.0)][i]
        except IndexError:
            print("no item", i)
    return total


@bml.script
def asserted(limit: float = 1.5):
    x = f(1.0)
    try:
        assert x[0] < limit, f"{float(x[0]):.3f} is not below {limit}"
        print("below")
    except AssertionError as error:
        print(error)
        x = g(x, x)
    return x


@bml.script
def broken_out_of_finally(n: int = 3):
    xs = [f(float(i)) for i in range(n)]
    kept = None
    for x in xs:
        try:
            kept = g(x, kept) if kept is not None else x
        finally:
            if float(kept[0] if kept is not None else x[0]) > 2.0:
                break
    return kept
