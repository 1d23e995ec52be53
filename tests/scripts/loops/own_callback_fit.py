"""A Callback of one's own in fit, with logs.get and a list of losses."""

import keras
import numpy as np

import bml


class LossHistory(keras.callbacks.Callback):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold
        self.losses = []

    def on_epoch_end(self, epoch, logs=None):
        loss = logs.get("loss")
        self.losses.append(loss)
        print("Epoch %d: loss is %.4f" % (epoch, logs["loss"]))
        if loss < self.threshold:
            print("reached", self.threshold)
            self.model.stop_training = True


x = np.linspace(0, 1, 12, dtype="float32").reshape(6, 2)
y = x.sum(axis=1)
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="zeros")])
model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")


@bml.script
def train(epochs: int = 8):
    history = LossHistory(0.2)
    model.fit(x, y, epochs=epochs, batch_size=3, shuffle=False, callbacks=[history], verbose=0)
    print(len(history.losses), "%.4f" % history.losses[-1])
