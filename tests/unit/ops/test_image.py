"""Images are resized and transformed as TensorFlow does it, whatever the sizes."""

import numpy as np
import pytest
from cases.traced import evaluated

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
        ours = evaluated(lambda x, target=target: ops.image.resize(x, target, interpolation, antialias), images)
        # TensorFlow's bicubic without antialias takes its weights from a table of 1024 places.
        rough = interpolation == "bicubic" and not antialias
        np.testing.assert_allclose(ours, theirs, atol=5e-3 if rough else 2e-5)


@pytest.mark.parametrize("interpolation", ["nearest", "bilinear"])
@pytest.mark.parametrize("fill_mode", ["constant", "nearest", "wrap", "reflect"])
def test_transformations_as_tensorflow(interpolation, fill_mode):
    tf = pytest.importorskip("tensorflow")
    images = np.random.default_rng(0).normal(size=(3, 6, 5, 2)).astype(np.float32)
    transforms = np.array(
        [[1, 0, 0.5, 0, 1, -0.25, 0, 0], [0.8, 0.3, -1.2, -0.2, 1.1, 0.7, 0, 0], [0.9, 0, 0, 0.1, 0.7, 1, 0.01, 0.02]],
        np.float32,
    )
    theirs = tf.raw_ops.ImageProjectiveTransformV3(
        images=images,
        transforms=transforms,
        output_shape=(6, 5),
        fill_value=2.0,
        interpolation=interpolation.upper(),
        fill_mode=fill_mode.upper(),
    )
    ours = evaluated(
        lambda *given: ops.image.affine_transform(*given, interpolation, fill_mode, 2.0), images, transforms
    )
    np.testing.assert_allclose(ours, theirs, atol=2e-5)
