"""A bandit of ten arms, greedy with chance epsilon, in NumPy."""

import numpy as np

import bml


class Bandit:
    def __init__(self, k_arm=10, epsilon=0.1, step_size=0.1, sample_averages=False):
        self.k = k_arm
        self.epsilon = epsilon
        self.step_size = step_size
        self.sample_averages = sample_averages
        self.time = 0

    def reset(self):
        self.q_true = np.random.randn(self.k)
        self.q_estimation = np.zeros(self.k)
        self.action_count = np.zeros(self.k)
        self.best_action = np.argmax(self.q_true)
        self.time = 0

    def act(self):
        if np.random.rand() < self.epsilon:
            return np.random.choice(self.k)
        return np.argmax(self.q_estimation)

    def step(self, action):
        reward = np.random.randn() + self.q_true[action]
        self.time += 1
        self.action_count[action] += 1
        if self.sample_averages:
            self.q_estimation[action] += (reward - self.q_estimation[action]) / self.action_count[action]
        else:
            self.q_estimation[action] += self.step_size * (reward - self.q_estimation[action])
        return reward


@bml.script
def simulate(runs: int = 3, time: int = 50):
    np.random.seed(0)
    bandits = [Bandit(epsilon=0.1), Bandit(epsilon=0.2, sample_averages=True)]
    rewards = np.zeros((len(bandits), runs, time))
    best_action_counts = np.zeros(rewards.shape)
    for i, bandit in enumerate(bandits):
        for r in range(runs):
            bandit.reset()
            for t in range(time):
                action = bandit.act()
                reward = bandit.step(action)
                rewards[i, r, t] = reward
                if action == bandit.best_action:
                    best_action_counts[i, r, t] = 1
    mean_best_action_counts = best_action_counts.mean(axis=1)
    mean_rewards = rewards.mean(axis=1)
    for i in range(len(bandits)):
        print(i, f"{mean_rewards[i].mean():.4f}", f"{mean_best_action_counts[i, -10:].mean():.3f}")
    print(mean_rewards.shape)
