"""What training loops are made of, without tensors: stopping, averages, schedules, counts, buffers."""

# ruff: noqa
import math


def early_stopping(patience: int = 3, min_delta: float = 0.01):
    losses = [1.0, 0.8, 0.7, 0.695, 0.692, 0.69, 0.5]
    best = math.inf
    wait = 0
    for epoch, loss in enumerate(losses):
        if loss < best - min_delta:
            best, wait = loss, 0
        else:
            wait += 1
        print(f"epoch={epoch} loss={loss:.3f} best={best:.3f} wait={wait}")
        if wait >= patience:
            return epoch
    return -1


def moving_average():
    window: list[float] = []
    for step in range(10):
        window.append(math.sqrt(step))
        if len(window) > 4:
            window.pop(0)
        print(step, round(sum(window) / len(window), 4))


def exponential_moving_average():
    average = None
    for value in [1.0, 2.0, 4.0, 8.0]:
        average = value if average is None else 0.9 * average + 0.1 * value
        print(f"{average:.4f}")


def running_mean_and_variance():
    count = 0
    mean = 0.0
    m2 = 0.0
    for x in [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]:
        count += 1
        delta = x - mean
        mean += delta / count
        m2 += delta * (x - mean)
    print(count, mean, m2 / count, math.sqrt(m2 / (count - 1)))


def learning_rate_schedule():
    def rate(step: int, warmup: int = 4, total: int = 12, peak: float = 0.1) -> float:
        if step < warmup:
            return peak * (step + 1) / warmup
        progress = (step - warmup) / max(1, total - warmup)
        return 0.5 * peak * (1 + math.cos(math.pi * min(1.0, progress)))

    for step in range(0, 14, 2):
        print(f"{step:3d} {rate(step):.5f}")


def step_decay():
    rate = 0.1
    for epoch in range(1, 10):
        if epoch % 3 == 0:
            rate *= 0.5
        print(epoch, rate)


def piecewise_schedule():
    boundaries = [2, 5]
    rates = [0.1, 0.01, 0.001]

    def rate_at(epoch: int) -> float:
        for boundary, rate in zip(boundaries, rates):
            if epoch < boundary:
                return rate
        return rates[-1]

    print([rate_at(epoch) for epoch in range(7)])


def reduce_on_plateau():
    rate, best, wait = 0.1, float("inf"), 0
    for loss in [1.0, 0.9, 0.95, 0.93, 0.8, 0.85, 0.86]:
        if loss < best:
            best, wait = loss, 0
            continue
        wait += 1
        if wait == 2:
            rate, wait = rate / 10, 0
            print("rate", rate)
    print(best, wait)


def confusion_counts():
    truths = [0, 1, 2, 2, 1, 0, 2]
    guesses = [0, 2, 2, 2, 1, 1, 0]
    matrix = [[0] * 3 for _ in range(3)]
    for truth, guess in zip(truths, guesses):
        matrix[truth][guess] += 1
    for i, row in enumerate(matrix):
        recall = row[i] / sum(row)
        predicted = sum(matrix[j][i] for j in range(3))
        precision = matrix[i][i] / predicted if predicted else 0.0
        print(row, f"recall {recall:.2f} precision {precision:.2f}")
    print("accuracy", sum(matrix[i][i] for i in range(3)) / len(truths))


def binary_scores():
    tp = fp = fn = tn = 0
    for truth, score in [(1, 0.9), (0, 0.2), (1, 0.4), (0, 0.6), (1, 0.7)]:
        guess = score > 0.5
        if guess and truth:
            tp += 1
        elif guess:
            fp += 1
        elif truth:
            fn += 1
        else:
            tn += 1
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    print(tp, fp, fn, tn, round(2 * precision * recall / (precision + recall), 4))


def curriculum():
    stages = [("easy", 2, 0.5), ("medium", 3, 0.7), ("hard", 2, 0.9)]
    epoch = 0
    for name, epochs, target in stages:
        for _ in range(epochs):
            epoch += 1
            accuracy = 1 - 1 / (epoch + 1)
            print(epoch, name, f"{accuracy:.2f}", accuracy >= target)
            if accuracy >= target:
                break


def history_of_logs():
    history: dict[str, list[float]] = {}
    for epoch in range(3):
        logs = {"loss": 1 / (epoch + 1), "accuracy": 1 - 0.5 ** (epoch + 1)}
        for name, value in logs.items():
            history.setdefault(name, []).append(value)
    for name, values in history.items():
        print(name, [round(v, 3) for v in values], min(values), values.index(min(values)))


def gradient_accumulation():
    accumulated = 0.0
    updates: list[float] = []
    for step, gradient in enumerate([0.1, 0.2, 0.3, 0.4, 0.5], start=1):
        accumulated += gradient
        if step % 2 == 0:
            updates.append(accumulated / 2)
            accumulated = 0.0
    if accumulated:
        updates.append(accumulated)
    print(updates)


def gradient_descent_of_a_line():
    xs = [0.0, 1.0, 2.0, 3.0]
    ys = [1.0, 3.0, 5.0, 7.0]
    w = b = 0.0
    for step in range(200):
        dw = db = 0.0
        for x, y in zip(xs, ys):
            error = w * x + b - y
            dw += 2 * error * x / len(xs)
            db += 2 * error / len(xs)
        w -= 0.1 * dw
        b -= 0.1 * db
        if step % 50 == 0:
            print(step, f"{w:.5f} {b:.5f}")
    print(f"{w:.4f} {b:.4f}")


