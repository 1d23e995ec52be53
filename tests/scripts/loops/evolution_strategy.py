"""An evolution strategy on a function of NumPy."""

import numpy as np

import bml

solution = np.array([0.5, 0.1, -0.3])


def f(w):
    return -np.sum(np.square(solution - w))


@bml.script
def main(npop: int = 10, sigma: float = 0.1, alpha: float = 0.01):
    np.random.seed(0)
    w = np.random.randn(3)
    for i in range(31):
        if i % 10 == 0:
            print("iter %d. reward: %.5f" % (i, f(w)), np.round(w, 3))
        N = np.random.randn(npop, 3)
        R = np.zeros(npop)
        for j in range(npop):
            w_try = w + sigma * N[j]
            R[j] = f(w_try)
        A = (R - np.mean(R)) / np.std(R)
        w = w + alpha / (npop * sigma) * np.dot(N.T, A)
