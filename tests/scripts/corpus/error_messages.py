"""What caught errors say, and which handlers catch them."""
# ruff: noqa


def several_handlers():
    def attempt(which: int) -> str:
        items = [1]
        table = {"a": 1}
        try:
            if which == 0:
                items[5] += 1
            elif which == 1:
                table["zz"] += 1
            elif which == 2:
                print(1 // (which - 2))
            elif which == 3:
                print(int("x1"))
            else:
                return "fine"
        except IndexError as error:
            return f"IndexError: {error}"
        except KeyError as error:
            return f"KeyError: {error}"
        except (ZeroDivisionError, ValueError) as error:
            return f"number: {error}" if which == 3 else "number: zero"
        return "not reached"

    for which in range(5):
        print(attempt(which))


def messages():
    try:
        print([1, 2][2])
    except IndexError as error:
        print(error)
    try:
        print("abc"[10])
    except IndexError as error:
        print(error)
    try:
        print({"a": 1}["b"])
    except KeyError as error:
        print(error, str(error))
    try:
        print({1: "a"}[2])
    except KeyError as error:
        print(error)
    try:
        print({(1, 2): "a"}[(2, 1)])
    except KeyError as error:
        print(error)
    try:
        print([1, 2].index(3))
    except ValueError as error:
        print(error)
    try:
        [1].remove(2)
    except ValueError as error:
        print(error)
    try:
        print("abc".index("z"))
    except ValueError as error:
        print(error)


def messages_of_empty_things():
    nothing: list[int] = []
    table: dict[str, int] = {}
    try:
        nothing.pop()
    except IndexError as error:
        print(error)
    try:
        print(max(nothing))
    except ValueError:
        print("max of nothing")
    try:
        print(min(nothing))
    except ValueError:
        print("min of nothing")
    try:
        table.popitem()
    except KeyError as error:
        print(error)
    try:
        table.pop("x")
    except KeyError as error:
        print(error)
    try:
        [1].pop(3)
    except IndexError as error:
        print(error)


def messages_of_conversions():
    for text in ["x", "", "1.5", " 2 ", "0x10", "1e3", "--1"]:
        try:
            print(int(text))
        except ValueError as error:
            print(error)
        try:
            print(float(text))
        except ValueError as error:
            print(error)


def messages_of_assignment():
    items = [1, 2]
    try:
        items[2] = 5
    except IndexError as error:
        print(error)
    try:
        items[-3] = 5
    except IndexError as error:
        print(error)
    try:
        del items[7]
    except IndexError as error:
        print(error)
    try:
        a, b = items + [3]
        print(a, b)
    except ValueError as error:
        print(error)
    try:
        a, b, c = items
        print(a, b, c)
    except ValueError as error:
        print(error)
    print(items)


def division_by_zero():
    zero = 0
    for which in range(4):
        try:
            if which == 0:
                print(1 / zero)
            elif which == 1:
                print(1 // zero)
            elif which == 2:
                print(1 % zero)
            else:
                print(1.0 / float(zero))
        except ZeroDivisionError:
            print("zero", which)


def zero_to_a_negative_power():
    base = 0.0
    try:
        print(base**-1)
    except ZeroDivisionError:
        print("zero")


def base_classes_catch():
    for which in range(4):
        try:
            if which == 0:
                raise KeyError("k")
            if which == 1:
                raise IndexError("i")
            if which == 2:
                print(1 // (which - 2))
            raise ValueError("v")
        except LookupError as error:
            print("lookup", error)
        except ArithmeticError:
            print("arithmetic")
        except Exception as error:
            print("other", error)


def without_a_message():
    try:
        raise ValueError
    except ValueError as error:
        print("[" + str(error) + "]")
    try:
        raise RuntimeError()
    except RuntimeError as error:
        print(f"[{error}]")


def repr_of_errors():
    try:
        raise ValueError("it's")
    except ValueError as error:
        print(repr(error), str(error), f"{error!r}", error)
    try:
        raise KeyError("name")
    except KeyError as error:
        print(repr(error), str(error))


def asserts():
    def check(n: int) -> None:
        assert n > 0
        assert n < 10, f"{n} is too large"
        print("checked", n)

    for n in [5, 12, -1]:
        try:
            check(n)
        except AssertionError as error:
            print("AssertionError", error)


def type_by_name():
    try:
        raise ValueError("v")
    except ValueError as error:
        print(isinstance(error, ValueError), isinstance(error, KeyError))


def not_implemented_and_stop():
    try:
        raise NotImplementedError("later")
    except NotImplementedError as error:
        print(error)
    try:
        raise OverflowError("large")
    except ArithmeticError as error:
        print(error)


def errors_of_str_and_list_methods():
    try:
        print("a,b".split(""))
    except ValueError as error:
        print(error)
    try:
        print("%d" % float("nan"))
    except ValueError:
        print("nan is no int")
    try:
        print(int(float("inf")))
    except OverflowError as error:
        print(error)
    try:
        print(round(float("nan")))
    except ValueError as error:
        print(error)


def slices_do_not_fail():
    items = [1, 2]
    print(items[5:], items[-9:1], "ab"[7:], items[2:1])
    step = 0
    try:
        print(items[::step])
    except ValueError as error:
        print(error)
