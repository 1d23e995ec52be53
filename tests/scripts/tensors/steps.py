"""Models that `fit` trains: of the file's own classes, unbuilt, with weights of examples, with steps of their own."""

import keras
import numpy as np
from keras import layers, ops

import bml

numbers = np.random.default_rng(0)
x = numbers.normal(size=(12, 3)).astype("float32")
y = (x[:, :1] > 0).astype("float32")
data = bml.Dataset.from_tensor_slices((x, y))
alone = bml.Dataset.from_tensor_slices(x)
weighted = bml.Dataset.from_tensor_slices((x, y, np.linspace(0.0, 2.0, 12).astype("float32")))


class Net(keras.Model):
    """Without weights until data say what they are; with a loss of its own beside that of compile."""

    def __init__(self):
        super().__init__()
        self.hidden = [layers.Dense(4, activation="tanh"), layers.Dense(2, activation="tanh")]
        self.head = layers.Dense(1)

    def call(self, x, training=False):
        for layer in self.hidden:
            x = layer(x)
        self.add_loss(0.01 * ops.mean(ops.square(x)))
        return self.head(x)


def halved(y_true, y_pred):
    return ops.mean(ops.square(y_true - y_pred), axis=-1) / 2.0


def compiled(model):
    metrics = [lambda y_true, y_pred: ops.mean(y_pred, axis=-1)]
    model.compile("adam", halved, metrics=metrics, weighted_metrics=["mae"])
    return model


net, of_weighted = compiled(Net()), compiled(Net())


class Autoencoder(keras.Model):
    def __init__(self):
        super().__init__()
        self.encode, self.decode = layers.Dense(4), layers.Dense(3)
        self.noise = keras.random.SeedGenerator(1)
        self.total, self.spread = keras.metrics.Mean(name="total"), keras.metrics.Mean(name="spread")

    @property
    def metrics(self):
        return [self.total, self.spread]

    def call(self, x):
        return self.decode(self.encode(x))

    def parts(self, x):
        code = self.encode(x)
        spread = 0.1 * ops.mean(ops.square(code))
        noisy = code + 0.1 * keras.random.normal(ops.shape(code), seed=self.noise)
        return ops.mean(ops.square(self.decode(noisy) - x)) + spread, spread

    def train_step(self, data):
        step = bml.value_and_grad(self.parts, has_aux=True, variables=self.trainable_variables)
        (total, spread), gradients = step(data)
        self.optimizer.apply(gradients, self.trainable_variables)
        self.total.update_state(total)
        self.spread.update_state(spread)
        return {"total": self.total.result(), "spread": self.spread.result()}

    def test_step(self, data):
        total, _ = self.parts(data)
        self.total.update_state(total)
        return {"total": self.total.result()}


autoencoder = Autoencoder()
autoencoder(x[:1])
autoencoder.compile(bml.optimizers.RMSprop(0.01))


class Adversaries(keras.Model):
    def __init__(self):
        super().__init__()
        self.generator = keras.Sequential([keras.Input((2,)), layers.Dense(3)])
        self.critic = keras.Sequential([keras.Input((3,)), layers.Dense(1)])
        self.noise = keras.random.SeedGenerator(3)

    def compile(self, generator, critic, loss):
        super().compile()
        self.of_generator, self.of_critic, self.loss_of = generator, critic, loss

    def train_step(self, real):
        count = ops.shape(real)[0]
        noise = keras.random.normal((count, 2), seed=self.noise)

        def critics():
            on_real, on_fake = self.critic(real), self.critic(self.generator(noise))
            return self.loss_of(ops.ones((count, 1)), on_real) + self.loss_of(ops.zeros((count, 1)), on_fake)

        def generators():
            return self.loss_of(ops.ones((count, 1)), self.critic(self.generator(noise)))

        critic, gradients = bml.value_and_grad(critics, variables=self.critic.trainable_variables)()
        self.of_critic.apply(gradients, self.critic.trainable_variables)
        generator, gradients = bml.value_and_grad(generators, variables=self.generator.trainable_variables)()
        self.of_generator.apply(gradients, self.generator.trainable_variables)
        return {"critic": critic, "generator": generator}


adversaries = Adversaries()
adversaries.compile(bml.optimizers.Adam(0.01), bml.optimizers.SGD(0.1), bml.losses.BinaryCrossentropy(from_logits=True))

sequence = keras.Input((4, 3))
of_both = layers.Bidirectional(layers.LSTM(2, return_sequences=True))(sequence)
recurrent = keras.Model(sequence, layers.Dense(1, kernel_regularizer="l2")(layers.LayerNormalization()(of_both)))
recurrent.compile(bml.optimizers.AdamW(0.01), "mse", metrics=[keras.metrics.RootMeanSquaredError(name="rmse")])
sequences = bml.Dataset.from_tensor_slices(
    (numbers.normal(size=(6, 4, 3)).astype("float32"), numbers.normal(size=(6, 4, 1)).astype("float32"))
)


