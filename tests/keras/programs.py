"""Models that are trained, with their data: written as users of Keras write them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from architectures import (
    Gan,
    Vae,
    cnn,
    functions,
    lstm,
    noisy,
    one_loss_of_two,
    resnet,
    siamese,
    tagger,
    transformer,
    two_inputs,
    two_losses,
)
from keras import layers, optimizers

__all__ = ["FREE", "PROGRAMS", "Program", "made", "optimizers_of", "state_of"]

RANDOM = np.random.default_rng(7)
IMAGES = RANDOM.uniform(0, 1, (8, 12, 12, 1)).astype("float32")
DIGITS = RANDOM.integers(0, 10, 8).astype("int32")
ROWS = RANDOM.uniform(-1, 1, (8, 6)).astype("float32")
TARGETS = RANDOM.uniform(-1, 1, (8, 3)).astype("float32")
KINDS = np.eye(3, dtype="float32")[RANDOM.integers(0, 3, 8)]
WORDS = RANDOM.integers(1, 20, (8, 7)).astype("int32")
WORDS[:, -2:] = 0
TAGS = RANDOM.integers(0, 4, (8, 7)).astype("int32")
YES = RANDOM.integers(0, 2, (8, 1)).astype("float32")
WEIGHTS = RANDOM.uniform(0, 1, 8).astype("float32")


@dataclass(frozen=True)
class Program:
    make: Callable[[], Any]  # a compiled model
    data: tuple[Any, ...]  # what a step of training takes
    steps: int = 100


def with_optimizer(optimizer: Callable[[], Any]) -> Program:
    def make() -> Any:
        model = keras.Sequential([keras.Input((6,)), layers.Dense(5, "tanh"), layers.Dense(3)])
        model.compile(optimizer(), "mse", metrics=["mae"])
        return model

    return Program(make, (ROWS, TARGETS), 40)


def with_schedule(name: str, *given: Any, **settings: Any) -> Program:
    return with_optimizer(lambda: optimizers.SGD(getattr(optimizers.schedules, name)(*given, **settings)))


def without_decay_of_biases() -> Any:
    optimizer = optimizers.AdamW(1e-2, weight_decay=0.05)
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    return optimizer


def one_for_biases() -> Any:
    biases, others = optimizers.SGD(1e-1), optimizers.Adam(1e-2)
    return optimizers.MultiOptimizer(lambda variable: biases if "bias" in variable.path else others)


def slowed() -> Any:
    """An optimizer whose rate was set after it was made."""
    optimizer = optimizers.SGD(0.5)
    optimizer.learning_rate = 1e-2
    return optimizer


OPTIMIZERS: dict[str, dict[str, Any]] = {
    "SGD": {"momentum": 0.9, "nesterov": True},
    "RMSprop": {"centered": True},
    "Adam": {"amsgrad": True},
    "AdamW": {"weight_decay": 0.01, "global_clipnorm": 1.0},
    "Adadelta": {},
    "Adagrad": {"clipvalue": 0.1},
    "Adamax": {"clipnorm": 0.1},
    "Adafactor": {},
    "Nadam": {},
    "Ftrl": {"l1_regularization_strength": 0.01},
    "Lion": {},
    "Lamb": {},
    "Muon": {},
    "ScheduleFreeAdamW": {"warmup_steps": 5},
}

# Those that also run freely for 100 steps.
FREE = {
    "cnn": Program(cnn, (IMAGES, DIGITS)),
    "lstm": Program(lstm, (WORDS, YES)),
    "tagger": Program(tagger, (WORDS, TAGS, (WORDS > 0).astype("float32"))),
    "transformer": Program(transformer, (WORDS, DIGITS)),
    "resnet": Program(resnet, (IMAGES, DIGITS)),
    "siamese": Program(siamese, ([ROWS, ROWS[::-1].copy()], YES)),
    "two_inputs": Program(
        two_inputs,
        ({"row": ROWS, "words": WORDS}, {"value": TARGETS, "kind": KINDS}, {"value": WEIGHTS, "kind": WEIGHTS[::-1]}),
    ),
    "two_losses": Program(two_losses, (ROWS, [TARGETS, KINDS])),
    "vae": Program(Vae, (ROWS,)),
    "gan": Program(Gan, (ROWS, TARGETS)),
}

PROGRAMS = {
    **FREE,
    "functions": Program(functions, (ROWS, TARGETS, WEIGHTS), 40),
    "one_loss_of_two": Program(one_loss_of_two, (ROWS, TARGETS), 40),
    "noisy": Program(noisy, (IMAGES, DIGITS)),
    **{
        name.lower(): with_optimizer(lambda name=name, given=given: getattr(optimizers, name)(1e-2, **given))
        for name, given in OPTIMIZERS.items()
    },
    "accumulated": with_optimizer(
        lambda: optimizers.Adam(1e-2, use_ema=True, ema_overwrite_frequency=2, gradient_accumulation_steps=2)
    ),
    "without_decay_of_biases": with_optimizer(without_decay_of_biases),
    "one_for_biases": with_optimizer(one_for_biases),
    "slowed": with_optimizer(slowed),
    "warmed_up": with_schedule("CosineDecay", 1e-3, 20, alpha=0.1, warmup_target=1e-1, warmup_steps=10),
    "cosine_restarts": with_schedule("CosineDecayRestarts", 1e-1, 10, t_mul=1.5, m_mul=0.9, alpha=0.1),
    "exponential": with_schedule("ExponentialDecay", 1e-1, 10, 0.8, staircase=True),
    "inverse_time": with_schedule("InverseTimeDecay", 1e-1, 10, 0.5),
    "piecewise": with_schedule("PiecewiseConstantDecay", [10, 30], [1e-1, 5e-2, 1e-2]),
    "polynomial": with_schedule("PolynomialDecay", 1e-1, 15, 1e-3, power=2.0, cycle=True),
}


def made(program: Program) -> Any:
    """The model, all that trains it built, and its weights set to numbers that both sides make."""
    keras.utils.set_random_seed(0)
    model = program.make()
    if type(model).train_step is keras.Model.train_step:
        model._symbolic_build(data_batch=program.data)
        model.optimizer.build(model.trainable_variables)
    random = np.random.default_rng(0)
    for weight in model.weights:
        if weight.dtype == keras.config.floatx():
            values = random.uniform(-0.5, 0.5, weight.shape).astype("float32")
            weight.assign(np.abs(values) + 0.5 if "variance" in weight.path else values)
    return model


def optimizers_of(model: Any) -> list[Any]:
    return getattr(model, "optimizers", None) or [model.optimizer]


def state_of(model: Any) -> list[Any]:
    """All variables of a training, in an order that does not depend on the backend."""
    return [*model.variables, *(variable for optimizer in optimizers_of(model) for variable in optimizer.variables)]
