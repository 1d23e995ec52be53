"""Slices of lists: reading, assigning, deleting; indices from the end."""
# ruff: noqa


def reading():
    a = [0, 1, 2, 3, 4, 5]
    print(a[1:3], a[:2], a[4:], a[:], a[-2:], a[:-4], a[-3:-1], a[2:2], a[4:1], a[0:100], a[-100:1], a[10:])


def steps():
    a = [0, 1, 2, 3, 4, 5]
    print(a[::2], a[1::2], a[::-1], a[::-2], a[4:1:-1], a[1:4:-1], a[-1:-4:-1], a[5::-3], a[:2:-1], a[::10])


def slices_are_copies():
    a = [1, 2, 3]
    b = a[:2]
    b[0] = 9
    a[1] = 7
    print(a, b)


def assigning():
    a = [0, 1, 2, 3, 4]
    a[1:3] = [10, 20, 30]
    print(a)
    a[:0] = [-1]
    print(a)
    a[5:] = []
    print(a)
    a[2:2] = [7, 7]
    print(a)
    a[:] = [1]
    print(a)


def windows():
    a = [1, 2, 3, 4, 5]
    print([a[i : i + 3] for i in range(len(a) - 2)], [a[i : i + 2] for i in range(0, len(a), 2)])


def last_of_each():
    a = [3, 1, 4, 1, 5, 9, 2, 6]
    for k in [1, 3, 20]:
        recent = a[-k:]
        print(k, recent, sum(recent) / len(recent))


def negative_indices():
    a = [10, 20, 30]
    a[-1] = 33
    a[-3] += 1
    print(a[-1], a[-2], a[-3], a)


def rotating():
    a = [1, 2, 3, 4, 5]
    for k in range(-2, 3):
        print(k, a[k:] + a[:k])


def slices_of_ranges_and_tuples():
    t = (1, 2, 3, 4)
    print(t[1:], t[:-1], t[::-1], list(range(10))[2:5], "abcdef"[1:5:2])


def computed_bounds():
    a = list(range(10))
    n = len(a)
    middle = n // 2
    start = -3
    print(a[:middle], a[middle:], a[start:], a[middle - 1 : middle + 2], a[n:], a[n - 1])


def trimming_to_a_capacity():
    buffer: list[int] = []
    for step in range(12):
        buffer.append(step * step)
        if len(buffer) > 5:
            buffer = buffer[-5:]
    print(buffer)


def slice_with_none_bounds():
    a = [1, 2, 3, 4]
    print(a[None:2], a[1:None], a[None:None:-1])


def assigning_seen_by_aliases():
    a = [1, 2, 3]
    b = a
    a[:] = [9]
    b.append(7)
    print(a, b)
