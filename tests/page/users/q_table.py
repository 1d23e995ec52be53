"""Q-learning with a table on a frozen lake: epsilon greedy, slippery ice, the policy drawn with arrows."""

import random

import numpy as np

import bml

LAKE = ["SFFF", "FHFH", "FFFH", "HFFG"]
MOVES = {0: (0, -1), 1: (1, 0), 2: (0, 1), 3: (-1, 0)}
ARROWS = "<v>^"


class FrozenLake:
    def __init__(self, lake, slip=0.2):
        self.lake = lake
        self.rows, self.columns = len(lake), len(lake[0])
        self.slip = slip
        self.position = (0, 0)

    @property
    def state(self):
        row, column = self.position
        return row * self.columns + column

    def reset(self):
        self.position = (0, 0)
        return self.state

    def step(self, action):
        if random.random() < self.slip:
            action = (action + random.choice([-1, 1])) % 4
        row, column = self.position
        down, right = MOVES[action]
        row = min(max(row + down, 0), self.rows - 1)
        column = min(max(column + right, 0), self.columns - 1)
        self.position = (row, column)
        tile = self.lake[row][column]
        return self.state, float(tile == "G"), tile in "HG", {"tile": tile}


class QTable:
    def __init__(self, states, actions, alpha=0.5, gamma=0.95):
        self.q = np.zeros((states, actions))
        self.alpha = alpha
        self.gamma = gamma

    def best(self, state):
        values = self.q[state]
        top = np.flatnonzero(values == values.max())
        return int(random.choice(top.tolist()))

    def update(self, state, action, reward, following, done):
        target = reward if done else reward + self.gamma * self.q[following].max()
        error = target - self.q[state, action]
        self.q[state, action] += self.alpha * error
        return abs(error)


def drawn(table, lake):
    lines = []
    for row, tiles in enumerate(lake):
        line = ""
        for column, tile in enumerate(tiles):
            state = row * len(tiles) + column
            line += tile if tile in "HG" else ARROWS[int(np.argmax(table.q[state]))]
        lines.append(line)
    return lines


@bml.script
def learn(episodes: int = 300, report: int = 100):
    random.seed(11)
    env, table = FrozenLake(LAKE), QTable(16, 4)
    wins, ends = [], {}
    epsilon = 1.0
    for episode in range(1, episodes + 1):
        state = env.reset()
        total, errors = 0.0, []
        for _ in range(60):
            action = random.randrange(4) if random.random() < epsilon else table.best(state)
            following, reward, done, info = env.step(action)
            errors.append(table.update(state, action, reward, following, done))
            total += reward
            state = following
            if done:
                ends[info["tile"]] = ends.get(info["tile"], 0) + 1
                break
        wins.append(total)
        epsilon = max(0.05, epsilon * 0.985)
        if episode % report == 0:
            share = sum(wins[-report:]) / report
            print(f"{episode:4d}: wins {share:.2f} epsilon {epsilon:.3f} error {np.mean(errors):.5f}")
    print(dict(sorted(ends.items())))
    for line in drawn(table, LAKE):
        print(line)
    print(np.round(table.q[0], 3), table.q.max().round(3))
    return sum(wins)
