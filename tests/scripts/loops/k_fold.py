"""k-fold validation with slices and np.concatenate, as Chollet's book has it."""

import keras
import numpy as np

import bml

train_data = np.linspace(0, 1, 24, dtype="float32").reshape(12, 2)
train_targets = train_data.sum(axis=1)
k = 3
num_val_samples = len(train_data) // k
num_epochs = 2


def build_model():
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(3, activation="relu", kernel_initializer="ones"),
            keras.layers.Dense(1, kernel_initializer="zeros"),
        ]
    )
    model.compile(optimizer=keras.optimizers.SGD(0.05), loss="mse", metrics=["mae"])
    return model


@bml.script
def validate():
    all_scores = []
    for i in range(k):
        print(f"Processing fold #{i}")
        val_data = train_data[i * num_val_samples : (i + 1) * num_val_samples]
        val_targets = train_targets[i * num_val_samples : (i + 1) * num_val_samples]
        partial_train_data = np.concatenate(
            [train_data[: i * num_val_samples], train_data[(i + 1) * num_val_samples :]], axis=0
        )
        partial_train_targets = np.concatenate(
            [train_targets[: i * num_val_samples], train_targets[(i + 1) * num_val_samples :]], axis=0
        )
        model = build_model()
        model.fit(partial_train_data, partial_train_targets, epochs=num_epochs, batch_size=4, shuffle=False, verbose=0)
        val_mse, val_mae = model.evaluate(val_data, val_targets, verbose=0)
        all_scores.append(val_mae)
        print("%.4f %.4f" % (val_mse, val_mae))
    print("%.4f" % np.mean(all_scores))
