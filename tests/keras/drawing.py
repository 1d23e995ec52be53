"""The table of what draws: functions of `keras.random`, and layers in training. Each is called twice in a step."""

from __future__ import annotations

import random as python_random
from collections.abc import Callable
from typing import Any

from case import Case, numbers
from keras import layers, ops, random

ON = {"training": True}
IMAGES = (2, 6, 8, 3)
COLORS = numbers("colors", IMAGES, 0.0, 1.0)
PIXELS = 255.0 * COLORS


def function(name: str, draw: Callable[[Any, Any], Any], shape: tuple[int, ...] = (5, 3)) -> Case:
    """A function of a tensor and a seed: a generator of its own, or what the name ends in."""

    def make(seed: Callable[[], Any]) -> Callable[[], Any]:
        def made() -> Callable[[Any], Any]:
            given = seed()
            return lambda x: draw(x, given)

        return made

    seeds = {"global": lambda: None, "int": lambda: 2**32 - 5, "large": lambda: random.SeedGenerator(2**32 - 7)}
    kind = name.split("_")[-1]
    return Case(name, make(seeds.get(kind, lambda: random.SeedGenerator(2**32 - 2))), [shape])


def layer(name: str, make: Callable[[], Any], *inputs: Any, tolerance: float = 1e-6) -> Case:
    return Case(name, make, inputs, ON, tolerance=tolerance)


def chosen(layer: Any, images: Any, training: bool) -> Any:
    """A build chooses its operations once, by Python's random numbers."""
    python_random.seed(0)
    return layer(images, training=training)


