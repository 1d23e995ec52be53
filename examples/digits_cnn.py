"""The small handwritten digits of scikit-learn with a small CNN: no download, a minute of training."""

import bml
from bml import layers

digits, held_out = bml.datasets.digits()

model = bml.Sequential([
    bml.Input((28, 28, 1)),
    layers.Conv2D(8, 5, strides=2, activation="relu"),
    layers.Conv2D(16, 3, activation="relu"),
    layers.AveragePooling2D(2),
    layers.Flatten(),
    layers.Dropout(0.2),
    layers.Dense(10, activation="softmax"),
])
model.compile(
    optimizer=bml.optimizers.SGD(0.05, momentum=0.9), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)


@bml.function
def prepare(image, label):
    return image / 255.0, label


@bml.script
def train(epochs: int = 10, batch_size: int = 32):
    model.fit(
        digits.map(prepare).shuffle(seed=1).batch(batch_size),
        epochs=epochs,
        validation_data=held_out.map(prepare).batch(297),
    )


@bml.function
def classify(image: bml.Image(28, 28, 1)) -> bml.Probabilities("0123456789"):
    return model(image[None] / 255.0)


if __name__ == "__main__":
    train()
