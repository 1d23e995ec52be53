"""Convolutions and pooling."""

from __future__ import annotations

from typing import Any

import keras
from case import Case
from keras import layers

SIZES = {1: (7,), 2: (7, 6), 3: (4, 5, 4)}
SMALL = {1: (4,), 2: (4, 3), 3: (2, 3, 2)}
KINDS: dict[str, dict[str, Any]] = {
    "same": {"padding": "same", "strides": 2, "activation": "tanh"},
    "dilated": {"dilation_rate": 2, "use_bias": False},
    "first": {"data_format": "channels_first"},
}


def of(name: str, rank: int, *args: Any, **kwargs: Any) -> Any:
    return lambda: getattr(layers, f"{name.format(rank)}")(*args, **kwargs)


def image(rank: int, sizes: dict[int, Any] = SIZES, channels: int = 2, first: bool = False) -> list[Any]:
    return [(2, channels, *sizes[rank]) if first else (2, *sizes[rank], channels)]


def convolutions() -> list[Case]:
    cases = []
    for rank in (1, 2, 3):
        for kind, kwargs in {"": {}, **KINDS}.items():
            if rank < 3 or kind != "first":
                cases.append(
                    Case(f"conv{rank}d_{kind}", of("Conv{}D", rank, 3, 2, **kwargs), image(rank, first=kind == "first"))
                )
            if kind != "first" and (rank < 3 or kind != "dilated"):
                cases.append(
                    Case(
                        f"conv{rank}d_transpose_{kind}",
                        of("Conv{}DTranspose", rank, 3, 2, **kwargs),
                        image(rank, SMALL),
                    )
                )
            if rank < 3:
                cases.append(
                    Case(
                        f"depthwise{rank}d_{kind}",
                        of("DepthwiseConv{}D", rank, 3, depth_multiplier=3, **kwargs),
                        image(rank, first=kind == "first"),
                    )
                )
                cases.append(
                    Case(
                        f"separable{rank}d_{kind}",
                        of("SeparableConv{}D", rank, 3, 2, depth_multiplier=2, **kwargs),
                        image(rank, first=kind == "first"),
                    )
                )
    return cases


def pools() -> list[Case]:
    cases = []
    for rank in (1, 2, 3):
        for name in ("Max", "Average"):
            cases.append(Case(f"{name}{rank}d", of(name + "Pooling{}D", rank, 2), image(rank)))
            cases.append(Case(f"{name}{rank}d_same", of(name + "Pooling{}D", rank, 3, 2, "same"), image(rank)))
            cases.append(
                Case(f"Global{name}{rank}d", of("Global" + name + "Pooling{}D", rank), image(rank), unknown=rank + 1)
            )
            cases.append(
                Case(
                    f"Global{name}{rank}d_kept",
                    of("Global" + name + "Pooling{}D", rank, data_format="channels_first", keepdims=True),
                    image(rank, first=True),
                )
            )
            cases.append(Case(f"Adaptive{name}{rank}d", of("Adaptive" + name + "Pooling{}D", rank, 3), image(rank)))
        cases.append(
            Case(
                f"Average{rank}d_first",
                of("AveragePooling{}D", rank, 2, data_format="channels_first"),
                image(rank, first=True),
            )
        )
        cases.append(
            Case(
                f"Max{rank}d_first", of("MaxPooling{}D", rank, 2, data_format="channels_first"), image(rank, first=True)
            )
        )
    return cases


CASES = [
    *convolutions(),
    Case("conv1d_causal", lambda: layers.Conv1D(3, 3, padding="causal", dilation_rate=2), image(1), unknown=2),
    Case("conv1d_groups", lambda: layers.Conv1D(4, 3, groups=2), image(1, channels=4)),
    Case("conv2d_groups", lambda: layers.Conv2D(4, 3, groups=2, padding="same"), image(2, channels=4)),
    Case("conv2d_unknown", lambda: layers.Conv2D(2, 3, padding="same", strides=2), image(2), unknown=3),
    Case(
        "conv2d_transpose_unknown", lambda: layers.Conv2DTranspose(2, 3, strides=2, padding="same"), image(2), unknown=3
    ),
    Case("conv2d_transpose_output", lambda: layers.Conv2DTranspose(2, 3, strides=2, output_padding=1), image(2, SMALL)),
    Case(
        "conv2d_constrained",
        lambda: layers.Conv2D(
            2, 3, kernel_constraint=keras.constraints.MaxNorm(0.5, axis=[0, 1, 2]), kernel_regularizer="l2"
        ),
        image(2),
    ),
    Case("conv2d_frozen", lambda: layers.Conv2D(2, (3, 1), trainable=False), image(2)),
    *pools(),
    Case("max_pooling2d_unknown", lambda: layers.MaxPooling2D(2), image(2), unknown=3),
    Case("average_pooling1d_unknown", lambda: layers.AveragePooling1D(3, 2, "same"), image(1), unknown=2),
    Case(
        "global_average_masked",
        layers.GlobalAveragePooling1D,
        [(2, 3, 4), (2, 3)],
        how=lambda layer, x, mask: layer(x, mask=keras.ops.cast(mask > 0, "bool")),
    ),
]
