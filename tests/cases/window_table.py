"""The cases of windows over images: convolutions and pooling."""

from __future__ import annotations

import numpy as np
from cases.numpy_nd import average_pool, conv, conv_transpose, depthwise_conv, max_pool
from cases.ops import Array, Case, normal, positive

from bmlc import ops

PHOTO = normal(2, 7, 6, 3)


def convolution(name: str, kernel: tuple[int, int], filters: int = 4, **attrs: object) -> Case:
    return Case(
        f"conv_{name}",
        lambda x, k: ops.conv(x, k, **attrs),  # type: ignore[arg-type]
        (PHOTO, normal(*kernel, 3, filters, seed=1)),
        lambda x, k: conv(x, k, **attrs),  # type: ignore[arg-type]
        symbolic=(True, False),
        shared=(1,),
    )


def pooling(name: str, x: Array, numpy: object, *args: object) -> Case:
    fn = getattr(ops, name)
    suffix = "_".join(str(arg).strip("()").replace(", ", "x") for arg in args)
    return Case(f"{name}_{suffix}", lambda t: fn(t, *args), (x,), lambda t: numpy(t, *args), symbolic=(True,))  # type: ignore[operator]


def transposed_convolution(name: str, kernel: tuple[int, int], filters: int = 4, **attrs: object) -> Case:
    return Case(
        f"conv_transpose_{name}",
        lambda x, k: ops.conv_transpose(x, k, **attrs),  # type: ignore[arg-type]
        (SMALL, normal(*kernel, filters, 3, seed=1)),
        lambda x, k: conv_transpose(x, k, **attrs),  # type: ignore[arg-type]
        symbolic=(True, False),
        shared=(1,),
    )


def depthwise(name: str, kernel: tuple[int, int], multiplier: int = 1, **attrs: object) -> Case:
    return Case(
        f"depthwise_conv_{name}",
        lambda x, k: ops.depthwise_conv(x, k, **attrs),  # type: ignore[arg-type]
        (PHOTO, normal(*kernel, 3, multiplier, seed=1)),
        lambda x, k: depthwise_conv(x, k, **attrs),  # type: ignore[arg-type]
        symbolic=(True, False),
    )


SMALL = normal(2, 4, 3, 3)
NEGATIVE = -positive(2, 6, 6, 3)

WINDOWS = [
    convolution("valid", (3, 2)),
    convolution("same", (3, 3), padding="same"),
    convolution("same_even", (2, 4), padding="same"),
    convolution("strides", (3, 3), strides=2),
    convolution("strides_same", (3, 3), strides=(2, 3), padding="same"),
    convolution("strides_wide", (2, 2), strides=3),
    convolution("dilated", (2, 3), dilation_rate=2),
    convolution("dilated_same", (3, 3), dilation_rate=(2, 1), padding="same"),
    convolution("strided_dilated", (2, 2), strides=2, dilation_rate=2, padding="same"),
    convolution("pointwise", (1, 1)),
    convolution("many_filters", (3, 3), filters=33, padding="same"),  # more than `has_few` means
    Case(
        "conv_reshaped",
        lambda x, k: ops.conv(x, k) + ops.sum(ops.conv(x[..., :1], ops.reshape(k, (1, 1, 1, 3)))),
        (PHOTO, normal(1, 1, 3, 1, seed=2)),
        lambda x, k: conv(x, k) + np.sum(conv(x[..., :1], k.reshape(1, 1, 1, 3))),
        shared=(1,),
    ),
    depthwise("valid", (3, 2)),
    depthwise("same", (3, 3), padding="same"),
    depthwise("multiplier", (2, 4), multiplier=2, padding="same"),
    depthwise("wide", (5, 7), multiplier=2, padding="same"),
    depthwise("strides", (3, 3), strides=2, padding="same"),
    depthwise("strides_wide", (2, 2), multiplier=2, strides=(3, 2)),
    depthwise("dilated", (3, 3), dilation_rate=(2, 1), padding="same"),
    depthwise("dilated_multiplier", (2, 3), multiplier=2, dilation_rate=2),
    depthwise("pointwise", (1, 1)),
    Case(
        "depthwise_conv_relu",
        lambda x, k, bias: ops.relu(ops.depthwise_conv(x, k, padding="same") + bias),
        (PHOTO, normal(3, 3, 3, 1, seed=1), normal(3, seed=2)),
        lambda x, k, bias: np.maximum(depthwise_conv(x, k, padding="same") + bias, 0),
        symbolic=(True, False, False),
    ),
    Case(
        "separable_conv",
        lambda x, k, w: ops.separable_conv(x, k, w, padding="same"),
        (PHOTO, normal(3, 3, 3, 2, seed=1), normal(1, 1, 6, 4, seed=2)),
        lambda x, k, w: conv(depthwise_conv(x, k, padding="same"), w),
        symbolic=(True, False, False),
        shared=(2,),
    ),
    transposed_convolution("valid", (3, 2)),
    transposed_convolution("same", (3, 3), padding="same"),
    transposed_convolution("strides", (4, 4), strides=2, padding="same"),
    transposed_convolution("strides_valid", (3, 2), strides=(2, 3)),
    transposed_convolution("strides_wide", (2, 2), strides=3),
    transposed_convolution("output_padding", (3, 3), strides=2, padding="same", output_padding=1),
    transposed_convolution("output_padding_valid", (3, 2), strides=(3, 2), output_padding=(2, 0)),
    transposed_convolution("dilated", (2, 3), dilation_rate=2, padding="same"),
    transposed_convolution("many_filters", (3, 3), filters=33, strides=2, padding="same"),
    pooling("max_pool", PHOTO, max_pool, 2),
    pooling("max_pool", NEGATIVE, max_pool, 2),
    pooling("max_pool", NEGATIVE, max_pool, 3, 2, "same"),
    pooling("max_pool", PHOTO, max_pool, (3, 2), (1, 2)),
    pooling("max_pool", PHOTO, max_pool, 1, 1),
    pooling("average_pool", PHOTO, average_pool, 2),
    pooling("average_pool", PHOTO, average_pool, 3, 2, "same"),
    pooling("average_pool", PHOTO, average_pool, (3, 2), 1),
    pooling("average_pool", PHOTO, average_pool, 2, 3, "same"),
]
