"""Ints beyond 2**53: CPython computes them, a script ends with an error instead of losing digits."""

# ruff: noqa
import math


def product():
    x = 3037000500
    print(x)
    print(x * x)


def total():
    big = 9007199254740991
    print(big)
    print(big + 1)


def difference_below():
    big = -9007199254740991
    print(big - 1)


def power():
    base = 10
    for exponent in range(14, 20):
        print(base**exponent)


def factorial_by_hand():
    product = 1
    for n in range(1, 25):
        product *= n
        print(n, product)


def factorial():
    print(math.factorial(18))
    print(math.factorial(25))


def fibonacci():
    a, b = 0, 1
    for _ in range(100):
        a, b = b, a + b
    print(a)


def of_a_float():
    x = 1e18
    print(x)
    print(int(x))


def of_text():
    print(int("9007199254740991"))
    print(int("9007199254740993"))


def sum_of_a_list():
    items = [9007199254740991, 9007199254740991]
    print(sum(items))


def between_a_remainder():
    a = 123456789012
    print(a * a % 1000)


def rounded():
    x = 1e300
    print(round(x))
