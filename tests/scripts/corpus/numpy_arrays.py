"""NumPy on the host: arrays, arithmetic, reductions, items and texts."""
# ruff: noqa

import numpy as np


def books_of_a_loop():
    losses = []
    history = np.zeros((3, 2))
    for epoch in range(3):
        batch = np.array([0.5, 0.25, 0.75]) / (epoch + 1)
        losses.append(np.mean(batch))
        history[epoch, 0] = batch.mean()
        history[epoch, 1] = np.max(batch) - batch.min()
        print(f"epoch {epoch} mean {np.mean(batch):.4f} std {batch.std():.4f} argmax {np.argmax(batch)}")
    print(history)
    print(history.shape, history[:, 0].sum(), history[-1], len(losses), np.mean(losses))
    print(losses, max(losses), sum(losses) / len(losses))
    return float(np.mean(losses))


def scalars():
    x = np.float64(0.5)
    y = np.float32(0.1)
    n = np.int64(7)
    print(x, y, n, [x, y, n], x / 0, repr(x))
    print(x + 1, [x + 1], y * 2, [y * 2], n // 2, [n % 4], n / 2, -n, abs(-x))
    print(x > 0.25, [x > 0.25], x == 0.5, not x, bool(n), int(x), float(y))
    print(round(x, 1), [round(np.float64(2.675), 2)], round(np.float64(1.5)))
    if x > 0.2 and n:
        print("yes")


def mixed_with_numbers_of_python():
    best = 0.0
    total = 0
    for k in range(3):
        accuracy = np.array([k, 1, 2]).mean()
        if accuracy > best:
            best = accuracy
        total += accuracy
    print(best, total, [best], [total], total / 3, f"{best:.3f} {total}")
    print(max(best, 0.5), min(total, 10))


def items_and_slices():
    x = np.array([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]])
    print(x[1], x[1, 2], x[-1, -1], x[:, 1], x[1:, ::2], x[..., 0], x[None].shape)
    print(x[x > 5], x[[0, 2]], x[np.array([2, 0]), 1])
    y = x[0]
    y[1] = 50
    print(x[0], x.T, x.tolist())
    x[:, 0] = -1
    x[1] += 10
    x[x > 12] = 0
    print(x)
    for row in x:
        print(row, row.sum())


def printed_beside_a_change():
    x = np.array([1.5, 2.5])

    def change():
        x[0] = 9.0
        return np.float32(0.25)

    print(x, change(), x[0])


def of_several_sorts():
    for x in (np.float64(0.5), 0.25, None):
        if x is None:
            print("none")
        elif isinstance(x, float):
            print("float", x)
    value = np.float32(0.5)
    print(isinstance(value, float), isinstance(np.float64(1), (int, float)), isinstance(np.int64(1), int))
    counts = {}
    for label in np.array([1, 0, 1]):
        counts[int(label)] = counts.get(int(label), 0) + 1
    print(
        counts, 2 in np.array([1, 2]).tolist(), np.int64(1) in [1, 2], [10, 20][np.int64(1)], list(range(np.int64(2)))
    )


def ints_beside_floats():
    xs = [0, 0.5, 2.0]
    xs.append(1)
    print(np.array(xs), np.array([1, 2.0]), np.mean([0, 1.5]), np.array([[1, 2.5], [3, 4]]), xs)


def arrays_changed_in_place():
    w = np.ones((3, 3))
    np.fill_diagonal(w, 0)
    v = np.arange(6).reshape(3, 2)
    np.fill_diagonal(v, [7, 8])
    print(w, v)
    x = np.array([-3.0, 0.5, 9.0])
    y = np.clip(x, -1, 1, out=x)
    print(x, y is x)
    np.clip(w * 2, 0, 1.5, out=w)
    print(w, np.array_equal(x, y), np.array_equal(x, w), np.array_equal([1, 2], np.array([1.0, 2.0])))


def sums_of_arrays_in_lists():
    acc = [0, 0]
    acc[0] += np.sum([1, 2])
    acc[1] = acc[0] / 2
    print(acc)


def scalars_of_two_kinds():
    for x in [np.int64(3), np.float64(1.5)]:
        print(x + 1, [x * 2], -x, [x], x // 2, abs(x), [x + np.int64(1)], [1 + x], [x**2], round(x), x > 2)


def ints_and_scalars_of_floats():
    for x in [3, np.float64(1.5)]:
        print([x + 1], [x * 2], [-x], [x], [x // 2], [abs(x)], [x / 2])


def ints_and_scalars_of_ints():
    for x in [np.int64(3), 4]:
        print([x + 1], [x * 2], [-x], [x], [x // 2], [abs(x)], [x / 2], [x - np.int64(1)])


def totals_that_are_divided():
    t = 0
    for v in np.array([1, 2]):
        t += v
    t = t / 2 if t > 5 else t
    print([t], t + 1)


def lists_of_numbers_of_all_kinds():
    acc = [0, 0.5]
    acc[0] += np.sum([1, 2])
    acc[1] = acc[0] / 2
    acc.append(acc[0] + 1)
    acc.append(2.0 + np.int64(1))
    print(acc, [x + np.int64(1) for x in acc], [np.int64(2) * x for x in acc])


def numbers_of_all_kinds():
    for x in [1, 2.0, np.int64(3), np.float64(4.0)]:
        print([x + np.int64(1)], [np.arange(2) + x], [x * np.float64(2)], x == np.int64(2))
