"""Values of several kinds, as programs have them."""

import math
from collections import defaultdict, deque, namedtuple

Step = namedtuple("Step", "s a r")


def two_classes():
    class_list = [_Circle(2), _Square(3)]
    for shape in class_list:
        print(round(shape.area(), 2), shape.name)
        try:
            print(shape.radius)
        except AttributeError as e:
            print(e)
        try:
            print(shape.side * 2)
        except AttributeError as e:
            print(e)
        try:
            shape.radius = 5
            print(shape.area())
        except AttributeError as e:
            print(e)


class _Shape:
    def __init__(self, name):
        self.name = name


class _Circle(_Shape):
    def __init__(self, r):
        super().__init__("circle")
        self.radius = r

    def area(self):
        return math.pi * self.radius**2


class _Square(_Shape):
    def __init__(self, s):
        super().__init__("square")
        self.side = s

    def area(self):
        return self.side**2


def mixed_values():
    values = [1, "a", 2.5, None, [1, 2], (3, 4), {"k": 1}, True]
    for v in values:
        for way in range(8):
            try:
                if way == 0:
                    print(v + 1)
                elif way == 1:
                    print(len(v))
                elif way == 2:
                    print(v[0])
                elif way == 3:
                    print(v * 2)
                elif way == 4:
                    print([u for u in v])
                elif way == 5:
                    print(float(v))
                elif way == 6:
                    print(-v)
                else:
                    print(v < 3)
            except (TypeError, KeyError, ValueError) as e:
                print(type(e).__name__, e)


def text_or_number_key():
    d = {1: "a", "b": 2}
    for k in [1, "b"]:
        v = d[k]
        print(k, v, v * 2)


def config():
    cfg = {"lr": 0.1, "name": "adam", "layers": [16, 8], "decay": None}
    print(cfg["lr"] * 2, cfg["name"].upper(), sum(cfg["layers"]), cfg["decay"] is None)
    for key, value in cfg.items():
        print(key, value)
        if isinstance(value, str):
            print(value + "!")
        elif isinstance(value, list):
            print(value[0] + 1)
        elif value is not None:
            print(value * 10)
    for key in cfg:
        try:
            print(cfg[key] + 1)
        except TypeError as e:
            print(e)


def number_or_list():
    def f(k):
        if k == 0:
            return 0
        return [k, k + 1]

    total = 0
    for k in range(3):
        r = f(k)
        try:
            total += sum(r)
        except TypeError as e:
            print(e)
            total += r
        print(total)


def int_float_none():
    best = None
    for v in [3, 2.5, 4]:
        if best is None or v < best:
            best = v
        print(best, best + 1, best // 1)
    print(int(best), best == 2.5, str(best))


def deque_or_none():
    d = None
    for k in range(3):
        try:
            d.append(k)
            print(len(d), d[0], list(d))
        except AttributeError as e:
            print(e)
            d = deque(maxlen=2)


def nested_none():
    t = [[None, None], [None, None]]
    for i in range(2):
        for j in range(2):
            try:
                print(t[i][j] + 1)
            except TypeError as e:
                print(e)
            t[i][j] = i + j
    print(sum(t[0]) + max(t[1]), [sum(r) for r in t], sorted(t[1], reverse=True))


def steps():
    s = None
    for k in range(2):
        try:
            print(s.a + s.r, s[0], s._replace(a=9).a)
        except AttributeError as e:
            print(e)
        s = Step(k, k + 1, 0.5)


def formats():
    x = None
    for k in range(2):
        try:
            print(f"{x:.3f} {x:>8.2f}")
        except TypeError as e:
            print(e)
        try:
            print("%.2f|%5.1f" % (x, x))
        except TypeError as e:
            print(e)
        try:
            print("{:.2f}".format(x))
        except TypeError as e:
            print(e)
        print(f"{x}", "%s" % x, "{}".format(x), str(x))
        x = 1.25
