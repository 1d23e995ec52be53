"""Small algorithms on numbers and grids."""

# ruff: noqa
import math


def sieve():
    limit = 50
    is_prime = [True] * (limit + 1)
    is_prime[0] = is_prime[1] = False
    for n in range(2, int(limit**0.5) + 1):
        if is_prime[n]:
            for multiple in range(n * n, limit + 1, n):
                is_prime[multiple] = False
    print([n for n, prime in enumerate(is_prime) if prime])


def matrix_product():
    def product(a: list[list[float]], b: list[list[float]]) -> list[list[float]]:
        return [[sum(a[i][k] * b[k][j] for k in range(len(b))) for j in range(len(b[0]))] for i in range(len(a))]

    print(product([[1.0, 2.0], [3.0, 4.0]], [[0.5, 0.0, 1.0], [1.0, -1.0, 2.0]]))


def knapsack():
    weights = [1, 3, 4, 5]
    values = [1, 4, 5, 7]
    capacity = 7
    best = [0] * (capacity + 1)
    for w, v in zip(weights, values):
        for c in range(capacity, w - 1, -1):
            best[c] = max(best[c], best[c - w] + v)
    print(best)


def game_of_life():
    grid = [[0] * 6 for _ in range(6)]
    for i, j in [(0, 1), (1, 2), (2, 0), (2, 1), (2, 2)]:
        grid[i][j] = 1
    for _ in range(4):
        new = [[0] * 6 for _ in range(6)]
        for i in range(6):
            for j in range(6):
                around = 0
                for di in (-1, 0, 1):
                    for dj in (-1, 0, 1):
                        if di != 0 or dj != 0:
                            around += grid[(i + di) % 6][(j + dj) % 6]
                if around == 3 or (around == 2 and grid[i][j] == 1):
                    new[i][j] = 1
        grid = new
    for row in grid:
        print("".join("#" if cell else "." for cell in row))


def roman_numerals():
    values = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")]
    values += [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]

    def roman(n: int) -> str:
        out = ""
        for value, sign in values:
            while n >= value:
                out += sign
                n -= value
        return out

    print([roman(n) for n in [1, 4, 9, 14, 40, 90, 400, 1994, 2026]])


def collatz_lengths():
    lengths = {1: 1}

    def length(n: int) -> int:
        if n not in lengths:
            lengths[n] = 1 + length(n // 2 if n % 2 == 0 else 3 * n + 1)
        return lengths[n]

    longest = max(range(1, 100), key=length)
    print(longest, length(longest), len(lengths))


def hanoi():
    moves: list[tuple[str, str]] = []

    def move(n: int, source: str, target: str, spare: str) -> None:
        if n == 0:
            return
        move(n - 1, source, spare, target)
        moves.append((source, target))
        move(n - 1, spare, target, source)

    move(4, "A", "C", "B")
    print(len(moves), moves[:3])


def pascals_triangle():
    row = [1]
    for _ in range(6):
        print(" ".join(str(n) for n in row))
        row = [1] + [a + b for a, b in zip(row, row[1:])] + [1]


def spiral():
    n = 4
    grid = [[0] * n for _ in range(n)]
    i, j, di, dj = 0, 0, 0, 1
    for k in range(1, n * n + 1):
        grid[i][j] = k
        if not (0 <= i + di < n and 0 <= j + dj < n) or grid[i + di][j + dj] != 0:
            di, dj = dj, -di
        i, j = i + di, j + dj
    for row in grid:
        print("".join(f"{x:4d}" for x in row))


def binary_digits():
    def binary(n: int) -> str:
        if n == 0:
            return "0"
        out = ""
        while n > 0:
            out = str(n % 2) + out
            n //= 2
        return out

    def value(text: str) -> int:
        total = 0
        for c in text:
            total = total * 2 + int(c)
        return total

    print([binary(n) for n in [0, 5, 255]], value("101101"), value(binary(12345)))


def integer_square_root():
    def root(n: int) -> int:
        low, high = 0, n + 1
        while high - low > 1:
            middle = (low + high) // 2
            if middle * middle <= n:
                low = middle
            else:
                high = middle
        return low

    print([root(n) for n in [0, 1, 15, 16, 17, 99999]])


def luhn():
    def valid(number: str) -> bool:
        total = 0
        for i, c in enumerate(reversed(number)):
            digit = int(c)
            if i % 2 == 1:
                digit *= 2
                if digit > 9:
                    digit -= 9
            total += digit
        return total % 10 == 0

    print(valid("79927398713"), valid("79927398710"))


def gaussian_elimination():
    a = [[2.0, 1.0, -1.0, 8.0], [-3.0, -1.0, 2.0, -11.0], [-2.0, 1.0, 2.0, -3.0]]
    n = 3
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(a[r][i]))
        a[i], a[pivot] = a[pivot], a[i]
        for r in range(n):
            if r != i:
                factor = a[r][i] / a[i][i]
                a[r] = [x - factor * y for x, y in zip(a[r], a[i])]
    print([round(a[i][n] / a[i][i], 6) for i in range(n)])


def trapezoid_rule():
    def f(x: float) -> float:
        return x * math.sin(x)

    def integrate(low: float, high: float, n: int) -> float:
        h = (high - low) / n
        total = 0.5 * (f(low) + f(high))
        for i in range(1, n):
            total += f(low + i * h)
        return total * h

    print(f"{integrate(0.0, 3.0, 300):.4f}", f"{integrate(0.0, math.pi, 200):.4f}")


def bisection():
    low, high = 0.0, 2.0
    steps = 0
    while high - low > 1e-10:
        middle = (low + high) / 2
        if middle * middle < 2:
            low = middle
        else:
            high = middle
        steps += 1
    print(round(low, 8), steps)


def union_find():
    parent = list(range(8))

    def find(x: int) -> int:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for a, b in [(0, 1), (2, 3), (1, 3), (5, 6)]:
        parent[find(a)] = find(b)
    print(len([x for x in range(8) if find(x) == x]), find(0) == find(2), find(0) == find(5))
