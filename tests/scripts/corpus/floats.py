"""Floats: how they are written, rounded, divided and compared."""

# ruff: noqa
import math


def written_shortest():
    print(0.1 + 0.2, 0.1 + 0.7, 1 / 3, 2 / 3, 100.0, 1e3, 123456.789, 3.0, 0.5, 1e0)
    print(1.1 * 1.1, 4.35 * 100, 1.0 - 0.9, 0.1 * 3)


def exponents_where_python_writes_them():
    print(1e15, 1e16, 1e17, 123456789012345680.0, 1e22, 1e21, 1.5e300, 9999999999999998.0)
    print(1e-3, 1e-4, 1e-5, 0.00012, 0.000012, 1.5e-7, 5e-324, 1.7976931348623157e308)
    print(-1e16, -1e-5, 12345678901234567.0, 1e100)


def special_values():
    inf = float("inf")
    nan = float("nan")
    print(inf, -inf, nan, -0.0, 0.0, inf - inf, inf * 0, inf > 1e308, nan == nan, nan != nan, -0.0 == 0.0)
    print(nan < 1, nan > 1, nan <= nan, inf == inf, 1 / inf, -1 / inf)
    print(float("-inf"), float("Infinity"), float(" 1.5 "), float("1e3"), float("-0"))


def floor_division_and_remainder():
    for a in [7.5, -7.5, 0.3, -0.3, 6.0]:
        for b in [2.0, -2.0, 0.1]:
            print(a // b, a % b)


def remainder_keeps_the_divisors_sign():
    print(-1e-20 % 1.0, 5.0 % -3.0, -5.0 % 3.0, 0.0 % -3.0, 1.0 % 0.1, 6.0 % 2)


def ints_meet_floats():
    print(1 + 1.0, 2 * 0.5, 7 // 2.0, 7 % 2.5, 2**0.5, 2.0**3, 3 - 3.0, 1 == 1.0, 2 > 1.5)
    total = 0.0
    for i in range(4):
        total += i
    print(total)


def rounding_half_to_even():
    print(round(0.5), round(1.5), round(2.5), round(3.5), round(-0.5), round(-1.5), round(-2.5), round(2.4), round(2.6))
    print(round(-0.4), round(1e15 + 0.5), round(0.49999999999999994))


def rounding_to_digits():
    print(round(2.675, 2), round(1.005, 2), round(0.125, 2), round(0.375, 2), round(1234.5678, 1), round(1234.5678, 0))
    print(round(3.14159, 3), round(-2.5, 0), round(1e22, 2), round(0.5, 0), round(1.5, 0), round(5.015, 2))
    print(round(1234.5678, -2), round(-1250.0, -2), round(0.1 + 0.2, 10), round(3.0, 2))


def round_of_a_float_is_an_int():
    n = round(7.6)
    print(n, isinstance(n, int), n // 3, [10, 20, 30][round(1.2)], round(7.0), round(7.6, 0))


def truncation_floor_ceiling():
    for x in [2.7, -2.7, 2.0, -0.5, 0.0, 1e10 + 0.5]:
        print(int(x), math.floor(x), math.ceil(x), math.trunc(x))


def powers():
    print(2.0**10, 2.0**-2, 9.0**0.5, 0.0**0, 1.5**2, (-8.0) ** 3, 10.0**-5, 1e200**1)
    print(4**0.5, 4**-0.5, (-2.0) ** 2, (-2.0) ** -1)


def minimum_maximum_of_mixed():
    print(min(1.5, 2.5), max(0.1, 0.2, 0.15), abs(-1.5), sum([0.5, 0.25, 3.0]), sum([0.5, 0.25], 1.0), min([2.5, -1.5]))


def summing_small_parts():
    total = 0.0
    for _ in range(10):
        total += 0.1
    print(total, total == 1.0, abs(total - 1.0) < 1e-9, round(total, 6))


def comparisons_with_tolerance():
    a = 0.1 * 3
    b = 0.3
    print(a == b, a > b, math.isclose(a, b), abs(a - b) <= 1e-12)


def negative_zero():
    zero = 0.0
    minus = -zero
    print(minus, str(minus), zero == minus, math.copysign(1.0, minus), abs(minus), minus + 0.0, minus * 1)
    print(0.0 * -1, round(-0.2, 0), -1e-320 // 1e300)


def is_integer_by_remainder():
    for x in [1.0, 1.5, -2.0, 1e20, -0.5]:
        print(x, x % 1 == 0)


def truth():
    for x in [0.0, -0.0, 0.1, float("nan"), float("inf")]:
        if x:
            print(x, "is true")
        else:
            print(x, "is false")


def geometric_series():
    ratio = 0.5
    term = 1.0
    total = 0.0
    while term > 1e-6:
        total += term
        term *= ratio
    print(total, term)


def newton_square_root():
    def root(value: float) -> float:
        guess = value
        for _ in range(30):
            guess = 0.5 * (guess + value / guess)
        return guess

    print(root(2.0), root(144.0), root(0.25))


def digits_between_two():
    for x in [1000000000000000.25, 1000000000000000.75, 562949953421312.125, 4503599627370496.5, -2251799813685248.25]:
        print(x, [x], f"{x:.1f}", f"{x:.17g}")
    for x in [9999999999999998.0, 1e16, 123456789012345680.0, 0.0001, 0.00001, 5e-324, 1.7976931348623157e308, -1e22]:
        print(x, f"{x:.16e}", f"{x:.15g}", f"{x:.3e}")
    print(
        f"{1e-7:.16e}",
        f"{9.5e-5:.0e}",
        f"{0.1:.20e}",
        f"{123456.789:.20g}",
        "%.25e" % 1e-10,
        f"{1e23:.17e}",
        f"{1e23:.3g}",
    )


def nan_is_itself_in_containers():
    x = float("nan")
    xs = [x, 1.0]
    print(x in xs, xs.count(x), xs.index(x), xs == [x, 1.0], (x, 1) == (x, 1), x == x, x != x)
    d = {"a": x}
    print(d == {"a": x}, x in d.values(), [[x]] == [[x]], [x, 1.0] < [x, 2.0], (x, 1) <= (x, 0))
    xs.remove(x)
    print(xs)
