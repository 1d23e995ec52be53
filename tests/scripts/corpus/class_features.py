"""What classes of the file have beside methods: two bases, class attributes that change, operators, iterators."""

import math
from dataclasses import dataclass, field
from functools import partial


class Counter:
    total = 0
    made = []

    def __init__(self, name):
        self.name = name
        Counter.total += 1
        self.number = Counter.total

    @classmethod
    def reset(cls):
        cls.total = 0

    @staticmethod
    def double(x):
        return 2 * x


class Named(Counter):
    label = "named"


def class_attributes():
    Counter.total = 0
    a, b = Counter("a"), Counter("b")
    print(Counter.total, a.total, a.number, b.number, Named.total)
    Counter.reset()
    print(Counter.total, Counter.double(4), a.double(3))
    c = Named("c")
    print(Named.total, c.label, Named.label, c.name)
    a.total = 7
    print(a.total, b.total, Counter.total)
    Named.label = "other"
    print(c.label)


class Loud:
    pitch = 2

    def speak(self):
        return f"loud {self.name()}"

    def name(self):
        return "loud"


class Quiet:
    volume = 1

    def name(self):
        return "quiet"

    def whisper(self):
        return self.name() * 2


class Both(Quiet, Loud):
    def __init__(self):
        super().__init__()
        self.extra = super().name()


class Left:
    def __init__(self):
        self.order = ["left"]

    def go(self):
        return ["Left"]


class Right:
    def go(self):
        return ["Right"]


class Top:
    def __init__(self):
        self.log = ["top"]

    def go(self):
        return ["Top"]


class A(Top):
    def __init__(self):
        super().__init__()
        self.log.append("A")

    def go(self):
        return ["A", *super().go()]


class B(Top):
    def __init__(self):
        super().__init__()
        self.log.append("B")

    def go(self):
        return ["B", *super().go()]


class Diamond(A, B):
    def __init__(self):
        super().__init__()
        self.log.append("D")

    def go(self):
        return ["D", *super().go()]


def two_bases():
    both = Both()
    print(both.speak(), both.whisper(), both.volume, both.extra, both.pitch, Both.pitch)
    print(isinstance(both, Quiet), isinstance(both, Loud))
    d = Diamond()
    print(d.log, d.go(), A().go(), B().log)
    print(isinstance(d, Top), isinstance(d, B), [each.go() for each in [d, A(), B()]])


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    def __rmul__(self, factor):
        return self * factor

    def __truediv__(self, factor):
        return Vector(self.x / factor, self.y / factor)

    def __neg__(self):
        return Vector(-self.x, -self.y)

    def __abs__(self):
        return math.sqrt(self.x**2 + self.y**2)

    def __bool__(self):
        return self.x != 0 or self.y != 0

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    def __lt__(self, other):
        return abs(self) < abs(other)

    def __le__(self, other):
        return abs(self) <= abs(other)

    def __iadd__(self, other):
        self.x += other.x
        self.y += other.y
        return self

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y

    def __repr__(self):
        return f"Vector({self.x}, {self.y})"

    def __float__(self):
        return abs(self)

    def __int__(self):
        return int(abs(self))


def operators():
    a, b = Vector(3, 4), Vector(1, 2)
    print(a + b, a - b, a * 2, 2 * a, a / 2, -a, abs(a), a @ b)
    print(a == b, a != b, a < b, b < a, a <= a, a > b, a >= b)
    print(bool(a), bool(Vector(0, 0)), not a, float(a), int(b))
    c = a
    c += b
    print(c, a, c is a)
    if Vector(0, 1):
        print("true")
    print(sorted([a, b, Vector(0, 1)], key=abs), max(a, b, key=lambda v: v.y))
    d = b
    d -= Vector(1, 1)
    print(d, b)


class Countdown:
    def __init__(self, start):
        self.start = start

    def __iter__(self):
        self.left = self.start
        return self

    def __next__(self):
        if self.left <= 0:
            raise StopIteration
        self.left -= 1
        return self.left + 1


class Tree:
    def __init__(self, value, children):
        self.value = value
        self.children = children

    def __iter__(self):
        yield self.value
        for child in self.children:
            yield from child


def iterators():
    for k in Countdown(3):
        print(k)
    print(list(Countdown(4)), sum(Countdown(3)), [2 * k for k in Countdown(2)])
    it = iter(Countdown(2))
    print(next(it), next(it), next(it, None))
    print(list(zip(Countdown(3), "abc")))
    print(max(Countdown(5)), 3 in Countdown(4))


def trees():
    tree = Tree(1, [Tree(2, []), Tree(3, [Tree(4, [])])])
    print(list(tree))


class Batches:
    def __init__(self, items, size):
        self.items = items
        self.size = size

    def __len__(self):
        return (len(self.items) + self.size - 1) // self.size

    def __iter__(self):
        for start in range(0, len(self.items), self.size):
            yield self.items[start : start + self.size]

    def __getitem__(self, k):
        return self.items[k * self.size : (k + 1) * self.size]


def generators():
    batches = Batches(list(range(7)), 3)
    print(len(batches), list(batches), batches[1])
    for number, batch in enumerate(batches):
        print(number, sum(batch))


def _squares(n):
    for k in range(n):
        yield k * k


def _forever():
    k = 0
    while True:
        yield k
        k += 1


def _delegating(n):
    yield "start"
    yield from _squares(n)
    return


def generator_functions():
    print(list(_squares(4)), sum(_squares(5)))
    for k in _squares(3):
        print(k)
    g = _squares(3)
    print(next(g), next(g), next(g), next(g, "end"))
    for k in _forever():
        if k > 2:
            break
        print(k)
    print([x for x in _delegating(2)])
    f = _forever()
    print([next(f) for _ in range(3)], next(f))


class Timer:
    def __init__(self, log):
        self.log = log

    def __enter__(self):
        self.log.append("enter")
        return self

    def __exit__(self, kind, error, trace):
        self.log.append("exit")
        return False


def contexts():
    log = []
    with Timer(log) as timer:
        timer.log.append("inside")
    try:
        with Timer(log):
            raise ValueError("x")
    except ValueError:
        log.append("caught")
    print(log)


@dataclass(order=True)
class Version:
    major: int
    minor: int = 0


@dataclass
class Config:
    lr: float = 0.1
    layers: list = field(default_factory=lambda: [8, 4])
    tags: dict = field(default_factory=dict)
    name: str = field(default="net", repr=False)
    total: int = field(init=False, default=0)

    def __post_init__(self):
        self.total = sum(self.layers)


def dataclasses_of_the_file():
    print(
        Version(1, 2) < Version(1, 3), Version(2) >= Version(1, 5), Version(1) > Version(1, 0), Version(0) <= Version(1)
    )
    a, b = Config(), Config(lr=0.5)
    a.layers.append(2)
    print(a, b, a == b, a.total, b.name, Config() == Config())


def partials():
    double = partial(_scaled, 2)
    print(double(4), partial(_scaled, factor=3)(x=5), [f(1) for f in [double, partial(_scaled, 5)]])
    v = Vector(1, 2)
    add = partial(v.__add__, Vector(1, 1))
    print(add())


def _scaled(factor, x):
    return factor * x
