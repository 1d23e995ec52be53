"""Tapes in what is traced: functions of bml and of TensorFlow, steps of models."""

import keras
import numpy as np

import bml

x = np.array([[0.0, 1.0], [1.0, -1.0], [2.0, 0.5], [3.0, 2.0]], dtype="float32")
y = np.array([[1.0], [3.0], [5.0], [7.0]], dtype="float32")
data = bml.Dataset.from_tensor_slices((x, y)).batch(2)
keras.utils.set_random_seed(3)
model = keras.Sequential(
    [
        keras.Input((2,)),
        keras.layers.Dense(3, activation="tanh"),
        keras.layers.BatchNormalization(),
        keras.layers.Dense(1),
    ]
)
optimizer = keras.optimizers.Adam(0.05)
w = bml.Variable([2.0, -1.0], name="w")
v = bml.Variable(3.0, name="v")
frozen = bml.Variable(5.0, trainable=False, name="frozen")


@bml.function
def step(inputs, labels):
    with bml.GradientTape() as tape:
        predictions = model(inputs, training=True)
        loss = bml.ops.mean(bml.ops.square(labels - predictions))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss, predictions


@bml.script
def trained():
    for epoch in range(3):
        for inputs, labels in data:
            loss, predictions = step(inputs, labels)
            print(epoch, f"{float(loss):.4f}", predictions.shape)


@bml.function
def kinds_of_sources(a):
    with bml.GradientTape(persistent=True) as tape:
        tape.watch(a)
        squares = a * a * v
        other = bml.ops.sum(squares) * v + bml.ops.sum(w)
        apart = bml.ops.sum(w)
    found = tape.gradient(other, {"a": a, "both": [v, (w, squares)]})
    summed = tape.gradient([other, squares], a)
    scaled = tape.gradient(squares, [a, v], output_gradients=a)
    zeros = tape.gradient(apart, [a], unconnected_gradients="zero")
    return found, summed, scaled, zeros, tape.gradient(a, a)


@bml.script
def sources():
    return kinds_of_sources(np.array([1.0, 2.0], "float32"))


@bml.function
def unconnected(a):
    with bml.GradientTape() as tape:
        loss = bml.ops.sum(a * v)
    by_v, by_w, by_a = tape.gradient(loss, [v, w, a])
    with bml.GradientTape() as tape:
        tape.watch(frozen.value)
        outside = v * 2.0
        with tape.stop_recording():
            hidden = frozen * 7.0
        loss = frozen * frozen + hidden
    outside = outside * frozen
    (by_frozen,) = tape.gradient(loss, [frozen])
    with bml.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(w.value)
        loss = bml.ops.sum(w * v)
    of_two = tape.gradient(loss, [w, v])
    rounded = bml.ops.cast(v, "int32")
    with bml.GradientTape() as tape:
        loss = bml.ops.cast(rounded, "float32") * v
    assert by_w is None
    assert by_a is None
    assert of_two[1] is None
    assert tape.gradient(outside, v) is None
    return by_v, by_frozen, of_two[0]


@bml.script
def none_for_some():
    return unconnected(np.array([1.0, 2.0], "float32"))


@bml.function
def second(a):
    with bml.GradientTape() as outer:
        outer.watch(a)
        with bml.GradientTape() as inner:
            inner.watch(a)
            cubed = bml.ops.sum(a * a * a) * v
        first = inner.gradient(cubed, a)
        norm = bml.ops.sqrt(bml.ops.sum(bml.ops.square(first)))
    again = outer.gradient(norm, [a, v])
    with bml.GradientTape() as outer:
        value, (first,) = bml.value_and_grad(lambda: v * v * v, variables=[v])()
        total = value + first * 2.0
    return norm, again, outer.gradient(total, v)


@bml.script
def nested():
    return second(np.array([1.0, 2.0], "float32"))


@bml.function
def set_inside(a):
    before = bml.ops.convert_to_tensor(v) * 1.0
    with bml.GradientTape(persistent=True) as tape:
        v.assign(v * 2.0)
        loss = v * a * bml.ops.sum(w) + before
        v.assign_add(1.0)
        loss = loss + v * v
    v.assign(0.5)
    gradients = tape.gradient(loss, [v, w])
    with bml.GradientTape() as tape:
        old = before * v
        more = tape.gradient(old, v)
    return loss, gradients, more, v + 0.0


@bml.script
def assigned():
    return set_inside(3.0), set_inside(2.0)


class Penalized(keras.Model):
    def __init__(self):
        super().__init__()
        self.inner = keras.layers.Dense(3, activation="tanh")
        self.outer = keras.layers.Dense(1)

    def call(self, inputs):
        return self.outer(self.inner(inputs))

    def train_step(self, data):
        inputs, labels = data
        with bml.GradientTape() as tape:
            with bml.GradientTape() as penalty_tape:
                penalty_tape.watch(inputs)
                predictions = self(inputs, training=True)
            slopes = penalty_tape.gradient(predictions, inputs)
            penalty = bml.ops.mean(bml.ops.square(bml.ops.norm(slopes, axis=1) - 1.0))
            loss = self.compute_loss(y=labels, y_pred=predictions) + 0.5 * penalty
        gradients = tape.gradient(loss, self.trainable_variables)
        clipped = [bml.ops.clip(gradient, -0.5, 0.5) for gradient in gradients]
        self.optimizer.apply_gradients(zip(clipped, self.trainable_variables))
        return {"loss": loss, "penalty": penalty}


keras.utils.set_random_seed(4)
penalized = Penalized()
penalized(np.zeros((1, 2), "float32"))
penalized.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")


@bml.script
def step_of_a_model():
    history = penalized.fit(data, epochs=3, verbose=0).history
    print([round(loss, 4) for loss in history["loss"]], [round(loss, 4) for loss in history["penalty"]])


keras.utils.set_random_seed(5)
recurrent = keras.Sequential([keras.Input((5, 2)), keras.layers.LSTM(3), keras.layers.Dense(1)])
series = np.sin(np.arange(30, dtype="float32")).reshape(3, 5, 2)


@bml.function
def through_time(inputs):
    with bml.GradientTape(persistent=True) as tape:
        tape.watch(inputs)
        out = recurrent(inputs)
        loss = bml.ops.sum(bml.ops.square(out))
        many = bml.ops.cond(loss > 0.1, lambda: loss * v, lambda: loss)
    return (
        tape.gradient(loss, recurrent.trainable_variables),
        tape.gradient(loss, inputs),
        tape.gradient(many, [inputs, v]),
    )


@bml.script
def of_loops():
    return through_time(series)
