"""One step on the rows of arrays: `train_on_batch`, `test_on_batch` and `predict_on_batch`."""

import keras
import numpy as np

import bml

x = np.linspace(-1, 2, 24, dtype="float32").reshape(8, 3)
y = x.sum(axis=1, keepdims=True)
data = bml.Dataset.from_tensor_slices((x, y)).batch(4)
model = keras.Sequential(
    [keras.Input((3,)), keras.layers.Dense(4, activation="tanh", kernel_initializer="ones"), keras.layers.Dense(1)]
)
model.compile(optimizer="sgd", loss="mse", metrics=["mae"])
bare = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, kernel_initializer="zeros")])
bare.compile(optimizer=keras.optimizers.Adam(0.1), loss="mse")

discriminator = keras.Sequential(
    [keras.Input((3,)), keras.layers.Dense(1, activation="sigmoid", kernel_initializer="ones")]
)
discriminator.compile(optimizer=keras.optimizers.SGD(0.1), loss="binary_crossentropy", metrics=["accuracy"])
generator = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, kernel_initializer="ones")])
discriminator.trainable = False
gan = keras.Sequential([generator, discriminator])
gan.compile(optimizer=keras.optimizers.SGD(0.1), loss="binary_crossentropy")


@bml.script
def results():
    print(model.train_on_batch(x, y))
    loss, mae = model.train_on_batch(x[:4], y[:4])
    print(f"{loss:.4f} {mae:.4f}", loss + mae)
    print(model.train_on_batch(x, y, return_dict=True))
    print(model.test_on_batch(x, y), model.test_on_batch(x, y=y, return_dict=True)["mae"])
    print(model.predict_on_batch(x[:2]).round(3), model.predict_on_batch(x).shape)


@bml.script
def a_loss_alone(steps: int = 3):
    losses = []
    for step in range(steps):
        losses.append(bare.train_on_batch(x, y[:, 0]))
        print(step, losses[-1], bare.test_on_batch(x, y[:, 0]))
    print(sum(losses) / len(losses), bare.train_on_batch(x, y[:, 0], return_dict=True))


@bml.script
def beside_other_methods():
    print(model.train_on_batch(x, y))
    print(model.evaluate(x, y, verbose=0))
    history = model.fit(x, y, epochs=2, batch_size=4, shuffle=False, verbose=0)
    print(history.history["loss"])
    print(model.train_on_batch(x, y), model.evaluate(x, y, verbose=0, return_dict=True))


@bml.script
def weighted():
    weights = np.linspace(0, 1, 8)
    other = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, kernel_initializer="zeros")])
    other.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
    print(other.train_on_batch(x, y, weights), other.test_on_batch(x, y, sample_weight=weights))
    other.fit(x, y, sample_weight=weights, epochs=2, shuffle=False, verbose=0)
    print(other.evaluate(x, y, sample_weight=weights, verbose=0))


@bml.script
def adversarial(steps: int = 3):
    np.random.seed(3)
    for step in range(steps):
        noise = np.random.normal(0, 1, (4, 2))
        fake = generator.predict(noise, verbose=0)
        real = discriminator.train_on_batch(x[:4], np.ones((4, 1)))
        made = discriminator.train_on_batch(fake, np.zeros((4, 1)))
        d_loss = 0.5 * np.add(real, made)
        g_loss = gan.train_on_batch(noise, np.ones((4, 1)))
        print("%d [D loss: %f, acc.: %.2f%%] [G loss: %f]" % (step, d_loss[0], 100 * d_loss[1], g_loss))


@bml.script
def of_tensors():
    for batch, labels in data:
        print(bare.train_on_batch(batch, labels[:, 0]))
