"""Viterbi's algorithm in dictionaries of dictionaries."""

import bml

states = ("Healthy", "Fever")
observations = ("normal", "cold", "dizzy")
start_probability = {"Healthy": 0.6, "Fever": 0.4}
transition_probability = {
    "Healthy": {"Healthy": 0.7, "Fever": 0.3},
    "Fever": {"Healthy": 0.4, "Fever": 0.6},
}
emission_probability = {
    "Healthy": {"normal": 0.5, "cold": 0.4, "dizzy": 0.1},
    "Fever": {"normal": 0.1, "cold": 0.3, "dizzy": 0.6},
}


@bml.script
def viterbi():
    V = [{}]
    path = {}
    for y in states:
        V[0][y] = start_probability[y] * emission_probability[y][observations[0]]
        path[y] = [y]
    for t in range(1, len(observations)):
        V.append({})
        newpath = {}
        for y in states:
            (prob, state) = max(
                (V[t - 1][y0] * transition_probability[y0][y] * emission_probability[y][observations[t]], y0)
                for y0 in states
            )
            V[t][y] = prob
            newpath[y] = path[state] + [y]
        path = newpath
    for i in range(len(V)):
        print("%d" % i, " ".join(f"{y}: {V[i][y]:.5f}" for y in states))
    (prob, state) = max((V[len(observations) - 1][y], y) for y in states)
    print(prob, path[state])
    return path[state]
