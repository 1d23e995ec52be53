"""A history of any names, in a dictionary that grows; the best epoch by a key."""

import bml


def log_to(history, logs):
    for key, value in logs.items():
        history.setdefault(key, []).append(value)


@bml.script
def main():
    history = {}
    for epoch in range(5):
        logs = {"loss": 1 / (epoch + 1), "acc": epoch / 4}
        if epoch % 2 == 0:
            logs["val_loss"] = 1.5 / (epoch + 1)
        log_to(history, logs)
        print(f"Epoch {epoch + 1}/5 - " + " - ".join(f"{k}: {v:.4f}" for k, v in logs.items()))
    print({key: len(values) for key, values in history.items()})
    best = max(enumerate(history["acc"]), key=lambda pair: pair[1])[0]
    print("best epoch", best, min(history["val_loss"]))
    for name in ("loss", "val_loss"):
        print("%10s" % name, " ".join(["%.2f" % v for v in history[name]]))
