"""Dense layers, embeddings, activations, merging and reshaping layers, wrappers."""

from __future__ import annotations

from typing import Any

import keras
from case import Case, bools, ints
from keras import layers

AB = [(3, 4), (3, 4)]
SEQUENCE = [(2, 5, 4)]
WORDS = [ints([1, 2, 0], [6, 1, 3])]


class Scale(layers.Layer):
    """A layer of the user's own."""

    def build(self, shape: Any) -> None:
        self.scale = self.add_weight(shape=(shape[-1],), name="scale", regularizer="l2", constraint="non_neg")
        self.calls = self.add_weight(shape=(), name="calls", trainable=False)

    def call(self, x: Any, training: bool = False) -> Any:
        if training:
            self.calls.assign_add(1.0)
        self.add_loss(0.1 * keras.ops.mean(keras.ops.square(x)))
        return x * self.scale


class Doubled(layers.Wrapper):
    def call(self, x: Any) -> Any:
        return 2.0 * self.layer(x)


def lora(layer: Any, shape: Any) -> Any:
    layer.build(shape)
    layer.enable_lora(2)
    return layer


DENSE = [
    Case("dense", lambda: layers.Dense(3, activation="tanh"), [(5, 4)]),
    Case("dense_3d", lambda: layers.Dense(3, use_bias=False), [(2, 5, 4)], unknown=2),
    Case(
        "dense_regularized",
        lambda: layers.Dense(3, kernel_regularizer=keras.regularizers.L1L2(0.1, 0.2), bias_regularizer="l2"),
        [(5, 4)],
    ),
    Case("dense_activity", lambda: layers.Dense(3, activity_regularizer="l1"), [(5, 4)]),
    Case("dense_constrained", lambda: layers.Dense(3, kernel_constraint="max_norm", bias_constraint="non_neg"), AB[:1]),
    Case("dense_lora", lambda: lora(layers.Dense(3), (None, 4)), AB[:1]),
    Case("dense_frozen", lambda: layers.Dense(3, trainable=False), AB[:1]),
    Case("einsum_dense", lambda: layers.EinsumDense("abc,cd->abd", (None, 3), bias_axes="d"), [(2, 3, 4)]),
    Case("einsum_dense_dots", lambda: layers.EinsumDense("...x,xy->...y", 3, activation="relu"), SEQUENCE, unknown=2),
    Case("einsum_dense_heads", lambda: layers.EinsumDense("abc,cde->abde", (None, 2, 3), bias_axes="de"), SEQUENCE),
    Case("embedding", lambda: layers.Embedding(7, 3), WORDS, unknown=2),
    Case("embedding_constrained", lambda: layers.Embedding(7, 3, embeddings_constraint="unit_norm"), WORDS),
    Case(
        "embedding_masked",
        lambda: keras.Sequential([layers.Embedding(7, 3, mask_zero=True), layers.LSTM(2)]),
        WORDS,
        unknown=2,
    ),
    Case("reversible_embedding", lambda: layers.ReversibleEmbedding(7, 4), WORDS),
    Case(
        "reversible_embedding_back",
        lambda: layers.ReversibleEmbedding(7, 4, tie_weights=False, logit_soft_cap=2.0),
        SEQUENCE,
        {"reverse": True},
    ),
    Case("own_layer", Scale, [(5, 4)], {"training": True}),
    Case("own_wrapper", lambda: Doubled(layers.Dense(2)), [(5, 4)]),
    Case("pipeline", lambda: layers.Pipeline([layers.Rescaling(2.0), layers.Rescaling(0.5, 1.0)]), [(3, 4)]),
]

ACTIVATIONS = [
    *(
        Case(f"activation_{name}", lambda name=name: layers.Activation(name), [(6, 8)])
        for name in (
            "celu",
            "elu",
            "exponential",
            "gelu",
            "glu",
            "hard_shrink",
            "hard_sigmoid",
            "hard_tanh",
            "leaky_relu",
            "linear",
            "log_sigmoid",
            "log_softmax",
            "mish",
            "relu",
            "relu6",
            "selu",
            "sigmoid",
            "silu",
            "soft_shrink",
            "softmax",
            "softplus",
            "softsign",
            "sparse_plus",
            "sparse_sigmoid",
            "sparsemax",
            "squareplus",
            "tanh",
            "tanh_shrink",
        )
    ),
    Case(
        "activation_threshold", lambda: layers.Activation(lambda x: keras.activations.threshold(x, 0.1, 0.2)), [(6, 8)]
    ),
    Case("relu", layers.ReLU, [(3, 4)]),
    Case("relu_whole", lambda: layers.ReLU(max_value=0.5, negative_slope=0.1, threshold=0.1), [(6, 8)]),
    Case("leaky_relu", lambda: layers.LeakyReLU(negative_slope=0.2), [(3, 4)]),
    Case("elu", lambda: layers.ELU(alpha=0.5), [(3, 4)]),
    Case("prelu", layers.PReLU, [(2, 3)]),
    Case("prelu_shared", lambda: layers.PReLU(shared_axes=[1]), SEQUENCE, unknown=2),
    Case("softmax", layers.Softmax, [(2, 3)]),
    Case("softmax_axes", lambda: layers.Softmax(axis=[1, 2]), SEQUENCE),
    Case("softmax_masked", layers.Softmax, [(2, 5), bools("11010", "01111")]),
    Case("identity", layers.Identity, [(2, 3)]),
    Case("lambda", lambda: layers.Lambda(lambda x: keras.ops.square(x) + 1.0), [(2, 3)]),
    Case("activity", lambda: layers.ActivityRegularization(l1=0.1, l2=0.2), [(2, 3)]),
]

