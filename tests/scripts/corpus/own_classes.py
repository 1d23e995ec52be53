"""Classes of the file, whose objects scripts make."""

from dataclasses import dataclass, field


class _Failed(Exception):
    def __init__(self, code, what="it"):
        super().__init__(f"{what} failed with {code}")
        self.code = code
        self.what = what


class _FailedTwice(_Failed):
    def __init__(self, code):
        super().__init__(code, what="all")
        self.again = True


class _Silent(ValueError):
    def __init__(self, code):
        self.code = code


def exceptions_with_attributes():
    for kind in range(4):
        try:
            if kind == 0:
                raise _Failed(3)
            if kind == 1:
                raise _FailedTwice(4)
            if kind == 2:
                raise _Silent(5)
            raise KeyError("k")
        except _Failed as error:
            print(error, error.code, error.what, repr(error), f"{error}")
        except ValueError as error:
            print("silent", error, repr(error))
        except Exception as error:
            print(type(error).__name__, error)
    error = _FailedTwice(1)
    print(error.again, error.code)
    raise error


class _Schedule:
    def __init__(self, base):
        self.base = base

    def __getitem__(self, epoch):
        return self.base * 0.5**epoch

    def __iter__(self):
        return iter([self[epoch] for epoch in range(4)])


class _Matrix:
    def __init__(self, rows):
        self.rows = rows

    def __getitem__(self, at):
        i, j = at
        return self.rows[i][j]

    def __setitem__(self, at, value):
        i, j = at
        self.rows[i][j] = value


class _Tree:
    def __init__(self, value):
        self.value = value
        self.left = None
        self.right = None

    def insert(self, value):
        if value < self.value:
            if self.left is None:
                self.left = _Tree(value)
            else:
                self.left.insert(value)
        elif self.right is None:
            self.right = _Tree(value)
        else:
            self.right.insert(value)

    def walk(self):
        left = self.left.walk() if self.left else []
        right = self.right.walk() if self.right is not None else []
        return [*left, self.value, *right]


def gone_through():
    schedule = _Schedule(0.5)
    print(list(schedule), sum(schedule), max(schedule), schedule[2], [2 * rate for rate in schedule])
    for k, rate in enumerate(schedule):
        print(k, rate)
    print(dict(zip("abc", schedule)), sorted(schedule), 0.25 in list(schedule))


def items_by_pairs():
    matrix = _Matrix([[1, 2], [3, 4]])
    matrix[0, 1] = 7
    matrix[1, 0] += 5
    print(matrix[0, 1], matrix[1, 0], matrix.rows)


def trees():
    root = _Tree(5)
    for value in [3, 8, 1, 4, 7, 9]:
        root.insert(value)
    print(root.walk())
