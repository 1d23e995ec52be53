"""Double networks by value_and_grad over batches drawn from lists; epsilon by a linear schedule."""

import random

import keras
import numpy as np

import bml


def linear_schedule(start_e: float, end_e: float, duration: int, t: int):
    slope = (end_e - start_e) / duration
    return max(slope * t + start_e, end_e)


q_network = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, kernel_initializer="ones")])
target_network = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, kernel_initializer="ones")])
optimizer = keras.optimizers.Adam(0.01)


@bml.function
def td_loss(observations, actions, td_target):
    q_values = q_network(observations)
    old_val = keras.ops.sum(q_values * keras.ops.one_hot(actions, 3), axis=1)
    return keras.ops.mean(keras.ops.square(td_target - old_val))


@bml.script
def train(total_timesteps: int = 12, batch_size: int = 4, gamma: float = 0.99, tau: float = 0.5):
    random.seed(2)
    rb = []
    obs = [0.0, 0.0]
    for global_step in range(total_timesteps):
        epsilon = linear_schedule(1, 0.05, 10, global_step)
        if random.random() < epsilon:
            action = random.randint(0, 2)
        else:
            action = int(np.argmax(q_network.predict(np.array([obs]), verbose=0), axis=1)[0])
        next_obs = [obs[0] + 0.1 * (action - 1), (global_step + 1) / total_timesteps]
        reward = 1.0 if action == 2 else 0.0
        rb.append((obs, action, reward, next_obs))
        obs = next_obs
        if len(rb) >= batch_size and global_step % 2 == 0:
            sampled = random.sample(rb, batch_size)
            observations = np.array([s[0] for s in sampled], dtype=np.float32)
            actions = np.array([s[1] for s in sampled], dtype=np.int32)
            rewards = np.array([s[2] for s in sampled], dtype=np.float32)
            next_observations = np.array([s[3] for s in sampled], dtype=np.float32)
            target_max = np.max(target_network.predict(next_observations, verbose=0), axis=1)
            td_target = rewards + gamma * target_max
            loss, grads = bml.value_and_grad(td_loss)(observations, actions, td_target)
            optimizer.apply(grads, q_network.trainable_variables)
            for target_w, w in zip(target_network.trainable_variables, q_network.trainable_variables):
                target_w.assign(tau * w + (1.0 - tau) * target_w)
            print(f"global_step={global_step}, epsilon={epsilon:.3f}, td_loss={float(loss):.5f}")
