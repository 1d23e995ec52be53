"""Preprocessing layers, and layers that draw random numbers, without training."""

from __future__ import annotations

from typing import Any

import numpy as np
from case import Case, ints, numbers
from keras import layers

IMAGE = [(2, 6, 5, 3)]
PIXELS = [numbers("pixels", (2, 6, 5, 3), 0.0, 255.0)]
CODES = [ints([1, 2], [0, 3])]
OFF = {"training": False}


def adapted(layer: Any, data: Any) -> Any:
    layer.adapt(data)
    return layer


def boxed(layer: Any, images: Any, boxes: Any, labels: Any) -> Any:
    return layer({"images": images, "bounding_boxes": {"boxes": boxes, "labels": labels}})


CASES = [
    Case("rescaling", lambda: layers.Rescaling(1 / 127.5, offset=-1.0), IMAGE, unknown=3),
    Case("rescaling_bytes", lambda: layers.Rescaling(1 / 255), [np.arange(12, dtype="uint8").reshape(2, 6)]),
    Case("rescaling_channels", lambda: layers.Rescaling([1.0, 2.0, 3.0]), IMAGE),
    Case("normalization_given", lambda: layers.Normalization(mean=[1.0, 2.0, 3.0], variance=[4.0, 1.0, 2.0]), IMAGE),
    Case("normalization_scalar", lambda: layers.Normalization(axis=None, mean=1.0, variance=4.0), IMAGE, unknown=3),
    Case("normalization_adapted", lambda: adapted(layers.Normalization(), numbers("adapt", (8, 4))), [(3, 4)]),
    Case("normalization_invert", lambda: layers.Normalization(mean=1.0, variance=4.0, invert=True), [(3, 4)]),
    *(
        Case(f"category_encoding_{mode}", lambda mode=mode: layers.CategoryEncoding(4, mode), CODES)
        for mode in ("multi_hot", "count")
    ),
    Case("category_encoding_one_hot", lambda: layers.CategoryEncoding(4, "one_hot"), [ints([1], [0], [3])]),
    Case(
        "category_encoding_weights",
        lambda: layers.CategoryEncoding(4, "count"),
        [*CODES, (2, 2)],
        how=lambda layer, x, w: layer(x, count_weights=w),
        gradients=False,  # TensorFlow's bincount has none
    ),
    Case("discretization", lambda: layers.Discretization([-0.5, 0.0, 0.5]), [(3, 4)], unknown=2),
    Case("discretization_one_hot", lambda: layers.Discretization([-0.5, 0.5], output_mode="one_hot"), [(3, 1)]),
    Case(
        "discretization_adapted", lambda: adapted(layers.Discretization(num_bins=4), numbers("bins", (64, 1))), [(5, 1)]
    ),
    Case("center_crop", lambda: layers.CenterCrop(4, 3), IMAGE),
    *(
        Case(f"resizing_{kind}", lambda kind=kind: layers.Resizing(4, 7, interpolation=kind), IMAGE)
        for kind in ("nearest", "bilinear", "lanczos3", "lanczos5")
    ),
    # TensorFlow takes the weights of bicubic from a table of 1024 positions.
    Case("resizing_bicubic", lambda: layers.Resizing(4, 7, interpolation="bicubic"), IMAGE, tolerance=2e-3),
    Case("resizing_first", lambda: layers.Resizing(4, 7, data_format="channels_first"), [(2, 3, 6, 5)]),
    Case("resizing_cropped", lambda: layers.Resizing(4, 4, crop_to_aspect_ratio=True), IMAGE),
    Case("resizing_padded", lambda: layers.Resizing(4, 4, pad_to_aspect_ratio=True), IMAGE),
    Case("stft_spectrogram", lambda: layers.STFTSpectrogram(frame_length=8, frame_step=4, fft_length=8), [(2, 32, 1)]),
    Case(
        "stft_spectrogram_real",
        lambda: layers.STFTSpectrogram(mode="real", frame_length=8, padding="same"),
        [(2, 32, 1)],
    ),
    Case(
        "mel_spectrogram",
        lambda: layers.MelSpectrogram(fft_length=16, sequence_stride=4, num_mel_bins=4, sampling_rate=100),
        [(2, 64)],
        tolerance=1e-4,
    ),
    Case("auto_contrast", layers.AutoContrast, PIXELS, gradients=False),
    Case("equalization", layers.Equalization, PIXELS, gradients=False),
    Case(
        "equalization_bins",
        lambda: layers.Equalization((0.0, 1.0), bins=16, data_format="channels_first"),
        [np.array([[[[0.5] * 4] * 3, [[0.1, 0.2, 0.2, 0.9]] * 3]], "float32")],  # the first of one color
        gradients=False,
    ),
    Case("solarization", lambda: layers.Solarization(threshold_factor=0.5), PIXELS, OFF, gradients=False),
    Case(
        "clahe",
        lambda: layers.ContrastLimitedAdaptiveHistogramEqualization(tile_grid_size=(2, 2)),
        PIXELS,
        gradients=False,
    ),
    Case(
        "max_num_bounding_boxes",
        lambda: layers.MaxNumBoundingBoxes(3, bounding_box_format="xyxy"),
        [*IMAGE, (2, 4, 4), ints([1, 2, 0, 1], [2, 2, 1, 0])],
        how=boxed,
    ),
    Case(
        "max_num_bounding_boxes_filled",
        lambda: layers.MaxNumBoundingBoxes(5, fill_value=7, bounding_box_format="xyxy"),
        [*IMAGE, (2, 4, 4), ints([1, 2, 0, 1], [2, 2, 1, 0])],
        how=boxed,
    ),
    # Without training; `drawing.py` has them as they train.
    *(
        Case(name, lambda name=name, args=args: getattr(layers, name)(*args), PIXELS, OFF, gradients=False)
        for name, args in {
            "AugMix": (),
            "CutMix": (),
            "MixUp": (),
            "RandAugment": (),
            "RandomBrightness": (0.1,),
            "RandomColorDegeneration": (0.1,),
            "RandomColorJitter": (),
            "RandomContrast": (0.1,),
            "RandomCrop": (4, 3),
            "RandomElasticTransform": (),
            "RandomErasing": (),
            "RandomFlip": (),
            "RandomGaussianBlur": (),
            "RandomGrayscale": (),
            "RandomHue": (0.1,),
            "RandomInvert": (),
            "RandomPerspective": (),
            "RandomPosterization": (3,),
            "RandomRotation": (0.1,),
            "RandomSaturation": (0.1,),
            "RandomSharpness": (0.1,),
            "RandomShear": (),
            "RandomTranslation": (0.1, 0.1),
            "RandomZoom": (0.1,),
        }.items()
    ),
    *(
        Case(name, lambda name=name: getattr(layers, name)(0.5), [shape], OFF)
        for name, shape in {
            "Dropout": (3, 4),
            "AlphaDropout": (3, 4),
            "GaussianDropout": (3, 4),
            "GaussianNoise": (3, 4),
            "SpatialDropout1D": (2, 3, 4),
            "SpatialDropout2D": (2, 3, 3, 4),
            "SpatialDropout3D": (2, 2, 3, 3, 4),
        }.items()
    ),
]
