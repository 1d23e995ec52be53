"""A generative adversarial net's two steps: two models, two optimizers, normalization by the batch, cut gradients."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bml
from bml import layers
from bmlc.ir import TensorType, Variable, symbol
from bmlc.ops.tensor import Tensor
from bmlc.passes.trace import trace
from bmlc.program import Program

__all__ = ["gan"]


def gan() -> Program:
    """On images of 8x8 pixels from noise of 6 numbers."""
    generator = bml.Sequential(
        [
            bml.Input((6,)),
            layers.Dense(32, use_bias=False),
            layers.BatchNormalization(momentum=0.8),
            layers.LeakyReLU(0.2),
            layers.Reshape((4, 4, 2)),
            layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh"),
        ]
    )
    critic = bml.Sequential(
        [
            bml.Input((8, 8, 1)),
            layers.Conv2D(4, 3, strides=2, padding="same", use_bias=False),
            layers.BatchNormalization(momentum=0.8),
            layers.LeakyReLU(0.2),
            layers.Flatten(),
            layers.Dense(1),
        ]
    )
    critic_optimizer = bml.optimizers.Adam(2e-3, beta_1=0.5)
    generator_optimizer = bml.optimizers.Adam(1e-3, beta_1=0.5)

    def wanted(logits: Tensor, label: float) -> Any:
        truth = bml.ops.full_like(logits, label)
        return bml.ops.mean(bml.losses.BinaryCrossentropy(from_logits=True)(truth, logits))

    def train_critic(real: Tensor, noise: Tensor) -> Any:
        def loss(real: Tensor, noise: Tensor) -> Any:
            fake = bml.stop_gradient(generator(noise, training=True))
            seen = critic(real, training=True), critic(fake, training=True)
            return wanted(seen[0], 1.0) + wanted(seen[1], 0.0)

        value, gradients = bml.value_and_grad(loss)(real, noise)
        # Those of the generator, which the loss is cut off from, are zeros.
        critic_optimizer.apply(gradients[-len(critic.trainable_variables) :], critic.trainable_variables)
        return value

    def train_generator(noise: Tensor) -> Any:
        def loss(noise: Tensor) -> Any:
            return wanted(critic(generator(noise, training=True), training=True), 1.0)

        critic.trainable = False
        try:
            value, gradients = bml.value_and_grad(loss)(noise)
        finally:
            critic.trainable = True
        generator_optimizer.apply(gradients, generator.trainable_variables)
        return value

    n = symbol("n")
    real, noise = ("real", TensorType((n, 8, 8, 1), "float32")), ("noise", TensorType((n, 6), "float32"))
    functions = {
        "train_critic": trace(train_critic, [real, noise], "train_critic"),
        "train_generator": trace(train_generator, [noise], "train_generator"),
        "generate": trace(generator.__call__, [noise], "generate"),
    }
    variables: dict[Variable, None] = {}
    for fn in functions.values():
        variables.update({capture.variable: None for capture in fn.captures})
        variables.update({update.variable: None for update in fn.updates})
    return Program(
        name="gan",
        source=Path("gan.py"),
        title="gan",
        functions=functions,
        variables=tuple(variables),
        values={},
        sources={},
        models={},
        scripts={},
        exports={},
        groups={},
        seed=0,
    )
