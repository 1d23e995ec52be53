"""nanoGPT's loop: a schedule of cosines, evaluation at intervals, best loss, timing."""

import math
import time

import keras
import numpy as np

import bml

out_dir = "out"
eval_interval = 4
log_interval = 2
eval_iters = 2
max_iters = 8
learning_rate = 6e-2
warmup_iters = 2
lr_decay_iters = 8
min_lr = 6e-3
decay_lr = True
train_data = np.array([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4], dtype=np.int32)
val_data = np.array([2, 3, 4, 1, 2, 3], dtype=np.int32)
block_size = 2
batch_size = 3
model = keras.Sequential([keras.Input((2,), dtype="int32"), keras.layers.Embedding(5, 3), keras.layers.Dense(5)])
optimizer = keras.optimizers.SGD(learning_rate)
cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


@bml.function
def loss_of(x, y):
    return cross_entropy(y, model(x))


def get_batch(split):
    data = train_data if split == "train" else val_data
    ix = np.random.randint(0, len(data) - block_size, (batch_size,))
    x = np.stack([data[i : i + block_size] for i in ix])
    y = np.stack([data[i + 1 : i + 1 + block_size] for i in ix])
    return x, y


def estimate_loss():
    out = {}
    for split in ["train", "val"]:
        losses = np.zeros(eval_iters)
        for k in range(eval_iters):
            X, Y = get_batch(split)
            losses[k] = float(loss_of(X, Y))
        out[split] = losses.mean()
    return out


def get_lr(it):
    if it < warmup_iters:
        return learning_rate * (it + 1) / (warmup_iters + 1)
    if it > lr_decay_iters:
        return min_lr
    decay_ratio = (it - warmup_iters) / (lr_decay_iters - warmup_iters)
    assert 0 <= decay_ratio <= 1
    coeff = 0.5 * (1.0 + math.cos(math.pi * decay_ratio))
    return min_lr + coeff * (learning_rate - min_lr)


@bml.script
def train():
    np.random.seed(1337)
    iter_num = 0
    best_val_loss = 1e9
    X, Y = get_batch("train")
    t0 = time.time()
    while True:
        lr = get_lr(iter_num) if decay_lr else learning_rate
        optimizer.learning_rate = lr
        if iter_num % eval_interval == 0:
            losses = estimate_loss()
            print(f"step {iter_num}: train loss {losses['train']:.4f}, val loss {losses['val']:.4f}")
            if losses["val"] < best_val_loss:
                best_val_loss = losses["val"]
                if iter_num > 0:
                    checkpoint = {"iter_num": iter_num, "best_val_loss": best_val_loss}
                    print(f"saving checkpoint to {out_dir}", checkpoint["iter_num"])
        loss, grads = bml.value_and_grad(loss_of)(X, Y)
        X, Y = get_batch("train")
        optimizer.apply(grads, model.trainable_variables)
        t1 = time.time()
        dt = t1 - t0
        t0 = t1
        if iter_num % log_interval == 0:
            lossf = loss.item()
            print(f"iter {iter_num}: loss {lossf:.4f}, lr {lr:.5f}", dt >= 0)
        iter_num += 1
        if iter_num > max_iters:
            break
