"""An actor and a critic, two optimizers, one tape each."""

import keras
import numpy as np

import bml


class Actor:
    def __init__(self, state_dim, action_dim):
        self.model = keras.Sequential(
            [
                keras.Input((state_dim,)),
                keras.layers.Dense(4, activation="relu", kernel_initializer="ones"),
                keras.layers.Dense(action_dim, activation="softmax"),
            ]
        )
        self.opt = keras.optimizers.Adam(0.01)

    def train(self, states, actions, advantages):
        actions = keras.ops.one_hot(actions, 2)
        with bml.GradientTape() as tape:
            logits = self.model(states, training=True)
            log_p = keras.ops.log(keras.ops.sum(logits * actions, axis=1) + 1e-8)
            loss = -keras.ops.mean(log_p * advantages)
        grads = tape.gradient(loss, self.model.trainable_variables)
        self.opt.apply_gradients(zip(grads, self.model.trainable_variables))
        return loss


class Critic:
    def __init__(self, state_dim):
        self.model = keras.Sequential(
            [
                keras.Input((state_dim,)),
                keras.layers.Dense(4, activation="relu", kernel_initializer="ones"),
                keras.layers.Dense(1),
            ]
        )
        self.opt = keras.optimizers.Adam(0.01)

    def train(self, states, td_targets):
        with bml.GradientTape() as tape:
            v_pred = self.model(states, training=True)
            loss = keras.ops.mean(keras.ops.square(td_targets - v_pred))
        grads = tape.gradient(loss, self.model.trainable_variables)
        self.opt.apply_gradients(zip(grads, self.model.trainable_variables))
        return loss


actor = Actor(2, 2)
critic = Critic(2)


@bml.script
def train(max_episodes: int = 3):
    for ep in range(max_episodes):
        states = np.array([[0.1 * i, 0.5] for i in range(4)], dtype=np.float32)
        actions = np.array([0, 1, 1, 0])
        rewards = np.array([[1.0], [0.0], [0.5], [1.0]], dtype=np.float32)
        values = critic.model.predict(states, verbose=0)
        td_targets = rewards + 0.95 * values
        advantages = np.reshape(td_targets - values, -1)
        actor_loss = actor.train(states, actions, advantages)
        critic_loss = critic.train(states, td_targets)
        print("EP{} actor={:.4f} critic={:.4f}".format(ep, float(actor_loss), float(critic_loss)))
