"""Names that hold a tensor from before, set anew where a path leaves, handles an exception, or goes round again."""

import bml


@bml.function
def f(x=0.25):
    return bml.ops.sin(x * 3.7) * 0.5 + 0.5


@bml.script
def branch_that_leaves(n: int = 3):
    b = f(n * 0.1)
    if n > 2:
        b = f(n * 0.2)
        return b
    print(float(b))
    return b


@bml.script
def other_branch_that_leaves(n: int = 3):
    b = f(n * 0.1)
    if n < 3:
        print(float(b))
    else:
        b = f(n * 0.2)
        print(float(b))
        return 1.0
    return float(b)


@bml.script
def handler_that_leaves(n: int = 3):
    b = f(n * 0.1)
    try:
        if n > 2:
            raise ValueError("x")
    except ValueError:
        b = f(n * 0.75)
        print(float(b))
        return 1.0
    return float(b)


@bml.script
def handler_in_a_loop(n: int = 3):
    b = f(n * 0.1)
    for i in range(3):
        try:
            if n > i + 1:
                raise ValueError("x")
        except ValueError:
            b = f(i * 0.75)
            b = f(i * 0.85)
        print(float(b))


@bml.script
def finally_behind_a_handler(n: int = 3):
    a, b = f(n * 0.1), f(n * 0.2)
    try:
        try:
            if n > 2:
                raise IndexError("y")
        except IndexError:
            print([1.0][n], float(b))
        finally:
            b = f(n * 0.3)
            print(float(b))
    except IndexError:
        print("caught")
    return float(a)


@bml.script
def asked_at_each_step(n: int = 3):
    b = f(n * 0.1)
    k = 0
    while float(b) > 0.0 and k < 3:
        k += 1
        b = f(k * 0.1)
    return k


@bml.script
def left_for_the_next_step(n: int = 4):
    """What a handler needs is held where `continue` and `break` leave its `try`, and set anew by the next step."""
    b = f(n)
    for i in range(n):
        b = f(i)
        try:
            if i < 2:
                continue
            if i == 3:
                break
        except ValueError:
            print(float(b))
        print(i, float(f(i)))
    else:
        b = f(9)
    b = f(10)
    while True:
        b = f(11)
        try:
            n -= 1
            if n < 0:
                break
        except ValueError:
            print(float(b))
    b = f(12)
    return b
