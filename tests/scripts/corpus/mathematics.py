"""The math module."""

# ruff: noqa
import math


def constants():
    print(math.pi, math.e, math.tau, math.inf, -math.inf, math.nan)


def roots_and_logarithms():
    for x in [0.25, 1.0, 2.0, 1000.0]:
        print(
            math.sqrt(x), math.exp(x / 10), math.log(x), math.log2(x), math.log10(x), math.log1p(x), math.expm1(x / 100)
        )
    print(math.log(8, 2), math.log(100, 10), math.cbrt(27.0), math.isqrt(17), math.exp(0))


def trigonometry():
    for x in [0.0, 0.5, 1.0, -2.0, math.pi]:
        print(math.sin(x), math.cos(x), math.tan(x), math.atan(x), math.tanh(x), math.sinh(x), math.cosh(x))
    print(math.asin(1.0), math.acos(0.0), math.atan2(1.0, -1.0), math.degrees(math.pi), math.radians(180.0))


def rounding():
    for x in [2.5, -2.5, 3.999, -0.1, 7.0]:
        print(math.floor(x), math.ceil(x), math.trunc(x), math.fabs(x), math.modf(x)[1])
    print(math.floor(7), math.ceil(-3))


def integers():
    print(math.gcd(12, 18), math.gcd(0, 5), math.gcd(-4, 6), math.lcm(4, 6), math.factorial(10), math.factorial(0))
    print(
        math.comb(5, 2),
        math.comb(10, 0),
        math.comb(3, 5),
        math.perm(5, 2),
        math.prod([1, 2, 3, 4]),
        math.prod([0.5, 4.0]),
    )


def predicates():
    print(
        math.isnan(float("nan")),
        math.isnan(1.0),
        math.isinf(math.inf),
        math.isinf(-math.inf),
        math.isinf(0.0),
        math.isfinite(1e308),
    )
    print(
        math.isclose(1.0, 1.0 + 1e-10),
        math.isclose(1.0, 1.001),
        math.isclose(1.0, 1.1, rel_tol=0.2),
        math.isclose(0.0, 1e-9, abs_tol=1e-8),
    )


def distances():
    print(
        math.hypot(3.0, 4.0),
        math.hypot(1.0, 1.0),
        math.copysign(2.0, -0.0),
        math.copysign(-3.0, 1.0),
        math.dist([0.0, 0.0], [3.0, 4.0]),
    )


def powers_and_remainders():
    print(
        math.pow(2, 10),
        math.pow(2.0, 0.5),
        math.fmod(-7, 3),
        math.fmod(7.5, -2),
        math.fsum([0.1] * 10),
    )


def outside_the_domain():
    for which in range(5):
        try:
            if which == 0:
                print(math.sqrt(-1.0))
            elif which == 1:
                print(math.log(0.0))
            elif which == 2:
                print(math.exp(1000.0))
            elif which == 3:
                print(math.factorial(-1))
            else:
                print(math.acos(2.0))
        except ValueError as error:
            print("ValueError", error)
        except OverflowError as error:
            print("OverflowError", error)


def softmax():
    logits = [2.0, 1.0, 0.1]
    top = max(logits)
    exps = [math.exp(v - top) for v in logits]
    total = sum(exps)
    probabilities = [v / total for v in exps]
    print(probabilities, round(math.fsum(probabilities), 9), -math.log(probabilities[0]))


def sigmoid_both_sides():
    def sigmoid(x: float) -> float:
        if x >= 0:
            return 1 / (1 + math.exp(-x))
        z = math.exp(x)
        return z / (1 + z)

    print([sigmoid(x) for x in [-700.0, -1.0, 0.0, 1.0, 700.0]])


def cosine_schedule():
    for step in range(0, 11, 2):
        print(f"{0.5 * 0.1 * (1 + math.cos(math.pi * step / 10)):.5f}")


def nan_spreads():
    nan = math.nan
    print(nan + 1, math.sqrt(nan), max(1.0, 2.0), math.floor(1e15 + 0.3), nan * 0, math.isnan(nan - nan))


def overflow_to_infinity():
    x = 1e200
    print(x * x, -x * x, x * x - x * x, 1e308 * 10)


def power_overflows():
    x = 1e200
    try:
        print(x**2)
    except OverflowError as error:
        print("OverflowError", error)