MERGING = [
    Case("add", layers.Add, [(3, 4), (3, 4)], together=True),
    Case("add_three", layers.Add, [(3, 4), (3, 1), (3, 4)], together=True),
    Case("subtract", layers.Subtract, AB, together=True),
    Case("multiply", layers.Multiply, [*AB, (3, 4)], together=True),
    Case("average", layers.Average, [*AB, (3, 4)], together=True),
    Case("maximum", layers.Maximum, AB, together=True),
    Case("minimum", layers.Minimum, AB, together=True),
    Case("concatenate", layers.Concatenate, [(3, 4), (3, 2)], together=True),
    Case("concatenate_time", lambda: layers.Concatenate(axis=1), [(2, 5, 4), (2, 3, 4)], unknown=2, together=True),
    Case("dot", lambda: layers.Dot(1), [(3, 4), (3, 4)], together=True),
    Case("dot_axes", lambda: layers.Dot(axes=(2, 1)), [(2, 5, 4), (2, 4, 3)], together=True),
    Case("dot_normalized", lambda: layers.Dot(1, normalize=True), AB, together=True),
    *(
        Case(f"function_{name}", lambda name=name: getattr(layers, name), AB, together=True)
        for name in ("add", "average", "concatenate", "maximum", "minimum", "multiply", "subtract")
    ),
    Case("function_dot", lambda: layers.dot, AB, {"axes": 1}, together=True),
]

RESHAPING = [
    Case("flatten", layers.Flatten, [(2, 3, 4)]),
    Case("flatten_channels_first", lambda: layers.Flatten("channels_first"), [(2, 3, 4, 2)]),
    Case("permute", lambda: layers.Permute((2, 1)), SEQUENCE, unknown=2),
    Case("repeat_vector", lambda: layers.RepeatVector(3), [(2, 4)]),
    Case("reshape", lambda: layers.Reshape((-1, 2)), [(2, 3, 4)]),
    Case("reshape_time", lambda: layers.Reshape((-1, 2)), [(2, 3, 4)], unknown=2),
    Case(
        "masking",
        lambda: keras.Sequential([layers.Masking(), layers.GRU(2)]),
        [bools("110", "101").astype("float32")[..., None]],
        unknown=2,
    ),
    Case("time_distributed", lambda: layers.TimeDistributed(layers.Dense(3)), SEQUENCE),
    Case("time_distributed_conv", lambda: layers.TimeDistributed(layers.Conv2D(2, 2)), [(2, 3, 4, 4, 1)]),
    Case(
        "time_distributed_masked",
        lambda: layers.TimeDistributed(layers.Dense(3)),
        [*SEQUENCE, bools("11010", "01111")],
        how=lambda layer, x, mask: layer(x, mask=mask),
    ),
    *(
        Case(f"{name}1d{tag}", lambda name=name, args=args: getattr(layers, f"{name}1D")(*args), [(2, 6, 3)], unknown=2)
        for name in ("Cropping", "ZeroPadding", "UpSampling")
        for tag, args in (("", ()), ("_2", (2,)))
    ),
    Case("zero_padding1d_sides", lambda: layers.ZeroPadding1D((2, 0)), SEQUENCE),
    Case("cropping1d_sides", lambda: layers.Cropping1D((2, 0)), SEQUENCE),
    Case("zero_padding2d", lambda: layers.ZeroPadding2D(((1, 0), (2, 1))), [(2, 4, 4, 2)]),
    Case("zero_padding2d_first", lambda: layers.ZeroPadding2D((1, 2), "channels_first"), [(2, 2, 4, 4)]),
    Case("zero_padding3d", lambda: layers.ZeroPadding3D(((1, 0), (2, 1), (0, 1))), [(2, 3, 2, 3, 2)]),
    Case("cropping2d", lambda: layers.Cropping2D(1), [(2, 4, 4, 2)], unknown=3),
    Case("cropping2d_first", lambda: layers.Cropping2D(((1, 0), (1, 2)), "channels_first"), [(2, 2, 4, 4)]),
    Case("cropping3d", lambda: layers.Cropping3D(((1, 0), (0, 1), (1, 1))), [(2, 3, 2, 3, 2)]),
    Case("up_sampling2d", lambda: layers.UpSampling2D(2, interpolation="bilinear"), [(2, 4, 4, 2)]),
    Case("up_sampling2d_nearest", lambda: layers.UpSampling2D((2, 3)), [(2, 4, 3, 2)], unknown=3),
    Case("up_sampling2d_first", lambda: layers.UpSampling2D(2, "channels_first"), [(2, 2, 4, 3)]),
    Case("up_sampling2d_bicubic", lambda: layers.UpSampling2D(2, interpolation="bicubic"), [(2, 4, 3, 2)]),
    Case("up_sampling3d", lambda: layers.UpSampling3D((2, 1, 2)), [(2, 2, 3, 2, 2)]),
]

CASES = [*DENSE, *ACTIVATIONS, *MERGING, *RESHAPING]
