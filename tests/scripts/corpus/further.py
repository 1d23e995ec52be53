"""Ways of writing that a program can do without, and that people use."""
# ruff: noqa
# fmt: off


def a_mutable_default_is_shared():
    def collect(x: int, items: list[int] = []) -> list[int]:
        items.append(x)
        return items

    print(collect(1), collect(2), collect(3, [0]), collect(4))
    collect(5)
    print(collect(6))


def bare_except():
    for n in [1, 0]:
        try:
            print(1 // n)
        except:
            print("caught")


def a_name_of_another_type_in_another_loop():
    for x in [1, 2]:
        print(x + 1)
    for x in ["a"]:
        print(x + "b")
    print(x)


def names_that_a_loop_may_not_set():
    for last in range(3):
        pass
    print(last)
    for n in range(2, 5):
        half = n // 2
    print(half, n)


def names_that_a_loop_did_not_set():
    for n in range(0):
        kept = n
    print("before")
    print(kept)


def deleted_names():
    x = 1
    y = x + 1
    del x
    print(y)
    x = 5
    print(x)


def bits():
    for a, b in [(12, 10), (-7, 3), (255, -256)]:
        print(a & b, a | b, a ^ b, ~a, a << 2, a >> 1)
    flags = 0
    flags |= 4
    flags &= ~1
    flags ^= 2
    flags <<= 3
    print(flags, 5 & 1 == 1, (5 & 1) == 1, bin(10), hex(255), 1 << 40)


def identity():
    a = [1]
    b = a
    c = [1]
    d = {"x": 1}
    print(a is b, a is c, a is not c, d is d, b is not a)


def equal_to_none():
    best = None
    print(best == None, best != None, best == 1)
    for x in [2, 1]:
        best = x
    print(best, best == 1, best != None)


def updates_by_keyword():
    logs = {"loss": 0.5}
    logs.update(accuracy=0.25, loss=0.75)
    print(logs, dict(a=1, b=2))


def stars_in_lists():
    a, b = [1, 2], [3]
    print([*a, 9, *b], [*range(3)], [*"ab"])


def stars_in_dictionaries():
    base = {"rate": 0.1, "decay": 0.0}
    print({**base, "decay": 0.5}, {"first": 1.0, **base}, base)


def map_and_filter():
    print(list(map(str, [1, 2])), list(filter(lambda x: x > 1, [1, 2, 3])), sum(map(abs, [-1, 2])))
    print(list(map(int, "1 2 3".split())), ",".join(map(str, [1.5, 2.0])), max(map(len, ["a", "bbb"])))


def methods_as_keys():
    counts = {"a": 3, "b": 1, "c": 2}
    print(max(counts, key=counts.get), sorted(counts, key=counts.get), min(counts, key=lambda k: counts[k]))
    print(sorted(["b", "A", "c"], key=str.lower), sorted(["10", "9"], key=int), max(["x", "yy"], key=len))


def functions_that_nothing_calls():
    def unused(x):
        return x.nothing

    print("fine")


def empty_containers_that_nothing_fills():
    items = []
    table = {}
    print(items, table, len(items), not table)


def lambdas_with_names():
    double = lambda x: x * 2
    area = lambda a, b: a * b
    print(double(4), area(2, 3), [double(n) for n in range(3)])


def lines_with_several_statements():
    a = 1; b = 2; print(a + b)
    if a < b: print("less")
    for i in range(2): print(i)


def numbers_with_underscores():
    print(1_000_000, 0x1F, 0b101, 0o17, 1e3, 1_0.5, .5, 5.)


def chained_methods_over_lines():
    text = (
        "  Loss 0.5 "
        .strip()
        .lower()
    )
    total = 1 + \
        2
    print(text, total)


def not_in_and_is_not():
    items = [1, 2]
    nothing = None
    print(3 not in items, not 3 in items, nothing is not None, not nothing is None)


def strings_in_conditions():
    mode = "train"
    if mode == "train" or mode == "fit":
        print("training")
    if mode in ("test", "train"):
        print("known")
    if mode in ["x"] or not mode:
        print("never")


def ranges_by_len():
    names = ["a", "b"]
    for i in range(len(names)):
        print(i, names[i])
    for i in reversed(range(len(names))):
        print(names[i])
    while len(names) > 0:
        names.pop()
    print(names)
