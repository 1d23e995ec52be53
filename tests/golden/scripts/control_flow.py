# ruff: noqa
def main(steps: int, share: float, quick: bool = False, name: str = "run"):
    best = 0.0
    for step in range(steps):
        size = 32 * (step + 1)
        model.fit(digits.take(size).map(prepare).batch(batch_size=32), epochs=EPOCHS)
        accuracy = model.evaluate(held_out.map(prepare).batch(256), return_dict=True)["accuracy"]
        if accuracy > best:
            best = accuracy
        elif quick and not name == "slow":
            break
        else:
            continue
    for i in range(10, 0, -3):
        i = i - 1
    if 0 < share < 1:
        kept = -7 // 2 + steps % 3
        best /= share
    else:
        kept = -steps
    if kept or best or name:
        return best
    return None
