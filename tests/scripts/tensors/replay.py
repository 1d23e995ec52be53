"""Memory of an agent: buffers of tuples, sampled, sliced, and emptied."""

import random

import bml


@bml.function
def observe(i):
    return bml.ops.sin(bml.ops.ones((2,)) * i) * 0.5


@bml.function
def target(state, following, reward):
    return reward + 0.9 * bml.ops.max(following) - bml.ops.min(state)


@bml.function
def act(state):
    return bml.ops.argmax(state), bml.ops.max(state)


@bml.script
def buffer_of_tuples(steps: int = 9, size: int = 4):
    """(state, action, reward) tuples, oldest first out, sampled in lists."""
    random.seed(3)
    buffer = []
    state = observe(0.0)
    for step in range(1, steps):
        following = observe(float(step))
        action = random.randrange(3)
        reward = 1.0 if action == 2 else 0.0
        buffer.append((state, action, reward, following))
        if len(buffer) > size:
            buffer.pop(0)
        state = following
        if len(buffer) == size:
            batch = random.sample(buffer, 2)
            total = 0.0
            for old, taken, gained, after in batch:
                total += float(target(old, after, gained)) + taken
            print(f"{step} {total:.4f}")
    print(len(buffer), f"{float(buffer[-1][0][0]):.4f} {buffer[0][1]}")


@bml.script
def choices_of_tensors(n: int = 5):
    """Choices of tensors."""
    random.seed(11)
    states = [observe(float(i)) for i in range(n)]
    chosen = random.choice(states)
    several = random.choices(states, k=3)
    random.shuffle(states)
    print(f"{float(chosen[0]):.4f}", [f"{float(each[0]):.4f}" for each in several])
    print([f"{float(state[1]):.4f}" for state in states])
    return states[:2]


@bml.script
def episodes(n: int = 3):
    """Episodes as dictionaries of lists of tensors."""
    log = {"states": [], "following": []}
    rewards = []
    for episode in range(n):
        state = observe(float(episode))
        while float(state[0]) < 0.4 and len(rewards) < 20:
            action, value = act(state)
            rewards.append(float(value))
            log["states"].append(state)
            state = observe(float(len(rewards)) * 0.7 + int(action))
            log["following"].append(state)
        print(episode, len(rewards))
    pairs = list(zip(log["states"], log["following"]))
    pairs.sort(key=lambda pair: len(pair))
    for before, after in pairs[::2]:
        print(f"{float(target(before, after, 1.0)):.4f}")
    log.clear()
    return [after for _, after in pairs]


@bml.script
def prioritised(n: int = 6):
    """Items with a priority, the largest first."""
    heap = []
    for i in range(n):
        state = observe(i * 1.3)
        heap.append((float(state[0]), i, state))
    heap.sort(key=lambda item: item[0], reverse=True)
    while heap:
        priority, i, state = heap.pop(0)
        print(i, f"{priority:.4f} {float(state[1]):.4f}")
        if priority < 0:
            heap.clear()


@bml.script
def ring(steps: int = 7):
    """A ring of a fixed size."""
    slots = [observe(9.0), observe(8.0), observe(7.0)]
    at = 0
    for step in range(steps):
        slots[at] = observe(float(step))
        at = (at + 1) % len(slots)
        filled = [slot for slot in slots if float(slot[0]) > 0.1]
        print(step, len(filled), f"{sum([float(slot[0]) for slot in filled]):.4f}")
    return slots
