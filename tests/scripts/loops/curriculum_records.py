"""Stages as a list of settings; each is a record with texts and numbers."""

import bml

STAGES = [
    {"name": "warmup", "epochs": 1, "lr": 0.1, "freeze": True},
    {"name": "main", "epochs": 3, "lr": 0.01, "freeze": False},
    {"name": "cooldown", "epochs": 1, "lr": 0.001, "freeze": False},
]


@bml.script
def train():
    total_epochs = sum(stage["epochs"] for stage in STAGES)
    done = 0
    loss = 4.0
    for number, stage in enumerate(STAGES, start=1):
        print(f"=== stage {number}/{len(STAGES)}: {stage['name']!r} lr={stage['lr']} ===")
        for epoch in range(stage["epochs"]):
            loss *= 0.5 if stage["freeze"] else 1 - 10 * stage["lr"] / 2
            done += 1
            print("  epoch %d (%3.0f%%) loss=%.4f" % (epoch, 100 * done / total_epochs, loss))
    names = ", ".join(stage["name"].upper() for stage in STAGES if not stage["freeze"])
    print(names, loss)
