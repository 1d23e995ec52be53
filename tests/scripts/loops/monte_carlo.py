"""Monte Carlo control: samples of an episode, walked through from its end."""

import random
from collections import defaultdict

import bml


class MCAgent:
    def __init__(self, actions):
        self.width = 4
        self.actions = actions
        self.learning_rate = 0.05
        self.discount_factor = 0.9
        self.epsilon = 0.2
        self.samples = []
        self.value_table = defaultdict(float)

    def save_sample(self, state, reward, done):
        self.samples.append([state, reward, done])

    def update(self):
        G_t = 0
        visit_state = []
        for reward in reversed(self.samples):
            state = str(reward[0])
            if state not in visit_state:
                visit_state.append(state)
                G_t = self.discount_factor * (reward[1] + G_t)
                value = self.value_table[state]
                self.value_table[state] = value + self.learning_rate * (G_t - value)

    def get_action(self, state):
        if random.random() < self.epsilon:
            action = random.choice(self.actions)
        else:
            values = [self.value_table[str(move(state, a))] for a in self.actions]
            action = self.actions[values.index(max(values))]
        return int(action)


def move(state, action):
    return min(max(state + (1 if action == 1 else -1), 0), 5)


@bml.script
def train(episodes: int = 30):
    random.seed(7)
    agent = MCAgent([0, 1])
    for episode in range(episodes):
        state, done = 2, False
        length = 0
        while not done and length < 50:
            state = move(state, agent.get_action(state))
            reward = 10 if state == 5 else -1 if state == 0 else 0
            done = state in (0, 5)
            agent.save_sample(state, reward, done)
            length += 1
        agent.update()
        agent.samples.clear()
    for state, value in sorted(agent.value_table.items()):
        print("state", state, "value %.4f" % value)
