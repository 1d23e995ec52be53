"""BML1xx: tensors, layers and what they are called with."""

from __future__ import annotations

from .example import Example

__all__ = ["TENSORS"]

TENSORS = [
    Example(
        code="BML101",
        meaning="A layer, an op or a call received a tensor whose shape or dtype it does not take. The message says "
        "which one was expected, and the frame shows the call.",
        mending="Give the tensor that shape before: with `layers.Flatten()`, `layers.Reshape(...)` or "
        "`bml.ops.reshape`, in the data set's `map`, or in the model's `bml.Input`. A model takes batches: a batch of "
        "one image is `image[None]`.",
        program="""\
import bml
from bml import layers

model = bml.Sequential([
    bml.Input((784,)),
    layers.Conv2D(8, 5, activation="relu"),
    layers.Flatten(),
    layers.Dense(10, activation="softmax"),
])


@bml.function
def classify(image: bml.Image(28, 28, 1)) -> bml.Probabilities("0123456789"):
    return model(image[None] / 255.0)
""",
        fix={"bml.Input((784,)),": "bml.Input((28, 28, 1)),"},
    ),
    Example(
        code="BML102",
        meaning="A call has an argument that does not exist, lacks one that it needs, or has one out of its range. The "
        "same code stands for misused options of the command line.",
        mending="Take the name or the value from the hint, which knows the arguments of what was called.",
        program="""\
import bml
from bml import layers

model = bml.Sequential([bml.Input((28, 28, 1)), layers.Flatten(), layers.Dense(10, activaton="softmax")])


@bml.function
def classify(image: bml.Image(28, 28, 1)) -> bml.Probabilities("0123456789"):
    return model(image[None] / 255.0)
""",
        fix={"activaton": "activation"},
    ),
    Example(
        code="BML103",
        meaning="A `@bml.function` is called once, with symbolic tensors, to learn what it computes: there are no "
        "numbers in them yet. Python's `if`, `while`, `float()`, `len()` and NumPy cannot ask a tensor for its values "
        "there.",
        mending="Say it with tensors, such as `bml.ops.where(condition, a, b)`, or decide in a `@bml.script`, where "
        "values are there.",
        program="""\
import bml


@bml.function
def brighten(image: bml.Image(28, 28, 1)):
    if bml.ops.mean(image) < 64.0:
        return image * 2.0
    return image * 1.0
""",
        fix={
            "    if bml.ops.mean(image) < 64.0:\n        return image * 2.0\n    return image * 1.0\n": "    dark = "
            "bml.ops.mean(image) < 64.0\n    return bml.ops.where(dark, image * 2.0, image * 1.0)\n"
        },
    ),
    Example(
        code="BML104",
        meaning="A gradient was asked for through something that has none: there is no second derivative through max "
        "pooling, which a penalty on gradients takes. (An op without a slope, such as `bml.ops.floor`, has the "
        "gradient 0, as in TensorFlow.)",
        mending="Use another op there, or cut the gradient with `bml.stop_gradient`.",
        program="""\
import bml
from bml import layers

digits, held_out = bml.datasets.digits()
model = bml.Sequential([
    bml.Input((28, 28, 1)),
    layers.MaxPooling2D(2),
    layers.Flatten(),
    layers.Dense(1, activation="tanh"),
])


@bml.function
def score(images):
    return bml.ops.mean(model(images))


@bml.function
def penalty(images):
    value, slopes = bml.value_and_grad(score, argnums=0)(images / 16.0)
    return bml.ops.mean(bml.ops.square(slopes))


@bml.script
def train(epochs: int = 5):
    for epoch in range(epochs):
        for images, labels in digits.batch(64):
            value, gradients = bml.value_and_grad(penalty)(images)
            bml.log(epoch=epoch, penalty=value)
""",
        fix={"MaxPooling2D": "AveragePooling2D"},
    ),
]
