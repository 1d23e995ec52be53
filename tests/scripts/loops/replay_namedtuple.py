"""PyTorch's DQN memory: a namedtuple, a list written in circles, zip(*transitions)."""

import random
from collections import namedtuple

import bml

Transition = namedtuple("Transition", ("state", "action", "next_state", "reward"))


class ReplayMemory(object):
    def __init__(self, capacity):
        self.capacity = capacity
        self.memory = []
        self.position = 0

    def push(self, state, action, next_state, reward):
        if len(self.memory) < self.capacity:
            self.memory.append(None)
        self.memory[self.position] = Transition(state, action, next_state, reward)
        self.position = (self.position + 1) % self.capacity

    def sample(self, batch_size):
        return random.sample(self.memory, batch_size)

    def __len__(self):
        return len(self.memory)


@bml.script
def run(steps: int = 12):
    random.seed(9)
    memory = ReplayMemory(8)
    for i in range(steps):
        memory.push(i, i % 2, i + 1, 0.5 * i)
        if len(memory) < 4:
            continue
        transitions = memory.sample(4)
        total = sum(t.reward for t in transitions)
        actions = [t.action for t in transitions]
        print(i, len(memory), total, actions, transitions[0].next_state - transitions[0].state)
    print(memory.memory[0])
