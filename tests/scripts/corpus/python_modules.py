"""Functions of Python's own modules: itertools, copy, time, sys."""
# ruff: noqa

import copy
import itertools
import sys
import time
from itertools import chain, product
from time import perf_counter


def functions_of_itertools():
    for i, j in product([1, 2], "ab"):
        print(i, j)
    print(list(product([0, 1], repeat=2)), list(chain([1], [2, 3])), list(itertools.combinations("abc", 2)))
    c = itertools.count(5)
    print(next(c), next(c), list(itertools.islice(c, 2)), list(itertools.islice([1, 2, 3, 4, 5], 1, None, 2)))
    cy = itertools.cycle([1, 2])
    print([next(cy) for _ in range(5)])
    it = iter([1, 2])
    print(next(it), next(it), next(it, None))
    try:
        next(it)
    except StopIteration:
        print("end")
    rows = [(1, "a"), (2, "b")]
    xs, ys = zip(*rows)
    print(xs, ys, list(zip(*[[1, 2], [3, 4]])), list(zip(*rows)))
    nested = [[1, 2], {"a": [3]}["a"]]
    shallow, deep = copy.copy(nested), copy.deepcopy(nested)
    nested[0][0] = 9
    print(shallow, deep)
    try:
        a, b = zip(*[(1, 2)][1:])
    except ValueError as e:
        print(e)
    row = (1, 2.5, "x")
    print("%d %.2f %s" % row)
    first, *rest = zip(*rows)
    print(first, rest)


def clocks():
    began, tic = time.time(), perf_counter()
    time.sleep(0.01)
    print(time.time() - began >= 0.009, 0 < perf_counter() - tic < 60, time.time() > 1e9, time.monotonic() > 0)
    try:
        time.sleep(-1)
    except ValueError as error:
        print(error)


def standard_output():
    sys.stdout.write("a ")
    sys.stdout.write("b\n")
    sys.stdout.flush()
    print("c", flush=True)


def slices_of_iterators():
    letters = iter("abcdef")
    print(list(itertools.islice(letters, 2)), next(letters), list(itertools.islice(letters, 1, 3)))
    print(list(itertools.islice(range(10), 1, None, 3)), list(itertools.islice([1, 2], 5)))
    try:
        list(itertools.islice([1, 2], -1))
    except ValueError as error:
        print(error)


def copies():
    rows = [[1], [2]]
    twice = [rows, rows]
    deep = copy.deepcopy(twice)
    deep[0][0][0] = 5
    print(twice, deep, deep[0] is deep[1], copy.copy(rows)[0] is rows[0])
    table = {"a": [1], "b": [2]}
    other = copy.deepcopy(table)
    other["a"].append(3)
    print(table, other, copy.copy((1, [2])))


def largest_numbers(x: float = 0.5, n: int = 3):
    print(sys.maxsize > 2**31, sys.maxsize == sys.maxsize, x < sys.maxsize, n >= -sys.maxsize, 2.0**63 > sys.maxsize)
    print(2.0**63 <= sys.maxsize, float("inf") > sys.maxsize, float("nan") < sys.maxsize, sys.maxsize > n > -1)
    print(sys.float_info.max, sys.float_info.epsilon, sys.float_info.min, sys.float_info.dig)
    best = sys.float_info.max
    for loss in [3.5, x, 1.0]:
        if loss < best:
            best = loss
    print(best)
