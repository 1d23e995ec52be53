"""Data sets that scripts take apart, and what they make of ragged batches."""

import bml

numbers = bml.Dataset.from_tensor_slices([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0], [6.0, 7.0], [8.0, 9.0]])
pairs = bml.Dataset.from_tensor_slices(
    (
        [[0.1], [0.2], [0.3], [0.4], [0.5], [0.6], [0.7]],
        [0, 1, 2, 0, 1, 2, 0],
    )
)


@bml.function
def double(x):
    return x * 2.0


@bml.function
def prepare(x, label):
    return x * 10.0, bml.one_hot(label, 3)


@bml.function
def summary(x):
    return bml.ops.sum(x), bml.ops.mean(x, axis=0)


@bml.script
def ragged_batches(size: int = 2):
    seen = 0
    means = []
    for x in numbers.map(double).batch(size):
        total, mean = summary(x)
        means.append(mean)
        seen += len(x)
        print(x.shape, float(total), seen)
    last = x
    return bml.ops.stack([means[0], means[1], last[0]]), last, means


@bml.script
def taken_skipped_and_split():
    first, rest = pairs.split(0.5)
    data = first.skip(1).map(prepare)
    for epoch in range(2):
        for x, label in data.shuffle(seed=epoch).batch(2):
            print(epoch, x.shape, label.tolist())
    for x, label in rest.take(2).batch(5):
        print(x.tolist() == x.tolist(), label.tolist())
    print(len(pairs.batch(2)), len(first), len(rest))


@bml.script
def kept_batches(size: int = 3):
    batches = []
    for batch in pairs.map(prepare).batch(size):
        batches.append(batch)
    total = 0.0
    for x, label in batches:
        total += float(bml.ops.sum(x)) * float(bml.ops.sum(label))
    first_x, first_label = batches[0]
    batches.pop()
    print(f"{total:.3f}", len(batches))
    return first_label, [x for x, _ in batches]


@bml.script
def previous_batch(size: int = 2):
    previous = None
    for i, x in enumerate(numbers.batch(size)):
        if previous is not None and len(previous) == len(x):
            print(i, float(bml.ops.sum(x - previous)))
        previous = x
    return previous


@bml.script
def ended_early(most: int = 2):
    for i, (x, label) in enumerate(pairs.batch(2)):
        if i == most:
            break
        if int(label[0]) == 2:
            continue
        print(i, x.tolist() != [], label.tolist())
    else:
        print("all")
    for x, label in pairs.batch(3):
        return x, label
    return None


@bml.script
def dropped_remainder():
    count = 0
    for x, label in pairs.batch(3, drop_remainder=True):
        count += len(x)
        held = x
    print(count)
    return held


@bml.script
def two_passes_at_once():
    total = 0.0
    for x in numbers.batch(2):
        for y in numbers.skip(3).batch(1):
            total += float(bml.ops.sum(x @ bml.ops.transpose(y)))
    print(total)


@bml.script
def labels_counted():
    counts = {}
    for x, label in pairs.batch(4):
        for one in label.tolist():
            counts[one] = counts.get(one, 0) + 1
    print(counts)
    losses = [float(bml.ops.mean(x)) for x, _ in pairs.batch(2)]
    print([f"{value:.3f}" for value in losses])
    return {str(key): value for key, value in counts.items()}
