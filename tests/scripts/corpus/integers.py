"""Ints: division rounds down, a remainder has the sign of the divisor, powers, bits of arithmetic that C does otherwise."""

# ruff: noqa
import math


def floor_division_of_every_sign():
    for a in [7, -7, 6, -6, 0, 1, -1]:
        for b in [2, -2, 3, -3, 7]:
            print(a, b, a // b, a % b)


def quotient_and_remainder_belong_together():
    bad = 0
    for a in range(-20, 21):
        for b in range(-6, 7):
            if b != 0:
                if (a // b) * b + a % b != a:
                    bad += 1
                if b > 0 and not 0 <= a % b < b:
                    bad += 1
    print(bad)


def true_division_gives_floats():
    print(6 / 3, 7 / 2, -7 / 2, 1 / 3, 0 / 5, 0 / -5)
    n = 10
    half = n / 2
    print(half, half == 5, isinstance(half, float), isinstance(n, int))


def powers():
    print(2**10, (-3) ** 3, (-2) ** 2, -(2**2), -(2**4), 0**0, 5**0)
    print(2**-1, 10**-3, (-2) ** -3)
    base = 3
    exponent = 4
    print(base**exponent, base ** (exponent - 2))


def power_binds_to_the_right():
    print(2**3**2, (2**3) ** 2, -((2) ** 2), 2 * 3**2, -(2**2))


def precedence():
    print(2 + 3 * 4 - 6 // 4, (2 + 3) * 4, 7 - 2 - 1, 100 // 7 // 2, 2 * 3 % 4, -7 // 2 * 2, -7 % 3)
    print(1 + 2 == 3 and 4 > 3 or False, not 1 == 2, not (True and False))


def augmented_assignment():
    x = 100
    x += 7
    x -= 2
    x *= 3
    x //= 4
    print(x)
    x %= 10
    print(x)
    x **= 3
    print(x)
    y = 5.0
    y /= 2
    y += 1
    print(y)


def zero_has_no_sign():
    def signed(z: float) -> float:
        return math.copysign(1, z)

    x = 0
    y = -x
    print(y, 0 * -5, -0, y == 0, str(y))
    z = y / 1.0
    print(z, signed(z))


def minimum_maximum_absolute():
    print(min(3, 1, 2), max(3, 1, 2), min([4, 2, 8]), max((4, 2, 8)), abs(-5), abs(5), abs(0))
    print(min(2, 2), max(-1, -2), min([7]), sum([1, 2, 3]), sum([]), sum([1, 2], 10), sum(range(5)))


def up_to_two_to_the_53():
    big = 9007199254740991
    print(big, big - 1, -big, big // 2, big % 1000, big // -10, big % -10)
    print(big == 9007199254740991, 2**52 + 1, 94906265 * 94906265)


def digits_of_a_number():
    n = 90210
    digits = []
    while n > 0:
        digits.append(n % 10)
        n //= 10
    digits.reverse()
    print(digits, sum(digits))


def divmod_by_hand():
    for seconds in [0, 59, 60, 3599, 3600, 3661, 86399]:
        minutes, rest = seconds // 60, seconds % 60
        hours, minutes = minutes // 60, minutes % 60
        print(f"{hours:02d}:{minutes:02d}:{rest:02d}")


def bools_count_as_ints():
    print(True + True, True * 3, False - 1, sum([True, False, True]), 5 // True)
    hits = 0
    for guess, truth in [(1, 1), (2, 1), (3, 3)]:
        hits += guess == truth
    print(hits, True == 1, False == 0, True < 2, True + 0.5)


def parity_and_multiples():
    print([n for n in range(-6, 7) if n % 3 == 0])
    print([n % 2 == 1 for n in range(-3, 4)])
    print([n % -3 for n in range(-4, 5)])


def hash_of_a_string_by_hand():
    h = 5381
    for c in [104, 101, 108, 108, 111]:
        h = (h * 33 + c) % 4294967296
    print(h)


def linear_congruential_generator():
    state = 42
    seen = []
    for _ in range(8):
        state = (state * 1103 + 12345) % 65536
        seen.append(state)
    print(seen)


def round_to_tens():
    print(round(1234, -2), round(15, -1), round(25, -1), round(-15, -1), round(7), round(1250, -2), round(1350, -2))


def greatest_common_divisor():
    def gcd(a: int, b: int) -> int:
        while b != 0:
            a, b = b, a % b
        return a

    print(gcd(48, 36), gcd(17, 5), gcd(0, 9), gcd(270, 192))
