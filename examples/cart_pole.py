"""A pole on a cart, balanced by a policy that learns from its own trials: REINFORCE with a baseline."""

import math
import random

import bml
from bml import layers

GRAVITY, CART, POLE, HALF_LENGTH, FORCE, SECONDS = 9.8, 1.0, 0.1, 0.5, 10.0, 0.02
EDGE, STEEPEST = 2.4, 12 * 2 * math.pi / 360

policy = bml.Sequential([
    bml.Input((4,)),
    layers.Dense(32, activation="tanh"),
    layers.Dense(2, activation="softmax"),
])


@bml.function
def probabilities(state: bml.TensorSpec((4,))) -> bml.Probabilities(["left", "right"]):
    """Where to push: the state is the cart's place and speed, the pole's angle and how fast it turns."""
    return policy(bml.ops.reshape(state, (1, 4)))[0]


@bml.function
def _loss(
    states: bml.TensorSpec(("n", 4)), actions: bml.TensorSpec(("n",), "int32"), advantages: bml.TensorSpec(("n",))
):
    chosen = bml.ops.sum(policy(states) * bml.one_hot(actions, 2), axis=-1)
    return -bml.ops.mean(bml.ops.log(chosen) * advantages)


@bml.script
def train(episodes: int = 400, batch: int = 10, discount: float = 0.99, learning_rate: float = 0.01):
    """Trials in batches; each batch is one step of the optimizer."""

    def push(state, action):
        """The laws of Barto, Sutton and Anderson (1983), one Euler step."""
        x, speed, angle, turning = state
        force = FORCE if action == 1 else -FORCE
        mass = CART + POLE
        moved = (force + POLE * HALF_LENGTH * turning**2 * math.sin(angle)) / mass
        turned = (GRAVITY * math.sin(angle) - math.cos(angle) * moved) / (
            HALF_LENGTH * (4 / 3 - POLE * math.cos(angle) ** 2 / mass)
        )
        pushed = moved - POLE * HALF_LENGTH * turned * math.cos(angle) / mass
        return [x + SECONDS * speed, speed + SECONDS * pushed, angle + SECONDS * turning, turning + SECONDS * turned]

    def returns(rewards):
        """The discounted sum of what follows each step."""
        sums = []
        following = 0.0
        for reward in reversed(rewards):
            following = reward + discount * following
            sums.append(following)
        sums.reverse()
        return sums

    optimizer = bml.optimizers.Adam(learning_rate)
    random.seed(7)
    lengths = []
    states, actions, advantages = [], [], []
    for episode in range(episodes):
        state = [random.uniform(-0.05, 0.05) for _ in range(4)]
        rewards = []
        while abs(state[0]) < EDGE and abs(state[2]) < STEEPEST and len(rewards) < 200:
            to_right = float(probabilities(state)[1])
            action = 1 if random.random() < to_right else 0
            states.append(state)
            actions.append(action)
            rewards.append(1.0)
            state = push(state, action)
        advantages.extend(returns(rewards))
        lengths.append(len(rewards))
        if (episode + 1) % batch == 0:
            mean = sum(advantages) / len(advantages)
            spread = math.sqrt(sum([(one - mean) ** 2 for one in advantages]) / len(advantages)) + 1e-6
            value, gradients = bml.value_and_grad(_loss)(
                states, actions, [(one - mean) / spread for one in advantages]
            )
            optimizer.apply(gradients, policy.trainable_variables)
            recent = lengths[-batch:]
            bml.log(episode=episode + 1, length=sum(recent) / len(recent), loss=value)
            bml.progress(episode + 1, episodes)
            states, actions, advantages = [], [], []
            if sum(recent) / len(recent) > 190:
                print(f"balanced after {episode + 1} trials")
                break
    return lengths


if __name__ == "__main__":
    train()
