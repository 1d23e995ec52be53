"""How far each backend may be from TensorFlow, and why so far.

The reasons name what differs between two correct float32 engines: the order of sums, fused multiply-add, the
exponential and its relatives. A wrong kernel is off by far more than any of these bounds; the tests plant one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["BOUNDS", "FREE_RUN_FLOOR", "FREE_RUN_SPREADS", "KINKS", "Bound"]


@dataclass(frozen=True)
class Bound:
    limit: float
    reason: str


_SUMS = "the same float32 sums in another order: some 1e-7 a sum, grown by the depth of the net"
_BACKWARD = "as forward, through twice the depth; weight gradients add up over the batch and all positions"
_UPDATE = "as gradients; Adam divides by the root of squared gradients, so that the error of the smallest ones counts"
_OPTIMIZER = "a dozen float32 operations an element; powers of the decay rates lose a few units"
_RANDOM = "words are exact; a few float32 operations an element make numbers of them"
_GPU_RANDOM = "normal numbers come of a cosine, which GPUs promise to 2**-11 of 1"
_STATE = "copies and counts are exact, averages some sums"
_GPU = "shader compilers reassociate and contract, and approximate division, exp and log to 2-3 units"
_GPU_BACKWARD = "as forward on a GPU, through twice the depth"
_GPU_UPDATE = "as gradients on a GPU; where one is nearly zero, Adam makes its relative error one of the update"

BOUNDS: Mapping[str, Mapping[str, Bound]] = MappingProxyType(
    {
        "preprocessing": {
            "cpu": Bound(1e-6, "a few float32 operations an element, no sums"),
            "wasm": Bound(1e-6, "a few float32 operations an element, no sums"),
            "webgl": Bound(1e-5, "GPUs may divide by multiplying with an approximate reciprocal"),
            "webgpu": Bound(1e-5, "GPUs may divide by multiplying with an approximate reciprocal"),
        },
        "forward": {
            "cpu": Bound(1e-5, _SUMS),
            "wasm": Bound(1e-5, _SUMS),
            "webgl": Bound(1e-4, _GPU),
            "webgpu": Bound(1e-4, _GPU),
        },
        "gradients": {
            "cpu": Bound(5e-5, _BACKWARD),
            "wasm": Bound(5e-5, _BACKWARD),
            "webgl": Bound(5e-4, _GPU_BACKWARD),
            "webgpu": Bound(5e-4, _GPU_BACKWARD),
        },
        "updates": {
            "cpu": Bound(1e-4, _UPDATE),
            "wasm": Bound(1e-4, _UPDATE),
            "webgl": Bound(1e-3, _GPU_UPDATE),
            "webgpu": Bound(1e-3, _GPU_UPDATE),
        },
        "optimizers": {
            "cpu": Bound(1e-5, _OPTIMIZER),
            "wasm": Bound(1e-5, _OPTIMIZER),
            "webgl": Bound(1e-4, _GPU),
            "webgpu": Bound(1e-4, _GPU),
        },
        "random": {
            "cpu": Bound(1e-5, _RANDOM),
            "wasm": Bound(1e-5, _RANDOM),
            "webgl": Bound(1e-3, _GPU_RANDOM),
            "webgpu": Bound(1e-3, _GPU_RANDOM),
        },
        "state": {
            "cpu": Bound(1e-5, _STATE),
            "wasm": Bound(1e-5, _STATE),
            "webgl": Bound(1e-4, _GPU),
            "webgpu": Bound(1e-4, _GPU),
        },
        "metrics": {
            "cpu": Bound(1e-5, "totals of losses and counts, which are exact"),
            "wasm": Bound(1e-5, "totals of losses and counts, which are exact"),
            "webgl": Bound(1e-4, _GPU),
            "webgpu": Bound(1e-4, _GPU),
        },
    }
)

# A free run is held against TensorFlow's spread over threads, precision and the order of rows in a batch: after one
# flipped ReLU or max pooling two correct runs part ways. Where the spread is small (smooth nets), runs may still differ
# by what single steps may.
FREE_RUN_SPREADS = 3.0
FREE_RUN_FLOOR = 1e-4

# The share of steps that may stand at a kink, where rounding decides a ReLU or a max pooling (see kinks.py). On MNIST,
# with batches of 8, it is up to 1 step in 100.
KINKS = 0.02
