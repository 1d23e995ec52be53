"""Control flow in combination: finally, else, handlers, closures, names behind loops, order of evaluation."""
# ruff: noqa


def finally_orders():
    log = []

    def f(k: int) -> int:
        for i in range(3):
            try:
                if k == i:
                    return i * 10
                if k == 5:
                    continue
                if k == 6:
                    break
                if k == 7:
                    raise ValueError(str(k))
            except ValueError as error:
                log.append(f"except {error}")
                return -1
            else:
                log.append(f"else {i}")
            finally:
                log.append(f"finally {k} {i}")
        else:
            log.append("loop else")
        return 99

    for k in [0, 2, 4, 5, 6, 7]:
        print(k, f(k), log)
        log.clear()


def finally_overrides():
    def f():
        try:
            return 1
        finally:
            return 2

    def g():
        while True:
            try:
                return "a"
            finally:
                break
        return "b"

    def h(x: float):
        try:
            try:
                return 1 / x
            except ZeroDivisionError:
                raise KeyError("inner")
            finally:
                print("h finally")
        except KeyError as e:
            print(e, str(e))
        return 0.5

    print(f(), g(), h(0.0), h(2.0))


def names_of_handlers():
    e = "before"
    print(e)
    try:
        raise ValueError("x")
    except ValueError as e:
        print("in", e)
    e = "after"
    print(e)
    error = 5
    try:
        print([1][3])
    except IndexError:
        print("index", error)
    try:
        try:
            raise KeyError(3)
        except KeyError as one:
            try:
                raise ValueError("two") from one
            except ValueError as two:
                print(one, two)
                raise
    except ValueError as three:
        print("three", three)
    print(error)


def closures():
    total = 0.0
    history = []

    def add(x):
        history.append(x + total)
        return len(history)

    for i in range(3):
        total = total + i
        add(1.5)

    def outer(n):
        values = [n]

        def inner(m):
            values.append(m + total)
            return values

        inner(2.0)
        inner(3.0)
        return values

    print(history, outer(1.0), total)

    def even(n: int) -> bool:
        return True if n == 0 else odd(n - 1)

    def odd(n: int) -> bool:
        return False if n == 0 else even(n - 1)

    print(even(10), odd(7), even(7))


def shadows():
    x = [1, 2]
    y = [x * 2 for x in x]
    print(x, y)
    i = "outer"
    squares = [i * i for i in range(4) if i % 2]
    print(i, squares, {k: i for k, i in zip("ab", [1, 2])}, i)

    def f(x):
        i = x + 1
        return i

    print(f(2), i, x)


def mutation_while_iterating():
    xs = [1, 2, 3, 4, 5, 6]
    for v in xs:
        if v % 2 == 0:
            xs.remove(v)
    print(xs)
    ys = [1]
    for v in ys:
        if v < 5:
            ys.append(v + 1)
    print(ys)
    zs = [3, 1, 2]
    for i, v in enumerate(zs):
        if v == 1:
            zs.pop(0)
    print(zs)
    d = {"a": 1, "b": 2}
    try:
        for key in d:
            d[key + "x"] = 1
    except RuntimeError as e:
        print(e)


def loop_names():
    for i in range(3):
        j = i * 2
    print(i, j)
    for i in range(5):
        if i == 3:
            break
    print(i)
    n = 0
    for k in range(n):
        pass
    try:
        print(k)
    except UnboundLocalError as e:
        print("unbound", e)
    while n < 3:
        n += 1
        last = n
    print(last)
    for a, pair in [(1, [2, 3, 4]), (2, [5])]:
        b, *c = pair
        print(a, b, c)
    for q in range(10, 0, -3):
        q += 100
        print(q)


def evaluation():
    log = []

    def say(x):
        log.append(x)
        return x

    xs = [10, 20, 30]
    xs[say(0)] = say(5)
    xs[say(1)] += say(7)
    xs[say(0)], xs[say(2)] = say(1), say(2)
    print(xs, log)
    d = {1: 1}
    d[say(1)] += d[1] + say(3)
    a, b, c = say(1), say(2), say(3)
    a, b, c = c, a, b
    i = 0
    i, xs[i] = 1, 9
    print(d, a, b, c, xs, i, log)
    m = n = [1]
    m.append(2)
    print(n, m)


def optional_flow(limit: int = 3):
    best = None
    where = None
    for i, v in enumerate([0.5, 0.25, 0.75]):
        if best is None or v < best:
            best, where = v, i
    print(best, where)

    def find(xs, f=None):
        for x in xs:
            if f is None:
                return x
            if x > f:
                return x
        return None

    print(find([1, 2, 3]), find([1, 2, 3], 2), find([1], 5))
    r = find([1, 2], 1)
    if r is not None and r > 1:
        print(r + 1)
    t = find([1, 2], 7)
    print(t is None, (t or 0) + 1, t if t is not None else -1)
    cache: dict[str, float | None] = {}
    cache["a"] = None
    cache["b"] = 0.5
    for k, v in cache.items():
        if v is None:
            continue
        print(k, v * 2)


def asserts():
    x = 3
    assert x > 2
    assert x == 3, "fine"
    try:
        assert x < 0, f"x is {x}"
    except AssertionError as e:
        print("assert", e)
    try:
        assert not x
    except AssertionError as e:
        print("empty", str(e) == "")
    try:
        raise RuntimeError
    except Exception as e:
        print("bare", str(e) == "")
    try:
        raise ValueError("a", 1)
    except ValueError as e:
        print(e)
    raise NotImplementedError("end")


def while_else():
    n = 5
    while n:
        n -= 1
        if n == 2:
            continue
        for k in range(n):
            if k == 1:
                break
        else:
            print("no break", n)
            continue
        print("broke", n)
    else:
        print("done", n)
    while True:
        n += 1
        try:
            if n > 3:
                break
        finally:
            n += 1
    else:
        print("never")
    print(n)


def deletes():
    xs = list(range(10))
    del xs[0], xs[-1]
    del xs[::3]
    print(xs)
    d = {"a": 1, "b": 2}
    del d["a"]
    try:
        del d["zz"]
    except KeyError as e:
        print("key", e)
    try:
        del xs[50]
    except IndexError as e:
        print(e)
    xs[2:] = [7]
    y = 1
    del y
    y = "again"
    print(xs, d, y)


def unpack_errors():
    rows = [[1, 2], [1, 2, 3], [1]]
    for row in rows:
        try:
            a, b = row
            print(a, b)
        except ValueError as e:
            print(e)
        try:
            c, *r, s = row
            print(c, r, s)
        except ValueError as e:
            print(e)
    x, y, z = "abc"
    (p, q), w = (1, "q"), 2.5
    print(x, y, z, p, q, w)


def returns_things():
    return {"a": [1, 2], "b": [3]}, (1, "x", None), [0.5]


def uncaught_key():
    d = {"a": 1}
    return d["missing"]


def recursion_depth():
    memo = {0: 0, 1: 1}

    def fib(n):
        if n not in memo:
            memo[n] = fib(n - 1) + fib(n - 2)
        return memo[n]

    print(fib(50))

    def count(n):
        if n == 0:
            return 0
        return 1 + count(n - 1)

    print(count(500))


def global_error_types():
    for what in range(5):
        try:
            if what == 0:
                print([][0])
            elif what == 1:
                print({}["a"])
            elif what == 2:
                print(int("x"))
            elif what == 3:
                print(1 // 0)
            else:
                raise TimeoutError("late")
        except (IndexError, KeyError) as e:
            print("lookup", e)
        except ArithmeticError as e:
            print("arith", e)
        except Exception as e:
            print("other", e)