def k_means():
    points = [(1.0, 1.0), (1.5, 2.0), (8.0, 8.0), (9.0, 8.5), (0.5, 1.5), (8.5, 9.5)]
    centres = [points[0], points[2]]
    for _ in range(5):
        groups: list[list[tuple[float, float]]] = [[] for _ in centres]
        for p in points:
            distances = [(p[0] - c[0]) ** 2 + (p[1] - c[1]) ** 2 for c in centres]
            groups[distances.index(min(distances))].append(p)
        centres = [(sum(p[0] for p in g) / len(g), sum(p[1] for p in g) / len(g)) for g in groups]
    print([(round(a, 3), round(b, 3)) for a, b in centres], [len(g) for g in groups])


def perceptron():
    data = [([0.0, 0.0], 0), ([0.0, 1.0], 0), ([1.0, 0.0], 0), ([1.0, 1.0], 1)]
    weights, bias = [0.0, 0.0], 0.0
    for epoch in range(20):
        errors = 0
        for inputs, target in data:
            output = 1 if sum(w * x for w, x in zip(weights, inputs)) + bias > 0 else 0
            if output != target:
                errors += 1
                for i, x in enumerate(inputs):
                    weights[i] += 0.1 * (target - output) * x
                bias += 0.1 * (target - output)
        if errors == 0:
            print("converged after", epoch)
            break
    print([round(w, 2) for w in weights], round(bias, 2))


def batches_by_hand():
    items = list(range(10))
    size = 4
    for start in range(0, len(items), size):
        batch = items[start : start + size]
        print(start // size, batch, len(batch) < size)
    print(math.ceil(len(items) / size), len(items) // size)


def shuffled_by_a_generator_of_ones_own():
    order = list(range(8))
    state = 1
    for i in range(len(order) - 1, 0, -1):
        state = (state * 16807) % 2147483647
        j = state % (i + 1)
        order[i], order[j] = order[j], order[i]
    print(order, sorted(order) == list(range(8)))


def top_k():
    scores = [0.1, 0.05, 0.4, 0.15, 0.3]
    order = sorted(range(len(scores)), key=lambda i: scores[i], reverse=True)
    print(order[:3], [scores[i] for i in order[:3]], scores.index(max(scores)))
    truth = 3
    print(truth in order[:3], order.index(truth))


def histogram():
    values = [0.1, 0.4, 0.35, 0.8, 0.95, 0.42, 0.05, 0.77]
    bins = [0] * 5
    for v in values:
        bins[min(4, int(v * 5))] += 1
    for i, count in enumerate(bins):
        print(f"{i / 5:.1f}-{(i + 1) / 5:.1f} {'#' * count}")


def learning_curve_report():
    train = [0.9, 0.5, 0.3, 0.2]
    held = [1.0, 0.7, 0.6, 0.65]
    print(f"{'epoch':>5} {'train':>7} {'held':>7}  note")
    for epoch, (a, b) in enumerate(zip(train, held), 1):
        note = "overfits" if epoch > 1 and b > held[epoch - 2] else ""
        print(f"{epoch:>5} {a:>7.3f} {b:>7.3f}  {note}".rstrip())


def best_checkpoint():
    checkpoints: list[tuple[float, int]] = []
    for epoch, loss in enumerate([0.9, 0.4, 0.6, 0.3, 0.5]):
        checkpoints.append((loss, epoch))
        checkpoints.sort()
        if len(checkpoints) > 2:
            dropped = checkpoints.pop()
            print("dropped", dropped)
    print(checkpoints, checkpoints[0][1])


def stop_when_diverged():
    loss = 1.0
    for step in range(1000):
        loss = loss * loss * 10
        if math.isinf(loss) or math.isnan(loss):
            print("diverged at step", step)
            break
    else:
        print("never")


def loss_went_wrong():
    losses = [0.5, 0.25, float("nan")]
    for step, loss in enumerate(losses):
        if loss != loss:
            raise ValueError(f"loss is {loss} at step {step}")
        print(step, loss)


def label_smoothing_and_cross_entropy():
    probabilities = [0.7, 0.2, 0.1]
    target = [1.0 * 0.9 + 0.1 / 3 if i == 0 else 0.1 / 3 for i in range(3)]
    print(round(-sum(t * math.log(p) for t, p in zip(target, probabilities)), 6), round(sum(target), 6))


def queue_simulation():
    arrivals = [0, 1, 2, 7, 8]
    free_at = 0
    waits: list[int] = []
    for arrival in arrivals:
        start = max(arrival, free_at)
        waits.append(start - arrival)
        free_at = start + 3
    print(waits, sum(waits) / len(waits), free_at)


def polyak_average_of_weights():
    weights = {"kernel": [1.0, 2.0], "bias": [0.0]}
    average = {name: list(values) for name, values in weights.items()}
    for _ in range(3):
        for name, values in weights.items():
            for i in range(len(values)):
                values[i] += 1.0
                average[name][i] = 0.5 * average[name][i] + 0.5 * values[i]
    print(weights, average)
