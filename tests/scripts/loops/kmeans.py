"""k-means in NumPy: distances by broadcasting, masks for the clusters."""

import numpy as np

import bml

points = np.array([[1.0, 2.0], [1.5, 1.8], [5.0, 8.0], [8.0, 8.0], [1.0, 0.6], [9.0, 11.0]])


def assign(points, centers):
    distances = ((points[:, None, :] - centers[None, :, :]) ** 2).sum(axis=2)
    return np.argmin(distances, axis=1)


@bml.script
def fit(k: int = 2, max_iterations: int = 10):
    centers = points[:k].copy()
    for iteration in range(max_iterations):
        labels = assign(points, centers)
        new_centers = np.zeros_like(centers)
        for j in range(k):
            if np.any(labels == j):
                new_centers[j] = points[labels == j].mean(axis=0)
        shift = np.sqrt(((new_centers - centers) ** 2).sum())
        centers = new_centers
        print("iteration %d: shift %.5f, labels %s" % (iteration, shift, labels.tolist()))
        if np.allclose(shift, 0):
            break
    print(centers)
    return labels.tolist()
