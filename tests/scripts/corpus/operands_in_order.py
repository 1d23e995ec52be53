"""Operands from left to right: one that `:=` sets later was another one before; chains end with the link that fails."""
# ruff: noqa


def set_behind():
    a, xs, i = 1, [1, 2, 3], 0
    print(a + (a := 3), [a, (a := 4), a], f"{a} {(a := 5)} {a}")
    print(xs[len(xs := [4, 5, 6, 7]) - 3], xs, xs[i : (i := 2)])
    print({"x": a, "y": (a := 6)}, a < (a := 7) < (a := 8), a == (a := 9))
    print(max(xs[0], (xs := [8, 9])[0], xs[1]), a + (a if (a := 2) else 0))
    a += (a := 5)
    xs[i - 2] += (i := 1)
    print(a, xs, i, a + sum([(a := a + k) for k in range(3)]))


def _kind(k):
    return 1 if k == 0 else "a" if k == 1 else 5 if k == 2 else None


def chains_of_kinds():
    for i in range(4):
        for j in range(4):
            for k in range(4):
                a, b, c = _kind(2), _kind(i), _kind(j)
                try:
                    print(a < b < c, a <= b <= c < _kind(k))
                except TypeError as error:
                    print(error)


def _noted(notes, value):
    notes.append(value)
    return value


def chains_that_end():
    notes = []
    print(3 < _noted(notes, 2) < _noted(notes, 5))
    print(1 < _noted(notes, 2) < sum([_noted(notes, k) for k in range(3) if k]) < _noted(notes, 8))
    print(3 < _noted(notes, 2) < len([_noted(notes, k) for k in range(3) if k]), notes)


def keys_of_targets():
    table, xs, k = {}, [1, 2, 3], 1
    table[(k := k + 5)] = k
    xs[(k := 2)] = k + 10
    print(table, xs, k)


class Place:
    pass


def _noted_place(notes, place):
    notes.append("place")
    return place


def places_behind_values():
    notes, place = [], Place()
    _noted_place(notes, place).value = _noted(notes, "value")
    _noted_place(notes, place).value += _noted(notes, "more")
    for _noted_place(notes, place).item in [_noted(notes, 1), _noted(notes, 2)]:
        print(place.item)
    print(place.value, notes)


def augmented_kinds():
    for i in range(4):
        for j in range(4):
            a, items = _kind(i), [_kind(i)]
            try:
                a += _kind(j)
                items[0] *= _kind(j)
            except TypeError as error:
                print(error)
            print(a, items)
