"""The loops of one's own among the examples: how tests call them, and what they must reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from session import Run

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Loop:
    """An example.

    `compared` are arguments of a run whose log lines Python and JavaScript are held to, `lines` of them (all by
    default). `trained` are arguments of a whole training, `outcome` what is taken of it, which must reach `bound`; with
    the arguments `idle` nothing, or next to nothing, is learned, and the outcome stays below `untrained`. `long` are
    arguments of at least `iterations` steps, of which every `drain`th is paused; there are as many tensors wherever
    `phase` is the same. `shared` is how many variables share the memory of others once a run is complete. `brief` are
    arguments of a complete run to compare stopped ones with, `stopped` those of the runs that are stopped, if not the
    ones of `compared`.
    """

    name: str
    compared: dict[str, Any]
    trained: dict[str, Any]
    outcome: Callable[[Any, Run], float]
    idle: dict[str, Any]
    untrained: float
    bound: float
    long: dict[str, Any]
    iterations: int = 10_000
    lines: int | None = None
    drain: int = 199
    phase: Callable[[int], Any] = field(default=lambda step: None)
    shared: int = 0
    brief: dict[str, Any] | None = None
    stopped: dict[str, Any] | None = None

    @property
    def path(self) -> Path:
        return ROOT / "examples" / f"{self.name}.py"


def _like_digits(session: Any, run: Run) -> float:
    """1 minus how far the generated pixels' mean is from that of MNIST; a generator that makes one image scores 0."""
    grid = session.call("generate").reshape(4, 28, 4, 28)
    images = grid.transpose(0, 2, 1, 3).reshape(16, 28, 28)
    varied = bool(images.std(axis=0).mean() > 0.05)
    return (1.0 - abs(float(images.mean()) - 0.1307)) * varied


LOOPS = (
    Loop(
        "custom_loop",
        compared={"epochs": 2},
        trained={"epochs": 12},
        outcome=lambda session, run: float(run.result),
        idle={"epochs": 1, "accumulate": 100_000},
        untrained=0.2,  # ten classes
        bound=0.94,
        # 1,500 steps an epoch: the last one ends the sum of gradients that it is part of.
        long={"epochs": 7, "batchSize": 1, "accumulate": 4, "patience": 100},
        phase=lambda step: step % 1500 % 4,
        stopped={"epochs": 100, "batchSize": 1, "patience": 100},
    ),
    Loop(
        "mnist_gan",
        compared={"steps": 20, "logEvery": 1},
        trained={"steps": 300},
        outcome=_like_digits,
        idle={"steps": 0},
        untrained=0.7,  # grey
        bound=0.92,
        long={"steps": 10_000, "batchSize": 1, "logEvery": 1000},
        stopped={"steps": 10_000},
        lines=20,
    ),
    Loop(
        "cart_pole",
        compared={"episodes": 200},
        trained={"episodes": 400},
        outcome=lambda session, run: sum(run.result[-10:]) / 10,
        idle={"episodes": 9},
        untrained=40.0,
        bound=150.0,
        long={"episodes": 300},
        iterations=20,  # batches of ten episodes, which are more than 10,000 steps of the cart
        drain=1,
        brief={"episodes": 20, "learningRate": 0.0},  # an agent that has learned ends its run by itself
        stopped={"episodes": 2000, "learningRate": 0.0},
        lines=20,
    ),
    Loop(
        "fine_tuning",
        compared={"pretraining": 1, "epochs": 2, "batchSize": 150},
        trained={},
        outcome=lambda session, run: float(run.result),
        idle={"pretraining": 1, "epochs": 1, "batchSize": 1500},
        untrained=0.6,  # even or odd
        bound=0.85,
        long={"pretraining": 1, "epochs": 7, "batchSize": 1},
        brief={"pretraining": 1, "epochs": 2},
        stopped={"pretraining": 30, "epochs": 40},
        shared=10,  # the frozen base's, until the original is trained on
    ),
)
