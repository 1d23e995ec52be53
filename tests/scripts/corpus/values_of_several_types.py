"""What Python's functions make of values of several types, of bools, and of dictionaries that count."""

# ruff: noqa
import math
from collections import Counter, defaultdict


def sums_begin_somewhere():
    xs = [0.5, 2.5]
    n = 3
    print(sum([0.5], 1), sum(xs, n), sum(xs, start=1), sum((x for x in xs), 10), sum({"a": 1.5}.values(), 2))
    for start in (1, 2.0):
        none = [x for x in xs if x > 9]
        print(sum(xs, start), sum(none, start), math.prod(xs, start=start), math.prod(none, start=start))
    print(sum([x for x in xs if x > 5], n), math.prod([x for x in xs if x > 5], start=n), sum([1, 2], n), sum([1], 0.5))


def sums_of_bools_and_floats():
    print(sum([True, 1.0]), sum([1.0], True), math.prod([True, 2.0]), math.prod([1, 2.0]), math.prod([3, 2.5][:1]))
    print(str(sum([0.5], 1)), f"{sum([0.5, 0.5], 1)}", f"{math.prod([0.5], start=2)}")


def numbers_of_texts_and_numbers():
    for value in ["1", 2, 2.5, True]:
        print(float(value), int(value), [float(each) for each in [value, "3"]], list(map(int, [value, "4"])))
        print(float(value) + int(value), int(value) if value != "x" else 0)
    print(list(map(float, [1, "2"])), sum(map(float, ["1", 2])), sorted(["3", 1, 2.5], key=float))
    values = {"a": "1", "b": 2}
    print({key: float(value) for key, value in values.items()}, float(values["a"]))


def texts_that_are_no_numbers():
    for value in [1, "abc", 2.5, "7"]:
        try:
            print(float(value))
            print(int(value))
        except ValueError as error:
            print(error)


def texts_numbers_and_none():
    for value in ["3", 4, 2.5, None, True]:
        number = int(value) if value is not None else 0
        print(number, number + 1)


def arguments_that_may_be_none():
    for digits in (None, 1):
        print(round(2.567, digits), round(25, digits))
    for value in (2.567, 3):
        for digits in (None, 1, -1):
            print(round(value, digits))
    for more in (None, 5):
        print(pow(2, 5, more), math.perm(5, more))


def every_conversion_of_a_union():
    for value in ["2", 3, 2.0, True]:
        print(int(value), float(value), bool(value), str(value), repr(value))
    for value in [3, 2.0, 2.5, True]:
        print(abs(value), round(value), round(value, 1), divmod(value, 2), pow(value, 2))
        print(format(value, ".1f"), "%d" % value, "%.2f" % value)


def bools_as_numbers():
    for value in (True, False):
        print(math.floor(value), math.ceil(value), math.trunc(value), math.exp(value), math.copysign(value, -1))
        print(math.gcd(value, 2), math.factorial(value), math.isnan(value), math.fsum([value, value]))
    for value in (True, 1.5):
        print(math.floor(value), math.trunc(value), math.log(value), int(value), float(value), round(value))
    for value in (True, 1, 1.5):
        print(math.floor(value), math.ceil(value), int(value), math.pow(value, value))


def only_numbers_equal_bools():
    for text in ("a", "", "True", "1"):
        print(text == True, text == False, text != True)
    d, l, m = {}, [], [0]
    print(d == False, l == False, m == True, {"a": 1} == True, () == False, True == m, m != True, m in [True])
    print(1 in [1] == True, True in [m], [True] == [1], (True, 1) == (1, True), {"a": True} == {"a": 1})
    for one in (True, False, 1, 0, 1.0, 2, None, "", "1"):
        print([one == other for other in (True, False, 1, 0, 1.0, 2)], one in [True], one == "")


def counters_among_dictionaries():
    for counts in [Counter("ab"), {"a": 1}]:
        counts.update({"a": 5})
        print(counts, dict(counts))
        try:
            print(counts.most_common(1))
        except AttributeError as error:
            print(error)


def counters_among_dictionaries_with_defaults():
    for counts in [Counter("ab"), defaultdict(int)]:
        counts["q"] += 1
        counts.update({"a": 5})
        copy = counts.copy()
        copy.update({"a": 1})
        print(counts, copy)


def what_a_counter_is_given_stays_a_dictionary():
    counts, more = Counter("aab"), {"a": 1}
    counts.update(more)
    more.update({"z": 2})
    copy = dict(counts)
    copy.update({"a": 0})
    copy.update([("q", 1)])
    counts.update("ab")
    print(counts, more, copy, {**counts, "z": 1}, {"z": 1, **counts})
    both = defaultdict(int)
    both.update(counts)
    both["new"] += 1
    counts.update(both)
    print(both, counts)


def caught_names_are_set_again():
    e = 5
    for i in range(2):
        try:
            raise ValueError("a")
        except ValueError as e:
            print(e)
        e = i
        print(e)
    print(e)
    best = None
    for i in range(3):
        try:
            if i == 1:
                raise ValueError("b")
            best = i
        except ValueError as error:
            last = str(error)
            print(last)
            continue
        print(best)
    print(best)
