# ruff: noqa
def main(size: int = 64):
    train, held = digits.split(0.8)
    train = train.map(prepare).batch(size)
    model.fit(train)
    model.fit(batches)
    model.fit(held.map(prepare).shuffle().batch(size))
    model.predict(held_out.skip(10).batch(size).map(prepare))
    parts = 1
    return parts
