"""Word language model: batchify, bptt, perplexity, annealing when validation stalls."""

import math

import bml

corpus = list(range(26))
bptt = 3


def batchify(data, bsz):
    nbatch = len(data) // bsz
    data = data[: nbatch * bsz]
    return [[data[b * nbatch + t] for b in range(bsz)] for t in range(nbatch)]


def get_batch(source, i):
    seq_len = min(bptt, len(source) - 1 - i)
    data = source[i : i + seq_len]
    target = [x for row in source[i + 1 : i + 1 + seq_len] for x in row]
    return data, target


@bml.script
def main():
    train_data = batchify(corpus, 4)
    lr = 20
    best_val_loss = None
    for epoch in range(1, 4):
        total_loss = 0.0
        for batch, i in enumerate(range(0, len(train_data) - 1, bptt)):
            data, targets = get_batch(train_data, i)
            total_loss += sum(targets) / (100 * epoch)
            if batch % 1 == 0:
                cur_loss = total_loss / 1
                print(
                    "| epoch {:3d} | {:5d}/{:5d} batches | lr {:02.2f} | loss {:5.2f} | ppl {:8.2f}".format(
                        epoch, batch, len(train_data) // bptt, lr, cur_loss, math.exp(cur_loss)
                    )
                )
                total_loss = 0
        val_loss = [2.0, 2.5, 1.5][epoch - 1]
        print("-" * 30)
        if not best_val_loss or val_loss < best_val_loss:
            best_val_loss = val_loss
        else:
            lr /= 4.0
    print("best", best_val_loss, "lr", lr)
