"""DQN with a replay memory in a deque and a target network."""

import random
from collections import deque

import keras
import numpy as np

import bml

EPISODES = 4


class Walk:
    def __init__(self):
        self.position = 0.0
        self.t = 0

    def reset(self):
        self.position = 0.0
        self.t = 0
        return np.array([self.position, 0.0], dtype=np.float32)

    def step(self, action):
        self.position += 0.25 if action == 1 else -0.25
        self.t += 1
        done = abs(self.position) >= 1.0 or self.t >= 12
        reward = 1.0 if self.position >= 1.0 else -0.05
        return np.array([self.position, self.t / 12], dtype=np.float32), reward, done, {}


model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(2)])
target_model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(2)])
model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.01))
memory = deque(maxlen=200)
env = Walk()


@bml.script
def train():
    random.seed(3)
    gamma, epsilon, epsilon_decay, epsilon_min = 0.95, 1.0, 0.9, 0.1
    batch_size = 8
    target_model.set_weights(model.get_weights())
    scores = []
    for e in range(EPISODES):
        done = False
        score = 0
        state = env.reset()
        state = np.reshape(state, [1, 2])
        while not done:
            if np.random.rand() <= epsilon:
                action = random.randrange(2)
            else:
                q_value = model.predict(state, verbose=0)
                action = int(np.argmax(q_value[0]))
            next_state, reward, done, info = env.step(action)
            next_state = np.reshape(next_state, [1, 2])
            memory.append((state, action, reward, next_state, done))
            if epsilon > epsilon_min:
                epsilon *= epsilon_decay
            if len(memory) >= batch_size:
                mini_batch = random.sample(memory, batch_size)
                update_input = np.zeros((batch_size, 2))
                update_target = np.zeros((batch_size, 2))
                action_, reward_, done_ = [], [], []
                for i in range(batch_size):
                    update_input[i] = mini_batch[i][0]
                    action_.append(mini_batch[i][1])
                    reward_.append(mini_batch[i][2])
                    update_target[i] = mini_batch[i][3]
                    done_.append(mini_batch[i][4])
                target = model.predict(update_input, verbose=0)
                target_val = target_model.predict(update_target, verbose=0)
                for i in range(batch_size):
                    if done_[i]:
                        target[i][action_[i]] = reward_[i]
                    else:
                        target[i][action_[i]] = reward_[i] + gamma * np.amax(target_val[i])
                model.fit(update_input, target, batch_size=batch_size, epochs=1, verbose=0)
            score += reward
            state = next_state
        target_model.set_weights(model.get_weights())
        scores.append(score)
        print("episode:", e, "  score: %.2f" % score, "  memory length:", len(memory), "  epsilon: %.3f" % epsilon)
    print("%.3f" % np.mean(scores[-min(10, len(scores)) :]))
