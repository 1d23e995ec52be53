"""Dictionaries of several types: gone through by their keys, in their order, whatever the keys are called."""
# ruff: noqa


def their_keys():
    d = {"z": 1, "a": "x", "constructor": None, "__proto__": 2.0, "length": 3, "toString": True}
    for key in d:
        print(key)
    print(d, len(d), list(d), sorted(d), max(d), ", ".join(d), d["__proto__"], d["constructor"])
    print("toString" in d, "valueOf" in d, "hasOwnProperty" not in d, bool(d), *d)


def beside_others():
    d = {"b": 1, "a": "x"}
    print(list(zip(d, [1, 2])), list(enumerate(d)), {key: 1 for key in d}, [key + "!" for key in d], [*d])
    xs = ["q"]
    xs.extend(d)
    xs[0:1] = d
    print(xs, any(d), list(map(str, d)), list(filter(lambda key: key > "a", d)), "".join(key for key in d))


def in_lists_and_functions():
    def first(record):
        return record["a"]

    rows = []
    rows.append({"a": 1, "b": "x"})
    rows.append({"a": 2, "b": "y"})
    print(rows, [first(row) for row in rows], [list(row) for row in rows], [row["b"] for row in rows])