first, second = keras.Input((3,), name="first"), keras.Input((2,), name="second")
merged = layers.concatenate([layers.Dense(2)(first), second])
outputs = {"class": layers.Dense(1, name="class")(merged), "size": layers.Dense(2, name="size")(merged)}
several = keras.Model([first, second], outputs)
several.compile(
    "adam", {"class": bml.losses.BinaryCrossentropy(from_logits=True), "size": "mse"}, metrics={"size": ["mae"]}
)
named = keras.Model({"first": first, "second": second}, layers.Dense(1)(merged))
named.compile("sgd", "mse")


@bml.function
def with_parts(x, y):
    return (x, x[:2] * 2.0), {"class": y, "size": x[1:]}


@bml.function
def with_names(x, y, weight):
    return {"first": x, "second": x[1:]}, y, weight


@bml.script
def several_inputs_and_outputs():
    elements = data.map(with_parts)
    history = several.fit(elements.shuffle(seed=1).batch(5), epochs=2, validation_data=elements.batch(4), verbose=0)
    return history.history, several.evaluate(elements.batch(6), verbose=0)


@bml.script
def named_inputs():
    history = named.fit(weighted.map(with_names).batch(5), epochs=2, verbose=0)
    return history.history, named.evaluate(weighted.map(with_names).batch(4), verbose=0)


@bml.script
def unbuilt(epochs: int = 2):
    history = net.fit(data.batch(5), epochs=epochs, validation_data=data.batch(4), verbose=0)
    return history.history


@bml.script
def weights_of_examples():
    history = of_weighted.fit(weighted.batch(5), epochs=2, verbose=0)
    return history.history["loss"], history.history["mae"], of_weighted.evaluate(weighted.batch(12), verbose=0)


@bml.script
def a_step_of_its_own():
    history = autoencoder.fit(alone.batch(5), epochs=2, validation_data=alone.batch(6), verbose=0)
    return history.history


@bml.script
def two_optimizers():
    history = adversaries.fit(alone.batch(4), epochs=3, verbose=0)
    return history.history["critic"], history.history["generator"]


@bml.script
def recurrent_layers():
    history = recurrent.fit(sequences.batch(4), epochs=2, verbose=0)
    return history.history, recurrent.evaluate(sequences.batch(6), verbose=0, return_dict=True)


@bml.script
def objects_that_scripts_make(rate: float = 0.1):
    optimizer = keras.optimizers.Nadam(learning_rate=rate)
    decayed = bml.optimizers.SGD(bml.optimizers.schedules.CosineDecay(0.1, decay_steps=10))
    accuracy = keras.metrics.BinaryAccuracy(threshold=0.4)
    auc = keras.metrics.AUC(num_thresholds=5)
    huber = keras.losses.Huber(delta=0.5)
    for image, label in data.batch(4):
        for each in range(2):
            value, gradients = bml.value_and_grad(of_recurrent, variables=recurrent.trainable_variables)(image, label)
            if each == 0:
                optimizer.apply(gradients, recurrent.trainable_variables)
            else:
                decayed.apply(gradients, recurrent.trainable_variables)
        scores = ops.sigmoid(recurrent(ops.reshape(ops.tile(image, (1, 4)), (-1, 4, 3)))[:, 0])
        accuracy.update_state(label, scores)
        auc.update_state(label, scores)
        bml.log(huber=huber(label, scores, sample_weight=label[:, 0]), rate=float(decayed.learning_rate))
    return accuracy.result(), float(auc.result()), float(ops.mean(keras.losses.mean_absolute_error(y, y * 2.0)))


@bml.function
def of_recurrent(x, y):
    return ops.mean(ops.square(recurrent(ops.reshape(ops.tile(x, (1, 4)), (-1, 4, 3)))[:, 0] - y))


class Measured(keras.Model):
    """Its steps give what keras.io's give: the metrics of compile are a dictionary in that of the logs."""

    def __init__(self):
        super().__init__()
        self.head = layers.Dense(1)

    def call(self, x):
        return self.head(x)

    def test_step(self, data):
        x, y = data
        predicted = self(x, training=False)
        self.compute_loss(y=y, y_pred=predicted)
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(halved(y, predicted))
            else:
                metric.update_state(y, predicted)
        return {metric.name: metric.result() for metric in self.metrics}


measured = Measured()
measured.compile("sgd", "mse", metrics=["mae"])
left, right = keras.Input((3,)), keras.Input((3,))
joined = keras.Model([left, right], layers.Dense(1)(layers.subtract([left, right])))
joined.compile("sgd", "mse")


@bml.function
def beside(x, y):
    return (x, x * 2.0), y


@bml.script
def a_step_that_gives_the_metrics_of_compile():
    measured.fit(data.batch(6), verbose=0)
    logs = measured.evaluate(data.batch(6), verbose=0, return_dict=True)
    return logs["loss"], logs["mae"]


@bml.script
def two_inputs_beside_each_other():
    pairs = data.map(beside).batch(6)
    history = joined.fit(pairs, epochs=2, verbose=0)
    return history.history, joined.evaluate(pairs, verbose=0)
