"""Deques and defaultdicts of the module, which scripts fill and read."""

from collections import defaultdict, deque

import bml

memory = deque(maxlen=3)
begun = deque([1, 2])
table = defaultdict(lambda: [0.0, 0.0])
groups = defaultdict(list)
groups["a"].append(1)
counts = defaultdict(int, {"x": 2})


class Agent:
    def __init__(self):
        self.memory = deque(maxlen=2)
        self.q = defaultdict(float)


agent = Agent()


@bml.script
def first():
    for i in range(5):
        memory.append((i, i / 2))
    begun.append(3)
    print(memory, begun)
    table["s"][0] += 1.5
    print(table["s"], table["t"], len(table))
    groups["a"].append(2)
    groups["b"].append(3)
    counts["x"] += 1
    print(groups, counts)
    agent.memory.append(1)
    agent.q["a"] += 0.5
    print(agent.memory, agent.q["a"], agent.q["zz"])


@bml.script
def second():
    memory.append((1, 2.5))
    print(len(memory), memory[-1][1], begun[0], dict(groups), counts["nothing"], len(agent.memory))
