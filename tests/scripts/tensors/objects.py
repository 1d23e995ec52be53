"""What scripts read, set and call of Keras's objects and of the file's own classes of them."""

import keras
import numpy as np

import bml
from bml import layers

random = np.random.default_rng(0)
x = random.normal(size=(12, 3)).astype("float32")
y = (x[:, :1] > 0).astype("float32")
data = bml.Dataset.from_tensor_slices((x, y))
few = np.array([0.5, -1.5, 2.0], "float32")
counts = np.arange(4)
pair = [bml.Variable(1.0, name="first"), bml.Variable(2.0, name="second")]


class Scaled(layers.Layer):
    def __init__(self, factor: float, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor
        self.inner = layers.Dense(2, name="inner")

    def build(self, shape):
        self.scale = self.add_weight(shape=(2,), initializer="ones", name="scale")

    def call(self, x):
        return self.inner(x) * self.scale * self.factor


class Net(keras.Model):
    def __init__(self):
        super().__init__(name="net")
        self.scaled = Scaled(0.5, name="scaled")
        self.head = layers.Dense(1, activation="sigmoid", name="head")

    def call(self, x, training=False):
        return self.head(self.scaled(x))

    def features(self, x):
        return bml.ops.tanh(self.scaled(x))

    def error(self, x, y):
        return bml.ops.mean(bml.ops.abs(self(x, training=True) - y))


class Smallest(keras.metrics.Metric):
    def __init__(self, name="smallest", **kwargs):
        super().__init__(name=name, **kwargs)
        self.smallest = self.add_weight(name="smallest", initializer=keras.initializers.Constant(10.0))

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.smallest.assign(bml.ops.minimum(self.smallest, bml.ops.min(y_pred)))

    def result(self):
        return self.smallest

    def reset_state(self):
        self.smallest.assign(10.0)


def squared(y_true, y_pred):
    return bml.ops.mean(bml.ops.square(y_true - y_pred), axis=-1)


def shares(count: int):
    """Weights that differ, the same in both worlds."""
    return [np.linspace(-0.5, 0.7, int(np.prod(shape))).reshape(shape).astype("float32")
            for shape in [(2,), (3, 2), (2,), (2, 1), (1,)][:count]]  # fmt: skip


net = Net()
net(x[:1])
net.set_weights(shares(5))
net.compile(bml.optimizers.SGD(0.1), loss=squared, metrics=[Smallest(), "mae"])
optimizer = bml.optimizers.SGD(0.5, momentum=0.5)
schedule = bml.optimizers.schedules.ExponentialDecay(0.5, decay_steps=2, decay_rate=0.5)
falling = bml.optimizers.SGD(schedule)
smallest = Smallest()
mse = bml.losses.MeanSquaredError()


@bml.function
def loss(x, y):
    return mse(y, net(x, training=True))


@bml.script
def learning_rate_that_is_set():
    rates = []
    for images, labels in data.batch(4):
        value, gradients = bml.value_and_grad(loss, variables=net.trainable_variables)(images, labels)
        optimizer.apply(gradients, net.trainable_variables)
        optimizer.learning_rate *= 0.5
        rates.append(float(optimizer.learning_rate))
    optimizer.learning_rate = 0.25
    return rates, float(optimizer.learning_rate), int(optimizer.iterations), optimizer.momentum


@bml.script
def learning_rate_of_a_model(rate: float = 0.05):
    net.optimizer.learning_rate = rate
    history = net.fit(data.batch(6), epochs=2, verbose=0)
    return float(net.optimizer.learning_rate), history.history["loss"], history.history["smallest"]


@bml.script
def learning_rate_of_a_schedule():
    rates = []
    for images, labels in data.batch(4):
        value, gradients = bml.value_and_grad(loss, variables=net.trainable_variables)(images, labels)
        falling.apply_gradients(zip(gradients, net.trainable_variables))
        rates.append(float(falling.learning_rate))
    return rates


@bml.script
def layers_by_name():
    head = net.get_layer("head")
    scaled = net.get_layer(index=0)
    print(head.name, head.units, head.trainable, scaled.factor, len(net.layers), len(scaled.weights))
    print(net.layers[1].name, net.layers[0].weights[0].path, head.kernel.name, head.bias.trainable)
    return scaled(x)[0]


@bml.script
def weights_that_are_set():
    kept = net.get_weights()
    head = net.get_layer("head")
    own = head.get_weights()
    head.set_weights([one * 2.0 for one in own])
    doubled = float(bml.ops.sum(head.kernel))
    net.set_weights(kept)
    head.bias.assign([0.75])
    head.bias.assign_add([0.25])
    return doubled, float(bml.ops.sum(head.kernel)), float(head.bias[0]), len(kept)


@bml.script
def methods_of_a_model():
    for images, labels in data.batch(12):
        features = net.features(images)
        error, gradients = bml.value_and_grad(net.error, variables=net.head.trainable_variables)(images, labels)
        return features[0], float(mse(labels, net(images))), error, gradients[0].shape[0], gradients[1]


@bml.script
def a_metric_of_the_file():
    found = []
    for _ in range(2):
        smallest.reset_state()
        made = Smallest(name="made")
        for images, labels in data.batch(5):
            smallest.update_state(labels, net(images) + 1.0)
            made.update_state(labels, -net(images))
        found.append(float(smallest.result()))
        found.append(float(made.result()))
    return found, float(smallest(y, y))


@bml.script
def arrays_of_the_file():
    total = 0.0
    for i in range(len(few)):
        total += float(few[i])
    scaled = few * 2.0 + counts[1]
    mean = bml.ops.mean(x)
    return total, scaled, few.shape, float(mean), float(bml.ops.sum(counts)), few.tolist()


@bml.script
def evaluations():
    values = net.evaluate(data.batch(5), verbose=0)
    loss, *rest = net.evaluate(data.batch(5), verbose=0)
    return values, loss, len(rest)


@bml.script
def objects_of_each_step_of_a_loop_over_variables():
    """Each has its own state, in loops in loops too."""
    means = [bml.metrics.Mean() for _ in pair]
    means[0].update_state([1.0])
    means[1].update_state([3.0])
    print(means[0].result().item(), means[1].result().item())
    for outer in pair:
        for inner in pair:
            optimizer = bml.optimizers.SGD(0.5, momentum=0.9)
            optimizer.apply([outer * 0.1], [inner])
            optimizer.apply([bml.ops.ones(())], [inner])
            print(f"{float(outer):.4f} {float(inner):.4f} {int(optimizer.iterations)}")
