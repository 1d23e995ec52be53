"""An own environment in gym's style, with its physics, and a policy of two rules."""

import math
import random

import bml


class CartPoleEnv:
    metadata = {"render.modes": ["human"]}
    gravity = 9.8

    def __init__(self):
        self.masscart = 1.0
        self.masspole = 0.1
        self.total_mass = self.masspole + self.masscart
        self.length = 0.5
        self.polemass_length = self.masspole * self.length
        self.force_mag = 10.0
        self.tau = 0.02
        self.theta_threshold_radians = 12 * 2 * math.pi / 360
        self.x_threshold = 2.4
        self.state = None
        self.steps_beyond_done = None

    def reset(self):
        self.state = [random.uniform(-0.05, 0.05) for _ in range(4)]
        self.steps_beyond_done = None
        return self.state

    def step(self, action):
        assert action in (0, 1), "%r invalid" % action
        x, x_dot, theta, theta_dot = self.state
        force = self.force_mag if action == 1 else -self.force_mag
        costheta, sintheta = math.cos(theta), math.sin(theta)
        temp = (force + self.polemass_length * theta_dot**2 * sintheta) / self.total_mass
        thetaacc = (self.gravity * sintheta - costheta * temp) / (
            self.length * (4.0 / 3.0 - self.masspole * costheta**2 / self.total_mass)
        )
        xacc = temp - self.polemass_length * thetaacc * costheta / self.total_mass
        x = x + self.tau * x_dot
        x_dot = x_dot + self.tau * xacc
        theta = theta + self.tau * theta_dot
        theta_dot = theta_dot + self.tau * thetaacc
        self.state = (x, x_dot, theta, theta_dot)
        done = x < -self.x_threshold or x > self.x_threshold or abs(theta) > self.theta_threshold_radians
        if not done:
            reward = 1.0
        elif self.steps_beyond_done is None:
            self.steps_beyond_done = 0
            reward = 1.0
        else:
            self.steps_beyond_done += 1
            reward = 0.0
        return list(self.state), reward, done, {}


def basic_policy(obs):
    angle = obs[2]
    return 0 if angle < 0 else 1


@bml.script
def run(episodes: int = 5):
    random.seed(42)
    env = CartPoleEnv()
    totals = []
    for episode in range(episodes):
        episode_rewards = 0
        obs = env.reset()
        for step in range(200):
            obs, reward, done, info = env.step(basic_policy(obs))
            episode_rewards += reward
            if done:
                break
        totals.append(episode_rewards)
    print(totals, max(totals), sum(totals) / len(totals))
