"""An evolution strategy over a network's weights: mirrored noise, ranks as fitness, a rate that decays."""

import keras
import numpy as np
from keras import layers

import bml

x = np.linspace(-1, 1, 20, dtype="float32").reshape(-1, 1)
y = np.abs(x) - 0.5 * x

model = keras.Sequential(
    [
        keras.Input((1,)),
        layers.Dense(5, activation="tanh", kernel_initializer=keras.initializers.RandomNormal(0.0, 1.0, seed=4)),
        layers.Dense(1, kernel_initializer="zeros"),
    ]
)


def current_weights():
    return [w.numpy() for w in model.weights]


def draw_noise():
    return [np.random.normal(size=w.shape).astype("float32") for w in model.weights]


def moved(center, noise, scale):
    return [c + scale * n for c, n in zip(center, noise)]


def fitness(weights):
    model.set_weights(weights)
    predicted = model.predict(x, verbose=0)
    return -float(np.mean((predicted - y) ** 2))


def centered_ranks(values):
    ranks = np.empty(len(values))
    ranks[np.argsort(values)] = np.arange(len(values))
    return ranks / (len(values) - 1) - 0.5


@bml.script
def evolve(generations: int = 6, pairs: int = 4, sigma: float = 0.2):
    np.random.seed(2)
    center = current_weights()
    rate = 0.5
    best, best_weights = fitness(center), center
    print("weights", sum(w.size for w in center), "start", round(best, 4))
    for generation in range(generations):
        population = [draw_noise() for _ in range(pairs)]
        scores = []
        for noise in population:
            scores.append(fitness(moved(center, noise, sigma)))
            scores.append(fitness(moved(center, noise, -sigma)))
        ranks = centered_ranks(np.array(scores))
        for i, noise in enumerate(population):
            weight = ranks[2 * i] - ranks[2 * i + 1]
            center = moved(center, noise, rate * float(weight) / (2 * pairs))
        rate *= 0.95
        score = fitness(center)
        if score > best:
            best, best_weights = score, center
        mean, highest = np.mean(scores), max(scores)
        print(f"generation {generation}: mean {mean:.4f} best {highest:.4f} center {score:.4f}")
    model.set_weights(best_weights)
    norm = np.sqrt(sum(float((w**2).sum()) for w in best_weights))
    print(f"best {best:.4f}, norm {norm:.3f}")
    return best
