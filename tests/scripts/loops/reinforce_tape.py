"""REINFORCE: an episode's log probabilities on a tape, discounted rewards on the host."""

import keras
import numpy as np

import bml

policy = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(4, activation="tanh", kernel_initializer="ones"), keras.layers.Dense(2)]
)
optimizer = keras.optimizers.Adam(0.05)
states = np.array([[0.1, 0.2], [0.3, -0.1], [0.5, 0.4], [-0.2, 0.3]], dtype="float32")


def discount_rewards(rewards, gamma=0.9):
    discounted_rewards = np.zeros_like(rewards)
    running_add = 0
    for t in reversed(range(0, len(rewards))):
        running_add = running_add * gamma + rewards[t]
        discounted_rewards[t] = running_add
    return discounted_rewards


@bml.script
def train(episodes: int = 3):
    rng_actions = [0, 1, 1, 0]
    for episode in range(episodes):
        rewards = np.array([1.0, 0.5, -0.25, 2.0])
        returns = discount_rewards(rewards)
        returns = (returns - returns.mean()) / (returns.std() + 1e-8)
        weights = np.zeros((4, 2), dtype=np.float32)
        for i, action in enumerate(rng_actions):
            weights[i, action] = returns[i]
        with bml.GradientTape() as tape:
            logits = policy(states, training=True)
            log_probs = keras.ops.log_softmax(logits)
            loss = -keras.ops.mean(keras.ops.sum(log_probs * weights, axis=1))
        grads = tape.gradient(loss, policy.trainable_variables)
        optimizer.apply_gradients(zip(grads, policy.trainable_variables))
        print(f"Episode {episode + 1}: loss {float(loss):.4f}, return {sum(rewards):.2f}")
