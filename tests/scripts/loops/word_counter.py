"""Counts words, the most common first; a vocabulary with unknown words."""

from collections import Counter

import bml

corpus = """the quick brown fox jumps over the lazy dog
the dog sleeps and the fox runs
a quick dog is a good dog"""


@bml.script
def count(vocab_size: int = 5):
    counter = Counter()
    for line in corpus.splitlines():
        counter.update(line.lower().split())
    print(counter.most_common(3))
    word2idx = {"<pad>": 0, "<unk>": 1}
    for word, freq in counter.most_common(vocab_size):
        word2idx[word] = len(word2idx)
    encoded = [[word2idx.get(w, word2idx["<unk>"]) for w in line.split()] for line in corpus.split("\n")]
    longest = max(len(row) for row in encoded)
    for row in encoded:
        padded = row + [0] * (longest - len(row))
        print(padded, round(row.count(1) / len(row), 3))
    idx2word = {i: w for w, i in word2idx.items()}
    print(" ".join(idx2word[i] for i in encoded[0]))
    print(counter["fox"], counter["absent"], sum(counter.values()))
