"""Attention: the means of values, weighted by how well their keys fit the queries."""

from __future__ import annotations

from typing import Any

from bml.keras.dispatch import traced
from bmlc import ops
from bmlc.errors import UserError

__all__ = ["dot_product_attention"]

HIDDEN = -0.7 * 3.38953e38  # the logit of a key that a mask hides, as on Keras's other backends


@traced
def dot_product_attention(
    query: Any,
    key: Any,
    value: Any,
    bias: Any = None,
    mask: Any = None,
    scale: float | None = None,
    is_causal: bool = False,
    flash_attention: bool | None = None,
    attn_logits_soft_cap: float | None = None,
) -> Any:
    """Softmax over the keys of `scale * query key^T`, then the mean of the values: [batch, time, heads, units]."""
    if flash_attention:
        raise UserError.here("BML102", "expected flash_attention=None or False, received True: no browser has it")
    if attn_logits_soft_cap is not None:
        raise UserError.here(
            "BML102",
            f"expected attn_logits_soft_cap=None, received {attn_logits_soft_cap}: Keras on TensorFlow ignores it",
            "compute the attention with keras.ops, and the cap as ops.tanh(logits / cap) * cap",
        )
    query, key, value = (ops.convert_to_tensor(x, "float32") for x in (query, key, value))
    scale = query.dims[-1] ** -0.5 if scale is None else scale
    if key.dims[2] != 1:
        groups = query.dims[2] // key.dims[2]  # queries that share a head of keys and values
        key, value = (x if groups == 1 else ops.repeat(x, groups, axis=2) for x in (key, value))
    logits = ops.einsum("btnh,bsnh->bnts", query, key) * scale
    if bias is not None:
        logits = logits + ops.convert_to_tensor(bias, "float32")
    if is_causal:
        rows, columns = (ops.arange(n) for n in logits.dims[-2:])
        seen = ops.greater_equal(ops.expand_dims(rows, 1), ops.expand_dims(columns, 0))
        mask = seen if mask is None else ops.logical_and(mask, seen)
    if mask is not None:
        logits = ops.where(ops.cast(mask, "bool"), logits, HIDDEN)
    return ops.einsum("bnts,bsnh->btnh", ops.softmax(logits), value)
