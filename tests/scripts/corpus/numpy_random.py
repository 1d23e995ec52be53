"""`numpy.random` and Python's `random`: the same draws."""
# ruff: noqa

import random

import numpy as np


def legacy_functions():
    np.random.seed(7)
    print(np.random.rand(), np.random.rand(2, 3), np.random.random(2))
    print(np.random.randint(10), np.random.randint(-5, 5, size=(2, 4)), np.random.randint(2**40))
    print(np.random.uniform(-1, 1, 3), np.random.uniform())
    print(np.random.choice(5), np.random.choice([10, 20, 30], size=4), np.random.choice(6, 4, replace=False))
    print(np.random.choice(4, size=6, p=[0.1, 0.2, 0.3, 0.4]), np.random.choice(4, 3, False, [0.1, 0.2, 0.3, 0.4]))
    print(np.random.permutation(6), np.random.permutation([1.5, 2.5, 3.5]))
    xs = [1, 2, 3, 4, 5]
    np.random.shuffle(xs)
    a = np.array([[1, 2], [3, 4], [5, 6]])
    np.random.shuffle(a)
    print(xs, a)


def normals():
    np.random.seed(0)
    print(np.random.randn(3).round(6), round(np.random.randn(), 6), np.random.normal(2, 0.5, size=(2, 2)).round(6))


def a_stream_that_goes_on():
    np.random.seed(123)
    xs = [np.random.rand() for _ in range(700)]
    print(sum(xs), xs[-1], np.random.randint(0, 1000, 5))


def seeds_that_are_none():
    try:
        np.random.seed(-1)
    except ValueError as error:
        print(error)


def python_random():
    random.seed(42)
    print(random.random(), random.randint(1, 6), random.uniform(2, 5), random.randrange(0, 100, 5))
    print(random.choice([1, 2, 3]), random.choices([1, 2, 3], weights=[1, 2, 3], k=4), random.sample(range(50), 5))
    xs = list(range(8))
    random.shuffle(xs)
    print(xs, random.getrandbits(5), random.getrandbits(50), round(random.gauss(0, 1), 9), round(random.gauss(), 9))
    print(round(random.normalvariate(), 9), round(random.expovariate(2.0), 9), round(random.triangular(), 9))
    random.seed(2**40 + 5)
    print(random.random())
