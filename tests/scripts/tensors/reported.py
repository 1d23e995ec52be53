"""What `fit` and `evaluate` give to a script: histories, lists, dictionaries."""

import bml
from bml import layers

data = bml.Dataset.from_tensor_slices(([[0.1 * i, 1.0 - 0.2 * i, 0.5] for i in range(10)], [i % 3 for i in range(10)]))
model = bml.Sequential([bml.Input((3,)), layers.Dense(4, activation="tanh"), layers.Dense(3, activation="softmax")])
model.compile(bml.optimizers.SGD(0.2), "sparse_categorical_crossentropy", metrics=["accuracy"])
alone = bml.Sequential([bml.Input((3,)), layers.Dense(3)])
alone.compile(bml.optimizers.Adam(0.1), bml.losses.SparseCategoricalCrossentropy(from_logits=True))


@bml.script
def histories():
    history = model.fit(data.batch(4), epochs=3, validation_data=data.batch(5), verbose=0)
    print(len(history.history["loss"]), history.history["loss"][0] > history.history["loss"][-1])
    print(f"{history.history['val_loss'][-1]:.4f} {max(history.history['accuracy']):.4f}")
    for name, values in history.history.items():
        print(name, [f"{value:.3f}" for value in values])
    print(sorted(history.history), "val_accuracy" in history.history)
    return history.history["loss"]


@bml.script
def dictionaries():
    logs = model.evaluate(data.batch(4), return_dict=True, verbose=0)
    for name, value in logs.items():
        print(name, f"{value:.4f}")
    print(list(logs), len(logs), "loss" in logs, {name: round(value, 3) for name, value in logs.items()})
    return logs


@bml.script
def lists():
    results = model.evaluate(data.batch(4), verbose=0)
    loss, accuracy = model.evaluate(data.batch(10), verbose=0)
    only = alone.evaluate(data.batch(4), verbose=0)
    print(len(results), f"{results[0]:.4f} {loss:.4f} {accuracy:.4f} {only:.4f} {only + 1.0:.4f}")
    model.evaluate(data.batch(4), verbose=0)
    return results, only


@bml.script
def best_epoch(epochs: int = 4):
    """An early stop by hand, on what `evaluate` says."""
    best, waited = None, 0
    for epoch in range(epochs):
        model.fit(data.shuffle(seed=epoch).batch(3), verbose=0)
        loss = model.evaluate(data.batch(5), verbose=0)[0]
        waited = 0 if best is None or loss < best else waited + 1
        best = loss if best is None else min(best, loss)
        bml.log(epoch=epoch, loss=loss, best=best)
        if waited > 1:
            break
    return best