# The same bits on both sides: words, uniform numbers, ints, masks and orders.
EXACT = [
    function("uniform", lambda x, seed: random.uniform(ops.shape(x), seed=seed)),
    function("uniform_large", lambda x, seed: random.uniform((7, 3), -0.3, 2.7, seed=seed)),
    function("randint", lambda x, seed: random.randint(ops.shape(x), -3, 1000, seed=seed)),
    function("randint_large", lambda x, seed: random.randint((50,), 0, 2**24 - 1, seed=seed)),
    function("dropout", lambda x, seed: random.dropout(x, 0.3, seed=seed)),
    function("dropout_global", lambda x, seed: random.dropout(x, 0.3, seed=seed)),
    function("dropout_int", lambda x, seed: random.dropout(x, 0.3, seed=seed)),
    function("dropout_noise", lambda x, seed: random.dropout(x, 0.3, noise_shape=(None, 1), seed=seed)),
    function("shuffle", lambda x, seed: random.shuffle(x, seed=seed)),
    function("shuffle_axis", lambda x, seed: random.shuffle(x, axis=1, seed=seed), (2, 40)),
    function("binomial", lambda x, seed: random.binomial((6,), [1, 2, 3, 4, 5, 40], 0.3, seed=seed)),
    layer("dropout_layer", lambda: layers.Dropout(0.4), (5, 3)),
    layer("dropout_layer_seed", lambda: layers.Dropout(0.4, noise_shape=(None, 1), seed=7), (5, 3)),
    layer("two_dropouts", lambda: pair(layers.Dropout(0.5), layers.Dropout(0.5)), (5, 30)),
    layer("spatial_dropout1d", lambda: layers.SpatialDropout1D(0.4), (2, 5, 3)),
    layer("spatial_dropout2d", lambda: layers.SpatialDropout2D(0.4), IMAGES),
    layer("spatial_dropout3d", lambda: layers.SpatialDropout3D(0.4), (2, 3, 3, 2, 4)),
    layer("random_flip", layers.RandomFlip, IMAGES),
]
# To a tolerance: made of logarithms and cosines, or of sums.
CLOSE = [
    function("normal", lambda x, seed: random.normal((ops.shape(x)[0], 200), 1.0, 0.5, seed=seed)),
    function("normal_int", lambda x, seed: random.normal((4, 2), seed=seed)),
    function("truncated_normal", lambda x, seed: random.truncated_normal((ops.shape(x)[0], 200), seed=seed)),
    function("categorical", lambda x, seed: random.categorical(x, 9, seed=seed)),
    function("gamma", lambda x, seed: random.gamma((50, 4), [0.2, 0.9, 2.0, 5.0], seed=seed)),
    function("gamma_unknown", lambda x, seed: random.gamma(ops.shape(x), 1.5, seed=seed)),
    function("beta", lambda x, seed: random.beta((50, 3), [0.01, 0.2, 4.0], 0.3, seed=seed)),
    layer("gaussian_noise", lambda: layers.GaussianNoise(0.4), (5, 3)),
    layer("gaussian_dropout", lambda: layers.GaussianDropout(0.4), (5, 3)),
    layer("alpha_dropout", lambda: layers.AlphaDropout(0.4), (5, 3)),
    layer("lstm", lambda: layers.LSTM(3, dropout=0.4, recurrent_dropout=0.3), (2, 4, 3)),
    layer("gru", lambda: layers.GRU(3, dropout=0.4, recurrent_dropout=0.3), (2, 4, 3)),
    layer("attention", lambda: layers.MultiHeadAttention(2, 3, dropout=0.3), (2, 5, 4), (2, 6, 4)),
    layer("random_brightness", lambda: layers.RandomBrightness(0.4, value_range=(0, 1)), IMAGES),
    layer("random_contrast", lambda: layers.RandomContrast(0.4, value_range=(0, 1)), IMAGES),
    layer("mix_up", lambda: layers.MixUp(0.3), IMAGES),
    layer("cut_mix", lambda: layers.CutMix(0.5), IMAGES),
    layer("random_erasing", lambda: layers.RandomErasing(1.0), IMAGES),
    layer("random_invert", lambda: layers.RandomInvert(0.5), IMAGES),
    layer("random_sharpness", lambda: layers.RandomSharpness(0.5), IMAGES),
    layer("random_zoom", lambda: layers.RandomZoom(0.3, 0.2, fill_mode="constant"), IMAGES),
    layer("random_translation", lambda: layers.RandomTranslation(0.3, 0.2, fill_mode="nearest"), IMAGES),
    layer("random_shear", lambda: layers.RandomShear(0.3, 0.2), IMAGES),
    layer("random_crop", lambda: layers.RandomCrop(4, 5), IMAGES),
    layer("random_gaussian_blur", lambda: layers.RandomGaussianBlur(1.0), IMAGES),
    layer("random_hue", lambda: layers.RandomHue(0.4, value_range=(0, 1)), COLORS),
    layer("random_saturation", lambda: layers.RandomSaturation(0.4, value_range=(0, 1)), COLORS),
    layer("random_grayscale", lambda: layers.RandomGrayscale(0.5), IMAGES),
    layer("random_color_degeneration", lambda: layers.RandomColorDegeneration(0.5), IMAGES),
    layer("random_posterization", lambda: layers.RandomPosterization(3), PIXELS),
    # Sines and cosines of the angle, solutions of equations.
    layer("random_rotation", lambda: layers.RandomRotation(0.2), IMAGES, tolerance=1e-5),
    layer("random_perspective", lambda: layers.RandomPerspective(1.0), IMAGES, tolerance=1e-5),
    layer(
        "random_elastic_transform",  # places of pixels up to 42
        lambda: layers.RandomElasticTransform(value_range=(0, 1)),
        (2, 40, 42, 3),
        tolerance=1e-5,
    ),
    Case("aug_mix", lambda: layers.AugMix(num_chains=16, chain_depth=1), [PIXELS], ON, how=chosen, tolerance=1e-5),
    layer("rand_augment", lambda: layers.RandAugment(num_ops=8), PIXELS, tolerance=1e-5),
    layer("random_color_jitter", lambda: layers.RandomColorJitter(brightness_factor=0.2), IMAGES),
]
CASES = [*EXACT, *CLOSE]


def pair(*both: Any) -> Callable[..., Any]:
    return lambda x, training: [one(x, training=training) for one in both]
