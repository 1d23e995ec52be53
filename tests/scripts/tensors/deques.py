"""Tensors in deques and in dictionaries with values for other keys."""

import random
from collections import defaultdict, deque

import bml


@bml.function
def observe(i):
    return bml.ops.ones((2,)) * i


@bml.script
def memory_of_tensors():
    memory = deque(maxlen=3)
    for i in range(5):
        memory.append((observe(float(i)), i))
    print(len(memory), float(memory[0][0][0]), memory[-1][1])
    xs, ys = zip(*memory)
    print(float(xs[1][0]), ys)
    batch = random.sample(memory, 2)
    print(len(batch))
    first = memory.popleft()
    print(float(first[0][0]), len(memory))
    memory.extend([(observe(7.0), 7), (observe(8.0), 8)])
    print([float(x[0]) for x, _ in memory])
    memory[0] = (observe(9.0), 9)
    groups = defaultdict(list)
    for x, i in memory:
        groups[i % 2].append(x)
    print({k: [float(x[0]) for x in v] for k, v in groups.items()})
    memory.appendleft((observe(1.0), 1))
    memory.rotate(1)
    print([i for _, i in memory])
    memory.clear()
    print(len(memory))


@bml.script
def aliases(n: int = 3):
    """What falls out of a full deque lives on by its other names."""
    memory = deque(maxlen=1)
    kept = []
    for i in range(n):
        x = observe(float(i))
        memory.append(x)
        kept.append(memory[0])
        memory.appendleft(observe(10.0))
    print([float(x[0]) for x in kept], float(memory.pop()[0]), len(memory))


class Replay:
    def __init__(self, capacity):
        self.buffer = deque(maxlen=capacity)

    def put(self, state, reward):
        self.buffer.append((state, reward))

    def sample(self, count):
        states, rewards = zip(*random.sample(self.buffer, count))
        return states, rewards

    def __len__(self):
        return len(self.buffer)


@bml.script
def replay(steps: int = 6):
    random.seed(1)
    replay = Replay(4)
    for step in range(steps):
        replay.put(observe(float(step)), 0.5 * step)
        if len(replay) >= 3:
            states, rewards = replay.sample(2)
            print(step, sum(float(state[0]) for state in states), sum(rewards))
