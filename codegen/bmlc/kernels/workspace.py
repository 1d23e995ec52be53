"""What kernels allocate besides their output, at their peak, in bytes as the backend's own table counts them.

Kernels that are not listed allocate nothing else on cpu and wasm. Legalization keeps most of them so: it transposes
before a reduction and composes softmax by kernels of their own, so that what is alive is in the IR, to be freed and
shared. The GPU backends also hold staging textures and buffers while they upload, pack and reduce in several rounds:
what these take depends on where a tensor is when the kernel runs, and is not stated here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bmlc.ir import Dim, TensorType, bytes_of

__all__ = ["Workspace", "fused_conv2d_on_cpu", "fused_mat_mul_on_cpu", "no_workspace"]

Types: TypeAlias = tuple[TensorType, ...]
Attrs: TypeAlias = Mapping[str, object]

# Bytes that a kernel holds besides its output at its peak: (input types, output types, attributes) -> bytes.
Workspace: TypeAlias = Callable[[Types, Types, Attrs], Dim]


def no_workspace(inputs: Types, outs: Types, attrs: Attrs) -> Dim:
    return 0


def fused_conv2d_on_cpu(inputs: Types, outs: Types, attrs: Attrs) -> Dim:
    """Convolution, sum and activation one after the other: two are alive at a time."""
    return bytes_of(outs[0])


def fused_mat_mul_on_cpu(inputs: Types, outs: Types, attrs: Attrs) -> Dim:
    """Product, sum and activation are freed together at the end; "linear" shares the sum's memory."""
    return bytes_of(outs[0]) * (1 if attrs["activation"] == "linear" else 2)
