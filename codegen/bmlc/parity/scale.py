"""How much each backend is asked to do: on a software GPU one training step takes seconds."""

from __future__ import annotations

from dataclasses import dataclass

from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import FACTS

__all__ = ["Scale", "scale_of"]


@dataclass(frozen=True)
class Scale:
    batch: int  # of what is called once
    training_batch: int
    steps: int


def scale_of(backend: Backend, steps: int) -> Scale:
    """The sizes of batches and the number of training steps, `steps` or the most that is bearable there.

    Backends of one kind share the size of their training batches, and so TensorFlow's runs that they are held against.
    """
    return Scale(4, 4, min(steps, 5)) if FACTS[backend].gpu else Scale(16, 8, steps)
