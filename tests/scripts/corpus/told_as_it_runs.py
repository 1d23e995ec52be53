"""Operations that do not take all that a value may be: Python's exceptions, caught and not, and their lines."""

import numpy as np


class _Trainer:
    def __init__(self):
        self.best = None
        self.history = None
        self.steps = 0

    def improve(self, score):
        self.best = score

    def worse(self):
        return self.best - 1

    def begin(self):
        self.history = []

    def note(self):
        self.history.append(self.steps)
        self.history.append(self.best)
        return len(self.history)


def _index_of(item, items):
    for k, each in enumerate(items):
        if each == item:
            return k


def _noted(text):
    print(text)
    return 1


def an_attribute_that_init_sets_to_none():
    trainer = _Trainer()
    for k in range(3):
        try:
            print(trainer.worse())
            print(trainer.note())
        except TypeError as error:
            print("type", error)
            trainer.improve(2.0)
        except AttributeError as error:
            print("attribute", error)
            trainer.begin()


def not_caught():
    trainer = _Trainer()
    if trainer.steps > 1:
        trainer.improve(1.0)
    print("before")
    return trainer.worse()


def a_helper_that_may_return_nothing():
    for item in "abx":
        try:
            print(["a", "b"][_index_of(item, "ab")], _index_of(item, "ab") + 1)
        except TypeError as error:
            print(error)


def checked_once():
    best = None
    for score in [3, 1, 2]:
        if best is None:
            best = score
        best = best + score
        print(best - 1, best * 2)
    for k in range(2):
        if k:
            best = None
        try:
            print(best + 1, best + 2)
        except TypeError as error:
            print(error)


def the_others_are_evaluated_first():
    for x in [1, None]:
        try:
            print(x + _noted("right"))
        except TypeError as error:
            print(error)
        try:
            print([1, 2][_noted("index") : x])
        except TypeError as error:
            print(error)
        ys = [5] if x else None
        try:
            ys[_noted("place")] = _noted("value")
        except (TypeError, IndexError) as error:
            print(error)
        try:
            print(ys.index(_noted("argument")))
        except (AttributeError, ValueError) as error:
            print(error)
        f = _noted if x else None
        try:
            f(_noted("given"))
        except TypeError as error:
            print(error)


def both_sides():
    for a in [1, None, 0.5]:
        for b in [2, None, 2.0]:
            try:
                print(a + b, a < b)
            except TypeError as error:
                print(error)


def lists_that_begin_with_none():
    slots = [None] * 3
    slots[1] = [1, 2]
    for slot in slots:
        try:
            print(sum(slot), slot[0], len(slot))
        except TypeError as error:
            print(error)
    try:
        print(sorted(slots, key=lambda slot: slot[0]))
    except TypeError as error:
        print(error)


def in_conditions():
    xs = None
    for k in range(4):
        if k == 2:
            xs = [k]
        if xs is not None and xs[0] + 1 > 2:
            print("yes", xs[0])
        try:
            print("long" if len(xs) > 1 or xs[0] else "short")
        except TypeError as error:
            print(error)


def a_text_or_an_int():
    for x in [1, "s"]:
        try:
            print(x * 2, x in [1], [x] + [x], x == 1, str(x))
            print(x + 1)
            print(-x)
        except TypeError as error:
            print(error)
        try:
            print(x.upper(), x[0])
        except (AttributeError, TypeError) as error:
            print(error)


def a_list_or_a_tuple():
    state = [0.5, 1.5]
    for k in range(3):
        first, second = state
        print(first, second, state[0], state[-1], len(state), list(state), sum(state))
        state = (first + k, second)
    print(state)


def an_index_that_may_be_a_float():
    for i in [1, 0.5, True]:
        try:
            print([10, 20, 30][i], "abc"[i:])
        except TypeError as error:
            print(error)


def a_method_that_one_class_lacks():
    class_of = {0: _Trainer, 1: _Other}
    for k in range(2):
        thing = _Trainer() if k == 0 else _Other()
        try:
            thing.improve(k)
            print(thing.best)
        except AttributeError as error:
            print(error)
    print(len(class_of))


class _Other:
    def shown(self):
        return "other"


def functions_called_with_two_types():
    def add(x):
        return x + 1

    f = add
    print(f(1))
    try:
        f("a")
    except TypeError as error:
        print(error)


def values_of_two_types():
    table = {"a": 1, "b": "x"}
    for key in table:
        try:
            print(table[key] + 1)
        except TypeError as error:
            print(error)
    return table.get("c") + 1


def in_a_comprehension():
    rows = [1, None, 3]
    try:
        print([row + 1 for row in rows])
    except TypeError as error:
        print(error)
    print([row + 1 if row is not None else 0 for row in rows])


def augmented():
    total = None
    names = {"a": None, "b": [1]}
    for k in range(2):
        try:
            total += k
        except TypeError as error:
            print(error)
            total = 5
        for name in names:
            try:
                names[name] += [k]
            except TypeError as error:
                print(error)
    print(total, names)


def behind_a_try():
    x = None
    for k in range(3):
        try:
            x = x + 1
        except TypeError:
            x = k
        finally:
            print(x)


def items_that_may_be_none():
    for filled in range(4):
        slots = [None] * 3
        words = [None] * 2
        for k in range(filled):
            slots[k] = 2.5 - k
        for k in range(min(filled, 2)):
            words[k] = "ab"[k]
        for order in range(2):
            if order:
                slots.reverse()
                words.reverse()
            for way in range(5):
                try:
                    if way == 0:
                        print(sum(slots))
                    elif way == 1:
                        print(max(slots))
                    elif way == 2:
                        print(min(slots))
                    elif way == 3:
                        print(sorted(slots), sorted(words, key=lambda word: word))
                    else:
                        print(sorted(words), max(words))
                except TypeError as error:
                    print(error)


def items_of_records():
    rows = [{"name": "a", "score": None}, {"name": "b", "score": 2.0}]
    for k in range(2):
        try:
            print(
                sorted(rows, key=lambda row: row["score"])[0]["name"], max(rows, key=lambda row: row["score"])["name"]
            )
        except TypeError as error:
            print(error)
        try:
            print(sum(row["score"] for row in rows), sum([row["score"] for row in rows], 0.5))
        except TypeError as error:
            print(error)
        rows[0]["score"] = 3.0


def rows_that_may_be_none():
    buffer = [None] * 3
    for k in range(3):
        try:
            states, rewards = zip(*buffer)
            print(states, rewards, sum(rewards))
        except TypeError as error:
            print(error)
        buffer[k] = (k, k * 0.5)
    states, rewards = zip(*buffer)
    print(states, max(rewards))


def sums_of_ints_or_none():
    counts = [1, None, 2]
    try:
        print(sum(counts))
    except TypeError as error:
        print(error)
    counts[1] = 5
    print(sum(counts), max(counts), sorted(counts), min(counts))


def arrays_and_none():
    w = None
    for k in range(3):
        g = np.array([1.0, 2.0]) * k
        for way in range(6):
            try:
                if way == 0:
                    print(w + g)
                elif way == 1:
                    print(g - w, np.dot(w, g))
                elif way == 2:
                    print(np.mean(w), w.sum(), w.shape)
                elif way == 3:
                    print(g < w, -w, w[0])
                elif way == 4:
                    print(np.sqrt(w), np.maximum(w, 1.5), w @ g)
                else:
                    w *= 0.5
                    print(w)
            except TypeError as error:
                print("type", error)
            except AttributeError as error:
                print("attribute", error)
        if k == 1:
            w = np.ones(2) * 4
