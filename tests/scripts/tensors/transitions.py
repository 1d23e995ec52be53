"""Named tuples that hold tensors."""

import random
from collections import deque, namedtuple

import bml

Transition = namedtuple("Transition", ("state", "action", "next_state", "reward"))


@bml.function
def observe(i):
    return bml.ops.ones((2,)) * i


@bml.script
def replay():
    random.seed(0)
    memory = deque([], maxlen=4)
    for i in range(6):
        memory.append(Transition(observe(float(i)), i % 2, observe(i + 1.0), 0.5 * i))
    transitions = random.sample(memory, 3)
    batch = Transition(*zip(*transitions))
    print(batch.action, batch.reward, [float(s[0]) for s in batch.state], float(batch.next_state[0][1]))
    for t in transitions:
        print(t.action, float(t.state[0]), t.reward)
