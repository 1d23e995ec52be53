"""Forecasting: windows of a series, normalized by the training part, an LSTM, errors against a naive forecast."""

from dataclasses import dataclass

import keras
import numpy as np
from keras import layers

import bml

t = np.arange(120)
series = 10 + 0.05 * t + 3 * np.sin(t / 5) + np.random.default_rng(6).normal(scale=0.3, size=120)


@dataclass(frozen=True)
class Settings:
    window: int = 10
    horizon: int = 1
    train_share: float = 0.7
    batch_size: int = 16
    epochs: int = 4
    rate: float = 0.02


settings = Settings()


def make_windows(values, window, horizon):
    xs, ys = [], []
    for start in range(len(values) - window - horizon + 1):
        xs.append(values[start : start + window])
        ys.append(values[start + window + horizon - 1])
    return np.array(xs, dtype=np.float32)[..., np.newaxis], np.array(ys, dtype=np.float32)[:, np.newaxis]


model = keras.Sequential(
    [
        keras.Input((settings.window, 1)),
        layers.LSTM(
            8,
            kernel_initializer=keras.initializers.GlorotUniform(seed=1),
            recurrent_initializer=keras.initializers.GlorotUniform(seed=2),
        ),
        layers.Dense(1, kernel_initializer=keras.initializers.GlorotUniform(seed=3)),
    ]
)


def mae(actual, predicted):
    return float(np.abs(actual - predicted).mean())


@bml.script
def forecast():
    split = int(len(series) * settings.train_share)
    mean, std = series[:split].mean(), series[:split].std()
    scaled = (series - mean) / std
    x_train, y_train = make_windows(scaled[:split], settings.window, settings.horizon)
    x_test, y_test = make_windows(scaled[split - settings.window :], settings.window, settings.horizon)
    print("train", x_train.shape, y_train.shape, "test", x_test.shape, y_test.shape)

    optimizer = keras.optimizers.Adam(settings.rate)
    loss_fn = keras.losses.Huber()
    for epoch in range(settings.epochs):
        epoch_loss = 0.0
        order = np.arange(len(x_train))
        steps = 0
        for begin in range(0, len(order), settings.batch_size):
            batch = order[begin : begin + settings.batch_size]
            with bml.GradientTape() as tape:
                loss = loss_fn(y_train[batch], model(x_train[batch], training=True))
            grads = tape.gradient(loss, model.trainable_variables)
            optimizer.apply_gradients(zip(grads, model.trainable_variables))
            epoch_loss += float(loss)
            steps += 1
        print(f"epoch {epoch + 1}: {epoch_loss / steps:.5f}")

    predicted = model.predict(x_test, verbose=0) * std + mean
    actual = y_test * std + mean
    naive = x_test[:, -1] * std + mean
    print(f"mae model {mae(actual, predicted):.3f} naive {mae(actual, naive):.3f}")

    window = scaled[-settings.window :].astype("float32")
    future = []
    for _ in range(5):
        following = model(window.reshape(1, -1, 1)).numpy()[0, 0]
        future.append(float(following) * std + mean)
        window = np.append(window[1:], following)
    print("next", " ".join(f"{value:.2f}" for value in future))
    return len(future)
