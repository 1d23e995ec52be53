"""Agents that learn by trying, on plain numbers."""

# ruff: noqa
import math


def replay_buffer():
    capacity = 4
    buffer: list[tuple[int, float]] = []
    position = 0
    for step in range(7):
        item = (step, step * 0.5)
        if len(buffer) < capacity:
            buffer.append(item)
        else:
            buffer[position] = item
        position = (position + 1) % capacity
    print(buffer, position, sum(reward for _, reward in buffer))


def cart_pole_physics():
    gravity, mass_cart, mass_pole, length, force_size, tau = 9.8, 1.0, 0.1, 0.5, 10.0, 0.02
    total_mass = mass_cart + mass_pole
    x, x_dot, theta, theta_dot = 0.0, 0.0, 0.05, 0.0
    steps = 0
    while abs(x) < 2.4 and abs(theta) < 12 * 2 * math.pi / 360 and steps < 200:
        force = force_size if theta > 0 else -force_size
        cos, sin = math.cos(theta), math.sin(theta)
        temp = (force + mass_pole * length * theta_dot**2 * sin) / total_mass
        theta_acc = (gravity * sin - cos * temp) / (length * (4.0 / 3.0 - mass_pole * cos**2 / total_mass))
        x_acc = temp - mass_pole * length * theta_acc * cos / total_mass
        x += tau * x_dot
        x_dot += tau * x_acc
        theta += tau * theta_dot
        theta_dot += tau * theta_acc
        steps += 1
    print(steps, f"{x:.4f} {theta:.4f}")


def discounted_returns():
    rewards = [1.0, 0.0, 2.0, 3.0]
    returns: list[float] = []
    running = 0.0
    for reward in reversed(rewards):
        running = reward + 0.9 * running
        returns.insert(0, running)
    mean = sum(returns) / len(returns)
    spread = math.sqrt(sum((r - mean) ** 2 for r in returns) / len(returns))
    print(returns, [round((r - mean) / (spread + 1e-8), 4) for r in returns])


def grid_search():
    best: tuple[float, float, int] | None = None
    for rate in [0.1, 0.01, 0.001]:
        for size in [16, 32, 64]:
            score = 1 / (1 + abs(math.log10(rate) + 2)) - abs(size - 32) / 100
            if best is None or score > best[0]:
                best = (score, rate, size)
    print(best)


def epsilon_greedy():
    values = [0.0, 0.0, 0.0]
    counts = [0, 0, 0]
    state = 7
    for step in range(60):
        state = (state * 75 + 74) % 65537
        explore = state % 10 < 2
        arm = state % 3 if explore else values.index(max(values))
        reward = [0.2, 0.5, 0.9][arm] + (state % 7) / 100
        counts[arm] += 1
        values[arm] += (reward - values[arm]) / counts[arm]
    print(counts, [round(v, 4) for v in values])


def tabular_q_learning():
    q = {(s, a): 0.0 for s in range(4) for a in (-1, 1)}
    for episode in range(30):
        s = 0
        for t in range(20):
            a = 1 if q[(s, 1)] >= q[(s, -1)] or (episode + t) % 5 == 0 else -1
            nxt = min(3, max(0, s + a))
            reward = 1.0 if nxt == 3 else 0.0
            target = reward if nxt == 3 else 0.9 * max(q[(nxt, -1)], q[(nxt, 1)])
            q[(s, a)] += 0.5 * (target - q[(s, a)])
            s = nxt
            if s == 3:
                break
    print({key: round(value, 3) for key, value in q.items()})


def value_iteration():
    rewards = [0.0, 0.0, -1.0, 0.0, 5.0]
    values = [0.0] * len(rewards)
    sweeps = 0
    while True:
        change = 0.0
        for s in range(len(values)):
            around = [values[n] for n in (s - 1, s + 1) if 0 <= n < len(values)]
            new = rewards[s] + 0.5 * max(around)
            change = max(change, abs(new - values[s]))
            values[s] = new
        sweeps += 1
        if change < 1e-6:
            break
    print(sweeps, [round(v, 4) for v in values])
