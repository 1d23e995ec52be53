"""Attention and normalization."""

from __future__ import annotations

from typing import Any

from case import Case, bools
from keras import layers

QV = [(2, 3, 4), (2, 5, 4)]
MASKS = [bools("110", "011"), bools("11010", "01111")]
SELF = [(2, 5, 4), (2, 5, 4)]
QUERY = bools("11010", "01111")[:, :, None] & bools("11110", "01111")[:, None, :]


def masked(layer: Any, query: Any, value: Any, *masks: Any) -> Any:
    return layer([query, value], mask=list(masks))


def mha(**kwargs: Any) -> Any:
    return lambda: layers.MultiHeadAttention(2, 3, **kwargs)


def gqa(**kwargs: Any) -> Any:
    return lambda: layers.GroupQueryAttention(3, 4, 2, **kwargs)


ATTENTION = [
    Case("attention", lambda: layers.Attention(use_scale=True), QV, together=True, unknown=2),
    Case("attention_plain", layers.Attention, QV, together=True),
    Case("attention_concat", lambda: layers.Attention(score_mode="concat"), QV, together=True),
    Case("attention_key", layers.Attention, [*QV, (2, 5, 4)], together=True),
    Case("attention_scores", layers.Attention, QV, {"return_attention_scores": True}, together=True),
    Case("attention_causal", layers.Attention, SELF, {"use_causal_mask": True}, together=True, unknown=2),
    Case("attention_masked", layers.Attention, [*QV, *MASKS], how=masked),
    Case("attention_dropout", lambda: layers.Attention(dropout=0.5), QV, {"training": False}, together=True),
    Case("additive_attention", layers.AdditiveAttention, QV, together=True, unknown=2),
    Case("additive_attention_plain", lambda: layers.AdditiveAttention(use_scale=False), QV, together=True),
    Case("additive_attention_masked", layers.AdditiveAttention, [*QV, *MASKS], how=masked),
    Case("multi_head_attention", mha(), QV, unknown=2),
    Case("multi_head_attention_key", mha(value_dim=2, output_shape=5, use_bias=False), [*QV, (2, 5, 4)]),
    Case("multi_head_attention_causal", mha(), SELF, {"use_causal_mask": True}, unknown=2),
    Case("multi_head_attention_scores", mha(), QV, {"return_attention_scores": True}),
    Case("multi_head_attention_mask", mha(), [*SELF, QUERY], how=lambda layer, q, v, m: layer(q, v, attention_mask=m)),
    Case(
        "multi_head_attention_masks",
        mha(),
        [*QV, *MASKS],
        how=lambda layer, q, v, m, n: layer(q, v, query_mask=m, value_mask=n),
    ),
    Case("multi_head_attention_axes", mha(attention_axes=(1, 2)), [(2, 2, 3, 4), (2, 2, 3, 4)]),
    Case("multi_head_attention_flat", mha(flash_attention=False, dropout=0.1), QV, {"training": False}),
    Case("group_query_attention", gqa(), QV, unknown=2),
    Case("group_query_attention_causal", gqa(use_bias=False), SELF, {"use_causal_mask": True}),
    Case("group_query_attention_scores", gqa(), QV, {"return_attention_scores": True}),
    Case("group_query_attention_mask", gqa(), [*SELF, QUERY], how=lambda layer, q, v, m: layer(q, v, attention_mask=m)),
]

TRAINING, IMAGE, TIME = {"training": True}, [(3, 4, 3, 4)], [(3, 5, 4)]

NORMALIZATION = [
    Case("batch_normalization", layers.BatchNormalization, [(6, 4)], TRAINING),
    Case("batch_normalization_inference", layers.BatchNormalization, [(6, 4)], {"training": False}),
    Case(
        "batch_normalization_image",
        lambda: layers.BatchNormalization(momentum=0.7, epsilon=0.1),
        IMAGE,
        TRAINING,
        unknown=3,
    ),
    Case("batch_normalization_first", lambda: layers.BatchNormalization(axis=1), IMAGE, TRAINING),
    Case("batch_normalization_plain", lambda: layers.BatchNormalization(center=False, scale=False), [(6, 4)], TRAINING),
    Case("batch_normalization_frozen", lambda: layers.BatchNormalization(trainable=False), [(6, 4)], TRAINING),
    Case(
        "batch_normalization_masked",
        layers.BatchNormalization,
        [(2, 5, 4), MASKS[1]],
        how=lambda layer, x, mask: layer(x, training=True, mask=mask),
    ),
    Case("batch_normalization_renorm", lambda: layers.BatchNormalization(renorm=True), [(6, 4)], TRAINING),
    Case("layer_normalization", layers.LayerNormalization, [(6, 4)]),
    Case("layer_normalization_axes", lambda: layers.LayerNormalization(axis=[1, 2], epsilon=0.1), TIME),
    Case("layer_normalization_plain", lambda: layers.LayerNormalization(center=False, scale=False), TIME, unknown=2),
    Case("rms_normalization", layers.RMSNormalization, TIME, unknown=2),
    Case("rms_normalization_axis", lambda: layers.RMSNormalization(axis=[1, 2], epsilon=0.1), TIME),
    Case("group_normalization", lambda: layers.GroupNormalization(2), TIME),
    Case("group_normalization_instance", lambda: layers.GroupNormalization(-1, scale=False), IMAGE),
    Case("group_normalization_axis", lambda: layers.GroupNormalization(2, axis=1, epsilon=0.1), IMAGE),
    Case("group_normalization_unknown", lambda: layers.GroupNormalization(2), IMAGE, unknown=3),
    Case("unit_normalization", layers.UnitNormalization, TIME),
    Case("unit_normalization_axes", lambda: layers.UnitNormalization(axis=[1, 2]), TIME),
    Case(
        "spectral_normalization",
        lambda: layers.SpectralNormalization(layers.Dense(3)),
        [(6, 4)],
        TRAINING,
    ),
    Case(
        "spectral_normalization_conv",
        lambda: layers.SpectralNormalization(layers.Conv2D(3, 2), power_iterations=2),
        IMAGE,
        TRAINING,
    ),
    Case(
        "spectral_normalization_inference",
        lambda: layers.SpectralNormalization(layers.Dense(3)),
        [(6, 4)],
        {"training": False},
    ),
]

CASES = [*ATTENTION, *NORMALIZATION]
