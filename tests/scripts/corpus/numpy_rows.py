"""NumPy's functions: shapes, joining, sorting, products."""
# ruff: noqa

import numpy as np


def shapes():
    x = np.arange(24)
    y = x.reshape(2, 3, 4)
    print(y, y.shape, y.ndim, y.size, y.dtype, len(y))
    print(y.T.shape, y.reshape(-1, 6), y.reshape((4, -1)), np.ravel(y[:, 1]), y.flatten()[5])
    print(np.expand_dims(x[:2], 0), np.squeeze(np.ones((1, 3)), axis=0), np.transpose(y, (1, 0, 2)).shape)
    print(np.flip(x[:4]), y.swapaxes(0, 2).shape, np.broadcast_to(np.array([1, 2]), (3, 2)))
    z = x.reshape(4, 6)
    z[0] = 100
    print(x[:7])
    try:
        x.reshape(5, 5)
    except ValueError as error:
        print(error)


def joining():
    a, b = np.array([1, 2, 3]), np.array([4.5, 5.5, 6.5])
    print(np.concatenate([a, b]), np.stack([a, b]), np.stack((a, b), axis=1), np.vstack([a, b]), np.hstack([a, a]))
    print(np.append(a, 9), np.append(b, [1, 2]), np.repeat(a, 2), np.tile(a, 2), np.tile(a, (2, 1)), np.roll(a, 1))
    m = np.arange(6).reshape(2, 3)
    print(np.concatenate((m, m), axis=1), np.repeat(m, 2, axis=0), np.roll(m, 1, axis=1), np.take(m, [0, 2], axis=1))
    for part in np.split(np.arange(6), 3):
        print(part)
    print(np.array_split(np.arange(7), 3))
    rows = []
    for k in range(3):
        rows.append(np.full(2, k))
    print(np.array(rows), np.stack(rows).shape)


def sorting():
    x = np.array([3, 1, 2, 3, 0])
    print(np.sort(x), np.argsort(np.array([0.3, 0.1, 0.2])), np.unique(x), np.nonzero(x), np.where(x > 1))
    values, counts = np.unique(x, return_counts=True)
    print(values, counts, np.bincount(x), np.bincount(x, minlength=6), np.searchsorted(np.sort(x), 2))
    print(np.where(x > 1, x, -1), np.where(x > 1, 0.5, 0), np.cumsum(x), np.diff(x), np.cumprod(x[:3]))
    m = np.array([[3.0, 1.0], [2.0, 5.0]])
    print(np.sort(m, axis=0), np.argsort(m, axis=1), m.cumsum(axis=1), np.cumsum(m))
    print(np.median(x), np.median(m, axis=0), np.percentile(x, 40), np.percentile(m, 75, axis=1), np.quantile(x, 0.5))
    print(np.average(x), np.average(m, weights=np.array([[1.0, 2.0], [3.0, 4.0]])))
    x.sort()
    print(x)


def products():
    a, b = np.array([[1, 2], [3, 4]]), np.array([[0.5, 1.5], [2.5, 3.5]])
    v = np.array([1, 2])
    print(a @ b, a @ v, v @ a, v @ v, np.dot(a, v), np.dot(v, v), v.dot(v), np.matmul(a, a))
    print(np.outer(v, v), np.diag(a), np.diag(v), np.diag(a, k=1), np.trace(a), np.eye(2), np.identity(3))
    print(np.allclose(b, b + 1e-9), np.isclose(b, 1.5), np.allclose(a, b))


def reductions():
    x = np.array([[1.5, -2.0, 3.25], [0.5, 4.0, -1.0]])
    print(x.sum(), x.sum(axis=0), x.sum(axis=1, keepdims=True), x.mean(axis=-1), x.max(axis=0), x.min())
    print(x.std(), x.var(axis=0), x.std(ddof=1), x.prod(), x.argmax(), x.argmax(axis=1), np.argmin(x, axis=0))
    print((x > 0).any(), (x > 0).all(axis=0), (x > 0).sum(), np.mean(x > 0), np.sum([1, 2, 3]), np.max([0.5, 2]))
    print(np.sum(x, axis=(0, 1)), np.mean([[1, 2], [3, 4]], axis=0), np.abs(x), np.sign(x), np.clip(x, -1, 2))
    print(np.maximum(x, 0), np.minimum(x, x.T.reshape(2, 3)), np.sqrt(np.abs(x)), np.round(x), x.round(1))


