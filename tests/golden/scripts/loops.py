"""Loops: over everything that iterates, with else, with names that live on behind them, with targets of all kinds."""


def main(n: int = 3, name: str = "abc"):
    for i in range(n):
        i += 1
    print(i)
    for letter in name:
        if letter == "b":
            break
    else:
        print("no b")
    counts = {"a": 1}
    for key, (index, value) in zip(counts, enumerate(counts.values())):
        counts[key] = index + value
    for key in counts:
        print(key, letter)
    while n > 0:
        n -= 1
        for pair in [[1, 2], [3, 4]]:
            if pair[0] == n:
                continue
            a, b = pair
            print(a, b)
        else:
            break
    else:
        print("counted down")
    best = None
    for score in [0.5, 0.7]:
        if best is None or score > best:
            best = score
    cells = [0, 0]
    for cells[0], cells[1] in [(1, 2)]:
        pass
    for first, *rest in [[1, 2, 3]]:
        print(first, rest)
    for x, y in digits.map(prepare).batch(64):
        pass
    while True:
        if best is not None:
            return best
