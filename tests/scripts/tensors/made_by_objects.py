"""What objects of classes and flags decide: helpers that make models are compiled where those are not known."""

from dataclasses import dataclass

import keras
import numpy as np
from keras import layers, ops

import bml

xs = np.linspace(-1, 1, 32).reshape(8, 4).astype("float32")
ys = np.stack([xs.sum(1), xs.mean(1)], 1)
data = bml.Dataset.from_tensor_slices((xs, ys)).batch(4)


@dataclass
class Config:
    units: int = 4
    activation: str = "relu"


def build(config):
    return keras.Sequential([keras.Input((4,)), layers.Dense(config.units, activation=config.activation)])


class Base:
    width = 3


class Wide(Base):
    width = 6

    def build(self):
        return keras.Sequential([keras.Input((4,)), layers.Dense(self.width)])


@bml.script
def configs():
    for config in [Config(), Config(5), Config(6, activation="tanh")]:
        model = keras.Sequential([keras.Input((4,)), layers.Dense(config.units, activation=config.activation)])
        print(model.count_params())
    other = Config()
    other.units = 9
    print(keras.Sequential([keras.Input((4,)), layers.Dense(other.units)]).count_params())
    print(Wide().build().count_params())


def flagged(wide, kind):
    inputs = keras.Input((4,))
    if kind == "deep":
        h = layers.Dense(3, use_bias=False)(inputs)
    elif wide:
        h = layers.Dense(5)(inputs)
    else:
        h = inputs
    return keras.Model(inputs, layers.Dense(2)(h))


@bml.script
def by_flag(wide: bool = True, kind: str = "deep"):
    for config in [Config(), Config(5)]:
        print(build(config).count_params())
    model = flagged(wide, "flat")
    print(model.count_params())
    model = flagged(wide, kind)
    print(model.count_params())


@bml.script
def either(flag: bool = True):
    opt = keras.optimizers.Adam(0.125) if flag else keras.optimizers.SGD(0.25)
    print(float(opt.learning_rate))
    opt.learning_rate = 0.5
    print(float(opt.learning_rate) * 2, opt.learning_rate.numpy())
    dense = layers.Dense(2) if flag else layers.Dense(3)
    for x, y in data:
        print(dense(x).shape, float(ops.sum(dense(x))))
    print(float(ops.sum(dense.kernel)))
