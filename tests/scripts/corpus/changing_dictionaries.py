"""Dictionaries that change while they are gone through: CPython looks at their size and at places in their table."""
# ruff: noqa


def cleared_and_filled_with_fewer():
    d = {1: 1, 2: 2, 3: 3}
    try:
        for k in d:
            print(k)
            d.clear()
            d[7] = 1
    except RuntimeError as e:
        print(repr(e))


def cleared_and_filled_with_as_many():
    d = {1: 1}
    n = 0
    for k in d:
        print(k)
        n += 1
        if n > 5:
            break
        d.clear()
        d[k + 1] = 1


def keys_replaced():
    d = {1: 1, 2: 2, 3: 3}
    for k in d:
        print(k)
        del d[k]
        d[k + 10] = 1
        if k > 40:
            break


def keys_replaced_in_larger_tables():
    d = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6}
    n = 0
    try:
        for k in d:
            print(k)
            d.pop(k)
            d[k + 10] = 1
            n += 1
            if n > 40:
                break
    except RuntimeError as e:
        print(repr(e))
    q = {0: 0}
    n = 0
    try:
        for k in q:
            print(k)
            q.popitem()
            q[k + 1] = 1
            n += 1
            if n > 40:
                break
    except RuntimeError as e:
        print(repr(e))
    e = {1: 1, 2: 2}
    try:
        for k in e:
            print(k)
            del e[k]
            e[k] = 5
            n += 1
            if n > 80:
                break
    except RuntimeError as err:
        print(repr(err))
    f = {"a": 1}
    try:
        for k, v in f.items():
            del f[k]
            f[k + "a"] = v
            n += 1
            if n > 100:
                break
    except RuntimeError as err:
        print(repr(err))
    print(f, e)
