"""Lists: literals, methods, aliases, operators, sorting, unpacking."""
# ruff: noqa


def literals_and_length():
    a = [1, 2, 3]
    b: list[float] = []
    c = [[1, 2], [3], []]
    print(a, b, c, len(a), len(b), len(c), len(c[0]), [1] * 3, [0.0] * 2, [1, 2] + [3], [True, False])


def append_extend_insert():
    a = [1]
    a.append(2)
    a.extend([3, 4])
    a.extend(range(5, 7))
    a.insert(0, 0)
    a.insert(100, 9)
    a.insert(-1, 8)
    a.insert(-100, -1)
    a += [10, 11]
    print(a)


def pop_and_remove():
    a = [5, 3, 5, 1, 4]
    print(a.pop(), a, a.pop(0), a, a.pop(-2), a)
    a.remove(3)
    print(a)
    a.clear()
    print(a, len(a))


def del_of_items():
    a = [0, 1, 2, 3, 4, 5]
    del a[0]
    del a[-1]
    print(a)
    del a[1:3]
    print(a)


def index_and_count():
    a = [3, 1, 3, 2]
    print(a.index(3), a.index(2), a.index(3, 1), a.count(3), a.count(9), [[1], [2]].index([2]), ["a", "b"].count("a"))


def reverse_and_copy():
    a = [1, 2, 3]
    b = a.copy()
    c = list(a)
    d = a[:]
    a.reverse()
    print(a, b, c, d, list(reversed(b)), a == b, b == c == d)


def aliases_see_changes():
    a = [1, 2]
    b = a
    b.append(3)
    a[0] = 9
    print(a, b)
    a = a + [4]
    b.append(5)
    print(a, b)
    c = a
    c += [6]
    print(a, c)


def nested_aliases():
    row = [0, 0]
    grid = [row, row, [0, 0]]
    grid[0][1] = 7
    print(grid, row)
    copies = [list(r) for r in grid]
    copies[0][0] = 5
    print(grid, copies)
    shared = [[0] * 2] * 3
    shared[0][0] = 1
    print(shared)


def functions_change_their_arguments():
    def push(items: list[int], value: int) -> None:
        items.append(value)
        items = [100]
        items.append(value)

    a: list[int] = []
    push(a, 1)
    push(a, 2)
    print(a)


def sorting():
    a = [3, 1, 2]
    a.sort()
    print(a)
    a.sort(reverse=True)
    print(a, sorted([2.5, -1.0, 0.0]), sorted(["b", "A", "a"]), sorted([(2, "a"), (1, "b"), (1, "a")]), sorted([]))
    print(
        sorted([[2], [1, 5], [1]]), sorted([True, False, True]), sorted(range(5), reverse=True), sorted([10, 9, 1, 100])
    )


def sorting_by_key():
    words = ["pear", "fig", "apple", "kiwi"]
    words.sort(key=len)
    print(words)
    words.sort(key=lambda w: w[-1])
    print(
        words,
        sorted(words, key=lambda w: (-len(w), w)),
        sorted([-3, 2, -1], key=abs),
        sorted(words, key=len, reverse=True),
    )


def sorting_is_stable():
    records = [("a", 2), ("b", 1), ("c", 2), ("d", 1), ("e", 0)]
    print(sorted(records, key=lambda r: r[1]))
    print(sorted(records, key=lambda r: r[1], reverse=True))


def min_max_with_key():
    items = [("x", 3), ("y", 9), ("z", 9)]
    print(
        max(items, key=lambda p: p[1]), min(items, key=lambda p: p[1]), max([-5, 3], key=abs), min(["bb", "a"], key=len)
    )
    print(max([1, 2, 3], default=0), max([], default=-1), min((), default=7))


def unpacking():
    a, b = [1, 2]
    (c, d), e = (3, 4), 5
    first, *rest = [1, 2, 3]
    *init, last = [1, 2, 3]
    head, *middle, tail = [1, 2, 3, 4]
    a, b = b, a
    print(a, b, c, d, e, first, rest, init, last, head, middle, tail)
    for x, (y, z) in [(1, (2, 3)), (4, (5, 6))]:
        print(x + y + z)


def swapping_items():
    a = [1, 2, 3]
    a[0], a[2] = a[2], a[0]
    i = 0
    i, a[i] = 1, 5
    print(a, i)


def augmented_items():
    counts = [0, 0, 0]
    for i in [0, 2, 2, 1, 2]:
        counts[i] += 1
    counts[-1] *= 10
    print(counts)
    grid = [[1.0, 2.0], [3.0, 4.0]]
    grid[1][0] /= 2
    print(grid)


def augmented_item_evaluates_its_index_once():
    calls: list[int] = []

    def where() -> int:
        calls.append(1)
        return 0

    a = [5]
    a[where()] += 2
    print(a, calls)


def comparing_and_finding():
    a = [1, 2, 3]
    print(a == [1, 2, 3], a < [1, 2, 4], 2 in a, 5 in a, [] in [[]], a != [3, 2, 1], max(a) - min(a), sum(a) / len(a))


def stack_and_queue():
    stack: list[str] = []
    for word in "push a push b pop push c pop pop".split():
        if word == "pop":
            print(stack.pop())
        elif word != "push":
            stack.append(word)
    queue = [1, 2, 3]
    while queue:
        item = queue.pop(0)
        if item < 3:
            queue.append(item + 2)
        print(item, queue)


def mutation_while_iterating():
    a = [1, 2, 3]
    for x in a:
        if x < 3:
            a.append(x + 2)
    print(a)
    b = [1, 2, 3, 4]
    for x in b:
        b.remove(x)
    print(b)


def lists_of_records():
    people = [{"name": 1.0, "age": 30.0}, {"name": 2.0, "age": 25.0}]
    people.sort(key=lambda p: p["age"])
    print([p["name"] for p in people], people[0])


def list_is_its_own_truth():
    history: list[float] = []
    print(history[-1] if history else None)
    history.append(0.5)
    print(history[-1] if history else None)


def multiplication_and_in_place():
    a = [1, 2]
    a *= 2
    print(a, a * 0, 3 * [0], [[]] * 2)
