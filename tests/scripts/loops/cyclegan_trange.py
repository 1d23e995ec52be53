"""Two generators; losses in a dictionary; trange over the epochs, zip over two data sets."""

import keras
import numpy as np
from tqdm import tqdm, trange

import bml

a = np.linspace(0, 1, 8, dtype="float32").reshape(4, 2)
b = np.linspace(1, 2, 8, dtype="float32").reshape(4, 2)
A_dataset = bml.Dataset.from_tensor_slices(a).batch(2)
B_dataset = bml.Dataset.from_tensor_slices(b).batch(2)
G_A2B = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, kernel_initializer="ones")])
G_B2A = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, kernel_initializer="ones")])
G_optimizer = keras.optimizers.Adam(0.01, beta_1=0.5)


@bml.function
def generator_losses(A, B):
    A2B = G_A2B(A)
    B2A = G_B2A(B)
    cycle_loss = keras.ops.mean(keras.ops.abs(A - G_B2A(A2B))) + keras.ops.mean(keras.ops.abs(B - G_A2B(B2A)))
    g_loss = keras.ops.mean(keras.ops.square(A2B - B)) + keras.ops.mean(keras.ops.square(B2A - A))
    return g_loss + cycle_loss * 10.0, (g_loss, cycle_loss)


def train_G(A, B):
    variables = G_A2B.trainable_variables + G_B2A.trainable_variables
    (loss, (g_loss, cycle_loss)), grads = bml.value_and_grad(generator_losses, has_aux=True, variables=variables)(A, B)
    G_optimizer.apply(grads, variables)
    return {"g_loss": g_loss, "cycle_loss": cycle_loss}


@bml.script
def train(epochs: int = 2):
    ep_cnt = 0
    for ep in trange(epochs, desc="Epoch Loop"):
        if ep < ep_cnt:
            continue
        ep_cnt += 1
        for A, B in tqdm(zip(A_dataset, B_dataset), desc="Inner Epoch Loop", total=2):
            G_loss_dict = train_G(A, B)
            print(ep, {k: f"{float(v):.4f}" for k, v in G_loss_dict.items()})
