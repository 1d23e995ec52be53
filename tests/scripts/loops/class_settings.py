"""Settings as attributes of a class that is never made, and a module's constants beside it."""

import bml


class Config:
    BATCH_SIZE = 2
    EPOCHS = 3
    LR = 1e-2
    CLASSES = ("a", "b", "c")
    SCHEDULE = {0: 1.0, 2: 0.1}


DATA = [1, 2, 3, 4, 5]


@bml.script
def train():
    factor = 1.0
    for epoch in range(Config.EPOCHS):
        if epoch in Config.SCHEDULE:
            factor = Config.SCHEDULE[epoch]
        lr = Config.LR * factor
        batches = [DATA[i : i + Config.BATCH_SIZE] for i in range(0, len(DATA), Config.BATCH_SIZE)]
        for i, batch in enumerate(batches):
            mean = sum(batch) / len(batch)
            print("Epoch %d batch %d/%d mean %s lr %s" % (epoch, i + 1, len(batches), mean, lr))
    print(Config.CLASSES[-1], len(Config.CLASSES), Config.LR)
