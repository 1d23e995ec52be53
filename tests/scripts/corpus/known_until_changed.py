"""What a test shows of an attribute is known until something may change that: also another operand, item or caller."""
# ruff: noqa


class Box:
    def __init__(self, value):
        self.value = value
        self.asked = 0

    def empty(self):
        self.value = None
        return 1

    def toggle(self):
        self.value = None if self.asked % 2 else 3
        self.asked += 1
        return 1


def _maybe(k):
    return 3 if k == 0 else None


def by_operands():
    for k in range(2):
        box = Box(_maybe(k))
        try:
            print(box.value + box.empty())
            print("none" if box.value is None else "some")
            print(box.value + 1)
        except TypeError as error:
            print(error)
        items = [_maybe(k), 5]
        try:
            print(items[0] + len([items := [None]]), items[0] is None)
        except TypeError as error:
            print(error)


def by_parts_that_may_not_run():
    for flag in (True, False):
        box = Box(3)
        if box.value is not None:
            print(flag and box.empty(), "none" if box.value is None else "some")
        box = Box(3)
        if box.value is not None:
            print(box.empty() if flag else 2, "none" if box.value is None else "some")
        box = Box(3)
        if box.value is not None:
            if flag and box.empty() > 0:
                print("none" if box.value is None else "some")
            print("none" if box.value is None else "some")
        box = Box(3)
        if box.value is not None and box.empty() and flag:
            print("none" if box.value is None else "some")


def by_items():
    box = Box(3)
    if box.value is not None:
        print([box.empty() for k in range(2)], "none" if box.value is None else "some")
    box = Box(3)
    if box.value is not None:
        try:
            print([box.value + box.empty() for k in range(2)])
        except TypeError as error:
            print(error)
    box = Box(3)
    if box.value is not None:
        print([["none" if box.value is None else "some" for j in range(2)] + [str(box.empty())] for k in range(2)])
    box = Box(3)
    if box.value is not None:
        print(["none" if box.value is None else "some" if box.toggle() else "" for k in range(4)])
        print(any(box.empty() > 1 for k in range(2)), "none" if box.value is None else "some")


def by_who_asks():
    box = Box(3)
    if box.value is not None:
        values = (box.value + k for k in range(3))
        print(next(values))
        box.empty()
        try:
            print(next(values))
        except TypeError as error:
            print(error)
    box = Box(3)

    def given():
        if box.value is not None:
            yield box.value
            yield 0 if box.value is None else 1

    for value in given():
        print(value)
        box.empty()


def by_owners():
    boxes, table = [Box(1), Box(None)], {"a": Box(1), "b": Box(None)}
    if boxes[0].value is not None:
        boxes.reverse()
        print("none" if boxes[0].value is None else "some")
        boxes[0], boxes[1] = boxes[1], boxes[0]
    k, key = 0, "a"
    if boxes[k].value is not None and table[key].value is not None:
        k, key = 1, "b"
        print("none" if boxes[k].value is None else "some", "none" if table[key].value is None else "some")
    if boxes[0].value is not None:
        boxes = boxes[::-1]
        print("none" if boxes[0].value is None else "some")
    if table["a"].value is not None:
        table["a"] = table["b"]
        print("none" if table["a"].value is None else "some")


def by_names_of_comprehensions():
    box, others = Box(1), [Box(None), Box(2)]
    if box.value is not None:
        print([0 if box.value is None else box.value for box in others])
        print([box.value + 1 for box in others if box.value is not None], box.value)


def by_a_finally():
    box, table = Box(3), {"a": 1, "b": None}
    if box.value is not None and table["a"] is not None:
        try:
            print(box.value)
        finally:
            box.empty()
            table["a"] = None
        print("none" if box.value is None else "some", "none" if table["a"] is None else "some")
