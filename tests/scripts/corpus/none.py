"""None: tests, optional values that a condition narrows."""
# ruff: noqa


def comparing():
    nothing = None
    print(nothing is None, nothing is not None, nothing == None, str(None), [None], bool(None))


def best_so_far():
    best: int | None = None
    for value in [5, 9, 2]:
        if best is None or value > best:
            best = value
            print("new best", best)
    print(best)
    if best is not None:
        print(best + 1)


def without_an_annotation():
    best = None
    for loss in [0.5, 0.25, 0.75]:
        if best is None or loss < best:
            best = loss
    print(best)


def optional_results():
    def find(items: list[str], wanted: str) -> int | None:
        for i, item in enumerate(items):
            if item == wanted:
                return i
        return None

    for name in ["b", "z"]:
        where = find(["a", "b"], name)
        if where is None:
            print(name, "is missing")
        else:
            print(name, "at", where, where + 1)


def early_return_narrows():
    def half(x: float | None) -> float:
        if x is None:
            return -1.0
        return x / 2

    print(half(3.0), half(None))


def dictionary_get():
    table = {"a": 1, "b": 0}
    for name in ["a", "b", "c"]:
        value = table.get(name)
        if value is None:
            print(name, None)
        elif value:
            print(name, value + 1)
        else:
            print(name, "zero")


def default_arguments():
    def limit(items: list[int], count: int | None = None) -> list[int]:
        if count is None:
            count = len(items)
        return items[:count]

    print(limit([1, 2, 3]), limit([1, 2, 3], 1), limit([1, 2], count=None))


def optional_in_containers():
    values: list[float | None] = [1.0, None, 2.5]
    known = [v for v in values if v is not None]
    print(values, sum(known), len(values) - len(known))


def or_gives_a_default():
    def name_of(value: str | None) -> str:
        return value or "unnamed"

    print(name_of("x"), name_of(None), name_of(""))


def previous_value():
    previous: float | None = None
    for loss in [1.0, 0.75, 0.8]:
        if previous is not None:
            change = loss - previous
            print(f"{change:+.2f}")
        previous = loss


def optional_conditional_expression():
    previous: int | None = None
    deltas: list[int] = []
    for x in [3, 8, 6]:
        deltas.append(0 if previous is None else x - previous)
        previous = x
    print(deltas)


def while_not_none():
    chain: dict[str, str | None] = {"a": "b", "b": "c", "c": None}
    node: str | None = "a"
    while node is not None:
        print(node, end=" ")
        node = chain[node]
    print(node)


def linked_by_index():
    following: list[int | None] = [2, None, 1]
    at: int | None = 0
    order: list[int] = []
    while at is not None:
        order.append(at)
        at = following[at]
    print(order)


def _averaged(beta=0.5):
    state = {"value": None, "count": 0}

    def update(x):
        state["value"] = x if state["value"] is None else beta * state["value"] + (1 - beta) * x
        state["count"] += 1
        return state["value"]

    return update


def keys_that_are_none_at_first():
    ema = _averaged()
    print([ema(x) for x in [1.0, 2.0, 4]])
    best = {"loss": None, "epoch": -1}
    for epoch, loss in enumerate([0.5, 0.25, 0.75]):
        if best["loss"] is None or loss < best["loss"]:
            best["loss"] = loss
            best["epoch"] = epoch
        print(f"{best['loss']:.2f}", best["epoch"] + 1)
    other = best
    if best["loss"] is not None:
        other["loss"] = None
        print(best["loss"])
    if not best["loss"]:
        best["loss"] = 2
        print(best["loss"] + 1)
    print(best)


def keys_forgotten_after_calls():
    table = {"x": None}

    def fill(v):
        table["x"] = v

    fill(2)
    if table["x"] is not None:
        fill(None)
        print(table["x"])
    xs = [1, None]
    d = {"a": None}
    for x in xs:
        d["a"] = x
        print(d["a"] if d["a"] is not None else "none", end=" ")
    print(d)
