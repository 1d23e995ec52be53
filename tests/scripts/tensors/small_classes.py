"""Small classes of training loops: a replay buffer, averages, accumulated gradients, pairs that are exchanged."""

import bml


def filled(value):
    """A tensor of its own each time, where one that is known now would be a constant."""
    return bml.ops.full((2,), value)


class Replay:
    def __init__(self, capacity):
        self.capacity = capacity
        self.buffer = []
        self.position = 0

    def push(self, *, state, reward):
        if len(self.buffer) < self.capacity:
            self.buffer.append(None)
        self.buffer[self.position] = (state, reward)
        self.position = (self.position + 1) % self.capacity

    def sample(self, k):
        return [self.buffer[i] for i in range(k)]

    def __len__(self):
        return len(self.buffer)


class Ema:
    def __init__(self, decay):
        self.decay = decay
        self.shadow = {}

    def update(self, name, x):
        if name in self.shadow:
            self.shadow[name] = self.decay * self.shadow[name] + (1 - self.decay) * x
        else:
            self.shadow[name] = x

    def get(self, name):
        return self.shadow[name]


class Acc:
    def __init__(self):
        self.total = None
        self.n = 0

    def add(self, g):
        self.total = g if self.total is None else self.total + g
        self.n += 1
        return self

    def mean(self):
        assert self.total is not None
        return self.total / float(self.n)

    def reset(self):
        self.total, self.n = None, 0


class Pair:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def swapped(self):
        return Pair(self.b, self.a)

    def swap(self):
        self.a, self.b = self.b, self.a

    def __iter__(self):
        return iter([self.a, self.b])

    def __eq__(self, other):
        return float(bml.ops.sum(self.a)) == float(bml.ops.sum(other.a))

    def __len__(self):
        return 2


def s(x):
    return float(bml.ops.sum(x))


@bml.script
def replay():
    buffer = Replay(2)
    for k in range(4):
        buffer.push(state=filled(k * 1.0), reward=k)
    for item in buffer.sample(2):
        assert item is not None
        state, reward = item
        print(s(state), reward, len(buffer))


@bml.script
def ema():
    e = Ema(0.5)
    for k in range(3):
        e.update("w", filled(k * 1.0))
        e.update("b", filled(1.0))
    print(s(e.get("w")), s(e.get("b")), len(e.shadow))


@bml.script
def accumulate():
    a = Acc()
    for k in range(3):
        a.add(filled(k * 1.0)).add(filled(1.0))
    print(s(a.mean()), a.n)
    a.reset()
    a.add(filled(1.0))
    print(s(a.mean()))


@bml.script
def pairs():
    p = Pair(filled(1.0), filled(0.0))
    q = p.swapped()
    print(s(p.a), s(q.a), s(q.b), p == q, p == p, len(p))
    p.swap()
    print(s(p.a), [s(x) for x in p], p == q)
    for x in p:
        p.a = filled(9.0)
        print(s(x))
    p.a = p.b
    p.b = p.a
    p.a = p.a
    x, y = p
    print(s(x), s(y), s(p.a))
    ps = [Pair(p.a, p.b) for _ in range(2)]
    ps[0].swap()
    best = max(ps, key=lambda each: len(each))
    print(s(best.a), len(ps))


@bml.script
def returned():
    p = Pair(filled(1.0), filled(0.0))
    return p.a, [p.b, p.a]
