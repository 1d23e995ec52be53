"""How much each backend is asked to do: on a software GPU one training step takes seconds."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Scale", "scale_of"]


@dataclass(frozen=True)
class Scale:
    batch: int  # of what is called once
    training_batch: int
    steps: int


# cpu and wasm share the size of their training batches, and so the runs of TensorFlow that they are held against.
_BATCH = {"cpu": 16, "wasm": 16, "webgl": 4, "webgpu": 4}
_TRAINING_BATCH = {"cpu": 8, "wasm": 8, "webgl": 4, "webgpu": 4}
_MOST_STEPS = {"webgl": 5, "webgpu": 5}


def scale_of(backend: str, steps: int) -> Scale:
    """The sizes of batches and the number of training steps, `steps` or the most that is bearable there."""
    return Scale(_BATCH[backend], _TRAINING_BATCH[backend], min(steps, _MOST_STEPS.get(backend, steps)))
