"""What nested functions read of the script around them, None at some calls; names that mean something in JavaScript."""
# ruff: noqa


def capture_changes():
    items = []

    def push(v):
        items.append(v)

    push(1)
    items = [5]
    push(2)
    print(items)


def capture_narrowed():
    best = None

    def report(tag):
        if best is None:
            print(tag, "none")
        else:
            print(tag, best)

    report("a")
    best = 0.5
    report("b")
    best = None
    report("c")


def capture_in_branches(flag: bool = True):
    def show():
        print(value)

    if flag:
        value = 1
    else:
        value = 2
    show()
    value = 3
    show()


def function_in_branch(n: int = 3):
    if n > 2:

        def f(x):
            return x + 1

        print(f(1))
    for i in range(2):

        def g(x):
            return x * i

        print(g(10))
    with_loop = 0
    while with_loop < 2:
        with_loop += 1

        def h():
            return with_loop

        print(h())


def function_used_after_block(n: int = 3):
    try:

        def f(x):
            return x + n
    finally:
        print("defined")
    print(f(1))


def optional_args():
    def area(w, h=None):
        if h is None:
            h = w
        return w * h

    print(area(2.0), area(2.0, 3.0))

    def join(parts, sep=None):
        return (sep if sep is not None else ",").join(parts)

    print(join(["a", "b"]), join(["a", "b"], "-"))


def return_nothing():
    def f(x):
        if x > 1:
            return
        print("small", x)

    f(1)
    f(2)
    r = f(3)
    print(r is None)


def recursive_lists():
    def flatten(rows):
        out = []
        for row in rows:
            for v in row:
                out.append(v)
        return out

    def qsort(xs: list[int]) -> list[int]:
        if len(xs) <= 1:
            return xs
        p = xs[0]
        return qsort([x for x in xs[1:] if x < p]) + [p] + qsort([x for x in xs[1:] if x >= p])

    def depth(n):
        if n == 0:
            return []
        rest = depth(n - 1)
        rest.append(n)
        return rest

    print(flatten([[1], [2, 3]]), qsort([3, 1, 2]), depth(3))


def maybe_bound():
    for attempt in range(0):
        result = attempt
    try:
        print(result)
    except NameError as e:
        print(e)
    for n in [1, 2]:
        for m in range(n):
            latest = (n, m)
        print(latest)
    print(latest, m, n)


def unused_annotations():
    count: int
    names: list[str]
    count = 1
    names = []
    names.append("x")
    print(count, names)


def ternaries():
    best = None
    for v in [3, 1, 2]:
        best = v if best is None else min(best, v)
    print(best)
    d = {"x": 1}
    v = d.get("y")
    w = d.get("x")
    print(v if v is not None else 0, 0 if w is None else w, v or 7)
    if v is None and w is not None:
        print("both", w + 1)
    if not (v is None or v > 2):
        print("no")
    if w:
        print("truthy", w + 1)
    ok = v is not None and v > 1
    print(ok)


def names_like_javascript():
    default, new, delete, function, var, this = 1, 2, 3, 4, 5, 6
    arguments = [default, new]
    Number = 3
    Object = "x"
    Math = [1.5]
    undefined = None
    run = 7
    print(arguments, delete, function, var, this, Number, Object, Math, undefined is None, run)
    for let in range(2):
        print(let)

    def int_(x):
        return int(x)

    def range_(a):
        return list(range(a))

    print(int_(2.5), range_(2))
    KeyError_ = 1
    Dict = {"a": 1}
    listItem = [1, 2]
    i = -1
    print(KeyError_, Dict, listItem[i], len(Dict))


def functions_of_a_comprehension_see_its_name():
    fs = []
    for i in range(3):
        fs.append(lambda: i)
    print([f() for f in fs])
    gs = [lambda i=i: i for i in range(3)]
    print([g() for g in gs])
    hs = [lambda: i * 10 for i in range(3)]
    print([h() for h in hs], i)


def functions_of_two_names_of_a_comprehension():
    hs = [lambda: i * 10 for i in range(3)]
    print([h() for h in hs])
    ks = [(lambda k: i + j + k) for i in [1, 2] for j in (10, 20)]
    print([k(100) for k in ks])


def functions_of_a_comprehension_called_at_once():
    print(
        [sorted([3, 1, 2], key=lambda x: x * s) for s in (1, -1)],
        [list(map(lambda v: v * k, [1, 2])) for k in range(2)],
        {k: (lambda: k + 1)() for k in range(3)},
    )


def functions_in_functions_of_comprehensions():
    fs = [lambda: [lambda: (i, j) for j in range(2)] for i in range(2)]
    print([g() for f in fs for g in f()])


def functions_of_names_of_several_types():
    fs = [lambda: x for x in (1, "a", 2.5)]
    print(fs[0](), fs[1](), fs[2]())


def a_comprehension_hides_a_name_that_functions_see():
    x = 5
    f = lambda: x
    print([x for x in range(3)], f(), [(lambda: x)() for x in "ab"], f(), x)
    x = 6
    print(f())


def functions_of_a_dictionary_comprehension():
    d = {n: lambda: n for n in ("a", "b")}
    print(d["a"](), d["b"]())


def functions_of_generator_expressions():
    print(sum((lambda: v)() for v in range(4)), max([abs(v) for v in [1, -5]], key=lambda q: -q))


def each_call_has_names_of_comprehensions_of_its_own():
    def g(n):
        return [lambda: n + m for m in range(2)]

    a, b = g(1), g(10)
    print(a[0](), b[1]())
