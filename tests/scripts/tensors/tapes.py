"""Tapes in scripts: their blocks are traced, and the script trains with the gradients."""

import argparse

import keras
import numpy as np

import bml

x = np.array([[0.0, 1.0], [1.0, -1.0], [2.0, 0.5], [3.0, 2.0]], dtype="float32")
y = np.array([[1.0], [3.0], [5.0], [7.0]], dtype="float32")
data = bml.Dataset.from_tensor_slices((x, y)).batch(2)
keras.utils.set_random_seed(3)
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, activation="tanh"), keras.layers.Dense(1)])
optimizer = keras.optimizers.Adam(0.05)
loss_fn = keras.losses.MeanSquaredError()
metric = keras.metrics.MeanAbsoluteError()


@bml.script
def classic(epochs: int = 2):
    for epoch in range(epochs):
        for inputs, labels in data:
            with bml.GradientTape() as tape:
                logits = model(inputs, training=True)
                loss_value = loss_fn(labels, logits)
            grads = tape.gradient(loss_value, model.trainable_weights)
            optimizer.apply_gradients(zip(grads, model.trainable_weights))
            metric.update_state(labels, logits)
            print(epoch, f"{float(loss_value):.4f}")
        print(f"{float(metric.result()):.4f}")
        metric.reset_state()


@bml.function
def squared_error(labels, predictions):
    return bml.ops.mean(bml.ops.square(labels - predictions))


def plain_penalty(weights):
    return sum(bml.ops.sum(bml.ops.square(each)) for each in weights)


def step_of_helper(inputs, labels, rate):
    with bml.GradientTape() as tape:
        predictions = model(inputs, training=True)
        loss = squared_error(labels, predictions) + rate * plain_penalty(model.trainable_weights)
    gradients = tape.gradient(loss, model.trainable_weights)
    optimizer.apply(gradients, model.trainable_weights)
    return loss


@bml.script
def helper():
    for epoch in range(3):
        total = 0.0
        for inputs, labels in data:
            total += step_of_helper(inputs, labels, 0.01 * (epoch + 1))
        print(epoch, f"{float(total):.4f}")


v = bml.Variable(3.0, name="v")
w = bml.Variable([2.0, -1.0], name="w")
unused = bml.Variable(1.0, name="unused")


@bml.script
def persistent():
    with bml.GradientTape(persistent=True) as tape:
        first = v * v
        second = bml.ops.sum(w * w) * first
    by_first = tape.gradient(first, v)
    by_both = tape.gradient(second, [v, w])
    summed = tape.gradient([first, second], {"v": v, "w": w})
    nothing = tape.gradient(first, unused)
    several = tape.gradient(second, [unused, w])
    del tape
    print(f"{float(by_first):.3f}", nothing is None, several[0] is None)
    return by_both, summed, several[1]


@bml.script
def assigned_later():
    with bml.GradientTape() as tape:
        loss = v * v * v
    v.assign(100.0)
    print(f"{float(tape.gradient(loss, v)):.2f}")
    v.assign(3.0)


@bml.script
def penalty():
    critic = model
    for inputs, _ in data:
        real = bml.ops.convert_to_tensor(inputs)
        with bml.GradientTape() as tape:
            with bml.GradientTape() as inner:
                inner.watch(real)
                scores = critic(real, training=True)
            slopes = inner.gradient(scores, real)
            norms = bml.ops.sqrt(bml.ops.sum(bml.ops.square(slopes), axis=1) + 1e-12)
            loss = bml.ops.mean((norms - 1.0) ** 2) * 10.0 - bml.ops.mean(scores)
        gradients = tape.gradient(loss, critic.trainable_variables)
        clipped = [
            bml.ops.clip(each, -0.1, 0.1) if each is not None else bml.ops.zeros_like(variable)
            for each, variable in zip(gradients, critic.trainable_variables)
        ]
        optimizer.apply(clipped, critic.trainable_variables)
        print(f"{float(loss):.4f}")


@bml.script
def accumulated():
    variables = model.trainable_variables
    sums = [bml.ops.zeros_like(each) for each in variables]
    steps = 0
    for inputs, labels in data:
        with bml.GradientTape() as tape:
            loss = loss_fn(labels, model(inputs, training=True)) / 2.0
        gradients = tape.gradient(loss, variables)
        sums = [one + other for one, other in zip(sums, gradients)]
        steps += 1
        if steps % 2 == 0:
            optimizer.apply_gradients(zip(sums, variables))
            sums = [bml.ops.zeros_like(each) for each in variables]
        print(steps, f"{float(loss):.4f}")


