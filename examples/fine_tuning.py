"""A network that knows digits learns a new question, even or odd: its base stays frozen, only a new head is trained."""

import bml
from bml import layers

digits, held_out = bml.datasets.digits()

ODD = [0.0, 1.0] * 5  # of each digit


def features(name: str):
    return bml.Sequential(
        [
            bml.Input((28, 28, 1)),
            layers.Conv2D(8, 5, strides=2, activation="relu"),
            layers.BatchNormalization(),
            layers.Conv2D(16, 3, strides=2, activation="relu"),
            layers.Flatten(),
            layers.Dense(32, activation="relu"),
        ],
        name=name,
    )


original = features("original")
teacher = bml.Sequential([bml.Input((28, 28, 1)), original, layers.Dense(10, activation="softmax")])
teacher.compile(optimizer=bml.optimizers.Adam(2e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"])

base = features("base")
base.trainable = False
student = bml.Sequential([bml.Input((28, 28, 1)), base, layers.Dense(1, activation="sigmoid")])

crossentropy = bml.losses.BinaryCrossentropy()


@bml.function
def prepare(image, label):
    return image / 255.0, label


@bml.function
def prepare_parity(image, label):
    return image / 255.0, bml.ops.sum(bml.one_hot(label, 10) * ODD, keepdims=True)


@bml.function
def _copy_features():
    for old, new in zip(original.weights, base.weights):
        new.assign(old)


@bml.function
def loss(image, is_odd):
    return crossentropy(is_odd, student(image, training=True))


@bml.function
def correct(image, is_odd):
    right = bml.ops.equal(student(image) > 0.5, is_odd > 0.5)
    return bml.ops.sum(bml.ops.cast(right, "float32"))


@bml.script
def train(pretraining: int = 6, epochs: int = 4, batch_size: int = 32):
    teacher.fit(digits.map(prepare).shuffle(seed=1).batch(batch_size), epochs=pretraining)
    _copy_features()
    training = digits.map(prepare_parity).shuffle(seed=2).batch(batch_size)
    validation = held_out.map(prepare_parity).batch(99)
    schedule = bml.optimizers.schedules.CosineDecay(5e-3, decay_steps=188)  # four epochs
    optimizer = bml.optimizers.Adam(schedule)
    accuracy = 0.0
    steps = 0
    for epoch in range(epochs):
        running = bml.metrics.Mean()
        for image, is_odd in training:
            value, gradients = bml.value_and_grad(loss)(image, is_odd)
            optimizer.apply(gradients, student.trainable_variables)
            running.update_state(value)
            steps += 1
            bml.progress(steps, epochs * len(training))
        accuracy = sum([float(correct(image, is_odd)) for image, is_odd in validation]) / 297
        bml.log(epoch=epoch, loss=running.result(), accuracy=accuracy)
    return accuracy


@bml.function
def parity(image: bml.Image(28, 28, 1)) -> bml.Probabilities(["even", "odd"]):
    odd = student(image[None] / 255.0)
    return bml.ops.concatenate([1.0 - odd, odd], axis=-1)


if __name__ == "__main__":
    train()
