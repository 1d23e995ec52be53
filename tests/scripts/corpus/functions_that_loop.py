"""Functions that await because they loop, called everywhere; early stopping, defaults, states, queues."""
# ruff: noqa


def async_everywhere():
    def slow(n):
        total = 0
        for i in range(n):
            total += i
        return total

    def twice(n):
        return slow(n) * 2

    print([slow(k) for k in range(4)], sum(slow(k) for k in range(4)))
    print([k for k in range(6) if slow(k) > 2], {k: twice(k) for k in range(3)})
    n = 0
    while slow(n) < 10:
        n += 1
    print(n, slow(n) if slow(n) > 5 else twice(n), slow(2) and slow(3), slow(1) or slow(4))
    print(1 < slow(3) < 10, not slow(1), f"{slow(3)} {twice(3):>5}")
    assert slow(3) == 3, f"{slow(3)}"
    xs = [0, 0, 0]
    xs[slow(2)] += slow(3)
    xs[slow(1)], xs[-1] = slow(4), slow(2)
    print(xs, max(slow(2), slow(3)), sorted([slow(3), slow(2)]))
    try:
        print(1 / slow(1))
    except ZeroDivisionError as e:
        print(e, slow(2))

    def rec(n):
        if n == 0:
            return 0
        for i in range(n):
            return rec(n - 1) + 1
        return -1

    print(rec(5), all(slow(k) >= 0 for k in range(3)), any(slow(k) > 100 for k in range(3)))
    d = {slow(2): slow(3)}
    d[slow(3)] = slow(4)
    print(d, (slow(1), slow(2)), [slow(2), *xs] if slow(2) else xs)
    for k in [slow(2), slow(3)]:
        print(k)


def nested_loops_with_else():
    for n in range(2, 12):
        for d in range(2, n):
            if n % d == 0:
                break
        else:
            print("prime", n)
            continue
        print("composite", n, d)
    found = None
    for row in [[1, 2], [3, 4]]:
        for v in row:
            if v == 3:
                found = v
                break
        if found is not None:
            break
    print(found)


def deep_try():
    out = []
    for i in range(4):
        try:
            try:
                if i == 0:
                    raise KeyError("k")
                if i == 1:
                    raise ValueError("v")
                if i == 2:
                    out.append(1 // (i - 2))
                out.append(i)
            except KeyError:
                out.append(-1)
                raise
            else:
                out.append(-2)
            finally:
                out.append(-3)
        except KeyError as e:
            out.append(-4)
            continue
        except (ValueError, ArithmeticError) as e:
            out.append(len(str(e)))
        finally:
            out.append(-5)
        out.append(-6)
    print(out)


def typed_things():
    xs: list[int] = []
    ys: dict[str, list[float]] = {}
    zs: list[tuple[str, int]] = [("a", 1)]
    best: float | None = None
    ys.setdefault("a", []).append(0.5)
    zs.append(("b", 2))
    for name, count in zs:
        xs.append(count)
        ys[name] = [float(count)] + ys.get(name, [])
    for values in ys.values():
        for v in values:
            best = v if best is None else max(best, v)
    print(xs, ys, zs, best)
    matrix = [[0.0] * 3 for _ in range(2)]
    matrix[1][2] += 1.5
    matrix[0][0] = matrix[1][2] * 2
    print(matrix)
    pairs = []
    pairs.append((1, "x"))
    groups = {}
    for n, s in pairs:
        groups.setdefault(s, []).append(n)
    print(pairs, groups)
    empty = []
    print(empty, len(empty), empty == [], [] + empty)


def early_stopping():
    losses = [1.0, 0.8, 0.7, 0.72, 0.71, 0.75, 0.6]
    best, wait, patience = float("inf"), 0, 3
    stopped = None
    for epoch, loss in enumerate(losses, start=1):
        if loss < best - 1e-3:
            best, wait = loss, 0
        else:
            wait += 1
            if wait >= patience:
                stopped = epoch
                break
        print(f"epoch={epoch} loss={loss:.2f} best={best:.2f} wait={wait}")
    print(stopped if stopped is not None else len(losses))


def defaults():
    calls = []

    def note(x, seen=calls, scale=2):
        seen.append(x * scale)
        return len(seen)

    print(note(1), note(2, scale=3), note(3, [9]), calls)
    k = 10

    def late():
        return k

    k = 20
    print(late())

    def f(a, b=k, *, c=k + 1):
        return a + b + c

    k = 0
    print(f(1), f(1, 2), f(1, c=3), f(b=1, a=2))


def string_loops():
    text = "a,b;c"
    word = ""
    words = []
    for ch in text + ";":
        if ch in ",;":
            if word:
                words.append(word)
            word = ""
            continue
        word += ch
    print(words, word == "", ch)
    for i, ch in enumerate(reversed(words)):
        print(i, ch)


def while_states():
    state = "start"
    steps = 0
    while state != "end":
        steps += 1
        if state == "start":
            state = "middle"
        elif state == "middle" and steps > 3:
            state = "end"
        elif steps > 100:
            raise RuntimeError("lost")
    print(steps, state)
    queue = [1, 2, 3]
    seen = []
    while queue:
        head = queue.pop(0)
        if head in seen:
            continue
        seen.append(head)
        if head < 5:
            queue += [head + 1, head + 2]
    print(seen, queue)


def error_in_nested():
    def inner(xs):
        return xs[10]

    def outer(xs):
        try:
            return inner(xs)
        finally:
            print("cleanup")

    outer([1])
