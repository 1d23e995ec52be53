"""Models, optimizers and metrics in scripts."""

import bml
from bml import layers

data = bml.Dataset.from_tensor_slices(
    (
        [[0.0, 1.0], [1.0, 0.0], [0.9, 0.1], [0.2, 0.8], [0.7, 0.4], [0.1, 0.6], [0.8, 0.3]],
        [1, 0, 0, 1, 0, 1, 0],
    )
)


def classifier(name: str):
    return bml.Sequential(
        [bml.Input((2,)), layers.Dense(4, activation="tanh"), layers.Dense(2, activation="softmax")], name=name
    )


model = classifier("model")
other = classifier("other")
model.compile(optimizer=bml.optimizers.SGD(0.1), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
memory = layers.LSTM(3, stateful=True)
remembering = bml.Sequential([bml.Input(batch_shape=(3, 2)), layers.Reshape((2, 1)), memory, layers.Dense(2)])
remembering.compile("sgd", bml.losses.SparseCategoricalCrossentropy(from_logits=True))
criterion = bml.losses.SparseCategoricalCrossentropy()


@bml.function
def loss(x, y):
    return criterion(y, model(x, training=True))


@bml.function
def distance(x):
    return bml.ops.mean(bml.ops.square(model(x) - other(x)))


@bml.function
def as_float(x, y):
    return bml.ops.cast(bml.ops.equal(bml.ops.argmax(model(x), axis=-1), y), "float32")


@bml.script
def fitted(epochs: int = 2):
    batches = data.shuffle(seed=1).batch(3)
    history = model.fit(batches, epochs=epochs, validation_data=data.batch(4), verbose=0)
    result = model.evaluate(data.batch(2), verbose=0, return_dict=True)
    bml.log(loss=result["loss"], accuracy=result["accuracy"])
    loss, accuracy = model.evaluate(data.batch(2), verbose=0)
    print(len(history.history["loss"]), result["loss"] == loss, result["accuracy"] == accuracy)
    for x, y in data.batch(7):
        return model(x)


@bml.script
def stateful():
    batches = data.batch(3, drop_remainder=True)
    remembering.fit(batches, epochs=2, verbose=0)
    kept = bml.ops.copy(memory.states[0])
    memory.reset_state()
    print(float(bml.ops.max(bml.ops.abs(memory.states[0]))))
    bml.log(loss=remembering.evaluate(batches, verbose=0))
    return kept, bml.ops.copy(memory.states[1])


@bml.script
def metrics_in_a_loop(epochs: int = 2):
    optimizer = bml.optimizers.Adam(0.05)
    mean = bml.metrics.Mean()
    accuracy = bml.metrics.SparseCategoricalAccuracy()
    for epoch in range(epochs):
        mean.reset_state()
        accuracy.reset_state()
        for x, y in data.batch(3):
            value, grads = bml.value_and_grad(loss)(x, y)
            optimizer.apply(grads, model.trainable_variables)
            mean.update_state(value)
            accuracy.update_state(y, model(x))
        bml.log(epoch=epoch, loss=mean.result(), accuracy=accuracy.result())
    return mean.result(), float(accuracy.result())


@bml.script
def learning_rates():
    """The best of several learning rates."""
    scores = {}
    for rate in [0.01, 0.1, 0.5]:
        optimizer = bml.optimizers.SGD(rate, momentum=0.5)
        total = 0.0
        for x, y in data.batch(4):
            value, grads = bml.value_and_grad(loss)(x, y)
            optimizer.apply(grads, model.trainable_variables)
            total += float(value)
        scores[rate] = total
        print(rate, f"{total:.4f}", f"{float(optimizer.learning_rate):.3f}")
    best = min(scores, key=lambda rate: scores[rate])
    return best


@bml.script
def two_models(steps: int = 3):
    """Two models with an optimizer each, and one gradient between them."""
    first = bml.optimizers.SGD(0.1)
    second = bml.optimizers.Adam(0.01)
    of_other = bml.value_and_grad(distance, variables=other.trainable_variables)
    for step in range(steps):
        for x, y in data.batch(7):
            value, grads = bml.value_and_grad(loss)(x, y)
            first.apply(grads, model.trainable_variables)
            gap, others = of_other(x)
            second.apply(others, other.trainable_variables)
        bml.log(step=step, loss=value, gap=gap)
    return gap


@bml.script
def accuracy_by_hand():
    hits = 0.0
    count = 0
    wrong = []
    for x, y in data.batch(3):
        right = as_float(x, y)
        hits += float(bml.ops.sum(right))
        count += len(y)
        if float(bml.ops.min(right)) < 0.5:
            wrong.append(x)
    print(count, hits <= count, len(wrong) <= 3)
    return wrong


@bml.script
def fit_then_a_loop():
    model.fit(data.batch(4), epochs=1, verbose=0)
    optimizer = bml.optimizers.SGD(bml.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5))
    norms = []
    for step, (x, y) in enumerate(data.batch(2)):
        value, grads = bml.value_and_grad(loss)(x, y)
        norms.append([float(bml.ops.sum(g * g)) for g in grads])
        optimizer.apply(grads, model.trainable_variables)
        bml.log(step=step, loss=value, norm=sum(norms[-1]))
    print(len(norms), len(norms[0]), model.evaluate(data.batch(4), verbose=0, return_dict=True)["loss"] > 0)


@bml.script
def predictions():
    outputs = []
    for x, _ in data.batch(3, drop_remainder=True):
        outputs.append(model(x))
    everything = bml.ops.concatenate([outputs[0], outputs[1]], axis=0)
    weights = [bml.ops.sum(v * v) for v in model.trainable_variables]
    print(everything.shape, len(weights), len(model.trainable_variables))
    return everything, weights


@bml.script
def metric_per_epoch(epochs: int = 2):
    best = 0.0
    for epoch in range(epochs):
        running = bml.metrics.Mean()
        for x, y in data.batch(2):
            running.update_state(loss(x, y))
            running.update_state([1.0, 2.0])
        best = max(best, float(running.result()))
        print(epoch, f"{running.result():.4f}")
    return best
