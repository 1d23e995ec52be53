"""Precision, recall and F1 from a confusion matrix by hand, after each epoch of a loop of one's own."""

import keras
import numpy as np
from keras import layers, ops

import bml

NAMES = ["cat", "dog", "bird"]
rng = np.random.default_rng(13)
labels = rng.choice(3, size=90, p=[0.5, 0.3, 0.2])
means = np.array([[1.0, 0.0, 0.0, 0.5], [0.0, 1.0, 0.0, 0.0], [0.0, 0.2, 1.0, 0.0]])
features = (means[labels] + rng.normal(scale=0.6, size=(90, 4))).astype("float32")
train_ds = bml.Dataset.from_tensor_slices((features[:60], labels[:60].astype("int32")))
test_ds = bml.Dataset.from_tensor_slices((features[60:], labels[60:].astype("int32")))

model = keras.Sequential(
    [
        keras.Input((4,)),
        layers.Dense(8, activation="relu", kernel_initializer=keras.initializers.HeNormal(seed=2)),
        layers.Dense(3, activation="softmax", kernel_initializer=keras.initializers.GlorotUniform(seed=2)),
    ]
)
loss_fn = keras.losses.SparseCategoricalCrossentropy()


class ConfusionMatrix:
    def __init__(self, names):
        self.names = names
        self.counts = np.zeros((len(names), len(names)), dtype=np.int64)

    def update(self, actual, predicted):
        for a, p in zip(actual, predicted):
            self.counts[a, p] += 1

    def scores(self):
        found = {}
        for i, name in enumerate(self.names):
            tp = self.counts[i, i]
            fp = self.counts[:, i].sum() - tp
            fn = self.counts[i, :].sum() - tp
            precision = tp / (tp + fp) if tp + fp > 0 else 0.0
            recall = tp / (tp + fn) if tp + fn > 0 else 0.0
            f1 = 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.0
            found[name] = {"precision": precision, "recall": recall, "f1": f1, "support": int(tp + fn)}
        return found

    @property
    def accuracy(self):
        return np.trace(self.counts) / self.counts.sum()

    def show(self):
        width = max(len(name) for name in self.names) + 1
        print(" " * width + " ".join(name.rjust(5) for name in self.names))
        for name, row in zip(self.names, self.counts):
            print(name.ljust(width) + " ".join(str(count).rjust(5) for count in row))


def macro(scores, key):
    values = [score[key] for score in scores.values()]
    return sum(values) / len(values)


def evaluate():
    matrix = ConfusionMatrix(NAMES)
    for x, y in test_ds.batch(10):
        predicted = ops.argmax(model(x), axis=1)
        matrix.update(y.numpy(), predicted.numpy())
    return matrix


@bml.script
def train(epochs: int = 4):
    optimizer = keras.optimizers.Adam(0.05)
    best = 0.0
    for epoch in range(epochs):
        for x, y in train_ds.batch(12):
            with bml.GradientTape() as tape:
                loss = loss_fn(y, model(x, training=True))
            grads = tape.gradient(loss, model.trainable_variables)
            optimizer.apply_gradients(zip(grads, model.trainable_variables))
        matrix = evaluate()
        f1 = macro(matrix.scores(), "f1")
        best = max(best, f1)
        print(f"epoch {epoch}: loss {float(loss):.4f} accuracy {matrix.accuracy:.3f} macro f1 {f1:.3f}")
    matrix.show()
    for name, score in matrix.scores().items():
        print(f"{name:5} " + "  ".join(f"{k}={v:.3f}" if k != "support" else f"{k}={v}" for k, v in score.items()))
    return best
