"""Simulated annealing of a tour of cities."""

import math
import random

import bml

cities = [(0, 0), (1, 5), (5, 2), (6, 6), (8, 3), (2, 2)]


def distance(a, b):
    return math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2)


def tour_length(tour):
    return sum(distance(cities[tour[i]], cities[tour[(i + 1) % len(tour)]]) for i in range(len(tour)))


@bml.script
def anneal(temperature: float = 10.0, cooling: float = 0.8, t_min: float = 0.1):
    random.seed(12)
    tour = list(range(len(cities)))
    random.shuffle(tour)
    best, best_length = tour[:], tour_length(tour)
    accepted = 0
    t = temperature
    while t > t_min:
        for _ in range(5):
            i, j = sorted(random.sample(range(len(tour)), 2))
            candidate = tour[:i] + tour[i : j + 1][::-1] + tour[j + 1 :]
            delta = tour_length(candidate) - tour_length(tour)
            if delta < 0 or random.random() < math.exp(-delta / t):
                tour = candidate
                accepted += 1
            if tour_length(tour) < best_length:
                best, best_length = tour.copy(), tour_length(tour)
        t *= cooling
    print("accepted", accepted, "best", round(best_length, 4), best)
