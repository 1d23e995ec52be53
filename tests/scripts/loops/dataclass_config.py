"""Settings in a dataclass with a derived property and a method."""

from dataclasses import dataclass, field

import bml


@dataclass
class TrainConfig:
    epochs: int = 3
    batch_size: int = 4
    lr: float = 0.1
    decay: float = 0.5
    milestones: list[int] = field(default_factory=lambda: [1, 2])
    name: str = "base"

    @property
    def steps(self):
        return self.epochs * self.batch_size

    def lr_at(self, epoch):
        lr = self.lr
        for milestone in self.milestones:
            if epoch >= milestone:
                lr *= self.decay
        return lr


@bml.script
def train():
    config = TrainConfig(epochs=4, name="small")
    print(config)
    state = {"step": 0}
    for epoch in range(config.epochs):
        for _ in range(config.batch_size):
            state["step"] += 1
        print(f"{config.name}: epoch {epoch} lr {config.lr_at(epoch):g} step {state['step']}/{config.steps}")
    assert state["step"] == config.steps, "steps differ"
    return config.milestones
