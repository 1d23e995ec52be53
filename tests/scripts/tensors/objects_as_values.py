"""Objects of the file that have no value in JavaScript, in the places where none is needed."""

import numpy as np

import bml
from bml import layers

data = bml.Dataset.from_arrays(np.ones((6, 2), "float32"), np.zeros((6, 1), "float32"))
model = bml.Sequential([bml.Input((2,)), layers.Dense(1)])
layer = layers.Dense(3)
mse = bml.losses.MeanSquaredError()
mean = bml.metrics.Mean()
sgd = bml.optimizers.SGD(0.1)
decay = bml.optimizers.schedules.CosineDecay(0.1, decay_steps=10)
weight = bml.Variable(np.float32(0.5))
weights = model.trainable_variables
seeds = bml.random.SeedGenerator(1)


@bml.function
def double(x, y):
    return x * 2.0, y


@bml.script
def asked_whether_they_are_none():
    print(layer is None, mse is None, mean is None, sgd is None, decay is None, weight is None, weights is None)
    print(seeds is not None, double is not None, bml.ops.mean is None, bml.optimizers.Adam is None, bml.ops is None)


@bml.script
def arguments_that_nobody_reads():
    def f(o):
        return 1

    print(f(layer), f(mse), f(mean), f(sgd), f(decay), f(weight), f(weights), f(seeds), f(double), f(bml.ops.mean))
    print(f(bml.optimizers.Adam), f(bml.ops), f(bml.log))
    g = lambda o: 2
    print(g(layer), g(layer))


@bml.script
def counted_in_lists():
    print(len([layer]), len([mse, mse]), len([mean]), len([sgd]), len([decay]), len([weight, weight]), len([seeds]))
    print(len([double]), len([bml.ops.mean, bml.ops.sum]))


@bml.script
def one_object_on_either_path():
    chosen = sgd if len(data) > 0 else sgd
    print(chosen is None)
    variable = weight if len(data) > 100 else weight
    print(variable is None, float(variable))
    if len(data) > 1:
        metric = mean
    else:
        metric = mean
    metric.reset_state()
    metric.update_state([1.0, 2.0])
    print(float(metric.result()))


@bml.script
def conditions_that_are_known():
    if weights:
        print("some")
    if bml.optimizers.Adam and bml.ops and bml.log:
        print("always")
    print("all" if not weights else "none")


@bml.script
def numbered():
    for n, _ in enumerate([layer, double]):
        print(n)
    for n, variable in enumerate([weight, weight]):
        print(n, float(variable))
    for n, _ in enumerate([bml.optimizers.Adam]):
        print(n)
