"""`:=` in operands that may not be evaluated: what is known of the name in the branches, and behind."""
# ruff: noqa


def _twice(x):
    return x * 2


def in_and_and_or():
    n = 0
    while n < 5 and (k := _twice(n)) < 6:
        print(k)
        n += 1
    print(n)
    if (z := _twice(3)) > 3 and (w := _twice(1)):
        print(z, w)
    print(z)
    if n > 1 or (v := _twice(2)):
        print("v")
    else:
        print(v)
    if not (n < 0 or (v := _twice(2)) < 0):
        print(v)
    if (y := _twice(1)) > 1 and y:
        print(y)
    xs = [3, 2, 1]
    while xs and (q := xs.pop()) < 3:
        print(q)
    a = (b := _twice(4)) if n else 0
    print(a)
    if n and ((c := _twice(1)) or n):
        print(c)
    if n and (n > 100 or (d := _twice(6))) and n:
        print(n)


def of_another_type_or_none():
    k = 1
    n = len("abc")
    n > 2 and (k := "text")
    print(k, k == "text")
    j = 1
    x = 5 if n < 2 else (j := "other")
    print(j, x, isinstance(j, str))
    if isinstance(j, str):
        print(j.upper())
    m = None
    if n and (m := _twice(n)) is not None:
        print(m + 1)
    if n < 0 or (m := _twice(n)) is not None:
        print(m)
    t = None
    if (t := {"a": 1}.get("a")) is not None and t > 0:
        print(t + 1)
    s = n if (u := _twice(n)) > 2 else 0
    print(s, u)


def in_any():
    if any((hit := v) > 2 for v in [1, 3, 5]):
        print(hit)


def in_comprehensions():
    hit = 0
    if any((hit := v) > 2 for v in [1, 3, 5]):
        print(hit)
    xs = [y for v in [1, 2, 3] if (y := v * 2) > 2]
    print(xs)
    print([last := v for v in xs], last)


def sums_in_comprehensions():
    tot = 0
    print([tot := tot + v for v in [1, 2, 3]], tot)
    z = 1
    f = {k: (z := k) for k in "ab"}
    print(z, f)
