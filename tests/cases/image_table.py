"""The cases of images of other sizes and places; test_image holds the weights against TensorFlow's."""

from __future__ import annotations

import numpy as np
from cases.ops import Array, Case, images, integers, normal

from bmlc import ops

PHOTO = normal(2, 6, 5, 3)


def resized(x: Array, size: tuple[int, int], interpolation: str = "bilinear", antialias: bool = False) -> Array:
    import tensorflow as tf  # which has its own sums of pixels

    return np.asarray(tf.image.resize(x, size, interpolation, antialias=antialias), x.dtype)


def resizing(size: tuple[int, int], *args: object, gpu_tolerance: float = 2e-5) -> Case:
    name = "_".join(map(str, (*size, *args)))
    return Case(
        f"resize_{name}",
        lambda x: ops.image.resize(x, size, *args),  # type: ignore[arg-type]
        (PHOTO,),
        lambda x: resized(x, size, *args),  # type: ignore[arg-type]
        symbolic=(True,),
        gpu_tolerance=gpu_tolerance,
    )


MODES = {"constant": "constant", "nearest": "edge", "wrap": "wrap", "reflect": "symmetric"}
SHIFT = np.array([0.9, 0.2, -1.3, -0.1, 1.1, 0.6, 0, 0], "f")
AROUND = np.stack([normal(3, 4) * 1.1 + 2.3, normal(3, 4, seed=1) * 1.2 + 2.6])


def mapped(x: Array, places: Array, order: int, mode: str) -> Array:
    """Of a matrix with 4 more elements on each side."""
    options = {"constant_values": 2.0} if mode == "constant" else {}
    wide = np.pad(x, 4, MODES[mode], **options)  # type: ignore[call-overload]
    i, j = places + 4
    if not order:
        return wide[np.round(i).astype(int), np.round(j).astype(int)]
    (top, left), (down, right) = np.floor([i, j]).astype(int), np.mod([i, j], 1)
    upper = wide[top, left] * (1 - right) + wide[top, left + 1] * right
    lower = wide[top + 1, left] * (1 - right) + wide[top + 1, left + 1] * right
    return (upper * (1 - down) + lower * down).astype("f")


def mapping(order: int, mode: str) -> Case:
    return Case(
        f"map_coordinates_{order}_{mode}",
        lambda x, at: ops.image.map_coordinates(x, at, order, mode, 2.0),  # type: ignore[arg-type]
        (PHOTO[0, ..., 0].copy(), AROUND),
        lambda x, at: mapped(x, at, order, mode),
        symbolic=(False, False),
    )


def transforming(name: str, transform: Array, *args: object, batch: int = 2) -> Case:
    """`test_image` holds them against TensorFlow's, which has other gradients."""
    return Case(
        f"affine_transform_{name}",
        lambda x, t: ops.image.affine_transform(x, t, *args),  # type: ignore[arg-type]
        (PHOTO[:batch] if batch else PHOTO[0], transform),
        None,
        symbolic=(transform.ndim == 1 and batch > 0, False),
    )


IMAGE = [
    *(mapping(order, mode) for order in (0, 1) for mode in MODES),
    Case("map_coordinates_int", lambda x, at: ops.image.map_coordinates(x, at, 1), (integers(6, 5), AROUND),
         lambda x, at: np.round(mapped(np.pad(x, 4), at + 4, 1, "nearest")).astype("i"), differentiable=False),
    transforming("shift", SHIFT),
    transforming("each", np.stack([SHIFT, SHIFT[::-1] * 0.3]), "bilinear", "reflect"),
    transforming("nearest", SHIFT, "nearest", "wrap"),
    transforming("one", SHIFT, batch=0),
    resizing((3, 8)),
    resizing((3, 8), "nearest"),
    resizing((12, 10), "bicubic"),
    resizing((2, 2), "bilinear", True),
    resizing((3, 4), "bicubic", True),
    resizing((4, 7), "lanczos3", gpu_tolerance=1e-3),
    resizing((4, 7), "area"),
    Case("resize_bytes", lambda x: ops.image.resize(x, (4, 4), "nearest"), (images(6, 5, 1),),
         lambda x: resized(x, (4, 4), "nearest").astype("i")),
    Case("resize_any_size", lambda x: ops.image.resize(ops.transpose(x, (2, 0, 1)), (3, 4)), (PHOTO[0],),
         lambda x: resized(x.transpose(2, 0, 1), (3, 4)), symbolic=(True,)),
    Case("resize_any_size_nearest", lambda x: ops.image.resize(x, (4, 3), "nearest"), (PHOTO[0],),
         lambda x: resized(x, (4, 3), "nearest"), symbolic=(True,)),
    Case("resize_any_size_area", lambda x: ops.image.resize(x, (4, 3), "area"), (PHOTO[0],),
         lambda x: resized(x[None], (4, 3), "area")[0], symbolic=(True,)),
    Case("resize_crop", lambda x: ops.image.resize(x, (2, 3), crop_to_aspect_ratio=True), (PHOTO,),
         lambda x: resized(x[:, 1:4], (2, 3))),
    Case("resize_pad", lambda x: ops.image.resize(x, (3, 5), "nearest", pad_to_aspect_ratio=True, fill_value=2.0),
         (PHOTO,),
         lambda x: resized(np.pad(x, [(0, 0), (0, 0), (2, 2), (0, 0)], constant_values=2), (3, 5), "nearest")),
    Case("resize_channels_first", lambda x: ops.image.resize(x, (3, 2), data_format="channels_first"),
         (np.moveaxis(PHOTO, -1, 1),), lambda x: np.moveaxis(resized(np.moveaxis(x, 1, -1), (3, 2)), -1, 1)),
]  # fmt: skip
