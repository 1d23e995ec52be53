"""Training loops on tapes as users write them: guides of Keras's, GANs, autoencoders, agents, ensembles."""

import random

import keras
import numpy as np

import bml

x = np.sin(np.arange(48, dtype="float32")).reshape(12, 4)
y = (x.sum(1) > 0).astype("int32")
train_data = bml.Dataset.from_tensor_slices((x[:8], y[:8])).batch(4)
val_data = bml.Dataset.from_tensor_slices((x[8:], y[8:])).batch(4)
keras.utils.set_random_seed(7)


def build(units, outputs):
    return keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dense(units, activation="relu", kernel_regularizer=keras.regularizers.L2(0.01)),
            keras.layers.Dense(outputs),
        ]
    )


model = build(8, 2)
optimizer = keras.optimizers.SGD(learning_rate=0.1)
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
train_acc = keras.metrics.SparseCategoricalAccuracy()
val_acc = keras.metrics.SparseCategoricalAccuracy()


@bml.script
def guide(epochs: int = 2):
    for epoch in range(epochs):
        print(f"Start of epoch {epoch}")
        for step, (x_batch, y_batch) in enumerate(train_data):
            with bml.GradientTape() as tape:
                logits = model(x_batch, training=True)
                loss_value = loss_fn(y_batch, logits)
                loss_value += sum(model.losses)
            grads = tape.gradient(loss_value, model.trainable_weights)
            optimizer.apply_gradients(zip(grads, model.trainable_weights))
            train_acc.update_state(y_batch, logits)
            if step % 1 == 0:
                print(f"step {step}: {float(loss_value):.4f}, seen {(step + 1) * 4}")
        print(f"acc {float(train_acc.result()):.4f}")
        train_acc.reset_state()
        for x_val, y_val in val_data:
            val_acc.update_state(y_val, model(x_val, training=False))
        print(f"val {float(val_acc.result()):.4f}")
        val_acc.reset_state()


@bml.script
def in_one_line():
    for inputs, labels in train_data:
        with bml.GradientTape() as t:
            loss = bml.ops.mean(loss_fn(labels, model(inputs)))
        optimizer.apply_gradients(zip(t.gradient(loss, model.trainable_variables), model.trainable_variables))
        print(f"{float(loss):.4f}")


critic = build(6, 1)
maker = keras.Sequential([keras.Input((2,)), keras.layers.Dense(4, activation="tanh")])
critic_optimizer = keras.optimizers.Adam(0.02, beta_1=0.5)
maker_optimizer = keras.optimizers.Adam(0.02, beta_1=0.5)


def gradient_penalty(real, fake):
    mixed = real + 0.3 * (fake - real)
    with bml.GradientTape() as tape:
        tape.watch(mixed)
        scores = critic(mixed, training=True)
    slopes = tape.gradient(scores, [mixed])[0]
    norms = bml.ops.sqrt(bml.ops.sum(bml.ops.square(slopes), axis=[1]))
    return bml.ops.mean((norms - 1.0) ** 2)


class Gan:
    def __init__(self, rounds, weight):
        self.rounds = rounds
        self.weight = weight
        self.seen = 0

    def noise(self, like):
        return bml.ops.ones_like(like[:, :2]) * 0.5

    def train(self, real):
        for _ in range(self.rounds):
            with bml.GradientTape() as tape:
                fake = maker(self.noise(real), training=True)
                cost = bml.ops.mean(critic(fake)) - bml.ops.mean(critic(real))
                cost = cost + gradient_penalty(real, fake) * self.weight
            grads = tape.gradient(cost, critic.trainable_variables)
            critic_optimizer.apply_gradients(zip(grads, critic.trainable_variables))
        with bml.GradientTape() as tape:
            made = -bml.ops.mean(critic(maker(self.noise(real), training=True)))
        grads = tape.gradient(made, maker.trainable_variables)
        maker_optimizer.apply_gradients(zip(grads, maker.trainable_variables))
        self.seen += 1
        return {"critic": cost, "maker": made}


@bml.script
def gan():
    one = Gan(2, 10.0)
    for epoch in range(2):
        for real, _ in train_data:
            logs = one.train(real)
            print(epoch, one.seen, f"{float(logs['critic']):.4f} {float(logs['maker']):.4f}")


encoder, decoder = build(6, 4), keras.Sequential([keras.Input((2,)), keras.layers.Dense(4)])
of_both = keras.optimizers.Adam(0.01)


