"""NumPy: ints of `linspace` below zero, axes that an array does not have, shares of float32 rows, views."""

import numpy as np


def ints_of_linspace():
    for start, stop, count in [(-5, 5, 4), (-3, -1, 7), (0, -10, 4), (2, -7, 6), (-10, 3, 9)]:
        print(
            np.linspace(start, stop, count, dtype=int), np.linspace(start, stop, count, endpoint=False, dtype="int32")
        )
        print(np.linspace(start, stop, count).astype(int))
    print(np.linspace(-1, 0, 5, dtype=bool), np.linspace(0, 10, 5, dtype=np.uint8))


def axes_that_are_not_there():
    x = np.arange(6).reshape(2, 3)
    for axis in [2, -3]:
        try:
            print(x.max(axis=axis))
        except ValueError as error:
            print(type(error).__name__, error)
        try:
            print(np.concatenate([x, x], axis=axis))
        except IndexError as error:
            print(type(error).__name__, error)
        try:
            print(np.argmax(x, axis=axis))
        except KeyError:
            print("never")
        except LookupError as error:
            print(isinstance(error, ValueError), isinstance(error, IndexError), isinstance(error, KeyError))


def other_errors_stay_as_they_are():
    try:
        np.zeros(2).sum(axis=1)
    except ValueError as error:
        print(error)
    try:
        print([1][3])
    except ValueError:
        print("never")
    except IndexError as error:
        print(error)
    try:
        print({}["a"])
    except IndexError:
        print("never")
    except LookupError as error:
        print(error)


def shares_of_float32():
    y = np.array([[3, 1, 4, 1], [5, 9, 2, 6]], dtype=np.float32)
    for q in [0.0, 0.1, 0.3, 0.37, 0.62, 0.99]:
        print(np.quantile(y, q), np.percentile(y, q * 100), np.quantile(y / 3, q, axis=1, keepdims=True))


def sizes_that_are_unknown():
    x = np.arange(6)
    print(x.reshape(-2, 3))
    for shape in [(4, 2), (-1, 4), (-1, -1)]:
        try:
            print(x.reshape(shape))
        except ValueError as error:
            print(error)
    try:
        print(x.reshape(2, 3).transpose(0, 0))
    except ValueError as error:
        print(error)


def views_are_others():
    x = np.arange(3)
    print(x.T is x, x.reshape(-1) is x, np.asarray(x) is x, x[:] is x)
