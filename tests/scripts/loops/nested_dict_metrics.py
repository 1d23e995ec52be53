"""Metrics by phase and class: dictionaries in dictionaries, formatted in columns."""

import bml

PHASES = ["train", "val"]


@bml.script
def main():
    dataset_sizes = {"train": 8, "val": 4}
    data = {"train": [[1, 0, 1, 1], [0, 0, 1, 1]], "val": [[1, 1, 0, 1]]}
    best_acc = 0.0
    log = {phase: {"loss": [], "acc": []} for phase in PHASES}
    for epoch in range(3):
        print("Epoch {}/{}".format(epoch, 2))
        print("-" * 10)
        for phase in ["train", "val"]:
            running_loss = 0.0
            running_corrects = 0
            for inputs in data[phase]:
                loss = sum(inputs) / (epoch + 1)
                running_loss += loss * len(inputs)
                running_corrects += inputs.count(1)
            epoch_loss = running_loss / dataset_sizes[phase]
            epoch_acc = running_corrects / dataset_sizes[phase]
            log[phase]["loss"].append(epoch_loss)
            log[phase]["acc"].append(epoch_acc)
            print("{} Loss: {:.4f} Acc: {:.4f}".format(phase, epoch_loss, epoch_acc))
            if phase == "val" and epoch_acc > best_acc:
                best_acc = epoch_acc
        print()
    print("Best val Acc: {:4f}".format(best_acc), log["val"]["loss"])
