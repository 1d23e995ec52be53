"""Functions and methods that outlive what they name, and objects that nothing names."""

import bml


def filled(value):
    return bml.ops.full((2,), value)


def s(x):
    return float(bml.ops.sum(x))


class A:
    def __init__(self, v):
        self.w = filled(v)
        self.fs = []

    def hook(self):
        return lambda x: x + self.w

    def hook2(self):
        w = self.w * 2.0

        def f(x):
            return x + w

        return f

    def total(self, xs):
        return sum(s(x + self.w) for x in xs)

    def register(self, f):
        self.fs.append(f)

    def go(self, x):
        for f in self.fs:
            x = f(x)
        return x

    def retry(self):
        for k in range(3):
            try:
                self.w = self.w * 2.0
                if k < 2:
                    raise ValueError("again")
                return self.w
            except ValueError as e:
                self.w = self.w + 1.0
                print(e)
            finally:
                self.w = self.w - 0.5
        return None


@bml.script
def hooks():
    f = A(1.0).hook()
    g = A(2.0).hook2()
    print(s(f(filled(1.0))), s(g(filled(1.0))))


@bml.script
def totals():
    a = A(1.0)
    print(a.total([filled(1.0), filled(2.0)]))


@bml.script
def registers():
    a = A(1.0)
    a.register(A(3.0).hook())
    a.register(lambda x: x * 2.0)
    a.register(a.hook())
    print(s(a.go(filled(1.0))))
    b = A(0.0)
    b.register(b.go)
    print(len(b.fs))


@bml.script
def retries():
    a = A(1.0)
    w = a.retry()
    assert w is not None
    print(s(w), s(a.w))


@bml.script
def temporaries():
    print(s(A(1.0).w), s(A(2.0).hook()(filled(1.0))), s([A(3.0)][0].w), s({"a": A(4.0)}["a"].w), s((A(5.0), 1)[0].w))
    for f in [A(1.0).hook(), A(2.0).hook()]:
        print(s(f(filled(0.0))))
    x = (A(1.0) if s(filled(1.0)) > 1 else A(2.0)).w
    print(s(x))


@bml.script
def methods_by_a_name():
    kept = []
    keep = kept.append
    for k in range(3):
        keep(filled(float(k)))
    last = kept.pop
    print(s(last()), len(kept))
    callbacks = [kept.append]
    callbacks[0](filled(4.0))
    kept = [filled(9.0)]
    print(s(last()), s(last()), len(kept))
