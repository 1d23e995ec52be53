"""docs/keras.md says what of Keras compiles: made of what the tests of this folder hold."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

import keras
from keras.src.backend.numpy.layer import REFUSED
from layers import IN_PART
from programs import OPTIMIZERS

PAGE = Path(__file__).parents[2] / "docs" / "keras.md"
BASES = {"Layer", "Wrapper", "InputLayer", "Loss", "Metric", "MeanMetricWrapper", "Optimizer", "LossScaleOptimizer"}
NOTES = {
    "Metrics": "`fit` and `evaluate` log numbers. A metric that returns several, such as `F1Score()`, one a class, or\n"
    "`Precision(thresholds=[0.3, 0.7])`, is called in a loop: `update_state`, then `result`.\n\n",
    "Optimizers": "`ScheduleFreeAdamW` computes what its code says. On TensorFlow, Keras 3.15 reads a momentum\n"
    "after its update that it means to read before; the tests mend that.\n\n"
    "The gradient of an `Embedding` is the sum over the rows that a batch repeats. TensorFlow keeps the rows apart:\n"
    "all but plain SGD square or clip each before they are summed. Such weights differ from those of `bml run`, by\n"
    "more the more often a row repeats: in the third digit, or the first. Keras on JAX sums as a browser does, and\n"
    "`bml parity` holds these updates to it where JAX is installed.\n\n",
}
KINDS = {
    "Losses": (keras.losses, keras.losses.Loss),
    "Metrics": (keras.metrics, keras.metrics.Metric),
    "Optimizers": (keras.optimizers, keras.optimizers.Optimizer),
    "Schedules": (keras.optimizers.schedules, keras.optimizers.schedules.LearningRateSchedule),
    "Regularizers": (keras.regularizers, keras.regularizers.Regularizer),
    "Constraints": (keras.constraints, keras.constraints.Constraint),
    "Initializers": (keras.initializers, keras.initializers.Initializer),
}


def test_the_page_is_what_the_tests_hold(golden: Callable[[Path, str], None]) -> None:
    golden(PAGE, page())


def page() -> str:
    layers = classes(keras.layers, keras.layers.Layer)
    refused = REFUSED
    whole = [name for name in layers if name not in refused and name not in IN_PART]
    lines = [
        "# What of Keras compiles",
        "",
        "bml is a backend of Keras 3: layers, losses, metrics and optimizers are Keras's own code, traced. Tests hold",
        "each class below to Keras on TensorFlow, through emitted JavaScript: values, gradients, and weights after a",
        "step. This page is made by `./tools/regen` from their tables.",
        "",
        f"## Layers: {len(layers) - len(refused)} of {len(layers)}",
        "",
        listed(whole),
        "",
        "In part:",
        "",
        "| layer | refused |",
        "|---|---|",
        *(f"| `{name}` | {why} |" for name, why in IN_PART.items()),
        "",
        "Not at all:",
        "",
        "| layer | why | what to do |",
        "|---|---|---|",
        *(f"| `{name}` | {why} | {cure} |" for name, (why, cure) in sorted(refused.items())),
        "",
        "Tensors are dense, and hold float32, int32, bool or uint8, which wraps. `mixed_float16` is refused.",
        "",
    ]
    for title, (module, base) in KINDS.items():
        found = classes(module, base)
        lines += [f"## {title}: all {len(found)}", "", NOTES.get(title, "") + listed(found), ""]
    return "\n".join(lines)


def classes(module: ModuleType, base: type) -> list[str]:
    """The names of those that a model can use, each once."""
    named = {cls: name for name, cls in vars(module).items() if inspect.isclass(cls) and issubclass(cls, base)}
    found = {cls.__name__ if hasattr(module, cls.__name__) else name for cls, name in named.items()}
    return sorted(found - BASES - {base.__name__})


def listed(names: Iterable[str], width: int = 120) -> str:
    lines = [""]
    for name in names:
        item = f"`{name}`, "
        if len(lines[-1]) + len(item) > width:
            lines.append("")
        lines[-1] += item
    return "\n".join(line.rstrip() for line in lines).rstrip(", ") + "."


def test_every_optimizer_is_trained() -> None:
    optimizers = set(classes(keras.optimizers, keras.optimizers.Optimizer))
    assert optimizers - set(OPTIMIZERS) == {"MultiOptimizer"}
