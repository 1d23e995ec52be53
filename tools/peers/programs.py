"""The program of a task as a user would write it: the same file becomes bml's bundle, and Keras's model in Python."""

from __future__ import annotations

from pathlib import Path

from peers.tasks import Layer, Model, Task

__all__ = ["epoch_text", "program_text", "write_programs"]

_MODEL = """import bml
from bml import layers
{before}
model = bml.Sequential([
    bml.Input({inputs}),
{layers}
])
"""
_STEPS = """optimizer = bml.optimizers.{optimizer}({rate})


@bml.function
def loss(x, y):
    return bml.ops.mean(bml.losses.categorical_crossentropy(y, model(x, training=True)))


@bml.function
def step(x: bml.TensorSpec(("n", {dims})), y: bml.TensorSpec(("n", {classes}))):
    value, gradients = bml.value_and_grad(loss)(x, y)
    optimizer.apply(gradients, model.trainable_variables)
    return value


@bml.function
def predict(x: bml.TensorSpec(("n", {dims}))):
    return model(x)
"""
_EPOCH = """optimizer = bml.optimizers.{optimizer}({rate})
model.compile(optimizer=optimizer, loss="categorical_crossentropy", metrics=["accuracy"])


@bml.function
def prepare(image, label):
    return image / 255.0, bml.one_hot(label, 10)


@bml.script
def train(epochs: int = 1, batch_size: int = {batch}):
    model.fit(digits.map(prepare).shuffle(seed=1).batch(batch_size), epochs=epochs)
"""


def program_text(task: Task) -> str:
    """Exports `step`, one update of the weights that returns the loss before it, and `predict`; for any batch."""
    dims = ", ".join(map(str, task.model.inputs))
    return _model(task.model) + _STEPS.format(dims=dims, classes=task.model.classes, **_optimizer(task))


def epoch_text(task: Task) -> str:
    """Exports `train`: `fit` over MNIST's 60,000 digits."""
    data = "\ndigits, _ = bml.datasets.mnist()\n"
    return _model(task.model, before=data) + _EPOCH.format(batch=task.batch, **_optimizer(task))


def write_programs(tasks: list[Task], folder: Path) -> None:
    """`<program>.py` of each task, and `epoch_<program>.py` of the first."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {task.program: program_text(task) for task in tasks}
    texts[f"epoch_{tasks[0].program}"] = epoch_text(tasks[0])
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text, "utf-8")


def _model(model: Model, before: str = "") -> str:
    lines = [line for number, layer in enumerate(model.layers) for line in _lines(layer, f"l{number}")]
    return _MODEL.format(before=before, inputs=model.inputs, layers="\n".join(f"    {line}," for line in lines))


def _optimizer(task: Task) -> dict[str, str]:
    names = {"adam": "Adam", "sgd": "SGD"}
    return {"optimizer": names[task.optimizer.name], "rate": str(task.optimizer.rate)}


def _lines(layer: Layer, name: str) -> list[str]:
    """The layer's call; before it the padding, if that is none that the layer has itself."""
    padding = "valid" if layer.padding == "end" else layer.padding
    activation = "" if layer.activation is None else f', activation="{layer.activation}"'
    options = f'{activation}{"" if layer.bias else ", use_bias=False"}, name="{name}"'
    window = f'{layer.size}, {layer.strides}, padding="{padding}"'
    calls = {
        "conv": f"Conv2D({layer.units}, {window}{options})",
        "depthwise": f"DepthwiseConv2D({window}{options})",
        "norm": f'BatchNormalization(name="{name}")',
        "activation": f'ReLU({"6.0, " if layer.activation == "relu6" else ""}name="{name}")',
        "pool": f'MaxPooling2D({window}, name="{name}")',
        "flatten": f'Flatten(name="{name}")',
        "mean": f'GlobalAveragePooling2D(name="{name}")',
        "dense": f"Dense({layer.units}{options})",
        "lstm": f'LSTM({layer.units}, name="{name}")',
    }
    pads = ["layers.ZeroPadding2D(((0, 1), (0, 1)))"] if layer.padding == "end" else []
    return [*pads, f"layers.{calls[layer.kind]}"]
