"""try/except/else/finally, raise, assert: the order of things, and what the errors say."""
# ruff: noqa


def order_of_the_parts():
    for bad in [False, True]:
        try:
            print("try")
            if bad:
                raise ValueError("bad")
            print("after")
        except ValueError as error:
            print("except", error)
        else:
            print("else")
        finally:
            print("finally")


def finally_runs_on_the_way_out():
    def leave(how: str) -> str:
        for i in range(3):
            try:
                if how == "return":
                    return "returned"
                if how == "break":
                    break
                if how == "continue":
                    continue
                if how == "raise":
                    raise RuntimeError("out")
            finally:
                print("finally", how, i)
        return "end"

    for how in ["return", "break", "continue", "none"]:
        print(leave(how))
    try:
        leave("raise")
    except RuntimeError as error:
        print("caught", error)


def return_in_finally_wins():
    def result() -> int:
        try:
            return 1
        finally:
            return 2

    def swallowed() -> int:
        try:
            raise ValueError("lost")
        finally:
            return 3

    print(result(), swallowed())


def the_returned_value_is_computed_first():
    def result() -> int:
        x = 1
        try:
            return x
        finally:
            x = 5

    print(result())


def break_in_finally():
    for i in range(3):
        try:
            if i == 1:
                raise ValueError("dropped")
        finally:
            if i == 1:
                break
    print("left at", i)


def raising_again():
    def inner() -> None:
        try:
            raise ValueError("first")
        except ValueError:
            print("seen")
            raise

    try:
        inner()
    except ValueError as error:
        print("again", error)


def raising_another():
    try:
        try:
            raise KeyError("k")
        except KeyError as error:
            raise RuntimeError(f"wrapped {error}") from error
    except RuntimeError as error:
        print(error)


def raising_from_none():
    try:
        try:
            raise IndexError("inner")
        except IndexError:
            raise ValueError("outer") from None
    except ValueError as error:
        print(error)


def nested_handlers():
    try:
        try:
            raise TypeError("t")
        except ValueError:
            print("wrong handler")
        finally:
            print("inner finally")
    except TypeError as error:
        print("outer", error)


def error_in_a_handler():
    items = [1]
    try:
        try:
            print(items[1])
        except IndexError:
            print(items[2])
    except IndexError as error:
        print("second", error)


def error_in_else_is_not_caught():
    try:
        try:
            x = 1
        except ValueError:
            print("no")
        else:
            raise ValueError(f"from else {x}")
        finally:
            print("finally")
    except ValueError as error:
        print("outer", error)


def handlers_are_tried_in_order():
    try:
        raise KeyError("k")
    except Exception as error:
        print("first", error)
    except KeyError as error:
        print("second", error)


def an_error_passes_through_calls():
    log: list[str] = []

    def a(n: int) -> int:
        try:
            return b(n)
        finally:
            log.append("a")

    def b(n: int) -> int:
        try:
            return 10 // n
        finally:
            log.append("b")

    try:
        print(a(5))
        print(a(0))
    except ZeroDivisionError:
        print("caught", log)


def retries():
    attempts = 0
    while True:
        attempts += 1
        try:
            if attempts < 3:
                raise RuntimeError(f"attempt {attempts}")
            break
        except RuntimeError as error:
            print(error)
            continue
    print("after", attempts)


def loop_goes_on_after_errors():
    good: list[int] = []
    bad: list[str] = []
    for text in ["1", "two", "3", ""]:
        try:
            good.append(int(text))
        except ValueError:
            bad.append(text)
    print(good, bad)


def what_a_try_left_behind():
    items: list[int] = []
    total = 0
    try:
        for text in ["1", "2", "x", "4"]:
            items.append(int(text))
            total += items[-1]
    except ValueError:
        total *= 100
    print(items, total)


def finally_without_except():
    done: list[str] = []
    try:
        done.append("body")
    finally:
        done.append("finally")
    print(done)


def return_in_except_and_else():
    def parse(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            return -1
        else:
            return value * 2

    print(parse("4"), parse("x"))


def error_in_a_sort_key():
    items = ["3", "x", "1"]
    try:
        items.sort(key=int)
    except ValueError as error:
        print(error)
    print(sorted(["3", "10", "1"], key=int))


def repr_of_exceptions():
    try:
        raise ValueError("a", 1)
    except ValueError as e:
        print(e, repr(e), f"{e}", f"{e!r}", str(e), [str(e)])
    try:
        raise KeyError("a", 2)
    except KeyError as e:
        print(e, repr(e))
    try:
        raise KeyError
    except KeyError as e:
        print(e, repr(e), str(e) == "")
    try:
        print(1e22**26.0)
    except OverflowError as e:
        print(e, repr(e))
    try:
        raise ValueError(3.0)
    except ValueError as e:
        print(e, repr(e))
    try:
        raise KeyError((1, 2))
    except KeyError as e:
        print(e, repr(e))
    try:
        raise ValueError("")
    except ValueError as e:
        print(e, repr(e))
    try:
        raise KeyError("")
    except KeyError as e:
        print(e, repr(e))
    try:
        raise KeyError("a")
    except KeyError as e:
        print(e, repr(e))
        try:
            raise ValueError(e) from e
        except ValueError as f:
            print(f, repr(f))
        try:
            raise KeyError(e)
        except KeyError as f:
            print(f, repr(f))
        try:
            raise ValueError from e
        except ValueError as f:
            print(f, repr(f))
    try:
        assert 1 > 2, 3
    except AssertionError as e:
        print(e, repr(e))
    try:
        assert 1 > 2, ("a", 3)
    except AssertionError as e:
        print(e, repr(e))
    try:
        assert 1 > 2
    except AssertionError as e:
        print(e, repr(e))
    try:
        raise ValueError(None)
    except ValueError as e:
        print(e, repr(e))
    try:
        raise ValueError([1], {"b": 2})
    except ValueError as e:
        print(e, repr(e))
    try:
        raise ValueError("it's")
    except ValueError as e:
        print(e, repr(e))
    try:
        {}[3.0]
    except KeyError as e:
        print(e, repr(e))
    try:
        int("x")
    except ValueError as e:
        print(e, repr(e))
