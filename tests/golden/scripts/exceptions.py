"""Exceptions: raised, caught, caught by several handlers, passed on; else and finally; assert."""


def main(n: int = 0, text: str = "1"):
    assert n >= 0, f"n is {n}"
    try:
        rate = 1 / n
    except ZeroDivisionError:
        rate = 0.0
    for attempt in range(3):
        try:
            value = int(text)
        except ValueError as error:
            print(error)
            continue
        except (KeyError, IndexError):
            raise
        else:
            print(value)
            break
        finally:
            print(attempt)
    try:
        print(rate)
    finally:
        print("done")
    try:
        if n > 1:
            raise RuntimeError
        if n > 2:
            raise KeyError("n")
    except LookupError as error:
        raise ValueError(n) from error
    except Exception:
        print("something")
    else:
        print("nothing")
    with bml.timer("rest") as timer:
        assert rate >= 0
    return timer.seconds
