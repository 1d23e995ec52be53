"""Simulated annealing: a tour of cities by swaps, then a perceptron's weights by steps, with one function for both."""

import math
import random
from dataclasses import dataclass

import numpy as np

import bml

CITIES = [(0, 0), (3, 1), (6, 0), (7, 4), (4, 6), (1, 5), (2, 3), (5, 3)]
POINTS = np.array([[0.2, 0.9], [0.8, 0.1], [0.6, 0.6], [0.1, 0.3], [0.9, 0.8], [0.4, 0.2]])
SIGNS = np.array([1, -1, 1, -1, 1, -1])


def distance(a, b):
    return math.hypot(a[0] - b[0], a[1] - b[1])


def tour_length(tour):
    return sum(distance(CITIES[a], CITIES[b]) for a, b in zip(tour, tour[1:] + tour[:1]))


def reverse_part(tour):
    i, j = sorted(random.sample(range(len(tour)), 2))
    return tour[:i] + tour[i : j + 1][::-1] + tour[j + 1 :]


def hinge(weights):
    margins = SIGNS * (POINTS @ weights[:2] + weights[2])
    return float(np.maximum(0, 1 - margins).mean() + 0.01 * (weights[:2] ** 2).sum())


def nudge(weights):
    return weights + np.random.normal(0, 0.3, size=3)


@dataclass
class Cooling:
    start: float = 1.0
    end: float = 0.01
    steps: int = 200

    def temperature(self, step):
        return self.start * (self.end / self.start) ** (step / self.steps)


def annealed(state, energy_of, neighbour, cooling, verbose=True):
    current = energy_of(state)
    best, best_state = current, state
    accepted = 0
    for step in range(cooling.steps):
        t = cooling.temperature(step)
        candidate = neighbour(state)
        energy = energy_of(candidate)
        delta = energy - current
        if delta <= 0 or random.random() < math.exp(-delta / t):
            state, current = candidate, energy
            accepted += 1
        if current < best:
            best, best_state = current, state
        if verbose and step % 50 == 0:
            print(f"  step {step:3d} t={t:.3f} current={current:.3f} best={best:.3f}")
    return best_state, best, accepted


@bml.script
def anneal():
    random.seed(9)
    np.random.seed(9)
    print("tour")
    tour, length, accepted = annealed(list(range(len(CITIES))), tour_length, reverse_part, Cooling(start=3.0))
    first = tour.index(0)
    tour = tour[first:] + tour[:first]
    print(tour, f"{length:.3f}", "accepted", accepted)
    print("perceptron")
    weights, loss, _ = annealed(np.zeros(3), hinge, nudge, Cooling(0.5, 0.001))
    right = np.sign(POINTS @ weights[:2] + weights[2]) == SIGNS
    print(np.round(weights, 2), f"{loss:.3f}", f"{right.sum()}/{len(right)}")
    return length
