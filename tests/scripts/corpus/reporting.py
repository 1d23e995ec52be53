"""What scripts say of their run."""

# ruff: noqa
import bml


def log_lines():
    for epoch in range(3):
        bml.log(epoch=epoch, loss=1 / (epoch + 1), best=epoch == 2, phase="train")


def log_and_print_keep_their_order():
    print("before")
    bml.log(step=1)
    print("between")
    bml.log(step=2, loss=0.5)
    print("after")


def log_and_a_line_without_an_end():
    print("a", end="")
    print("b")
    bml.log(x=1.5)


def numbers_in_log_lines():
    for x in [0.0, 1.0, 0.1, 123456.789, 1e-7, 1e10, -2.5]:
        bml.log(x=x)
    bml.log(n=1234567, negative=-3)


def plots_and_progress_print_nothing():
    for step in range(3):
        bml.plot(step=step, loss=0.5)
        bml.progress(step + 1, 3)
    print("done")


def a_timer_prints_nothing():
    with bml.timer("block") as timer:
        total = sum(range(100))
    print(total, timer.seconds >= 0.0)


def logs_named_like_members_of_objects():
    bml.log(__proto__=1.5, constructor=2, toString="text", hasOwnProperty=True)
    bml.log(logs=1, type=2, text=3)


def logs_before_an_error():
    bml.log(step=1)
    raise ValueError("after one step")
