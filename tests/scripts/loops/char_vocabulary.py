"""Text to ids and back: vocabularies, windows, one-hot lists."""

import bml

text = "hello world of loops"
chars = sorted(list(set(text)))
char_indices = dict((c, i) for i, c in enumerate(chars))
indices_char = dict((i, c) for i, c in enumerate(chars))
maxlen = 6
step = 3


@bml.script
def prepare():
    print("corpus length:", len(text))
    print("total chars:", len(chars))
    sentences = []
    next_chars = []
    for i in range(0, len(text) - maxlen, step):
        sentences.append(text[i : i + maxlen])
        next_chars.append(text[i + maxlen])
    print("nb sequences:", len(sentences))
    x = [[[0] * len(chars) for _ in range(maxlen)] for _ in sentences]
    y = [[0] * len(chars) for _ in sentences]
    for i, sentence in enumerate(sentences):
        for t, char in enumerate(sentence):
            x[i][t][char_indices[char]] = 1
        y[i][char_indices[next_chars[i]]] = 1
    for row, sentence in zip(x, sentences):
        back = "".join([indices_char[one_hot.index(1)] for one_hot in row])
        print(repr(back), back == sentence)
    print(sum(sum(r) for r in y), [row.index(1) for row in y])
