"""Exceptions, with tensors half-way."""

import bml


@bml.function
def f(x):
    return bml.ops.sin(x) * 0.5 + 0.6


@bml.function
def g(x, y):
    return x * 0.5 + y * 0.25


@bml.function
def both(x):
    return x * 0.5, x + 0.25


@bml.script
def half_way(n: int = 3):
    x = f(n)
    try:
        y = g(f(x), f(f(x)))
        print(float(y))
    except ValueError:
        print("failed")
    print(float(x))


@bml.script
def kept_for_the_handler(n: int = 3):
    x = f(n)
    try:
        x = f(x)
        x = g(x, f(x))
    except ValueError:
        print("so far", float(x))
        return x
    return f(x)


@bml.script
def inside_loops(n: int = 4):
    good = []
    for i in range(n):
        try:
            x = f(i)
            if i == 1:
                raise ValueError("one")
            y = f(x)
            good.append(y)
        except ValueError as error:
            print(error)
            continue
        finally:
            print("step", i)
    return good


@bml.script
def read_in_finally(n: int = 3):
    x = f(n)
    try:
        y = f(x)
        return g(x, y)
    finally:
        print("at the end", float(x))


@bml.script
def loop_in_finally(n: int = 3):
    x = f(n)
    try:
        return [x, f(x)]
    finally:
        for i in range(n):
            x = f(x)
            if float(x) > 5.0:
                break


@bml.script
def other_way_out(n: int = 3):
    for i in range(n):
        x = f(i)
        try:
            if i < 2:
                return g(x, f(x))
        finally:
            if i == 0:
                continue
    return x


@bml.script
def nested_try(n: int = 3):
    x = f(n)
    try:
        y = f(x)
        try:
            z = g(x, y)
            raise ValueError("inner")
        except KeyError:
            print(float(y))
        finally:
            print("inner end", float(x))
    except ValueError:
        y = f(x)
    else:
        print("not here")
    return y


@bml.script
def unknown_key(n: int = 3):
    table = {"a": f(n)}
    x = table["b"]
    print(float(x))


@bml.script
def set_anew_after_the_body(n: int = 3):
    x = f(n)
    try:
        x = g(x, x)
    except ValueError:
        print("failed")
    else:
        x = f(n)
    return x


@bml.script
def stored_where_no_item_is(n: int = 3):
    xs = [f(n)]
    try:
        raise ValueError("try again")
    except ValueError:
        try:
            xs[1] = both(xs[0])[1]
        except IndexError as error:
            print(error)
    return xs
