# ruff: noqa
def main(epochs: int = 2, batch_size: int = 64, rate: float = 1.0):
    """Train, then say how well it went."""
    model.fit(
        digits.map(prepare).shuffle(seed=1).batch(batch_size),
        epochs=epochs,
        validation_data=held_out.map(prepare).batch(256, drop_remainder=True),
        verbose=0,
    )
    logs = model.evaluate(held_out.map(prepare).batch(256), return_dict=True)
    return logs["accuracy"]