@bml.script
def autoencoder():
    variables = encoder.trainable_variables + decoder.trainable_variables
    for epoch in range(2):
        losses = []
        for inputs, _ in train_data:
            with bml.GradientTape() as tape:
                mean, spread = bml.ops.split(encoder(inputs), 2, axis=1)
                rebuilt = decoder(mean + bml.ops.exp(0.5 * spread) * 0.1)
                error = bml.ops.mean(bml.ops.sum(bml.ops.square(inputs - rebuilt), axis=1))
                divergence = -0.5 * bml.ops.mean(1.0 + spread - bml.ops.square(mean) - bml.ops.exp(spread))
                total = error + divergence
            gradients = tape.gradient(total, variables)
            of_both.apply_gradients(zip(gradients, variables))
            losses.append(float(total))
        print(epoch, f"{sum(losses) / len(losses):.4f}", f"{float(error):.4f} {float(divergence):.4f}")


policy, target = build(5, 3), build(5, 3)
of_policy = keras.optimizers.Adam(0.01)


class Agent:
    def __init__(self, gamma, batch):
        self.gamma = gamma
        self.batch = batch
        self.memory = []

    def remember(self, state, action, reward, following, done):
        self.memory.append((state, action, reward, following, done))

    def replay(self):
        if len(self.memory) < self.batch:
            return None
        sample = random.sample(self.memory, self.batch)
        states = np.array([each[0] for each in sample], dtype="float32")
        actions = np.array([each[1] for each in sample], dtype="int32")
        rewards = np.array([each[2] for each in sample], dtype="float32")
        following = np.array([each[3] for each in sample], dtype="float32")
        done = np.array([each[4] for each in sample], dtype="float32")
        best = bml.ops.max(target(following), axis=1)
        goals = rewards + (1.0 - done) * self.gamma * best
        with bml.GradientTape() as tape:
            values = policy(states, training=True)
            chosen = bml.ops.sum(values * bml.ops.one_hot(actions, 3), axis=1)
            loss = bml.ops.mean(bml.ops.square(goals - chosen))
        grads = tape.gradient(loss, policy.trainable_variables)
        of_policy.apply_gradients(zip(grads, policy.trainable_variables))
        return float(loss)


@bml.script
def agent():
    random.seed(3)
    one = Agent(0.9, 4)
    for step in range(8):
        state = [random.random() for _ in range(4)]
        one.remember(state, step % 3, float(step % 2), [value * 0.5 for value in state], step == 7)
        loss = one.replay()
        print(step, "-" if loss is None else f"{loss:.4f}")
    target.set_weights(policy.get_weights())


@bml.script
def some_without():
    with bml.GradientTape() as tape:
        loss = bml.ops.mean(bml.ops.square(policy.layers[0](x[:4])))
    grads = tape.gradient(loss, policy.trainable_variables)
    missing = [k for k, grad in enumerate(grads) if grad is None]
    of_policy.apply_gradients(
        (grad, variable) for grad, variable in zip(grads, policy.trainable_variables) if grad is not None
    )
    print(missing, f"{float(loss):.4f}", f"{float(bml.ops.sum(policy.trainable_variables[0])):.4f}")


@bml.script
def while_it_falls():
    last, rounds = 1e9, 0
    while rounds < 20:
        total = 0.0
        for inputs, labels in train_data:
            with bml.GradientTape() as tape:
                loss = loss_fn(labels, model(inputs, training=True))
            grads = tape.gradient(loss, model.trainable_variables)
            optimizer.apply(grads, model.trainable_variables)
            total += float(loss)
        rounds += 1
        if total > last - 0.02:
            break
        last = total
    print(rounds, f"{last:.4f}")


rows = np.int64(3)
HALF = 0.5
rates = np.array([0.5, 0.25])


def scaled(loss):
    return loss * HALF


@bml.script
def numbers_of_numpy():
    weights = np.array([1.0, 2.0, 3.0])
    for _ in range(2):
        with bml.GradientTape() as tape:
            out = policy(bml.ops.ones((rows, 4)))
            loss = bml.ops.sum(out * weights) * rates[1] + scaled(bml.ops.sum(out))
        grads = tape.gradient(loss, policy.trainable_variables)
        of_policy.apply(grads, policy.trainable_variables)
        weights[0] += 1.0
        print(f"{float(loss):.4f}")