def kinds():
    a = np.array([250, 5], dtype=np.uint8)
    b = np.array([2**31 - 1, 1], dtype=np.int32)
    c = np.array([0.1, 0.2], dtype=np.float32)
    print(a + a, b + b, c + c, c * 2, c + np.float64(1), a / 2, a.sum(), b.sum(), c.sum(), c.mean(), b * b)
    print([a[0], b[0], c[0]], a.astype(int), c.astype(float), np.array([True, False]) | np.array([False, False]))
    print(np.zeros(3, dtype=int), np.ones((2, 2), dtype=bool), np.full((2,), 7), np.full(2, 0.5), np.zeros_like(c))
    print(-b, ~np.array([True, False]), ~b, a > 100, np.array([1, 2]) == np.array([1, 3]), a.dtype, c.dtype)
    try:
        a + 300
    except OverflowError as error:
        print(error)
    try:
        np.array([1, 2]) + np.array([1, 2, 3])
    except ValueError as error:
        print(error)
    try:
        a[5]
    except IndexError as error:
        print(error)


def texts():
    print(np.array([1.0, 0.5, 1e-3]), np.array([1e10, 1.0]), np.array([1e-5, 1.0]), np.array([np.nan, np.inf, 1.0]))
    print(np.array([1 / 3, 2 / 3]), np.arange(30), np.linspace(0, 1, 11), np.arange(2000), np.zeros((0, 3)).shape)
    print([np.array([1, 2])], [np.array([0.5], dtype=np.float32)], [np.array([True])], {"a": np.array([[1], [2]])})
    print(np.arange(12).reshape(2, 3, 2) / 7, f"{np.array([1.5, 2.5])} {np.float32(0.1)}", str(np.array([[1.5]])))
    print([np.linspace(0, 100, 40).reshape(4, 10)], np.arange(1200).reshape(30, 40))


def in_place():
    x = np.zeros(4)
    y = x
    x += 2
    x[1:3] *= 5
    x[0] -= 1
    x[[0, 3]] += 0.5
    print(x, y)
    m = np.zeros((2, 3))
    m[:, 1] += np.array([1, 2])
    m[0, 0] += 7
    print(m)
    grid = np.zeros((3, 3), dtype=int)
    for i in range(3):
        for j in range(3):
            grid[i, j] = i * j
            grid[i][j] += 1
    print(grid, grid[grid > 2])


def composed_rows():
    a = np.array([[3, 200, 7], [0, 1, 255]], dtype=np.uint8)
    print(a / -3, np.transpose(a, None).tolist(), np.trace(a), np.diag(a).tolist(), np.diag(np.diag(a), 1).tolist())
    print(np.square(a + a), np.std(a, axis=0), np.std(a, ddof=1), np.flatnonzero(a > 5), np.outer(a[0], a[1][1:]))
    b = a.flatten()
    b[0] = 9
    print(a[0, 0], b, a.copy().sum(), np.copy(a.T).tolist(), np.take(a, [[0, 2]], axis=1), a.take(-1))
    x = np.array([0.1, 0.7, 2.3, -9.8], dtype=np.float32)
    print(np.quantile(x, 0.07), np.percentile(x, 99.5), np.quantile(x.astype(float), 0.07), x.astype(None).dtype)
    for fail in (lambda: np.take(a[:, :0], [0], axis=1), lambda: a.reshape(-1, 4), lambda: np.diag(x).reshape(3, -1)):
        try:
            print(fail())
        except (ValueError, IndexError) as error:
            print(error)
