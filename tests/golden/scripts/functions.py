"""Nested functions: closures, recursion, defaults, what awaits and what does not, lambdas."""


def main(n: int = 3, rate: float = 0.1):
    history: list[float] = []

    def decayed(step, base=0.9, floor=rate / 100):
        """Called with and without its defaults."""
        return max(rate * base**step, floor)

    def factorial(k: int) -> int:
        return 1 if k <= 1 else k * factorial(k - 1)

    def find(values, wanted):
        for i, value in enumerate(values):
            if value == wanted:
                return i
        return None

    def record(value):
        history.append(value)

    def never_called(x):
        return x.anything

    half = lambda x: x / 2
    for step in range(n):
        record(decayed(step))
        record(half(decayed(step, floor=0.0, base=0.5)))
    place = find(history, rate)
    if place is None:
        return factorial(n)
    names = sorted(["b", "a"], key=lambda name: -ord(name))
    return place + len(names)
