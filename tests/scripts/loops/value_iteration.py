"""Value iteration in a frozen lake of a dictionary."""

import bml

LAKE = ["SFFF", "FHFH", "FFFH", "HFFG"]
MOVES = {"left": (0, -1), "down": (1, 0), "right": (0, 1), "up": (-1, 0)}


def neighbours(cell):
    row, col = cell
    result = {}
    for name, (dr, dc) in MOVES.items():
        r, c = min(max(row + dr, 0), 3), min(max(col + dc, 0), 3)
        result[name] = (r, c)
    return result


@bml.script
def solve(gamma: float = 0.9, tolerance: float = 1e-6):
    V = {(r, c): 0.0 for r in range(len(LAKE)) for c in range(len(LAKE[0]))}
    sweeps = 0
    while True:
        delta = 0
        for cell in V:
            letter = LAKE[cell[0]][cell[1]]
            if letter in "HG":
                continue
            old = V[cell]
            V[cell] = max(
                (1.0 if LAKE[nxt[0]][nxt[1]] == "G" else 0.0) + gamma * V[nxt] for nxt in neighbours(cell).values()
            )
            delta = max(delta, abs(old - V[cell]))
        sweeps += 1
        if delta < tolerance:
            break
    print(f"converged after {sweeps} sweeps")
    for r in range(4):
        print(" ".join("%.3f" % V[r, c] for c in range(4)))
    policy = {}
    for cell in V:
        options = neighbours(cell)
        policy[cell] = max(options, key=lambda name: V[options[name]])
    print(policy[(0, 0)], policy[(3, 2)], len(policy))
    return sweeps
