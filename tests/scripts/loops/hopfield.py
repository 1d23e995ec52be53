"""A Hopfield network in NumPy: outer products, signs, energy."""

import numpy as np

import bml

patterns = np.array([[1, -1, 1, -1, 1, -1], [1, 1, 1, -1, -1, -1]])


@bml.script
def recall():
    n = patterns.shape[1]
    W = np.zeros((n, n))
    for p in patterns:
        W += np.outer(p, p)
    np.fill_diagonal(W, 0)
    W /= len(patterns)
    state = patterns[0].copy()
    state[0] = -state[0]
    for step in range(3):
        energy = -0.5 * state @ W @ state
        print(step, state, energy)
        new_state = np.where(W @ state >= 0, 1, -1)
        if (new_state == state).all():
            print("stable")
            break
        state = new_state
    print(np.array_equal(state, patterns[0]), np.sum(state == patterns[0]))
