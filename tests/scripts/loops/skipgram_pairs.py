"""Skip-gram pairs from a generator, negative samples from a table."""

import random

import bml

sentence = "the wide road shimmered in the hot sun"


def generate_pairs(tokens, window_size):
    for i, target in enumerate(tokens):
        for j in range(max(0, i - window_size), min(len(tokens), i + window_size + 1)):
            if i != j:
                yield target, tokens[j]


def batches(pairs, size):
    batch = []
    for pair in pairs:
        batch.append(pair)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


@bml.script
def main(num_ns: int = 2):
    random.seed(0)
    tokens = sentence.lower().split()
    vocab, index = {}, 1
    vocab["<pad>"] = 0
    for token in tokens:
        if token not in vocab:
            vocab[token] = index
            index += 1
    vocab_size = len(vocab)
    print(vocab)
    example = [vocab[word] for word in tokens]
    for number, batch in enumerate(batches(generate_pairs(example, 2), 8)):
        negatives = [random.choices(range(1, vocab_size), k=num_ns) for _ in batch]
        print(number, len(batch), batch[0], negatives[0])
