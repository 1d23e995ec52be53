"""Lists and dictionaries that nothing is added to, beside others in one name."""
# ruff: noqa


def tests_of_what_stays_empty():
    d = {}
    xs = []
    for i in range(3):
        if xs:
            print("has", xs)
        if d and i:
            print("d", d)
        y = xs or [1.5]
        z = xs and [2]
        print(y, z)
    while xs:
        print(xs)
    if not xs:
        print("empty")


class _Holder:
    def __init__(self):
        self.v = []
        self.d = {}

    def go(self, i):
        if not self.v:
            self.v = [i, i + 1] if i else []
        print(self.v, len(self.v), [a for a in self.v])
        self.v = self.v or [0.5]
        self.d = {"a": 1}
        print(self.v, self.d.get("b"), self.d)
        self.v = []
        print(self.v, len(self.v))


def attributes_that_begin_empty():
    a = _Holder()
    for i in range(3):
        a.go(i)
    if a.v:
        print(a.v[0])
    a.v.append(4)
    if a.v:
        print(a.v[0])


def names_that_begin_empty():
    v = []
    w = v
    if not v:
        v = [1, 2]
    w.append("x")
    print(v, w)
    if w:
        print(w[0])
