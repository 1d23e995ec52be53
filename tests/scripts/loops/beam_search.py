"""Beam search over a table of probabilities: lists of tuples, sorted by a lambda."""

from math import log

import bml

table = [
    [0.1, 0.2, 0.3, 0.4],
    [0.5, 0.1, 0.2, 0.2],
    [0.05, 0.25, 0.6, 0.1],
]


def beam_search_decoder(data, k):
    sequences = [[list(), 0.0]]
    for row in data:
        all_candidates = list()
        for i in range(len(sequences)):
            seq, score = sequences[i]
            for j in range(len(row)):
                candidate = [seq + [j], score - log(row[j])]
                all_candidates.append(candidate)
        ordered = sorted(all_candidates, key=lambda tup: tup[1])
        sequences = ordered[:k]
    return sequences


@bml.script
def decode(k: int = 3):
    result = beam_search_decoder(table, k)
    for seq, score in result:
        print(seq, f"{score:.5f}")
    greedy = [row.index(max(row)) for row in table]
    print(greedy == result[0][0])
