"""Active learning: the examples that the model is least sure of are labelled next, against a random choice."""

import keras
import numpy as np
from keras import layers

import bml

rng = np.random.default_rng(4)
pool_x = rng.uniform(-1, 1, size=(80, 2)).astype("float32")
pool_y = ((pool_x[:, 0] > 0) ^ (pool_x[:, 1] > 0)).astype("int32")
test_x = rng.uniform(-1, 1, size=(40, 2)).astype("float32")
test_y = ((test_x[:, 0] > 0) ^ (test_x[:, 1] > 0)).astype("int32")


def build():
    model = keras.Sequential(
        [
            keras.Input((2,)),
            layers.Dense(12, activation="tanh", kernel_initializer=keras.initializers.GlorotUniform(seed=6)),
            layers.Dense(2, activation="softmax", kernel_initializer=keras.initializers.GlorotUniform(seed=7)),
        ]
    )
    model.compile(keras.optimizers.Adam(0.05), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def entropy(probabilities):
    return -np.sum(probabilities * np.log(probabilities + 1e-9), axis=1)


class Pool:
    def __init__(self, size, initial):
        self.labelled = list(range(initial))
        self.free = list(range(initial, size))

    def label(self, places):
        chosen = [self.free[p] for p in places]
        self.labelled.extend(chosen)
        self.free = [each for each in self.free if each not in chosen]
        return chosen


def least_certain(model, pool, count):
    scores = entropy(model.predict(pool_x[pool.free], verbose=0))
    return np.argsort(-scores)[:count].tolist()


def at_random(model, pool, count):
    return np.random.choice(len(pool.free), size=count, replace=False).tolist()


@bml.script
def run(rounds: int = 3, count: int = 10):
    np.random.seed(5)
    for name, strategy in (("entropy", least_certain), ("random", at_random)):
        pool = Pool(len(pool_x), 10)
        curve = []
        for turn in range(rounds):
            model = build()
            x, y = pool_x[pool.labelled], pool_y[pool.labelled]
            model.fit(x, y, epochs=10, batch_size=10, shuffle=False, verbose=0)
            loss, accuracy = model.evaluate(test_x, test_y, verbose=0)
            curve.append(accuracy)
            chosen = pool.label(strategy(model, pool, count))
            print(f"{name:8} round {turn}: {len(y):2d} labels, accuracy {accuracy:.3f}, next {sorted(chosen)[:4]}")
        print(f"{name:8} curve {[round(a, 2) for a in curve]}, {len(pool.free)} left")
