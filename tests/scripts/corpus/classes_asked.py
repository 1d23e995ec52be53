"""`isinstance` and `type(x).__name__`: of values of several kinds, of what was caught, of calls that do something."""

import functools
from collections import deque, namedtuple

Pair = namedtuple("Pair", "a b")


class _Own(ValueError):
    pass


class _WithCode(_Own):
    def __init__(self, code):
        super().__init__("code")
        self.code = code


class _Point:
    pass


def names_of_several():
    for value in [["a", 0], ("a", 0), None, "text", {"k": 1}, _Point()]:
        print(type(value).__name__, isinstance(value, list), isinstance(value, (tuple, dict)))
    print(type(Pair(1, 2)).__name__, type(deque()).__name__)


def what_is_asked_acts():
    log = []

    def act():
        log.append(len(log))
        return 2

    print(type(act()).__name__, isinstance(act(), int), isinstance(act(), str), log)
    if isinstance(act(), str):
        print("never")
    isinstance(log.append("x"), str)
    print(log)


def classes_by_other_names():
    kinds = (int, str)
    print(isinstance(5, kinds), isinstance("a", kinds), isinstance(5.0, kinds))
    print(isinstance(Pair(1, 2), Pair), isinstance((1, 2), Pair), isinstance(Pair(1, 2), tuple))
    print(isinstance(deque(), deque), isinstance([], deque), isinstance([], (list, (tuple, dict))))


def what_was_caught():
    for k in range(6):
        try:
            if k == 0:
                int("x")
            elif k == 1:
                print({}["a"])
            elif k == 2:
                raise _Own("own")
            elif k == 3:
                raise _WithCode(4)
            elif k == 4:
                print([1][k])
            else:
                print(1 / (k - 5))
        except Exception as error:
            print(isinstance(error, ValueError), isinstance(error, (LookupError, ArithmeticError)))
            print(isinstance(error, _Own), isinstance(error, _WithCode), isinstance(error, Exception))
            if isinstance(error, KeyError):
                print("key", error)
            elif isinstance(error, _Own):
                print("own", error)
            elif not isinstance(error, LookupError):
                print("other", error)


def own_that_was_caught():
    try:
        raise _WithCode(3)
    except _WithCode as error:
        print(isinstance(error, ValueError), isinstance(error, KeyError), error.code, type(error).__name__)
    try:
        raise _Own("x")
    except (_Own, KeyError) as error:
        print(isinstance(error, _Own), isinstance(error, LookupError))


def reduced_from_none():
    print(functools.reduce(lambda best, x: x if best is None or x > best else best, [3, 9, 2], None))
    print(functools.reduce(lambda a, b: b, [], None))


def formatted_without_a_specification():
    for value in [None, 2, "a", [1]]:
        print(format(value, ""), format(value))


def arguments_of_several_kinds():
    for prefix in ["a", ("b", "a"), None, 1, ()]:
        try:
            print("abc".startswith(prefix), "abc".endswith(prefix))
        except TypeError as error:
            print(error)
    for given in [{"a": 1}, None, [("b", 2)], 3]:
        counts = {"z": 0}
        try:
            counts.update(given)
            print(counts)
            print(dict(given))
        except TypeError as error:
            print(error)
