"""Q-learning in a grid world, with a table of texts."""

import random
from collections import defaultdict

import bml


class Env:
    def __init__(self, width=4, height=4):
        self.width = width
        self.height = height
        self.goal = [width - 1, height - 1]
        self.traps = [[1, 2], [2, 1]]
        self.state = [0, 0]

    def reset(self):
        self.state = [0, 0]
        return list(self.state)

    def step(self, action):
        x, y = self.state
        if action == 0 and y > 0:
            y -= 1
        elif action == 1 and y < self.height - 1:
            y += 1
        elif action == 2 and x > 0:
            x -= 1
        elif action == 3 and x < self.width - 1:
            x += 1
        self.state = [x, y]
        if self.state == self.goal:
            return list(self.state), 100, True
        if self.state in self.traps:
            return list(self.state), -100, True
        return list(self.state), 0, False


class QLearningAgent:
    def __init__(self, actions):
        self.actions = actions
        self.learning_rate = 0.1
        self.discount_factor = 0.9
        self.epsilon = 0.9
        self.q_table = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])

    def learn(self, state, action, reward, next_state):
        current_q = self.q_table[state][action]
        new_q = reward + self.discount_factor * max(self.q_table[next_state])
        self.q_table[state][action] += self.learning_rate * (new_q - current_q)

    def get_action(self, state):
        if random.random() > self.epsilon:
            return random.choice(self.actions)
        return self.arg_max(self.q_table[state])

    @staticmethod
    def arg_max(state_action):
        max_index_list = []
        max_value = state_action[0]
        for index, value in enumerate(state_action):
            if value > max_value:
                max_index_list.clear()
                max_value = value
                max_index_list.append(index)
            elif value == max_value:
                max_index_list.append(index)
        return random.choice(max_index_list)


@bml.script
def train(episodes: int = 60):
    random.seed(4)
    env = Env()
    agent = QLearningAgent(actions=list(range(4)))
    wins = 0
    for episode in range(episodes):
        state = env.reset()
        steps = 0
        while True:
            action = agent.get_action(str(state))
            next_state, reward, done = env.step(action)
            agent.learn(str(state), action, reward, str(next_state))
            state = next_state
            steps += 1
            if done or steps > 100:
                break
        wins += reward == 100
        if episode % 20 == 19:
            print("episode:", episode, "wins:", wins, "states:", len(agent.q_table))
    for key in sorted(agent.q_table)[:5]:
        print(key, ["%.2f" % q for q in agent.q_table[key]])
    return wins


if __name__ == "__main__":
    train()
