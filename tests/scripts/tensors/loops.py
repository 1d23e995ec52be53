"""Loops with tensors: their exits, nested ones, with else, with conditions on tensors."""

import bml


@bml.function
def grow(x):
    return x * 1.3 + 0.2


@bml.function
def seed(i):
    return bml.ops.ones((2,)) * i


@bml.script
def conditions_on_tensors(limit: float = 4.0):
    x = bml.ops.full((), 0.5)
    steps = 0
    while x < limit:
        x = grow(x)
        steps += 1
    while float(x) > 1.0 and bml.ops.max(seed(2.0)) < 3:
        x = x * 0.5
    print(steps, f"{x:.4f}")
    return x


@bml.script
def exits(n: int = 6):
    kept = []
    for i in range(n):
        x = seed(float(i))
        if i == 1:
            continue
        y = grow(x)
        if float(y[0]) > 5.0:
            kept.append(x)
            break
        kept.append(y)
    else:
        kept = []
    return kept


@bml.script
def nested(n: int = 3):
    total = None
    for i in range(n):
        x = seed(float(i))
        for j in range(n):
            y = grow(x) if j % 2 else x
            if j > i:
                break
            for k in range(2):
                z = y * k
                total = z if total is None else total + z
                if k and i == 2:
                    continue
                total = total * 0.9
    return total


@bml.script
def returned_from_inside(n: int = 5):
    xs = [seed(float(i)) for i in range(n)]
    for i, x in enumerate(xs):
        for j, y in enumerate(reversed(xs)):
            z = x * y
            if float(z[0]) > 3:
                return i, j, z
    return -1, -1, xs[0]


@bml.script
def over_pairs(n: int = 3):
    xs, ys = [seed(float(i)) for i in range(n)], [grow(seed(float(i))) for i in range(n + 1)]
    total = bml.ops.zeros((2,))
    for x, y in zip(xs, ys):
        total = total + x * y
    for i, (x, y) in enumerate(zip(xs, ys[1:])):
        total = total - x * y * i
    for a, b in zip(xs, xs[1:]):
        total += b - a
    for x in reversed(xs):
        total = total * 0.5 + x
    for x in xs + ys:
        total = total + x
    return total


@bml.script
def list_changed_while_it_is_read(n: int = 4):
    queue = [seed(1.0)]
    done = []
    for x in queue:
        if len(queue) < n:
            queue.append(grow(x))
            queue.append(x * 2)
        done.append(x)
    while queue:
        x = queue.pop()
        if len(queue) % 2:
            done.append(x)
    return done


@bml.script
def target_read_after_the_loop(n: int = 3):
    for x in [seed(float(i)) for i in range(n)]:
        y = grow(x)
    for i in range(n):
        z = x + y * i
    return x, y, z


@bml.script
def item_of_a_list_replaced_in_its_loop(n: int = 3):
    xs = [seed(float(i)) for i in range(n)]
    for i, x in enumerate(xs):
        xs[i] = grow(x)
        xs[(i + 1) % n] = x
    for i in range(len(xs)):
        xs[i] += 1.0
        xs[i] = xs[i] * xs[-1]
    return xs


@bml.script
def table_of_tensors(n: int = 3):
    table = {f"t{i}": seed(float(i)) for i in range(n)}
    for name in table:
        table[name] = grow(table[name])
    for name, x in table.items():
        print(name, f"{float(x[0]):.3f}")
    total = sum(table.values())
    table["total"] = total
    if "t1" in table:
        table["t1"] += total
    spare = table.pop("missing", total)
    first = table.get("t0", spare)
    nothing = table.get("nothing")
    print(len(table), nothing is None, sorted(table))
    return table, first


@bml.script
def generations(n: int = 3):
    population = [seed(float(i + 1)) for i in range(4)]
    for generation in range(n):
        scored = [(float(bml.ops.sum(x)), x) for x in population]
        scored.sort(key=lambda pair: pair[0], reverse=True)
        best = [x for _, x in scored[:2]]
        population = best + [grow(x) for x in best]
        print(generation, [f"{score:.2f}" for score, _ in scored])
    return population[0]


@bml.script
def nested_lists(n: int = 2):
    grid = [[seed(float(i * n + j)) for j in range(n)] for i in range(n)]
    grid[0][1] = grow(grid[1][0])
    grid.append([grid[0][0], grid[0][1]])
    rows = [sum(row) for row in grid]
    flat = [x for row in grid for x in row if float(x[0]) > 0.5]
    grid[1], grid[0] = grid[0], grid[1]
    last = grid.pop()
    last.clear()
    return grid, rows, flat, len(last)
