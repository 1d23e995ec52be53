"""A status bar of one's own: metrics in a list, \\r, end=, an OrderedDict's worth of names."""

import keras
import numpy as np

import bml

X = np.linspace(-1, 1, 18, dtype="float32").reshape(9, 2)
Y = (2 * X[:, :1] - X[:, 1:]).astype("float32")
n_epochs = 2
batch_size = 3
n_steps = len(X) // batch_size
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="zeros")])
optimizer = keras.optimizers.SGD(learning_rate=0.1)
loss_fn = keras.losses.MeanSquaredError()
mean_loss = keras.metrics.Mean(name="mean_loss")
metrics = [keras.metrics.MeanAbsoluteError()]
dataset = bml.Dataset.from_tensor_slices((X, Y)).batch(batch_size)


@bml.function
def main_loss(X_batch, y_batch):
    y_pred = model(X_batch, training=True)
    return loss_fn(y_batch, y_pred), y_pred


def print_status_bar(step, total, loss, metrics=None):
    metrics = " - ".join([f"{m.name}: {m.result():.4f}" for m in [loss] + (metrics or [])])
    end = "" if step < total else "\n"
    print(f"\r{step}/{total} - " + metrics, end=end)


@bml.script
def train():
    for epoch in range(1, n_epochs + 1):
        print("Epoch {}/{}".format(epoch, n_epochs))
        for step, (X_batch, y_batch) in enumerate(dataset, 1):
            (loss, y_pred), gradients = bml.value_and_grad(main_loss, has_aux=True)(X_batch, y_batch)
            optimizer.apply_gradients(zip(gradients, model.trainable_variables))
            mean_loss(loss)
            for metric in metrics:
                metric(y_batch, y_pred)
            print_status_bar(step, n_steps, mean_loss, metrics)
        for metric in [mean_loss] + metrics:
            metric.reset_state()
