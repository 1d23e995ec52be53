"""Arrays of the file in scripts."""
# ruff: noqa

import numpy as np

TABLE = np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.7]])
LABELS = np.array([2, 0, 1])
MASK = np.array([True, False, True])
SMALL = np.array([0.1, 0.25], dtype=np.float32)
ROWS = [np.array([1, 2]), np.array([3, 4])]
SCALE = np.float64(0.5)
ONE = np.float32(0.1)


def read():
    print(TABLE, TABLE[0], TABLE[1, 1], TABLE.shape, TABLE.dtype, len(TABLE), [TABLE.mean()])
    print(LABELS, LABELS + 1, [LABELS[0]], LABELS // 2, SMALL, [SMALL * 2], TABLE[MASK], TABLE[LABELS])
    for row, label in zip(TABLE, LABELS):
        print(row, label, row.sum())
    print(
        np.sum(TABLE, axis=0), TABLE @ SMALL, np.argmax(TABLE, axis=1), TABLE.T, TABLE.tolist(), 0.3 in TABLE.tolist()
    )


def in_lists():
    print(ROWS, ROWS[0] + ROWS[1], sum(ROWS))
    for row in ROWS:
        print(row * 2)


def scalars():
    print(SCALE, [SCALE], SCALE + 1, [ONE], ONE + 1, SCALE / 0)


SETTINGS = {"rate": np.float64(0.5), "sizes": np.array([1, 2])}
PAIR = (np.float32(0.1), 2)
BOARD = np.zeros((3, 3), dtype=int)


def in_dictionaries():
    print(SETTINGS, SETTINGS["rate"] / 0, SETTINGS["sizes"] * 2, PAIR, PAIR[0] + PAIR[1])


def changed_here():
    BOARD[1, 1] = 5
    row = BOARD[1]
    row += 1
    print(BOARD)
    BOARD[:] = 0
