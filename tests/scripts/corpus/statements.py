"""Statements in combination: targets of all kinds, what is iterated, many handlers, names of several types."""
# ruff: noqa


def raise_in_else_and_finally():
    log = []
    try:
        try:
            log.append("body")
        except ValueError:
            log.append("no")
        else:
            raise ValueError("else")
        finally:
            log.append("finally")
    except ValueError as e:
        log.append(str(e))
    print(log)


def finally_sees_values():
    def f(n):
        state = "start"
        try:
            state = "try"
            if n == 0:
                return state
            state = "more"
            if n == 1:
                raise KeyError("k")
        except KeyError:
            state = "handler"
            return state
        finally:
            print("state", state)
        return state

    print(f(0), f(1), f(2))


def nested_break_continue():
    out = []
    for i in range(4):
        for j in range(4):
            if j == 2:
                continue
            if i == 2:
                break
            try:
                if j == 3:
                    break
                out.append((i, j))
            finally:
                out.append((-1, j))
        else:
            out.append((i, -9))
    print(out)


def values_by_type():
    x = 1
    print(x)
    x = "now a string"
    print(x)
    x = [1.5]
    x.append(2.5)
    print(x)
    for x in range(2):
        pass
    print(x)


def type_of_two_loops():
    for item in [1, 2]:
        last = item
    print(last)
    for item in ["a", "b"]:
        last = item
    print(last, item)


def iterate_everything():
    for a in (1, 2):
        print(a)
    for b in "hé😀":
        print(b)
    for c in {"x": 1, "y": 2}:
        print(c)
    for d, e in {"x": 1}.items():
        print(d, e)
    for f in reversed([1, 2]):
        print(f)
    for g, h in zip(range(3), "ab"):
        print(g, h)
    for i, (j, k) in enumerate([(1, "a"), (2, "b")]):
        print(i, j, k)
    for l in sorted({3: "c", 1: "a"}):
        print(l)
    for m in [x * 2 for x in range(3) if x]:
        print(m)
    for n in (x + 1 for x in range(2)):
        print(n)


def loop_over_itself():
    xs = [1, 2, 3]
    for i in range(len(xs)):
        xs[i] *= 2
        xs[i] -= 1
    print(xs)
    rows = [[1], [2]]
    for row in rows:
        row.append(0)
        row[0] += 10
    print(rows)
    n = 3
    for i in range(n):
        n = 10
    print(i, n)


def swaps():
    a, b, c = 1, 2, 3
    a, b = b, a
    a, b, c = c, a, b
    xs = [1, 2, 3]
    i = 0
    i, xs[i] = 2, 9
    xs[i], i = 7, 0
    print(a, b, c, xs, i)
    (a, b), c = (c, a), b
    print(a, b, c)
    p, q = q, p = 1, 2
    print(p, q)


def index_errors_in_assignment():
    xs = [1]
    for bad in [1, -2, 5]:
        try:
            xs[bad] = 3
        except IndexError as e:
            print(bad, e)
        try:
            xs[bad] += 3
        except IndexError as e:
            print(bad, e)
    d = {"a": 1}
    try:
        d["b"] += 1
    except KeyError as e:
        print(e)
    xs[-1] = 5
    xs[True] if len(xs) > 1 else xs[False]
    print(xs, d)


def many_handlers():
    def kind(n):
        try:
            if n == 0:
                raise OverflowError("o")
            if n == 1:
                raise LookupError("l")
            if n == 2:
                raise NotImplementedError("n")
            if n == 3:
                raise AssertionError("a")
            if n == 4:
                raise Exception("plain")
            return "none"
        except ZeroDivisionError:
            return "zero"
        except ArithmeticError as e:
            return f"arithmetic {e}"
        except (KeyError, IndexError):
            return "no lookup"
        except LookupError as problem:
            return f"lookup {problem}"
        except RuntimeError:
            return "runtime"
        except Exception as e:
            return f"any {e}"

    for n in range(6):
        print(kind(n))
