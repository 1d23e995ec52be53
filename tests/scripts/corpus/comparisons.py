"""Comparison chains, truth, and/or that give values, conditional expressions, isinstance."""
# ruff: noqa


def chains():
    for x in [-1, 0, 5, 10, 11]:
        print(0 <= x <= 10, 0 < x < 10, x == x == x, 0 <= x != 5, 1 < 2 < x > 3)


def a_chain_evaluates_its_middle_once():
    calls: list[int] = []

    def middle(x: int) -> int:
        calls.append(x)
        return x

    print(0 < middle(5) < 10, calls)
    print(0 < middle(-5) < middle(7), calls)
    print(10 > middle(3) > middle(2) > middle(1), calls)


def and_or_give_values():
    print(0 or 5, 3 or 5, 0 and 5, 3 and 5, "" or "default", "given" or "default", "" and "x", 0.0 or 1.5)
    print([] or [1], [2] or [1], [] and [1], 0 or 0, 1 and 2 and 3, 0 or 0 or 7)
    name = ""
    shown = name or "anonymous"
    print(shown)


def and_or_stop_early():
    calls: list[str] = []

    def say(name: str, result: bool) -> bool:
        calls.append(name)
        return result

    if say("a", False) and say("b", True):
        print("no")
    if say("c", True) or say("d", True):
        print("yes")
    print(calls, say("e", True) and say("f", False) or say("g", True), calls)


def truth_of_containers():
    items: list[int] = []
    table: dict[str, int] = {}
    text = ""
    for round_ in range(2):
        print("items" if items else "none", "table" if table else "none", "text" if text else "none")
        if not items and not table and not text:
            print("all empty")
        items.append(0)
        table["a"] = 0
        text += " "


def while_on_truth():
    stack = [3, 1, 2]
    while stack:
        print(stack.pop())
    n = 3
    while n:
        n -= 1
    print(n, stack)


def not_of_everything():
    print(not 0, not 1, not "", not "a", not [], not [0], not None, not 0.0, not not 5)


def equality_of_containers():
    print([1, 2] == [1, 2], [1, 2] == [2, 1], [] == [], [1] != [1, 1], (1, "a") == (1, "a"), (1, 2) != (1, 3))
    print({"a": 1, "b": 2} == {"b": 2, "a": 1}, {"a": 1} == {"a": 2}, {"a": 1} != {}, [[1], [2]] == [[1], [2]])
    print([1.0, 2.0] == [1, 2], "a" == "a", "a" != "b", {1: [1, 2]} == {1: [1, 2]})


def order_of_sequences():
    print([1, 2] < [1, 3], [1] < [1, 0], [2] > [1, 9, 9], [] < [0], (1, "b") > (1, "a"), (0, 9) <= (0, 9))
    print("apple" < "banana", "Zebra" < "apple", "a" < "aa", "" < "a", "abc" >= "abd", "10" < "9")


def membership():
    print(3 in [1, 2, 3], 4 not in [1, 2, 3], "a" in "cat", "ca" in "cat", "" in "cat", "x" not in "cat")
    print(
        "k" in {"k": 1}, 1 in {2: 3}, 2 in (1, 2), 1.0 in [1, 2], [1] in [[1], [2]], (1, 2) in [(1, 2)], 3 in range(5)
    )


def conditional_expressions():
    for n in [-2, 0, 3]:
        sign = "negative" if n < 0 else "zero" if n == 0 else "positive"
        print(n, sign, n if n > 0 else -n, (1 if n else 2) * 10)


def equal_across_kinds():
    print(1 == 1.0, True == 1, 0 == False, 1.5 == 1.5, 2 == True, 0.0 == False)


def isinstance_of_known_types():
    n, x, text, flag = 1, 1.0, "a", True
    items, table, pair = [1], {"a": 1}, (1, 2)
    print(
        isinstance(n, int), isinstance(x, float), isinstance(text, str), isinstance(flag, bool), isinstance(flag, int)
    )
    print(isinstance(items, list), isinstance(table, dict), isinstance(pair, tuple), isinstance(n, float))
    print(isinstance(n, (int, float)), isinstance(text, (int, float)), isinstance(x, int), isinstance(items, dict))


def any_and_all():
    print(any([]), all([]), any([0, 0, 1]), all([1, 1, 0]), any([""]), all(["a", "b"]))
    values = [3, -1, 4]
    print(any(v < 0 for v in values), all(v < 5 for v in values), any([v > 9 for v in values]))


def any_stops_early():
    calls: list[int] = []

    def check(x: int) -> bool:
        calls.append(x)
        return x > 1

    print(any(check(x) for x in [1, 2, 3]), calls)
    print(all(check(x) for x in [5, 0, 7]), calls)


def nested_conditions():
    for a in [True, False]:
        for b in [True, False]:
            if a:
                if b:
                    kind = "both"
                else:
                    kind = "a"
            elif b:
                kind = "b"
            else:
                kind = "neither"
            print(a, b, kind, a != b, a == b, a and not b, not (a or b))


def assignment_expression_free_threshold():
    accuracy = 0.93
    grade = "A" if accuracy >= 0.9 else "B" if accuracy >= 0.8 else "C"
    print(grade, 0.9 <= accuracy < 0.95)


def index_short_circuit():
    items = [5]
    i = 1
    print(i < len(items) and items[i] > 3, i >= len(items) or items[i] > 3)
