"""`collections`: deque, defaultdict, Counter."""
# ruff: noqa

import collections
import random
from collections import Counter, defaultdict, deque


def deques():
    random.seed(2)
    d = deque(maxlen=3)
    for i in range(5):
        d.append(i)
    print(d, len(d), d[0], d[-1], d.maxlen, list(d), sum(d), max(d), 3 in d, 9 in d)
    d.appendleft(10)
    print(d, d.popleft(), d.pop(), d)
    e = deque([1, 2, 3, 4])
    e.rotate(1)
    print(e, e.maxlen)
    e.rotate(-2)
    print(e)
    e.extend([5, 6])
    e.extendleft([7, 8])
    print(e, [x * 2 for x in e], sorted(e), list(reversed(e)))
    e[0] = 100
    e.remove(2)
    print(e, bool(e), bool(deque()))
    e.clear()
    print(e)
    try:
        e.popleft()
    except IndexError as error:
        print(error)
    try:
        print(d[7])
    except IndexError as error:
        print(error)
    f = deque(range(10), maxlen=4)
    print(f, random.sample(f, 2), random.choice(f))
    try:
        for x in f:
            f.append(x)
    except RuntimeError as error:
        print(error)
    for k, x in enumerate(f):
        print(k, x, end=" ")
    print()
    g = collections.deque([(1, "a"), (2, "b")], 5)
    g.append((3, "c"))
    xs, ys = zip(*random.sample(g, 2))
    print(len(xs), len(ys), f.copy(), g)
    h = deque()
    h.append(1)
    h.append(2.5)
    print(h)
    queue = deque([0])
    seen = []
    while queue:
        n = queue.popleft()
        seen.append(n)
        for m in (2 * n + 1, 2 * n + 2):
            if m < 7:
                queue.append(m)
    print(seen)


def dictionaries():
    d = defaultdict(list)
    for k, v in [("a", 1), ("b", 2), ("a", 3)]:
        d[k].append(v)
    print(dict(d), d, len(d), d["zz"], "q" in d, d.get("q"))
    n = defaultdict(int)
    for w in "the cat the dog the end".split():
        n[w] += 1
    print(n, sorted(n.items(), key=lambda p: -p[1])[:2])
    q = defaultdict(lambda: [0.0, 0.0])
    q[(1, 2)][0] += 1.5
    print(q[(1, 2)], max(q[(0, 0)]), len(q))
    t = defaultdict(lambda: defaultdict(float))
    t["a"]["x"] += 1.5
    print(t["a"]["x"], t["b"]["y"], len(t))
    plain = dict(n)
    try:
        print(plain["nowhere"])
    except KeyError as error:
        print("missing", error)
    print(len(n), sum(n.values()))
    for k in d:
        print(k, d[k])


def counters():
    c = Counter("abracadabra")
    print(c, c["a"], c["z"], c.most_common(2), len(c))
    c.update("zz")
    c["q"] += 5
    print(c, sum(c.values()), c.total(), sorted(c.elements())[:4])
    c.subtract(["a", "a"])
    print(c["a"], dict(c))
    e = Counter()
    for x in [1, 2, 2]:
        e[x] += 1
    print(e, Counter({"a": 3}), Counter())
    other = Counter([3, 3])
    other.update(e)
    print(other)


def indices_of_deques():
    d = deque([1, 2], maxlen=2)
    for index in (0, -2, 2, -3):
        try:
            d[index] = 5
            print(d)
        except IndexError as error:
            print(error)
    try:
        d.remove(9)
    except ValueError as error:
        print(type(error).__name__)
    deque(maxlen=0).append(1)
    e = deque("abc", None)
    e.extend(e)
    print(e, deque("abc", 2), [deque([1]), deque([2.5])])


def _window(size):
    last = deque(maxlen=size)

    def push(x):
        last.append(x)
        return sum(last) / len(last)

    return push


def deques_in_closures_and_attributes():
    push = _window(2)
    print(push(1), push(2), push(4))
    table = defaultdict(lambda: deque(maxlen=2))
    for k in range(5):
        table[k % 2].append(k)
    print(table[0], list(table[1]))


def changed_defaults():
    d = defaultdict(int)
    try:
        for key in d.keys():
            pass
        d["a"] += 1
        for key in d:
            d[key + "b"] += 1
    except RuntimeError as error:
        print(error)
    print(dict(d), d.pop("a"), d.setdefault("c", 4), d.copy()["new"], len(d), d == {"ab": 1, "c": 4})


def random_steps_of_deques():
    random.seed(7)
    for maxlen in (None, 0, 1, 4):
        d = deque(maxlen=maxlen)
        other = []
        for step in range(120):
            kind = random.randrange(14)
            x = random.randrange(5)
            try:
                if kind <= 2:
                    d.append(x)
                elif kind == 3:
                    d.appendleft(x)
                elif kind == 4:
                    other.append(d.pop())
                elif kind == 5:
                    other.append(d.popleft())
                elif kind == 6:
                    d.extend([x, x + 1])
                elif kind == 7:
                    d.extendleft(range(x))
                elif kind == 8:
                    d.rotate(random.randint(-3, 3))
                elif kind == 9:
                    d.remove(x)
                elif kind == 10:
                    d[random.randint(-3, 3)] = x
                elif kind == 11:
                    other.append(d[random.randint(-3, 3)])
                elif kind == 12:
                    d.extend(d)
                    if len(d) > 20:
                        d.clear()
                else:
                    other.append(sum(d) + (x in d))
            except (IndexError, ValueError) as error:
                print(step, kind, type(error).__name__, end=" ")
        print()
        print(maxlen, d, other[-5:], len(other))


def random_steps_of_counters():
    random.seed(3)
    c, n = Counter(), defaultdict(int)
    for step in range(200):
        x = random.choice("abcde")
        if step % 3 == 0:
            c.update(x * random.randrange(4))
        elif step % 3 == 1:
            c[x] += 1
        else:
            c.subtract([x])
        n[x] += c[random.choice("xyab")]
    print(c, c.most_common(3), c.total(), n, sorted(c.elements())[:3])


def random_steps_of_generators():
    random.seed(5)

    def walk(n):
        position = 0
        for _ in range(n):
            position += random.choice([-1, 1])
            if position == 3:
                return
            yield position

    def paired(xs, ys):
        for x in xs:
            y = next(ys, None)
            if y is None:
                break
            yield x, y

    for n in (0, 3, 30):
        first, second = walk(n), walk(20)
        pairs = paired(first, second)
        taken = []
        for x, y in pairs:
            taken.append(x * y)
            if len(taken) > 8:
                break
        print(n, taken, next(first, "end"), list(pairs)[:3], sum(1 for _ in second))
