"""The cases of convolutions and pooling of rows and volumes, in groups, with channels first, and to a given size."""

from __future__ import annotations

import numpy as np
from cases.numpy_nd import adaptive, average_pool, conv, conv_transpose, depthwise_conv, max_pool
from cases.ops import Array, Case, normal

from bmlc import ops

ROW, PHOTO, VOLUME = normal(2, 9, 4), normal(2, 6, 5, 4), normal(2, 5, 4, 6, 2)


def convolution(name: str, x: Array, kernel: tuple[int, ...], symbolic: bool = True, **attrs: object) -> Case:
    return Case(
        f"conv_{name}",
        lambda x, k: ops.conv(x, k, **attrs),  # type: ignore[arg-type]
        (x, normal(*kernel, seed=1)),
        lambda x, k: conv(x, k, **attrs),  # type: ignore[arg-type]
        symbolic=(symbolic, False),
        shared=(1,),
    )


def transposed(name: str, x: Array, kernel: tuple[int, ...], **attrs: object) -> Case:
    return Case(
        f"conv_transpose_{name}",
        lambda x, k: ops.conv_transpose(x, k, **attrs),  # type: ignore[arg-type]
        (x, normal(*kernel, seed=1)),
        lambda x, k: conv_transpose(x, k, **attrs),  # type: ignore[arg-type]
        symbolic=(True, False),
        shared=(1,),
    )


def first(x: Array) -> Array:
    return np.moveaxis(x, -1, 1)


def pooling(name: str, x: Array, *args: object) -> Case:
    fn, numpy = getattr(ops, name), {"max_pool": max_pool, "average_pool": average_pool}[name]
    return Case(
        f"{name}_{x.ndim - 2}d_{args}",
        lambda x: fn(x, *args),
        (x,),
        lambda x: numpy(x, *args),  # type: ignore[operator]
        symbolic=(True,),
    )


def to_size(name: str, x: Array, size: object) -> Case:
    fn, reduce = getattr(ops, name), {"adaptive_max_pool": np.max, "adaptive_average_pool": np.mean}[name]
    return Case(f"{name}_{size}", lambda x: fn(x, size), (x,), lambda x: adaptive(x, size, reduce), symbolic=(True,))


CONVOLUTIONS = [
    convolution("rows", ROW, (3, 4, 5)),
    convolution("rows_strides", ROW, (2, 4, 5), strides=2, padding="same"),
    convolution("rows_dilated", ROW, (3, 4, 2), dilation_rate=2, padding="same"),
    convolution("rows_groups", ROW, (3, 2, 6)),
    convolution("groups", PHOTO, (3, 2, 2, 6), strides=2, padding="same"),
    convolution("groups_of_one", PHOTO, (3, 3, 1, 8), padding="same"),
    convolution("groups_of_one_strided_dilated", PHOTO, (2, 2, 1, 4), strides=2, dilation_rate=2),
    convolution("volumes", VOLUME, (2, 3, 2, 2, 3)),
    convolution("volumes_same", VOLUME, (3, 2, 3, 2, 3), strides=(2, 1, 2), padding="same"),
    convolution("volumes_dilated", VOLUME, (2, 1, 3, 2, 2), dilation_rate=(3, 1, 2)),
    convolution("volumes_pointwise", VOLUME, (1, 1, 1, 2, 3)),
    convolution("volumes_groups", VOLUME, (2, 2, 2, 1, 4)),
    transposed("rows", ROW, (3, 5, 4)),
    transposed("rows_strides", ROW, (4, 3, 4), strides=2, padding="same"),
    transposed("rows_output_padding", ROW, (3, 3, 4), strides=2, padding="same", output_padding=1),
    transposed("volumes", VOLUME, (2, 3, 2, 3, 2)),
    transposed("volumes_strides", VOLUME, (3, 2, 2, 3, 2), strides=2, padding="same"),
    transposed("volumes_wide", VOLUME, (2, 2, 1, 3, 2), strides=3),
    transposed("volumes_dilated", VOLUME, (2, 2, 2, 3, 2), dilation_rate=(2, 1, 2), padding="same"),
    # The leading dimension, which is unknown, is the height of one image.
    *(
        Case(
            f"{name}_of_any_height_{strides}_{padding}",
            lambda x, k, name=name, strides=strides, padding=padding: getattr(ops, name)(x[None], k, strides, padding),
            (PHOTO[0], normal(3, 2, 4, 2, seed=1)),
            lambda x, k, of=of, strides=strides, padding=padding: of(x[None], k, strides, padding),
            symbolic=(True, False),
            shared=(1,),
        )
        for name, of in (("conv", conv), ("depthwise_conv", depthwise_conv))
        for strides, padding in ((1, "same"), (2, "same"), (2, "valid"))
    ),
    Case(
        "depthwise_conv_rows",
        lambda x, k: ops.depthwise_conv(x, k, 2, "same"),
        (ROW, normal(3, 4, 2, seed=1)),
        lambda x, k: depthwise_conv(x, k, strides=2, padding="same"),
        symbolic=(True, False),
    ),
    *(
        Case(
            f"depthwise_conv_strided_dilated_{padding}",
            lambda x, k, padding=padding: ops.depthwise_conv(x, k, (2, 1), padding, dilation_rate=2),
            (PHOTO, normal(3, 2, 4, 2, seed=1)),
            lambda x, k, padding=padding: depthwise_conv(x, k, (2, 1), padding, 2),
            symbolic=(True, False),
            shared=(1,),
        )
        for padding in ("valid", "same")
    ),
    Case(
        "separable_conv_rows",
        ops.separable_conv,
        (ROW, normal(3, 4, 2, seed=1), normal(1, 8, 3, seed=2)),
        lambda x, k, w: conv(depthwise_conv(x, k), w),
        symbolic=(True, False, False),
        shared=(2,),
    ),
    Case(
        "conv_channels_first",
        lambda x, k: ops.conv(x, k, 2, "same", data_format="channels_first"),
        (first(PHOTO), normal(3, 3, 4, 2, seed=1)),
        lambda x, k: first(conv(np.moveaxis(x, 1, -1), k, 2, "same")),
        symbolic=(True, False),
        shared=(1,),
    ),
    Case(
        "conv_transpose_channels_first",
        lambda x, k: ops.conv_transpose(x, k, data_format="channels_first"),
        (first(ROW), normal(3, 2, 4, seed=1)),
        lambda x, k: first(conv_transpose(np.moveaxis(x, 1, -1), k)),
        symbolic=(True, False),
        shared=(1,),
    ),
    *(
        case
        for name in ("max_pool", "average_pool")
        for case in (
            pooling(name, ROW, 2),
            pooling(name, ROW, 3, 2, "same"),
            pooling(name, VOLUME, 2),
            pooling(name, VOLUME, (2, 3, 3), (3, 1, 2), "same"),
        )
    ),
    Case(
        "max_pool_channels_first",
        lambda x: ops.max_pool(x, 2, data_format="channels_first"),
        (first(PHOTO),),
        lambda x: first(max_pool(np.moveaxis(x, 1, -1), 2)),
        symbolic=(True,),
    ),
    *(
        case
        for name in ("adaptive_max_pool", "adaptive_average_pool")
        for case in (to_size(name, ROW, 4), to_size(name, PHOTO, (3, 2)), to_size(name, VOLUME, (5, 2, 3)))
    ),
]
