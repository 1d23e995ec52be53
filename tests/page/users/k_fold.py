"""k-fold validation: shuffled indices, a new model for each fold, mean and deviation of the scores."""

import keras
import numpy as np
from keras import layers

import bml

FOLDS = 4
rng = np.random.default_rng(11)
features = rng.normal(size=(48, 4)).astype("float32")
labels = (features[:, 0] + features[:, 1] * features[:, 2] > 0).astype("int32")


class KFold:
    def __init__(self, n_splits, shuffle=True, seed=None):
        self.n_splits = n_splits
        self.shuffle = shuffle
        self.seed = seed

    def split(self, count):
        indices = np.arange(count)
        if self.shuffle:
            if self.seed is not None:
                np.random.seed(self.seed)
            np.random.shuffle(indices)
        size = count // self.n_splits
        for fold in range(self.n_splits):
            test = indices[fold * size : (fold + 1) * size]
            train = np.concatenate([indices[: fold * size], indices[(fold + 1) * size :]])
            yield train, test


def build_model():
    init = keras.initializers.GlorotUniform(seed=5)
    model = keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(8, activation="relu", kernel_initializer=init),
            layers.Dropout(0.0),
            layers.Dense(1, activation="sigmoid", kernel_initializer=init),
        ]
    )
    model.compile(optimizer=keras.optimizers.Adam(0.02), loss="binary_crossentropy", metrics=["accuracy"])
    return model


def standardize(train, test):
    mean, std = train.mean(axis=0), train.std(axis=0) + 1e-7
    return (train - mean) / std, (test - mean) / std


@bml.script
def cross_validate(epochs: int = 5, batch_size: int = 12):
    scores = []
    for fold, (train_index, test_index) in enumerate(KFold(FOLDS, seed=1).split(len(features)), start=1):
        x_train, x_test = standardize(features[train_index], features[test_index])
        y_train, y_test = labels[train_index], labels[test_index]
        model = build_model()
        history = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size, shuffle=False, verbose=0)
        loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
        scores.append(accuracy)
        print(f"fold {fold}/{FOLDS}: train {history.history['loss'][-1]:.4f} test {loss:.4f} accuracy {accuracy:.3f}")
    scores = np.array(scores)
    print(f"accuracy {scores.mean():.3f} +/- {scores.std():.3f}")
    print("worst fold", int(scores.argmin()) + 1, "best fold", int(scores.argmax()) + 1)
    return float(scores.mean())
