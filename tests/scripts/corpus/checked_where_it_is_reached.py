"""What a check shows of a name or an attribute holds where it was reached, and no further."""


def _v(k):
    return None if k == 0 else k


def comp():
    for k in range(3):
        x = _v(k)
        try:
            ys = [x + 1 for _ in range(k // 2)]
            print(ys, x is None, x)
        except TypeError as e:
            print(e)


def dict_comp_and_condition():
    for k in range(3):
        x = _v(k)
        ys = {j: x + j for j in range(k)}
        zs = [j for j in range(k) if x + j > 1]
        print(ys, zs, x is None)


def chain():
    for k in range(3):
        x = _v(k)
        if 5 < k < x:
            print("never")
        print(x is None, x)
        a = 0
        if 3 > k > 1 < x:
            a = 1
        print(a, x is None)


def generator():
    for k in range(3):
        x = _v(k)
        g = (x + j for j in range(k))
        print(any(x + j > 100 for j in range(k)), all(x > j for j in range(k)), x is None)
        print(list(g), sum(x * j for j in range(k)), x is None)


def lambdas():
    for k in range(3):
        x = _v(k)
        f = lambda: x + 1
        print(x is None)
        if k:
            print(f())
        ys = sorted([3, 1] if k else [], key=lambda j: x * j)
        print(ys, x is None)


def tries():
    for k in range(3):
        x = _v(k)
        try:
            if k == 0:
                raise ValueError("a")
            x + 1
        except ValueError:
            print("handler", x is None)
        else:
            print("else", x is None)
        finally:
            print("finally", x is None)
        print(x is None)


def loops():
    for k in range(3):
        x = _v(k)
        for j in range(k):
            print(x + j)
        print(x is None)
        while x is None or x + 1 < 3:
            x = 5
        print(x)
        i = 0
        while i < k and x[0:1] if isinstance(x, str) else i < 1:
            i += 1
        print(i, x is None)


def short():
    for k in range(3):
        x = _v(k)
        y = k and x + 1
        z = (x * 2) if k else 0
        print(y, z, x is None, not x)
        w = x or 7
        print(w + 1, x is None)
        if k == 0 or x > 1:
            print("in", x is None)
        print(x is None)


class _B:
    def __init__(self):
        self.v = None

    def set(self):
        self.v = 3

    def clear(self):
        self.v = None


def attributes():
    b = _B()
    c = b
    b.set()
    print(b.v + 1)
    c.v = None
    print(b.v is None)
    b.set()
    print(b.v + 1)
    b.clear()
    print(b.v is None)
    b.set()
    t = b.v + 1
    setter = b.clear
    setter()
    print(t, b.v is None)
    b.v = 2
    bs = [b, _B()]
    for each in bs:
        try:
            print(each.v + 1, each.v * 2)
        except TypeError as e:
            print(e)
        b.v = None
        print(each.v)


def items():
    d = {"a": None, "b": 1}
    e = d
    for k in range(3):
        try:
            print(d["a"] + 1)
            e["a"] = None
            print(d["a"])
        except TypeError as err:
            print(err)
            e["a"] = k
    xs = [None, 1]
    ys = xs
    for k in range(2):
        try:
            print(xs[0] + 1)
        except TypeError as err:
            print(err)
        ys[0] = k


def walrus():
    for k in range(3):
        if (x := _v(k)) is not None and x + 1 > 2:
            print("a", x)
        try:
            print((x := _v(k)) + 1, x)
        except TypeError as e:
            print(e, x)


def unpacking():
    for k in range(2):
        pair = (1, 2) if k else None
        try:
            a, b = pair
            print(a, b, pair[0])
        except TypeError as e:
            print(e)
        print(pair is None)


def delete():
    for k in range(3):
        d = None if k == 0 else {"a": 1}
        try:
            del d["a"]
            print(d)
            del d["a"]
        except (TypeError, KeyError) as e:
            print(e)
