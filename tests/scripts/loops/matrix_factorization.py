"""Matrix factorization with a[i, j] in loops over NumPy arrays."""

import numpy as np

import bml

R = np.array([[5, 3, 0, 1], [4, 0, 0, 1], [1, 1, 0, 5], [1, 0, 0, 4], [0, 1, 5, 4]])


def matrix_factorization(R, P, Q, K, steps, alpha=0.01, beta=0.02):
    Q = Q.T
    e = 0
    for step in range(steps):
        for i in range(len(R)):
            for j in range(len(R[i])):
                if R[i][j] > 0:
                    eij = R[i][j] - np.dot(P[i, :], Q[:, j])
                    for k in range(K):
                        P[i][k] = P[i][k] + alpha * (2 * eij * Q[k][j] - beta * P[i][k])
                        Q[k, j] = Q[k, j] + alpha * (2 * eij * P[i, k] - beta * Q[k, j])
        e = 0
        for i in range(len(R)):
            for j in range(len(R[i])):
                if R[i, j] > 0:
                    e = e + pow(R[i][j] - np.dot(P[i, :], Q[:, j]), 2)
        if step % 5 == 0:
            print("step", step, "error %.5f" % e)
        if e < 0.001:
            break
    return P, Q.T


@bml.script
def main():
    np.random.seed(3)
    N, M = R.shape
    K = 2
    P = np.random.rand(N, K)
    Q = np.random.rand(M, K)
    nP, nQ = matrix_factorization(R, P, Q, K, steps=12)
    nR = np.dot(nP, nQ.T)
    print(nR.round(2))