generator = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
discriminator = keras.Sequential([keras.Input((2,)), keras.layers.Dense(4, activation="tanh"), keras.layers.Dense(1)])
of_generator, of_discriminator = keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.05)
cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)


@bml.script
def two_tapes():
    for step, (inputs, _) in enumerate(data):
        noise = bml.ops.ones((2, 3)) * (step + 1)
        with bml.GradientTape() as gen_tape, bml.GradientTape() as disc_tape:
            fake = generator(noise, training=True)
            real_out = discriminator(inputs, training=True)
            fake_out = discriminator(fake, training=True)
            gen_loss = cross_entropy(bml.ops.ones_like(fake_out), fake_out)
            disc_loss = cross_entropy(bml.ops.ones_like(real_out), real_out)
            disc_loss += cross_entropy(bml.ops.zeros_like(fake_out), fake_out)
        of_gen = gen_tape.gradient(gen_loss, generator.trainable_variables)
        of_disc = disc_tape.gradient(disc_loss, discriminator.trainable_variables)
        of_generator.apply_gradients(zip(of_gen, generator.trainable_variables))
        of_discriminator.apply_gradients(zip(of_disc, discriminator.trainable_variables))
        print(f"{float(gen_loss):.4f} {float(disc_loss):.4f}", fake.shape)


@bml.script
def running():
    total = bml.ops.zeros(())
    for inputs, labels in data:
        with bml.GradientTape() as tape:
            loss = loss_fn(labels, model(inputs))
            total = total + loss
        gradients = tape.gradient(loss, model.trainable_variables)
    print(f"{float(total):.4f}", len(gradients))
    return gradients


class Trainer:
    def __init__(self, model, optimizer, loss_fn, scale):
        self.model = model
        self.optimizer = optimizer
        self.loss_fn = loss_fn
        self.scale = scale
        self.losses = []

    def train_step(self, inputs, labels):
        with bml.GradientTape() as tape:
            predictions = self.model(inputs, training=True)
            loss = self.loss_fn(labels, predictions) * self.scale
        gradients = tape.gradient(loss, self.model.trainable_weights)
        self.optimizer.apply_gradients(zip(gradients, self.model.trainable_weights))
        return loss

    def fit(self, data, epochs):
        for epoch in range(epochs):
            for inputs, labels in data:
                loss = self.train_step(inputs, labels)
            self.losses.append(float(loss))
            self.scale *= 0.5


@bml.script
def trainer():
    one = Trainer(model, optimizer, loss_fn, 2.0)
    one.fit(data, 3)
    print([round(loss, 4) for loss in one.losses])


@bml.script
def all_in_the_block():
    for inputs, labels in data:
        with bml.GradientTape() as tape:
            loss = loss_fn(labels, model(inputs, training=True))
            gradients = tape.gradient(loss, model.trainable_variables)
            optimizer.apply(gradients, model.trainable_variables)
            metric.update_state(labels, loss)
        print(f"{float(loss):.4f}")
    print(f"{float(metric.result()):.4f}")
    metric.reset_state()


settings = argparse.Namespace(size=3, rate=0.5, scales=[1.0, 2.0], nested={"units": 2})
changed = argparse.Namespace(rate=0.5)


@bml.script
def settings_of_the_file():
    for inputs, labels in data:
        with bml.GradientTape() as tape:
            outputs = generator(bml.ops.ones((settings.size, settings.nested["units"] + 1)))
            loss = (
                bml.ops.sum(outputs[:, : settings.nested["units"]]) * settings.rate * settings.scales[1] * changed.rate
            )
        gradients = tape.gradient(loss, generator.trainable_variables)
        print(f"{float(loss):.4f} {float(bml.ops.sum(gradients[0])):.4f}")
        changed.rate *= 0.5


class Scale:
    def __init__(self, by):
        self.by = by

    def __call__(self, value):
        return value * self.by


class Critic:
    def __init__(self, model, scale):
        self.model = model
        self.scale = scale
        self.weight = bml.ops.ones(())
        self.names = ["a"]
        self.count = 0

    def score(self, inputs):
        return self.scale(self.model(inputs, training=True)) * self.weight

    def loss(self, inputs, labels):
        return bml.ops.mean(bml.ops.abs(labels - self.score(inputs)))

    def step(self, inputs, labels):
        self.count += 1
        with bml.GradientTape() as tape:
            loss = self.loss(inputs, labels) + self.scale(0.5)
        gradients = tape.gradient(loss, self.model.trainable_variables)
        self.weight = self.weight * 1.5
        return loss, gradients


