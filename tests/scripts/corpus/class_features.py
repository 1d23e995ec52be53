"""What classes of the file have beside methods: operators, with, and what dataclasses write."""

import math
from dataclasses import dataclass, field
from functools import partial


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
