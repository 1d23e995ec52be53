"""Python's `random`: every draw, and what it refuses."""
# ruff: noqa

import random


def numbers():
    for seed in (0, 1, 2**32 - 1, 2**32 + 7, -5):
        random.seed(seed)
        print([random.random() for _ in range(5)], random.uniform(-1.5, 2.25), random.uniform(3.0, 3.0))
        print([random.randint(1, 6) for _ in range(4)], random.randint(0, 2**32 - 1), random.randint(0, 2**32))
        print(
            random.randint(-(2**52), 2**52 - 2), random.randrange(7), random.randrange(2**40), random.randrange(10, 20)
        )
        print(random.randrange(3, 50, 7), random.randrange(50, 3, -7), random.getrandbits(53), random.getrandbits(7))


def items():
    letters = list("abcdefgh")
    for seed in (0, 3):
        random.seed(seed)
        print([random.choice(letters) for _ in range(3)], random.choices(letters), random.choices(letters, k=6))
        print(random.choices(letters, [1, 0, 2.5, 0, 0, 1, 0, 4], k=12), random.sample(letters, 0))
        print(random.sample(letters, 3), random.sample(letters, 8), random.sample(range(300), 5))
        print(random.sample(range(300), 22), random.sample(range(300), 200))
        order = list(range(30))
        random.shuffle(order)
        none = []
        random.shuffle(none)
        print(order, none)


def across_blocks():
    random.seed(2)
    drawn = [random.random() for _ in range(1300)]
    print(drawn[310:314], drawn[-1], random.getrandbits(32))


def the_rest_of_a_pair_ends_with_a_seed():
    random.seed(3)
    first = [random.gauss(0, 1), random.random()]
    random.gauss(0, 1)
    random.seed(3)
    print([random.gauss(0, 1), random.random()] == first)


def refused():
    calls = [
        lambda: random.choice([]),
        lambda: random.choices([1, 2], [1.0], k=1)[0],
        lambda: random.choices([1], [0.0], k=1)[0],
        lambda: random.sample([1], 2)[0],
        lambda: random.randrange(0),
        lambda: random.randint(3, 2),
        lambda: random.randrange(1, 5, -1),
        lambda: random.randrange(1, 5, 0),
    ]
    for call in calls:
        try:
            print(call())
        except (ValueError, IndexError) as error:
            print(type(error).__name__, error)