@bml.script
def methods():
    critic = Critic(model, Scale(2.0))
    for inputs, labels in data:
        loss, gradients = critic.step(inputs, labels)
        print(critic.count, critic.names, f"{float(loss):.4f} {float(bml.ops.sum(gradients[0])):.4f}")
    with bml.GradientTape() as tape:
        loss = critic.scale(v) + critic.weight
    print(f"{float(tape.gradient(loss, v)):.4f} {float(loss):.4f}")


class Chosen:
    def __init__(self, loss):
        self.loss = loss


def halved(value):
    return value * 0.5


@bml.script
def own_functions():
    factor = 2.0
    chosen = Chosen(halved)
    other = halved

    def loss_of(predictions, labels, scale=1.0):
        return bml.ops.mean(bml.ops.square(predictions - labels)) * factor * scale

    doubled = lambda value: value * factor  # noqa: E731
    for inputs, labels in data:
        with bml.GradientTape() as tape:
            loss = chosen.loss(doubled(loss_of(model(inputs), labels, scale=0.5))) + other(v)
        gradients = tape.gradient(loss, [*model.trainable_variables, v])
        factor += 1.0
        print(f"{float(loss):.4f} {float(gradients[-1]):.4f} {float(doubled(loss)):.4f}")


class Sampler:
    def __init__(self, size):
        self.size = size
        self.losses = {}  # of which the block takes nothing
        self.name = "-".join([str(k) for k in range(size)])

    def loss(self, rows):
        assert generator.layers[0].name != "name"
        return bml.ops.sum(generator(bml.ops.ones((rows, self.size)))) + sum(generator.losses)


@bml.script
def sizes():
    rows = 4
    sampler = Sampler(3)
    sampler.losses[sampler.name] = 1.0
    with bml.GradientTape() as tape:
        loss = sampler.loss(rows) / rows + bml.ops.sum(bml.ops.ones((rows,))) * v
    print(f"{float(loss):.4f} {float(tape.gradient(loss, v)):.4f}")


@bml.function
def cubed():
    return v * v * v


@bml.script
def around_other_gradients():
    with bml.GradientTape() as tape:
        value, (slope,) = bml.value_and_grad(cubed, variables=[v])()
        loss = value + slope * 2.0
    print(f"{float(loss):.3f} {float(tape.gradient(loss, v)):.3f}")


@bml.script
def in_a_function_of_the_script():
    losses = []

    def step(inputs, labels, scale):
        with bml.GradientTape() as tape:
            loss = loss_fn(labels, model(inputs, training=True)) * scale
        optimizer.apply(tape.gradient(loss, model.trainable_weights), model.trainable_weights)
        losses.append(float(loss))
        return loss

    for k in range(2):
        for inputs, labels in data:
            last = step(inputs, labels, 1.0 / (k + 1))
    print([round(loss, 4) for loss in losses], f"{float(last):.4f}")


@bml.script
def only_sometimes(every: int = 2):
    kept = []
    for step, (inputs, labels) in enumerate(data.take(8)):
        with bml.GradientTape(persistent=True) as tape:
            first = bml.ops.mean(bml.ops.abs(labels - model(inputs)))
            second = first * first
        if step % every == 0:
            grads = tape.gradient(first, model.trainable_weights)
        else:
            grads = tape.gradient(second, model.trainable_weights)
        kept.append(grads[0])
        optimizer.apply(grads, model.trainable_weights)
    print(f"{float(bml.ops.sum(kept[0])):.4f} {float(bml.ops.sum(kept[-1])):.4f}")


@bml.script
def failing():
    try:
        with bml.GradientTape() as tape:
            loss = loss_fn(y, model(x))
        grads = tape.gradient(loss, model.trainable_weights)
        print(f"{float(loss):.4f}")
        raise ValueError("enough")
    except ValueError as error:
        print(error)
    finally:
        print(len(grads))


@bml.script
def part_of_a_block_not_recorded():
    x = bml.ops.ones((2,)) * 3.0
    with bml.GradientTape() as tape, bml.GradientTape() as other:
        tape.watch(x)
        other.watch(x)
        square = bml.ops.sum(x * x)
        with tape.stop_recording():
            hidden = bml.ops.sum(x * 5.0)
            one_more = hidden + 1.0
        total = square + hidden
    print(tape.gradient(total, x).numpy(), other.gradient(total, x).numpy(), float(one_more))
