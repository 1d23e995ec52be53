"""Arrays that models are given: fit, evaluate and predict of them, and sizes that follow from what is computed."""

import keras
import numpy as np

import bml

x = np.linspace(-1, 1, 24, dtype="float32").reshape(12, 2)
y = (x[:, :1] * 2 - x[:, 1:]).astype("float32")
batches = bml.Dataset.from_tensor_slices((x, y)).batch(6)
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="ones")])
model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse", metrics=["mae"])
classifier = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, kernel_initializer="ones")])
classifier.compile(optimizer="sgd", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))


@bml.function
def loss(inputs, labels):
    return keras.ops.mean(keras.ops.square(model(inputs) - labels))


@bml.function
def scaled(inputs):
    return inputs * np.array([1.0, 2.0], "float32")


@bml.script
def fitted(epochs: int = 2):
    history = model.fit(x, y, batch_size=4, epochs=epochs, verbose=0)
    print([f"{each:.4f}" for each in history.history["loss"]])
    history = model.fit(x, y, shuffle=False, verbose=0, validation_data=(x, y), batch_size=5)
    print(sorted(history.history), f"{history.history['val_loss'][0]:.4f}")
    print([f"{each:.4f}" for each in model.evaluate(x, y, verbose=0)])
    print(f"{model.evaluate(x, y, 3, return_dict=True, verbose=0)['mae']:.4f}")
    predicted = model.predict(x, verbose=0)
    print(predicted.shape, f"{predicted[0, 0]:.4f} {predicted.mean():.4f}")


@bml.script
def held_out():
    """Arrays beside a data set."""
    history = model.fit(batches, validation_data=(x[:7], y[:7]), verbose=0)
    print({name: f"{values[0]:.4f}" for name, values in sorted(history.history.items())})


@bml.script
def of_the_script(steps: int = 3):
    rows = []
    for step in range(steps):
        state = np.array([[0.1 * step, 0.5]])
        rows.append(state[0])
        print(step, f"{model.predict(state, verbose=0)[0][0]:.4f}")
    inputs = np.stack(rows)
    targets = np.zeros((steps, 1))
    for step in range(steps):
        targets[step] = inputs[step].sum()
    model.fit(inputs, targets, epochs=2, batch_size=2, shuffle=False, verbose=0)
    print(f"{model.evaluate(inputs, targets, verbose=0)[0]:.4f}")
    classes = np.arange(steps) % 3
    classifier.fit(inputs, classes, verbose=0, shuffle=False)
    print(np.argmax(classifier.predict(inputs, verbose=0), axis=1).tolist())


@bml.script
def open_sizes():
    inputs = np.ones((4, 2)) * 0.5
    print(f"{float(loss(inputs, np.ones((4, 1)))):.4f}")
    value, gradients = bml.value_and_grad(loss)(inputs, np.zeros((4, 1)))
    print(f"{float(value):.4f}", gradients[0].shape)
    print(scaled(inputs).numpy().tolist())


@bml.script
def clipped():
    """Weights whose sizes only the run knows; a shape that is a list."""
    model.set_weights([np.clip(each * 3, -1.0, 1.0) for each in model.get_weights()])
    for layer in model.layers:
        layer.set_weights([np.reshape(each, each.shape) + 1 for each in layer.get_weights()])
    print(f"{model.predict(np.reshape([0.5, 1.0], [1, 2]), verbose=0)[0, 0]:.4f}")
    try:
        model.set_weights([np.ones((3, 1)), np.ones(1)])
    except Exception:
        print("refused")
