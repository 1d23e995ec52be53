"""DDPG's noise and its soft update of a target network."""

import keras
import numpy as np

import bml


class OUNoise:
    def __init__(self, action_dimension, mu=0, theta=0.15, sigma=0.2):
        self.action_dimension = action_dimension
        self.mu = mu
        self.theta = theta
        self.sigma = sigma
        self.state = np.ones(self.action_dimension) * self.mu
        self.reset()

    def reset(self):
        self.state = np.ones(self.action_dimension) * self.mu

    def noise(self):
        x = self.state
        dx = self.theta * (self.mu - x) + self.sigma * np.random.randn(len(x))
        self.state = x + dx
        return self.state


actor = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="ones")])
target_actor = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="zeros")])


def update_target(tau):
    new_weights = []
    target_variables = target_actor.get_weights()
    for i, variable in enumerate(actor.get_weights()):
        new_weights.append(variable * tau + target_variables[i] * (1 - tau))
    target_actor.set_weights(new_weights)


@bml.script
def train(episodes: int = 3, tau: float = 0.1):
    np.random.seed(6)
    ou = OUNoise(1)
    for ep in range(episodes):
        ou.reset()
        for t in range(4):
            state = np.array([[0.1 * t, 0.2]])
            action = actor.predict(state, verbose=0)[0]
            noisy = np.clip(action + ou.noise(), -1, 1)
        update_target(tau)
        print(
            "Episode * {} * action is ==> {:.4f} target {:.4f}".format(
                ep, noisy[0], float(target_actor.get_weights()[0][0, 0])
            )
        )
