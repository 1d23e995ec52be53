"""Tensors that may be None, where an operation does not take None: Python's exceptions, and nothing left behind."""

import bml


@bml.function
def pair(x):
    return x * bml.ops.ones((2,)) + bml.ops.arange(2)


@bml.function
def one(x):
    return x * bml.ops.ones(())


class Memory:
    def __init__(self):
        self.state = None
        self.items = None

    def keep(self, x):
        self.state = x

    def first(self):
        return self.state[0]


@bml.script
def an_attribute_of_none():
    memory = Memory()
    for k in range(3):
        try:
            print(float(memory.first()), float(memory.state[1] * 2), memory.state.shape)
        except TypeError as error:
            print(error)
        memory.keep(pair(1.0 + k))
    return memory.state


@bml.script
def a_name_of_none():
    best = None
    for k in range(4):
        x = pair(float(k))
        try:
            for value in best.numpy():
                print(float(value))
            print(len(best), float(best[0] + x[1]))
        except (AttributeError, TypeError) as error:
            print(error)
        if k == 1:
            best = x
    return best


@bml.script
def lists_with_none():
    slots = [None] * 2
    for k in range(3):
        try:
            first, second = slots[0]
            print(float(first + second), float(slots[1][0] + second))
        except TypeError as error:
            print(error)
        slots[k % 2] = [one(1.0 + k), one(2.0)]
    return slots[0]


@bml.script
def an_exception_leaves_nothing(n: int = 1):
    x = pair(1.0)
    kept = [] if n > 1 else None
    made = [x + 1.0, None]
    try:
        print(float(x[0]), float((x * 2.0)[0]))
        for each in made:
            y = each[0] + x[1]
            print(float(y))
    except TypeError as error:
        print(error)
    try:
        kept.append(x * 3.0)
    except AttributeError as error:
        print(error)
        kept = []
    kept.append(x * 3.0)
    return kept


@bml.script
def not_caught():
    memory = Memory()
    x = pair(1.0) * 2.0
    if float(x[0]) > 5.0:
        memory.keep(x)
    y = x + 1.0
    return memory.first() + y


@bml.script
def a_tensor_or_a_list():
    x = pair(1.0)
    for k in range(2):
        y = x if k else [3.0, 4.0]
        print(float(y[0]), len(y))
