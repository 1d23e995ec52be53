"""Text generation: a character vocabulary, a GRU, sampling with temperature and top-k."""

import keras
import numpy as np
from keras import layers

import bml

text = "the cat sat on the mat. the dog sat on the log. " * 2
chars = sorted(set(text))
char_to_id = {c: i for i, c in enumerate(chars)}
id_to_char = {i: c for i, c in enumerate(chars)}
SEQ = 8

encoded = np.array([char_to_id[c] for c in text], dtype="int32")
starts = range(0, len(encoded) - SEQ - 1, 3)
one_hot = np.eye(len(chars), dtype="float32")
inputs = np.stack([one_hot[encoded[i : i + SEQ]] for i in starts])
targets = np.stack([encoded[i + 1 : i + SEQ + 1] for i in starts])
dataset = bml.Dataset.from_tensor_slices((inputs, targets))

model = keras.Sequential(
    [
        keras.Input((SEQ, len(chars))),
        layers.GRU(
            16,
            return_sequences=True,
            kernel_initializer=keras.initializers.GlorotUniform(seed=2),
            recurrent_initializer=keras.initializers.GlorotUniform(seed=3),
        ),
        layers.Dense(len(chars), kernel_initializer=keras.initializers.GlorotUniform(seed=4)),
    ]
)
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
optimizer = keras.optimizers.Adam(0.02)


def sample(logits, temperature, top_k=None):
    logits = logits.astype("float64") / temperature
    if top_k is not None:
        threshold = np.sort(logits)[-top_k]
        logits = np.where(logits < threshold, -1e9, logits)
    exp = np.exp(logits - logits.max())
    probabilities = exp / exp.sum()
    return int(np.random.choice(len(probabilities), p=probabilities))


def generate(seed_text, length, temperature, top_k=None):
    ids = [char_to_id[c] for c in seed_text]
    for _ in range(length):
        window = np.array(ids[-SEQ:])
        logits = model(one_hot[window][None])[0, -1]
        ids.append(sample(logits.numpy(), temperature, top_k))
    return "".join(id_to_char[i] for i in ids)


@bml.script
def train(epochs: int = 4, batch_size: int = 8):
    np.random.seed(0)
    print(len(chars), "characters:", repr("".join(chars)))
    for epoch in range(1, epochs + 1):
        losses = []
        for x, y in dataset.batch(batch_size):
            with bml.GradientTape() as tape:
                loss = loss_fn(y, model(x, training=True))
            gradients = tape.gradient(loss, model.trainable_variables)
            optimizer.apply_gradients(zip(gradients, model.trainable_variables))
            losses.append(float(loss))
        mean = sum(losses) / len(losses)
        print(f"epoch {epoch}: loss {mean:.3f} perplexity {np.exp(mean):.2f}")
        print("   ", repr(generate("the cat ", 12, 0.8, top_k=4)))
    greedy = generate("the dog ", 10, 0.01)
    print("greedy:", repr(greedy))
    return greedy
