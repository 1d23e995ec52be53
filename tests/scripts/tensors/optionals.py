"""Tensors that may be None, swaps, and values chosen by conditions."""

import bml


@bml.function
def wave(i):
    return bml.ops.cos(i * bml.ops.ones(())) * 2.0


@bml.function
def mix(a, b):
    return a * 0.75 + b * 0.25


@bml.script
def difference_to_the_previous(n: int = 5):
    previous = None
    largest = 0.0
    for i in range(n):
        current = wave(float(i))
        if previous is not None:
            change = abs(current - previous)
            largest = max(largest, float(change))
        previous = current
    print(f"{largest:.4f}")
    return previous


@bml.script
def continued_when_none(n: int = 4):
    last = None
    for i in range(n):
        current = wave(i * 0.5)
        if last is None:
            last = current
            continue
        last = mix(last, current)
        print(f"{last:.4f}")
    return last


@bml.script
def swaps(n: int = 5):
    a, b = wave(0.0), wave(1.0)
    for _ in range(n):
        a, b = b, mix(a, b)
    a, b, c = b, a, a
    return a, b, c


@bml.script
def chosen(n: int = 4):
    kept = []
    for i in range(n):
        x = wave(float(i))
        y = x if float(x) > 0 else -x
        z = (y if i % 2 else mix(x, y)) * (2.0 if i > 1 else 0.5)
        kept.append(z)
    best = kept[0]
    for each in kept:
        best = each if float(each) > float(best) else best
    return best, [float(each) > 0.5 for each in kept]


@bml.script
def or_another(flag: bool = False):
    found = None
    if flag:
        found = wave(2.0)
    result = found if found is not None else wave(3.0)
    again = wave(4.0) if found is None else found
    print(found is None, found is not None and float(found) > 0)
    return result, again


@bml.script
def none_in_results(n: int = 3):
    def first_negative(upto: int):
        for i in range(upto):
            x = wave(float(i))
            if float(x) < 0:
                return x
        return None

    for upto in range(n + 1):
        found = first_negative(upto)
        if found is None:
            print(upto, "none")
        else:
            print(upto, f"{float(found):.4f}")
    return first_negative(1)


@bml.script
def best_with_its_score(n: int = 6):
    best = None
    for i in range(n):
        x = wave(i * 0.9)
        score = float(x)
        if best is None or score > best[1]:
            best = (x, score)
    assert best is not None
    x, score = best
    print(f"{float(x):.4f} {score:.4f}")


@bml.script
def set_back_to_none(n: int = 6):
    held = None
    for i in range(n):
        if held is None:
            held = wave(float(i))
        elif i % 3 == 2:
            print(f"{float(held):.4f}")
            held = None
        else:
            held = mix(held, held)
    return held


@bml.script
def one_of_three(n: int = 4):
    results = [wave(0.0)]
    for i in range(n):
        if i == 0:
            x = -results[0]
        elif i == 1:
            x = results[-1]
        else:
            x = mix(results[-1], results[-2])
        results.append(x)
    x = results[0] if n > 10 else results[-1]
    del results[1:]
    return x, results
