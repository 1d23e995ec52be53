"""Arrays that a model of a class of the file is given: it knows the shapes that it was built with."""

import keras
import numpy as np

import bml


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(1, kernel_initializer="ones")

    def call(self, x):
        return self.dense(x)


net = Net()
net.compile("sgd", "mse")
net(np.zeros((1, 2), "float32"))
x = np.linspace(0, 1, 8).reshape(4, 2)


@bml.script
def f():
    print(net.predict(x, verbose=0).round(3).tolist())
    net.fit(x, x.sum(axis=1) * 2, shuffle=False, verbose=0, epochs=2)
    print(f"{net.evaluate(x, x.sum(axis=1, keepdims=True), verbose=0):.4f}")
