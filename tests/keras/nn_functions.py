"""The table of the functions of keras.ops that are of nn, math, image and linalg, and of the losses behind them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from case import Case, numbers
from keras import layers, losses, ops

CASES: list[Case] = []


def case(title: str, function: Callable[..., Any], *inputs: Any, **options: Any) -> None:
    CASES.append(Case(title, lambda: function, inputs, **options))


OPTIONS = "unknown", "gradients", "tolerance"  # of the case; what else is given are arguments of the function


def of_ops(name: str, *inputs: Any, title: str = "", **arguments: Any) -> None:
    """A case of `keras.ops.<name>`, whose inputs stand before the arguments."""
    path = name.split(".")
    function = getattr(ops if len(path) == 1 else getattr(ops, path[0]), path[-1])
    options = {option: arguments.pop(option) for option in OPTIONS if option in arguments}
    case(title or name, lambda *xs: function(*xs, **arguments), *inputs, **options)


X = numbers("x", (3, 8), -3.0, 3.0)
IMAGE = (2, 7, 6, 4)
FIRST = (2, 4, 7, 6)
KINDS = np.array([2, 0, 4], "int32")
TARGETS = np.eye(5, dtype="float32")[KINDS] * 0.9 + 0.02
CHANCES = numbers("chances", (3, 5), 0.05, 1.0)

ACTIVATIONS = (
    "relu relu6 sigmoid sparse_sigmoid tanh tanh_shrink softplus softsign soft_shrink sparse_plus silu squareplus "
    "log_sigmoid leaky_relu hard_sigmoid hard_silu elu selu gelu celu glu hard_tanh hard_shrink softmax log_softmax "
    "sparsemax"
)
for name in ACTIVATIONS.split():
    of_ops(name, X)
of_ops("elu", X, alpha=0.5, title="elu_alpha")
of_ops("celu", X, alpha=0.5, title="celu_alpha")
of_ops("gelu", X, approximate=False, title="gelu_exact")
of_ops("threshold", X, threshold=0.5, default_value=-1.0)
of_ops("glu", X, axis=1, title="glu_axis")
of_ops("sparsemax", numbers("images", (3, 4, 5), -1.0, 1.0), axis=1, title="sparsemax_axis")
of_ops("softmax", (3, 4), axis=None, title="softmax_all")
of_ops("log_softmax", (3, 4), axis=None, title="log_softmax_all")
of_ops("softmax", (3, 4, 5), axis=1, title="softmax_axis")

for rank, shape in enumerate(((2, 7, 3), (2, 7, 6, 3), (1, 6, 7, 5, 2)), 1):
    first = (shape[0], shape[-1], *shape[1:-1])
    for name in ("max_pool", "average_pool"):
        of_ops(name, shape, pool_size=2, strides=1, padding="same", title=f"{name}{rank}d")
        of_ops(name, first, pool_size=3, strides=2, data_format="channels_first", title=f"{name}{rank}d_first")
    for name in ("adaptive_max_pool", "adaptive_average_pool"):
        of_ops(name, shape, output_size=3, data_format="channels_last", title=f"{name}{rank}d")
    taps = (3, 2, 2)[:rank]
    of_ops("conv", shape, (*taps, shape[-1], 2), strides=2, padding="same", unknown=0, title=f"conv{rank}d")
    of_ops("conv", shape, (*taps, shape[-1], 2), dilation_rate=2, unknown=0, title=f"conv{rank}d_dilated")
    if rank < 3:
        of_ops(
            "conv", first, (*taps, shape[-1], 2), data_format="channels_first", unknown=0, title=f"conv{rank}d_first"
        )
        for padding in ("valid", "same"):
            kernel = (*taps, shape[-1], 2)
            of_ops("depthwise_conv", shape, kernel, padding=padding, unknown=0, title=f"depthwise{rank}d_{padding}")
            of_ops(
                *("depthwise_conv", shape, kernel),
                padding=padding,
                strides=2,
                dilation_rate=2,
                unknown=0,
                title=f"depthwise{rank}d_{padding}_strided_dilated",
            )
        of_ops(
            *("separable_conv", first, (*taps, shape[-1], 2), (*(1,) * rank, 2 * shape[-1], 3)),
            strides=2,
            data_format="channels_first",
            unknown=0,
            title=f"separable_conv{rank}d",
        )
    spread = (*taps, 2, shape[-1])
    of_ops("conv_transpose", shape, spread, strides=2, padding="same", unknown=0, title=f"conv_transpose{rank}d")
    of_ops(
        *("conv_transpose", shape, spread),
        strides=2,
        padding="valid",
        output_padding=1,
        unknown=0,
        title=f"conv_transpose{rank}d_output_padding",
    )
of_ops("conv", IMAGE, (3, 3, 2, 6), unknown=0, title="conv2d_groups")
of_ops("conv", IMAGE, (3, 3, 1, 8), padding="same", unknown=0, title="conv2d_a_group_a_channel")

of_ops("one_hot", np.array([[1, 4], [-1, 5]], "int32"), num_classes=5, gradients=False)
of_ops("one_hot", KINDS, num_classes=5, axis=0, dtype="int32", gradients=False, title="one_hot_axis")
of_ops("one_hot", KINDS, num_classes=5, dtype="bool", gradients=False, title="one_hot_bool")
of_ops("multi_hot", np.array([[1, 4], [3, 3]], "int32"), num_classes=5, gradients=False)
of_ops(
    "multi_hot", np.array([[1, 4], [3, 3]], "int32"), num_classes=5, dtype="bool", gradients=False, title="multi_bool"
)

of_ops("categorical_crossentropy", TARGETS, (3, 5), from_logits=True)
of_ops("categorical_crossentropy", TARGETS, CHANCES, title="categorical_crossentropy_chances")
of_ops("categorical_crossentropy", TARGETS, CHANCES, from_logits=True, axis=0, title="categorical_crossentropy_axis")
case("categorical_crossentropy_softmax", lambda t, x: ops.categorical_crossentropy(t, ops.softmax(x)), TARGETS, (3, 5))
of_ops("sparse_categorical_crossentropy", KINDS, (3, 5), from_logits=True)
of_ops("sparse_categorical_crossentropy", KINDS, CHANCES, title="sparse_categorical_crossentropy_chances")
of_ops("sparse_categorical_crossentropy", KINDS[:, None], (3, 5), from_logits=True, title="sparse_crossentropy_column")
of_ops("binary_crossentropy", TARGETS, (3, 5), from_logits=True)
of_ops("binary_crossentropy", TARGETS, np.zeros((3, 5), "float32"), from_logits=True, title="binary_crossentropy_of_0")
of_ops("binary_crossentropy", TARGETS, CHANCES, title="binary_crossentropy_chances")
case("binary_crossentropy_sigmoid", lambda t, x: ops.binary_crossentropy(t, ops.sigmoid(x)), TARGETS, (3, 5))
case(
    "ignore_class",
    losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=-1),
    np.array([[1, -1], [0, 3]], "int32"),
    (2, 2, 4),
)

of_ops("moments", (3, 4, 5), axes=[0, 1])
of_ops("moments", (3, 4, 5), axes=[0, 2], keepdims=True, synchronized=True, title="moments_synchronized")
case(
    "batch_normalization",
    lambda x, m, v, o, s: ops.batch_normalization(x, m, v, 1, o, s),
    *((3, 4, 5), (4,), numbers("variance", (4,), 0.5, 1.0), (4,), (4,)),
    unknown=0,
)
of_ops("layer_normalization", (3, 5), (5,), (5,), unknown=0)
of_ops("rms_normalization", (3, 5), (5,), unknown=0)
of_ops("normalize", (3, 5), axis=-1, order=2)
of_ops("psnr", (3, 5), (3, 5), max_val=2.0)

QUERY, KEY = (2, 3, 4, 5), (2, 6, 4, 5)
of_ops("dot_product_attention", QUERY, KEY, KEY)
of_ops("dot_product_attention", QUERY, QUERY, QUERY, unknown=2, is_causal=True, scale=0.3, title="attention_causal")
of_ops("dot_product_attention", QUERY, (2, 6, 2, 5), (2, 6, 2, 5), title="attention_grouped")
case(
    "attention_bias",
    lambda q, k, v, bias, mask: ops.dot_product_attention(q, k, v, bias=bias, mask=mask, is_causal=True),
    *(QUERY, KEY, KEY, (2, 4, 3, 6), numbers("mask", (2, 1, 3, 6)) > -0.5),
)

LABELS = np.array([[1, 1, 2, 0], [3, 0, 0, 0], [4, 2, 1, 3]], "int32")
LENGTHS, STEPS = np.array([3, 1, 4], "int32"), np.array([7, 5, 6], "int32")
of_ops("ctc_loss", LABELS, numbers("logits", (3, 7, 5), -2.0, 2.0), LENGTHS, STEPS)
of_ops(
    "ctc_loss", np.array([[1, 1, 2], [3, 0, 2]], "int32"), (2, 7, 5), LENGTHS[:2], STEPS[:2], mask_index=-1, title="ctc"
)
of_ops("ctc_decode", (3, 7, 4), STEPS, gradients=False)
of_ops("ctc_decode", (3, 7, 4), STEPS, merge_repeated=False, mask_index=2, gradients=False, title="ctc_decode_all")
case("losses_ctc", losses.CTC(), LABELS[:, :3] + 1, (3, 8, 6))

of_ops("unfold", FIRST, kernel_size=(3, 2), stride=2, padding=1)
of_ops("unfold", (2, 4, 7, 6), kernel_size=2, dilation=2, title="unfold_dilated", unknown=0)
of_ops("fold", (2, 18, 30), output_size=(5, 6), kernel_size=3, padding=1, stride=1, unknown=0, title="fold_same")
of_ops("fold", (2, 8, 6), output_size=(6, 5), kernel_size=2, stride=2, unknown=0)
of_ops("depth_to_space", (2, 3, 4, 8), block_size=2)
of_ops("depth_to_space", (2, 8, 3, 4), block_size=2, data_format="channels_first", title="depth_to_space_first")
of_ops("space_to_depth", (2, 4, 6, 3), block_size=2)
of_ops("space_to_depth", (2, 3, 4, 6), block_size=2, data_format="channels_first", title="space_to_depth_first")

IDS = np.array([2, 0, 2, 1, 0], "int32")
for name in ("segment_sum", "segment_max", "segment_min", "segment_prod"):
    of_ops(name, (5, 3), IDS, num_segments=4)
of_ops("top_k", (3, 6), k=2)
of_ops("in_top_k", np.array([1, 0, 3], "int32"), (3, 5), k=2, gradients=False)
of_ops("logsumexp", (3, 4, 5), axis=(0, 2))
of_ops("logsumexp", (3, 4), axis=-1, keepdims=True, title="logsumexp_axis")
of_ops("erf", X)
of_ops("erfc", X)
of_ops("erfinv", (3, 5))
of_ops("rsqrt", CHANCES)
of_ops("cdist", (4, 3), (5, 3), unknown=0)
of_ops("extract_sequences", (2, 13), sequence_length=4, sequence_stride=3, unknown=2)
case("fft", lambda a, b: ops.fft((a, b)), (2, 6), (2, 6))
case("fft2", lambda a, b: ops.fft2((a, b)), (2, 4, 6), (2, 4, 6))
case("ifft2", lambda a, b: ops.ifft2((a, b)), (2, 4, 6), (2, 4, 6))
of_ops("rfft", (2, 7))
of_ops("rfft", (2, 7), fft_length=10, title="rfft_length")
case("irfft", lambda a, b: ops.irfft((a, b)), (2, 5), (2, 5))
case("irfft_length", lambda a, b: ops.irfft((a, b), 7), (2, 5), (2, 5), gradients=False)  # TensorFlow's fails
STFT = {"sequence_length": 6, "sequence_stride": 2, "fft_length": 8}
of_ops("stft", (2, 16), **STFT)
of_ops("stft", (2, 16), **STFT, center=False, window="hamming", title="stft_edges")
of_ops("stft", (2, 16), **STFT, window=None, title="stft_window")
case("istft", lambda a, b: ops.istft((a, b), **STFT), (2, 9, 5), (2, 9, 5))
case("istft_length", lambda a, b: ops.istft((a, b), 5, 3, 8, length=15, window="hamming"), (2, 9, 5), (2, 9, 5))
case("istft_edges", lambda a, b: ops.istft((a, b), 6, 2, 8, center=False, window=None), (2, 9, 5), (2, 9, 5))
CASES.append(Case("stft_spectrogram", lambda: layers.STFTSpectrogram(frame_length=8, frame_step=4), [(2, 32, 1)]))

for order in (None, 1, 2, 3, np.inf, -np.inf, 0):
    of_ops("norm", (3, 5), ord=order, axis=-1, keepdims=order == 3, title=f"norm_{order}")
for order in ("fro", 1, -1, np.inf, -np.inf):
    of_ops("norm", (3, 4, 5), ord=order, axis=(1, 2), title=f"matrix_norm_{order}")
of_ops("norm", (3, 4), title="norm_all")

RGB = numbers("rgb", (2, 4, 5, 3), 0.0, 1.0)
PIXELS = (RGB * 255).astype("int32")
of_ops("image.rgb_to_grayscale", RGB)
of_ops("image.rgb_to_grayscale", PIXELS, gradients=False, title="grayscale_pixels")
of_ops("image.rgb_to_hsv", RGB)
of_ops("image.hsv_to_rgb", RGB, gradients=False)  # TensorFlow has no gradient of it
of_ops("image.hsv_to_rgb", RGB.transpose(0, 3, 1, 2), data_format="channels_first", gradients=False, title="hsv_first")
for mode in ("nearest", "bilinear", "lanczos3", "lanczos5"):
    of_ops("image.resize", RGB, size=(7, 3), interpolation=mode, title=f"resize_{mode}")
# TensorFlow reads the weights from a table of 1024.
of_ops("image.resize", RGB, size=(7, 3), interpolation="bicubic", tolerance=1e-3, title="resize_bicubic")
# TensorFlow has no gradient of it.
of_ops("image.resize", RGB, size=(7, 3), interpolation="area", gradients=False, title="resize_area")
of_ops("image.resize", RGB, size=(2, 3), antialias=True, title="resize_antialias")
of_ops("image.resize", PIXELS, size=(7, 3), gradients=False, tolerance=1 / 200, title="resize_pixels")
of_ops("image.resize", RGB, size=(4, 2), crop_to_aspect_ratio=True, title="resize_crop")
of_ops("image.resize", RGB, size=(4, 2), pad_to_aspect_ratio=True, fill_value=0.5, title="resize_pad")
of_ops("image.resize", (2, 3, 4, 5), size=(3, 7), data_format="channels_first", title="resize_first")
# TensorFlow's gradients of them are those of another transformation, back from its own pixels.
TURN = np.array([[1.1, 0.2, -0.5, -0.1, 0.9, 0.4, 0.01, -0.02], [0.9, -0.3, 0.7, 0.2, 1.2, -1.0, 0.0, 0.0]], "float32")
for mode in ("constant", "nearest", "wrap", "reflect"):
    of_ops("image.affine_transform", RGB, TURN, fill_mode=mode, gradients=False, title=f"affine_{mode}")
of_ops(
    *("image.affine_transform", RGB, TURN),
    interpolation="nearest",
    fill_value=0.3,
    gradients=False,
    title="affine_nearest_pixel",
)
FROM = np.array([[[0, 0], [0, 4], [3, 0], [3, 4]], [[0.5, 0.2], [0, 4], [3.3, 0], [3, 3.6]]], "float32")
TO = np.array([[[0.3, 0.5], [0, 3.5], [2.7, 0.4], [3.2, 4]], [[0, 0], [0, 4], [3, 0], [3, 4]]], "float32")
case("perspective", ops.image.perspective_transform, RGB, FROM, TO, gradients=False)
PLACES = numbers("places", (2, 3, 4), -4.0, 9.0)
for mode in ("constant", "nearest", "wrap", "reflect"):
    for order in (0, 1):
        of_ops(
            "image.map_coordinates", (5, 6), PLACES, order=order, fill_mode=mode, unknown=0, title=f"map_{mode}_{order}"
        )
of_ops("image.gaussian_blur", RGB, kernel_size=(3, 5), sigma=(0.8, 1.5))
of_ops("image.gaussian_blur", RGB[0], kernel_size=(3, 3), sigma=(0.8, 1.5), unknown=0, title="gaussian_blur_one")
of_ops("image.sobel_edges", RGB)
of_ops("image.extract_patches", RGB, size=2, strides=1)
of_ops("image.crop_images", RGB, top_cropping=1, left_cropping=1, target_height=2, target_width=3)
of_ops("image.pad_images", RGB, top_padding=1, left_padding=2, target_height=7, target_width=8)
# The noise is TensorFlow's own, so it counts nothing here.
of_ops("image.elastic_transform", RGB, alpha=0.0, sigma=1.0, seed=3)
for mode in ("linear", "cubic", "lanczos3"):
    case(
        f"scale_and_translate_{mode}",
        lambda x, mode=mode: ops.image.scale_and_translate(
            x, (2, 6, 3, 3), np.array([1.5, 0.7], "float32"), np.array([0.3, -0.2], "float32"), (1, 2), mode
        ),
        RGB,
    )
CASES.append(Case("resizing", lambda: layers.Resizing(3, 8), [RGB], gradients=False))
CASES.append(Case("center_crop", lambda: layers.CenterCrop(3, 3), [RGB], gradients=False))
