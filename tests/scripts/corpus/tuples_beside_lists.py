"""A name that is a tuple here and a list there, or a float and an int: each says what it is."""


def tuple_then_list():
    for k in range(2):
        x = (1, "b")
        if k:
            x = [4]
        print(isinstance(x, list), x)


def either_by_choice():
    for k in range(2):
        x = (1, 2) if k else [4]
        print(isinstance(x, tuple), x)


def loose_tuple_beside_a_list():
    xs = [1, 2]
    held = [tuple(xs), [1]]
    print(isinstance(held[0], list), isinstance(held[1], list), held)


def _is_list(x, k):
    if k:
        x = [1]
    return isinstance(x, list)


def parameter_set_to_a_list():
    print(_is_list((1, 2), 0), _is_list((1, 2), 1))


def _text(x, k):
    if k:
        x = 1
    return str(x)


def parameter_set_to_an_int():
    print(_text(2.0, 0), _text(2.0, 1))


def unpacked_then_list():
    for x, y in [((1, 2), 3), ((4, 5), 6)]:
        if y == 6:
            x = [7]
        print(isinstance(x, list), x)


def list_in_the_loop():
    x = (1, 2)
    for k in range(2):
        print(isinstance(x, list), x)
        x = [1]


def unpacked_before_the_loop():
    x, y = (1, 2), 3
    for k in range(2):
        print(isinstance(x, list), x)
        x = [1]


def loose_tuple_then_list():
    x = tuple([1, 2])
    for k in range(2):
        print(isinstance(x, list), x)
        x = [1]
