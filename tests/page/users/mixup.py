"""Mixup and noise as augmentations with NumPy: batches drawn from a generator, one-hot labels mixed."""

import keras
import numpy as np
from keras import layers

import bml

rng = np.random.default_rng(31)
CLASSES = 3
x_all = rng.normal(size=(90, 5)).astype("float32")
y_all = (np.abs(x_all[:, :3])).argmax(axis=1)
x_train, y_train, x_test, y_test = x_all[:60], y_all[:60], x_all[60:], y_all[60:]

model = keras.Sequential(
    [
        keras.Input((5,)),
        layers.Dense(16, activation="relu", kernel_initializer=keras.initializers.HeNormal(seed=1)),
        layers.Dense(CLASSES, kernel_initializer=keras.initializers.GlorotNormal(seed=1)),
    ]
)
optimizer = keras.optimizers.AdamW(0.02, weight_decay=0.001)
cce = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.05)


def to_categorical(labels, num_classes=CLASSES):
    result = np.zeros((len(labels), num_classes), dtype="float32")
    result[np.arange(len(labels)), labels] = 1.0
    return result


def mixup(x, y, low=0.6):
    lam = np.random.uniform(low, 1.0, size=(len(x), 1)).astype("float32")
    order = np.random.permutation(len(x))
    return lam * x + (1 - lam) * x[order], lam * y + (1 - lam) * y[order]


def jitter(x, y, scale=0.05):
    return x + np.random.normal(0, scale, x.shape).astype("float32"), y


def identity(x, y):
    return x, y


def minibatches(x, y, batch_size, augment):
    order = np.random.permutation(len(x))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        yield augment(x[chosen], y[chosen])


def train_epoch(augment, batch_size):
    losses = []
    for inputs, targets in minibatches(x_train, to_categorical(y_train), batch_size, augment):
        with bml.GradientTape() as tape:
            loss = cce(targets, model(inputs, training=True))
        grads = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(grads, model.trainable_variables))
        losses.append(float(loss))
    return np.mean(losses)


def test_accuracy():
    logits = model.predict(x_test, verbose=0)
    return (logits.argmax(axis=-1) == y_test).mean()


@bml.script
def train(rounds: int = 2, batch_size: int = 20):
    np.random.seed(77)
    print("labels", np.bincount(y_train), to_categorical(y_train[:2]).tolist())
    for round_number in range(rounds):
        for name, augment in [("plain", identity), ("jitter", jitter), ("mixup", mixup)]:
            loss = train_epoch(augment, batch_size)
            print(f"round {round_number} {name:6s} loss {loss:.4f} accuracy {test_accuracy():.3f}")
    return float(test_accuracy())
