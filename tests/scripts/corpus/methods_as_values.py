"""Methods of lists, dictionaries and texts by a name: they stay methods of what they were taken from."""


def a_name_for_a_method(n: int = 3):
    xs = []
    add = xs.append
    for i in range(n):
        add(i)
    print(xs)
    xs = [5]
    add(7)
    return xs


def a_method_that_is_given(n: int = 3):
    def twice(note, value):
        note(value)
        note(value)

    names, sizes = [], []
    twice(names.append, "a")
    twice(sizes.append, n)
    print(names, sizes)


def a_method_that_is_captured():
    found = {"a": 1}
    look = found.get

    def ask(key):
        return look(key, 0)

    print(ask("a"), ask("b"))
    found["b"] = 2
    print(ask("b"), sorted(["b", "a"], key=found.get), max(found, key=look))


def methods_of_texts():
    upper = "abc".upper
    print(upper(), list(map("a,b".split, [","])), "abc".upper is None)
    if upper:
        print("always")


def a_method_in_a_container():
    history = []
    callbacks = {"log": history.append}
    callbacks["log"](1)
    for call in [history.append, history.append]:
        call(2)
    print(history)


def arguments_that_are_missing():
    first = [3, 1, 2].pop
    print(first(), first(0), first())
