"""How far each backend may be from TensorFlow, and why so far.

The reasons name what differs between two correct float32 engines: the order of sums, fused multiply-add, the
exponential and its relatives. A wrong kernel is off by far more than any of these bounds; the tests plant one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import FACTS

__all__ = ["CANCELLED", "FREE_RUN_FLOOR", "FREE_RUN_SPREADS", "KINKS", "Bound", "bound_of"]


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

# Of a check: off a GPU, and on one.
BOUNDS: Mapping[str, tuple[Bound, Bound]] = MappingProxyType(
    {
        "preprocessing": (
            Bound(1e-6, "a few float32 operations an element, no sums"),
            Bound(1e-5, "GPUs may divide by multiplying with an approximate reciprocal"),
        ),
        "forward": (Bound(1e-5, _SUMS), Bound(1e-4, _GPU)),
        "gradients": (Bound(5e-5, _BACKWARD), Bound(5e-4, _GPU_BACKWARD)),
        "updates": (Bound(1e-4, _UPDATE), Bound(1e-3, _GPU_UPDATE)),
        "optimizers": (Bound(1e-5, _OPTIMIZER), Bound(1e-4, _GPU)),
        "random": (Bound(1e-5, _RANDOM), Bound(1e-3, _GPU_RANDOM)),
        "state": (Bound(1e-5, _STATE), Bound(1e-4, _GPU)),
        "metrics": (Bound(1e-5, "totals of losses and counts, which are exact"), Bound(1e-4, _GPU)),
    }
)


def bound_of(check: str, backend: Backend) -> Bound:
    return BOUNDS[check][FACTS[backend].gpu]


# A free run is held against TensorFlow's spread over threads, precision and the order of rows in a batch: after one
# flipped ReLU or max pooling two correct runs part ways. Where the spread is small (smooth nets), runs may still differ
# by what single steps may.
FREE_RUN_SPREADS = 3.0
FREE_RUN_FLOOR = 1e-4

# How many times its bound a tensor may be off whose terms cancel, so that TensorFlow's own float32 is a third as far
# from float64: the gradient of weights in front of a normalization by the batch, whose size changes nothing.
CANCELLED = 10.0

# The share of steps that may stand at a kink, where rounding decides a ReLU or a max pooling (see kinks.py). On MNIST,
# with batches of 8, it is up to 1 step in 100.
KINKS = 0.02
