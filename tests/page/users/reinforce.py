"""REINFORCE with a baseline on a bandit with states: sampled actions, discounted returns, an entropy bonus."""

import keras
import numpy as np
from keras import layers, ops

import bml

STATES, ACTIONS = 4, 3
GAMMA = 0.9

policy = keras.Sequential(
    [
        keras.Input((STATES,)),
        layers.Dense(8, activation="tanh", kernel_initializer=keras.initializers.GlorotUniform(seed=1)),
        layers.Dense(ACTIONS, kernel_initializer=keras.initializers.GlorotUniform(seed=2)),
    ]
)
value_net = keras.Sequential([keras.Input((STATES,)), layers.Dense(1, kernel_initializer="zeros")])
policy_optimizer = keras.optimizers.Adam(0.05)
value_optimizer = keras.optimizers.Adam(0.05)


class Machine:
    """The right action of a state leads on and pays; a wrong one pays nothing and stays."""

    right = [2, 0, 1, 2]

    def reset(self):
        self.state = 0
        self.turns = 0
        return self.state

    def step(self, action):
        self.turns += 1
        if action == self.right[self.state]:
            self.state += 1
            reward = 1.0
        else:
            reward = -0.1
        done = self.state == STATES or self.turns == 12
        return min(self.state, STATES - 1), reward, done


def one_hot(states):
    return np.eye(STATES, dtype=np.float32)[states]


def discount(rewards):
    returns = []
    running = 0.0
    for reward in rewards[::-1]:
        running = reward + GAMMA * running
        returns.insert(0, running)
    return np.array(returns, dtype=np.float32)


def play(env):
    states, actions, rewards = [], [], []
    state, done = env.reset(), False
    while not done:
        logits = policy(one_hot([state]))
        probabilities = ops.softmax(logits).numpy()[0]
        probabilities = probabilities.astype("float64")
        action = int(np.random.choice(ACTIONS, p=probabilities / probabilities.sum()))
        following, reward, done = env.step(action)
        states.append(state)
        actions.append(action)
        rewards.append(reward)
        state = following
    return states, actions, rewards


@bml.script
def train(episodes: int = 15, beta: float = 0.01):
    np.random.seed(3)
    env = Machine()
    average = None
    for episode in range(episodes):
        states, actions, rewards = play(env)
        inputs, returns = one_hot(states), discount(rewards)
        advantages = returns - value_net(inputs).numpy()[:, 0]
        mask = np.eye(ACTIONS, dtype=np.float32)[actions]
        with bml.GradientTape() as tape:
            log_probs = ops.log_softmax(policy(inputs, training=True))
            chosen = ops.sum(log_probs * mask, axis=-1)
            entropy = -ops.mean(ops.sum(ops.exp(log_probs) * log_probs, axis=-1))
            loss = -ops.mean(chosen * advantages) - beta * entropy
        policy_optimizer.apply_gradients(
            zip(tape.gradient(loss, policy.trainable_variables), policy.trainable_variables)
        )
        with bml.GradientTape() as tape:
            value_loss = ops.mean(ops.square(value_net(inputs)[:, 0] - returns))
        value_optimizer.apply_gradients(
            zip(tape.gradient(value_loss, value_net.trainable_variables), value_net.trainable_variables)
        )
        total = sum(rewards)
        average = total if average is None else 0.9 * average + 0.1 * total
        if episode % 3 == 0:
            print(
                f"episode {episode:2d}: steps {len(actions):2d} return {total:5.2f} average {average:5.2f} "
                f"entropy {float(entropy):.3f} value loss {float(value_loss):.3f}"
            )
    return average
