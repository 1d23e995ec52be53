"""f-strings with specifications, the % operator."""
# ruff: noqa


def fixed_point():
    x = 3.14159265
    print(f"{x:.2f} {x:.0f} {x:f} {x:8.3f}| {x:<8.1f}| {x:08.2f} {-x:+.1f} {x:+.1f} {x: .1f}")
    print(f"{2.5:.0f} {3.5:.0f} {0.125:.2f} {2.675:.2f} {1e10:.1f} {-0.001:.2f} {1234567.891:,.1f} {0.0:.3f}")


def ints():
    n = 42
    print(f"{n:d} {n:5d}| {n:<5d}| {n:^6d}| {n:05d} {n:+d} {-n:05d} {n: d} {1234567:,} {n:,} {-1234567:,}")
    print(f"{n} {n:5}| {n:>5} {n:x} {255:X} {5:b} {8:o} {n:.1f} {255:#x} {5:08b}")


def strings():
    s = "abc"
    print(f"{s}|{s:6}|{s:<6}|{s:>6}|{s:^6}|{s:*^7}|{s:.2}|{s:-<5}|{s!r}|{s!r:>7}|{s!s}")


def exponents():
    for x in [0.0, 1.0, 12345.678, 0.00012345, -1e100, 1e-7]:
        print(f"{x:e} {x:.2e} {x:.0e} {x:E}")


def general():
    for x in [0.0, 1.0, 100000.0, 1000000.0, 0.0001, 0.00001, 123456789.0, 3.14159265, 1e16, 0.5]:
        print(f"{x:g} {x:.3g} {x:.10g} {x:8.3g}|")


def percent():
    print(f"{0.5:%} {0.1234:.1%} {1:.0%} {2.0:.0%} {0.999:.0%} {0.005:.0%} {-0.25:.1%}")


def special_values():
    inf = float("inf")
    nan = float("nan")
    print(f"{inf} {nan} {-inf:.2f} {nan:.1f} {inf:8.2f}| {inf:e} {nan:>5}| {inf:%}")


def no_specification():
    print(f"{1.0} {0.1} {True} {None} {[1.0, 2.5]} {(1,)} {{'a': 1}} { {'a': 1} } {'text'} {1e16}")


def expressions_inside():
    a = 3
    b = 4
    values = [1, 2, 3]
    table = {"k": 5}
    print(f"{a + b} {a * b:03d} {values[0]} {values[-1]} {table['k']} {len(values)} {a if a > b else b} {values[1:]}")
    print(f"{a}{b} {{{a}}} {a=} {a+b=} {a=:03d} {'x' * 3} {min(a, b)} {a / b:.3f} {a > b} {a == 3!r}")


def nested_specifications():
    width = 10
    digits = 3
    x = 2.718281828
    print(f"{x:{width}.{digits}f}|{x:.{digits}f}|{'hi':>{width}}|{42:0{width}d}|{x:>{width}}|")
    for w in range(3, 6):
        print(f"{w:{w}}|")


def percent_operator():
    print(
        "%d items" % 3, "%.3f" % 2.0, "%s and %s" % ("a", "b"), "%5.1f|" % 3.14159, "%-5d|" % 7, "%05d" % 42, "%+d" % 5
    )
    print(
        "%s" % 1.5,
        "%s" % True,
        "%s" % None,
        "%r" % "q",
        "%d%%" % 50,
        "%e" % 12345.678,
        "%g" % 0.0001,
        "%x" % 255,
        "%5s|" % "ab",
    )
    print("%d" % 3.99, "%i" % 2, "%s" % [1, 2], "%-8s|" % "left", "%.2s" % "abc")


def log_line():
    for epoch in range(3):
        loss = 1.0 / (epoch + 1)
        accuracy = 1 - loss / 2
        print(f"epoch {epoch + 1:>2}/{3} loss={loss:.4f} accuracy={accuracy:6.2%}")


def table():
    rows = [("adam", 0.001, 12), ("sgd", 0.1, 7), ("momentum", 0.05, 120)]
    print(f"{'name':<10}{'rate':>8}{'steps':>6}")
    for name, rate, steps in rows:
        print(f"{name:<10}{rate:>8.3f}{steps:>6d}")
    print(f"{'':-<24}")


def bools_and_none():
    flag = True
    print(f"{flag} {flag!r} {flag:d} {flag:5} {None} {flag:>6}|")


def alignment_and_sign_together():
    for x in [-7, 0, 7]:
        print(f"[{x:+5d}] [{x:<+5d}] [{x:=+5d}] [{x:^+5d}] [{x:*>5d}] [{x:_}]")
    print(f"{1234567:_} {1234567.5:,.2f} {12:>08.3f}")


def rounding_in_formats_is_exact():
    print(f"{0.5:.0f} {1.5:.0f} {2.5:.0f} {1.005:.2f} {0.045:.2f} {1e23:.0f} {0.1:.20f} {123.456:.1f} {9.995:.2f}")


def progress_bar():
    for done in [0, 3, 7, 10]:
        filled = done * 20 // 10
        print(f"[{'#' * filled}{'.' * (20 - filled)}] {done / 10:4.0%}")


def joining_formats():
    logs = {"loss": 0.123456, "accuracy": 0.98}
    print(" - ".join(f"{name}: {value:.4f}" for name, value in logs.items()))
