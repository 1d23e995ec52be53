"""How much each backend is asked to do: on a software GPU one training step takes seconds."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Scale", "scale_of"]


@dataclass(frozen=True)
class Scale:
    batch: int
    steps: int


# cpu and wasm share a batch size, and so TensorFlow's side of the comparison.
_BATCH = {"cpu": 16, "wasm": 16, "webgl": 4, "webgpu": 4}
_MOST_STEPS = {"webgl": 5, "webgpu": 5}


def scale_of(backend: str, steps: int) -> Scale:
    """The size of a batch and the number of training steps, `steps` or the most that is bearable there."""
    return Scale(_BATCH[backend], min(steps, _MOST_STEPS.get(backend, steps)))
