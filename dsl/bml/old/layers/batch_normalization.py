"""Batch normalization."""

from __future__ import annotations

from typing import Any

from bml.arguments import fraction, number
from bml.old import initializers
from bml.old.layers.layer import Layer
from bmlc import ops
from bmlc.errors import UserError
from bmlc.ir import Dim, TensorType
from bmlc.ops.tensor import Tensor

__all__ = ["BatchNormalization"]


class BatchNormalization(Layer):
    """Moves and scales each channel to mean 0 and variance 1, then by learned numbers.

    y = gamma (x - mean) / sqrt(variance + epsilon) + beta

    In training, mean and variance are those of the batch (over all axes but `axis`), and the moving ones follow them:
    moving = momentum moving + (1 - momentum) batch. Outside training, and always in a layer with `trainable = False`,
    the moving ones are used.

    Args:
        axis: The axis of the channels.
        momentum: How slowly the moving mean and variance follow, from 0 to 1.
        epsilon: Keeps the divisor from 0.
        center: Whether beta is added.
        scale: Whether gamma scales.
        beta_initializer, gamma_initializer, moving_mean_initializer, moving_variance_initializer: Names of
            initializers, or initializers.
        name, trainable: As in `Layer`.

    Input shape:
        Any with a fixed size along `axis`, float32; other dtypes are cast.

    Output shape:
        The same.

    Raises:
        UserError: BML101 for other inputs, BML102 for other arguments.

    Example:
        >>> import bml
        >>> layer = bml.layers.BatchNormalization(epsilon=0.0, momentum=0.5)
        >>> layer([[1.0, 10.0], [3.0, 30.0]], training=True).tolist()
        [[-1.0, -1.0], [1.0, 1.0]]
        >>> layer.moving_mean.numpy().tolist()
        [1.0, 10.0]

    Source: `keras.layers.BatchNormalization`; Ioffe and Szegedy 2015.
    """

    def __init__(
        self,
        axis: int = -1,
        momentum: float = 0.99,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Any = "zeros",
        gamma_initializer: Any = "ones",
        moving_mean_initializer: Any = "zeros",
        moving_variance_initializer: Any = "ones",
        name: str | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(name=name, trainable=trainable)
        if isinstance(axis, bool) or not isinstance(axis, int):
            raise UserError.here(
                "BML102", f"BatchNormalization expects axis to be a whole number, received axis={axis!r}"
            )
        self.axis = axis
        self.momentum = fraction("BatchNormalization", "momentum", momentum)
        self.epsilon = number("BatchNormalization", "epsilon", epsilon, minimum=0.0)
        self.center, self.scale = center, scale
        self.beta_initializer = initializers.get(beta_initializer)
        self.gamma_initializer = initializers.get(gamma_initializer)
        self.moving_mean_initializer = initializers.get(moving_mean_initializer)
        self.moving_variance_initializer = initializers.get(moving_variance_initializer)

    def build(self, input_shape: tuple[Dim, ...]) -> None:
        channels = input_shape[self.axis]
        if not isinstance(channels, int):
            raise self.misuse(f"BatchNormalization expects a fixed size along axis {self.axis}, received {channels}")
        shape = (channels,)
        self.gamma = self.add_weight(shape, self.gamma_initializer, name="gamma") if self.scale else None
        self.beta = self.add_weight(shape, self.beta_initializer, name="beta") if self.center else None
        self.moving_mean = self.add_weight(shape, self.moving_mean_initializer, trainable=False, name="moving_mean")
        self.moving_variance = self.add_weight(
            shape, self.moving_variance_initializer, trainable=False, name="moving_variance"
        )

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        x = ops.cast(inputs, "float32")
        mean: Any = self.moving_mean
        variance: Any = self.moving_variance
        if training and self.trainable:
            mean, variance = ops.moments(x, [i for i in range(x.ndim) if i != self.axis % x.ndim])
            for moving, batch in ((self.moving_mean, mean), (self.moving_variance, variance)):
                # A variable's value is a number like any other to who reads it next: no gradient flows through it.
                moving.assign(moving * self.momentum + ops.stop_gradient(batch) * (1.0 - self.momentum))
        return ops.batch_normalization(x, mean, variance, self.axis, self.beta, self.gamma, self.epsilon)

    def check_input(self, tensor_type: TensorType) -> None:
        rank = tensor_type.rank
        if not -rank <= self.axis < rank:
            raise self.misuse(f"BatchNormalization expects an input with an axis {self.axis}, received {tensor_type}")
        if self.built and tensor_type.shape[self.axis] != self.moving_mean.shape[0]:
            raise self.misuse(
                f"BatchNormalization was built for {self.moving_mean.shape[0]} channels along axis {self.axis}, "
                f"received {tensor_type}"
            )
