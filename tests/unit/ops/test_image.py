"""Images are resized as TensorFlow does it, whatever the sizes."""

import numpy as np
import pytest

from bmlc import ops

SIZES = [((6, 5), (3, 8)), ((5, 7), (5, 3)), ((4, 9), (11, 9)), ((8, 6), (4, 3)), ((3, 2), (7, 5)), ((1, 6), (4, 4))]
METHODS = [
    *((name, antialias) for name in ("bilinear", "bicubic", "lanczos3", "lanczos5") for antialias in (False, True)),
    ("nearest", False),
    ("area", False),
]


@pytest.mark.parametrize(("interpolation", "antialias"), METHODS)
def test_sizes_as_tensorflow(interpolation, antialias):
    tf = pytest.importorskip("tensorflow")
    for size, target in SIZES:
        images = np.random.default_rng(0).normal(size=(2, *size, 3)).astype(np.float32)
        theirs = tf.image.resize(images, target, interpolation, antialias=antialias)
        ours = ops.image.resize(images, target, interpolation, antialias)
        # TensorFlow's bicubic without antialias takes its weights from a table of 1024 places.
        rough = interpolation == "bicubic" and not antialias
        np.testing.assert_allclose(ours, theirs, atol=5e-3 if rough else 2e-5)


@pytest.mark.parametrize("option", ["crop_to_aspect_ratio", "pad_to_aspect_ratio"])
def test_ratios_as_keras(option):
    keras = pytest.importorskip("keras")
    for size, target in SIZES:
        images = np.random.default_rng(0).normal(size=(2, *size, 3)).astype(np.float32)
        options = {option: True, "fill_value": 2.0} if option.startswith("pad") else {option: True}
        theirs = keras.ops.image.resize(images, target, **options)
        np.testing.assert_allclose(ops.image.resize(images, target, **options), theirs, atol=2e-5)
