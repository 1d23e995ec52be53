"""Deep Q-learning: a corridor, a replay buffer, a target network, epsilon that decays."""

import random
from collections import deque, namedtuple

import keras
import numpy as np
from keras import layers, ops

import bml

Transition = namedtuple("Transition", ["state", "action", "reward", "next_state", "done"])

LENGTH = 6
GAMMA = 0.95


class Corridor:
    """Walk right to the treasure; each step costs, the left end is a wall."""

    def __init__(self, length=LENGTH, max_steps=20):
        self.length = length
        self.max_steps = max_steps
        self.reset()

    def reset(self):
        self.position = 1
        self.steps = 0
        return self.observe()

    def observe(self):
        state = np.zeros(self.length, dtype=np.float32)
        state[self.position] = 1.0
        return state

    def step(self, action):
        self.steps += 1
        move = 1 if action == 1 else -1
        self.position = max(0, min(self.length - 1, self.position + move))
        found = self.position == self.length - 1
        done = found or self.steps >= self.max_steps
        reward = 1.0 if found else -0.05
        return self.observe(), reward, done


class ReplayBuffer:
    def __init__(self, capacity):
        self.memory = deque(maxlen=capacity)

    def push(self, state, action, reward, next_state, done):
        self.memory.append(Transition(state, action, reward, next_state, done))

    def sample(self, batch_size):
        batch = random.sample(self.memory, batch_size)
        states = np.stack([t.state for t in batch])
        actions = np.array([t.action for t in batch])
        rewards = np.array([t.reward for t in batch], dtype=np.float32)
        next_states = np.stack([t.next_state for t in batch])
        dones = np.array([t.done for t in batch], dtype=np.float32)
        return states, actions, rewards, next_states, dones

    def __len__(self):
        return len(self.memory)


def build_network(seed):
    return keras.Sequential(
        [
            keras.Input((LENGTH,)),
            layers.Dense(16, activation="relu", kernel_initializer=keras.initializers.HeUniform(seed=seed)),
            layers.Dense(2, kernel_initializer=keras.initializers.GlorotUniform(seed=seed + 1)),
        ]
    )


online = build_network(1)
target = build_network(5)
optimizer = keras.optimizers.Adam(0.01)


class Agent:
    def __init__(self, epsilon=1.0, decay=0.9, floor=0.05):
        self.epsilon = epsilon
        self.decay = decay
        self.floor = floor
        self.buffer = ReplayBuffer(200)

    def act(self, state):
        if random.random() < self.epsilon:
            return random.randrange(2)
        q = online(state[None, :])
        return int(ops.argmax(q[0]))

    def learn(self, batch_size=16):
        if len(self.buffer) < batch_size:
            return None
        states, actions, rewards, next_states, dones = self.buffer.sample(batch_size)
        best_next = np.max(target(next_states).numpy(), axis=1)
        targets = rewards + GAMMA * best_next * (1.0 - dones)
        chosen = ops.one_hot(actions, 2)
        with bml.GradientTape() as tape:
            q = ops.sum(online(states) * chosen, axis=1)
            loss = ops.mean(ops.square(targets - q))
        gradients = tape.gradient(loss, online.trainable_variables)
        optimizer.apply_gradients(zip(gradients, online.trainable_variables))
        return float(loss)

    def end_episode(self):
        self.epsilon = max(self.floor, self.epsilon * self.decay)


@bml.script
def train(episodes: int = 12, sync_every: int = 3):
    random.seed(7)
    env = Corridor()
    agent = Agent()
    target.set_weights(online.get_weights())
    returns = []
    for episode in range(episodes):
        state = env.reset()
        total, losses, done = 0.0, [], False
        while not done:
            action = agent.act(state)
            next_state, reward, done = env.step(action)
            agent.buffer.push(state, action, reward, next_state, done)
            state = next_state
            total += reward
            loss = agent.learn()
            if loss is not None:
                losses.append(loss)
        agent.end_episode()
        if episode % sync_every == 0:
            target.set_weights(online.get_weights())
        returns.append(total)
        mean_loss = sum(losses) / len(losses) if losses else float("nan")
        print(f"episode {episode:2d} return {total:5.2f} eps {agent.epsilon:.2f} loss {mean_loss:.4f}")
    print("last three:", round(sum(returns[-3:]) / 3, 3))
    return returns
