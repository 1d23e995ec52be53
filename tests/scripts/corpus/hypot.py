"""Lengths to the last digit: a search that compares them takes the same turns."""

import math


def main(n: int = 400):
    digits = 0
    for i in range(n):
        length = math.hypot(0.75 + i / (2.5 * n), (i % 7) / 21, 0.66)
        digits = (digits * 31 + int(length * 2**52)) % 1_000_003
    print(digits)
    pairs = [(0.1 * i + 0.013 * i * i, 0.2 * i) for i in range(40)]
    print(sum(1 for p in pairs for q in pairs if math.dist(p, q) == math.hypot(p[0] - q[0], p[1] - q[1])))
    print([math.hypot(x, x) for x in (0.1, 0.7, 1e308, 5e-324, 1e-200)], math.hypot(), math.hypot(-2))
    print(math.hypot(math.inf, math.nan), math.hypot(1.0, math.nan))
