"""An ensemble by bagging: a bootstrap for each member, soft and hard votes, how much the members disagree."""

import keras
import numpy as np
from keras import layers

import bml

MEMBERS = 3
rng = np.random.default_rng(21)
centers = np.array([[0.0, 1.0], [1.0, -0.5], [-1.0, -0.5]])
labels = np.repeat(np.arange(3), 20)
points = (centers[labels] + rng.normal(scale=0.5, size=(60, 2))).astype("float32")
order = rng.permutation(60)
points, labels = points[order], labels[order].astype("int32")
train_x, train_y, test_x, test_y = points[:45], labels[:45], points[45:], labels[45:]


def make_member(number):
    model = keras.Sequential(name=f"member_{number}")
    model.add(keras.Input((2,)))
    model.add(layers.Dense(6, activation="relu", kernel_initializer=keras.initializers.HeUniform(seed=number)))
    model.add(layers.Dense(3, activation="softmax", kernel_initializer=keras.initializers.HeUniform(seed=number + 50)))
    model.compile(optimizer=keras.optimizers.Adam(0.05), loss="sparse_categorical_crossentropy")
    return model


members = [make_member(number) for number in range(MEMBERS)]


def bootstrap(x, y):
    chosen = np.random.randint(0, len(x), size=len(x))
    return x[chosen], y[chosen], len(np.unique(chosen))


def accuracy(predicted, actual):
    return float(np.mean(predicted == actual))


def majority(votes):
    winners = []
    for column in votes.T:
        counts = np.bincount(column, minlength=3)
        winners.append(int(counts.argmax()))
    return np.array(winners)


@bml.script
def train(epochs: int = 8):
    np.random.seed(100)
    for number, member in enumerate(members):
        x, y, distinct = bootstrap(train_x, train_y)
        history = member.fit(x, y, epochs=epochs, batch_size=15, shuffle=False, verbose=0)
        first, last = history.history["loss"][0], history.history["loss"][-1]
        print(f"member {number}: {distinct} of {len(x)} drawn, loss {first:.3f} -> {last:.3f}")
    probabilities = np.stack([member.predict(test_x, verbose=0) for member in members])
    votes = probabilities.argmax(axis=2)
    alone = [accuracy(vote, test_y) for vote in votes]
    soft = accuracy(probabilities.mean(axis=0).argmax(axis=1), test_y)
    hard = accuracy(majority(votes), test_y)
    print("alone", " ".join(f"{a:.3f}" for a in alone))
    print(f"soft {soft:.3f} hard {hard:.3f}")
    disagree = np.mean([len(np.unique(column)) > 1 for column in votes.T])
    print(f"disagreement {disagree:.3f}, spread {probabilities.std(axis=0).mean():.4f}")
    return soft, hard
