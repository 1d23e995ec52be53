"""A training loop of one's own: gradients of several batches in one step, and an end when nothing improves."""

import bml
from bml import layers

digits, held_out = bml.datasets.digits()

model = bml.Sequential([
    bml.Input((28, 28, 1)),
    layers.Conv2D(8, 5, strides=2, activation="relu"),
    layers.Conv2D(16, 3, activation="relu"),
    layers.AveragePooling2D(2),
    layers.Flatten(),
    layers.Dense(10),
])
cross_entropy = bml.losses.SparseCategoricalCrossentropy(from_logits=True)


@bml.function
def prepare(image, label):
    return image / 255.0, label


@bml.function
def loss(image, label):
    return cross_entropy(label, model(image, training=True))


@bml.function
def correct(image, label):
    hits = bml.ops.equal(bml.ops.argmax(model(image), axis=-1), label)
    return bml.ops.sum(bml.ops.cast(hits, "float32"))


@bml.script
def train(epochs: int = 20, batch_size: int = 16, accumulate: int = 4, patience: int = 3):
    optimizer = bml.optimizers.SGD(0.05, momentum=0.9)
    training = digits.map(prepare).shuffle(seed=1).batch(batch_size)
    validation = held_out.map(prepare).batch(99)
    best = 0.0
    waited = 0
    for epoch in range(epochs):
        total = None
        for step, (image, label) in enumerate(training):
            done = epoch * len(training) + step + 1
            value, gradients = bml.value_and_grad(loss)(image, label)
            total = gradients if total is None else [a + b for a, b in zip(total, gradients)]
            if (step + 1) % accumulate == 0:
                optimizer.apply([one / accumulate for one in total], model.trainable_variables)
                total = None
                bml.log(epoch=epoch, step=done, loss=value)
            bml.progress(done, epochs * len(training))
        hits = sum([float(correct(image, label)) for image, label in validation])
        accuracy = hits / 297
        bml.log(epoch=epoch, accuracy=accuracy)
        if accuracy > best:
            best, waited = accuracy, 0
        else:
            waited += 1
            if waited == patience:
                print(f"no better for {patience} epochs, best {best:.4f}")
                break
    return best


@bml.function
def classify(image: bml.Image(28, 28, 1)) -> bml.Probabilities("0123456789"):
    return bml.activations.softmax(model(image[None] / 255.0))


if __name__ == "__main__":
    train()
