"""tqdm with description and postfix; total from the length of a list."""

from tqdm import tqdm

import bml

train_list = [[1.0, 2.0], [0.5, 0.25], [0.125, 0.75], [3.0, 1.0]]


@bml.script
def train(epochs: int = 2):
    for epoch in range(epochs):
        pbar = tqdm(train_list, desc=f"Epoch {epoch + 1}/{epochs}")
        running = 0.0
        for i, batch in enumerate(pbar):
            running += sum(batch)
            pbar.set_postfix(loss=running / (i + 1))
            pbar.set_description("epoch %d" % epoch)
        print("mean", running / len(train_list))
    with tqdm(total=3) as bar:
        for _ in range(3):
            bar.update(1)
    print("done")
