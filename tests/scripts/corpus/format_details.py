"""Corners of formatting."""
# ruff: noqa


def float_specifications():
    for x in [0.0, -0.0, 1.0, -2.5, 1234567.0, 1e-10, 1e22, 0.1]:
        print(f"{x}|{x:f}|{x:.1f}|{x:e}|{x:g}|{x:10}|{x:+}|{x:,}|{x:.3}")


def ints_with_float_specifications():
    for n in [0, -7, 1500000]:
        print(f"{n:f}|{n:.2e}|{n:g}|{n:%}|{n:,.1f}|{n:8.2f}")


def widths_with_signs_and_zeros():
    print(f"{-5:06d}|{5:+06d}|{-3.5:08.2f}|{3.5:+08.2f}|{1234:09,d}|{1234.5:012,.2f}|{-0.0:.0f}|{-0.4:.0f}|{0.5:05}")


def general_switches_to_exponents():
    print([f"{x:g}" for x in [1e5, 999999.0, 999999.5, 1e6, 1e-4, 9.9999e-5, 1e-5, 123456.7, 0.0001234567]])
    print(
        [f"{x:.2g}" for x in [0.5, 12.0, 123.0, 99.9, 0.00001]],
        [f"{x:.0g}" for x in [1.5, 25.0]],
        [f"{x:#g}" for x in [1.0, 0.5]],
    )


def conversions_inside():
    name = "it's"
    items = ["a", 'b"']
    print(f"{name!r} {name!s} {items} {items!r} {name!r:>10}|{name:>6}|{items[1]!r}")
    print(f"{'nested ' + f'{name}'} {'q'!r} {'ab'} {name:{'>'}{8}}|")


def lines_and_escapes():
    x = 1.5
    print(f"a\tb\n{x}\\{x}\x41 {{}} {{{x}}} {'{'} {'}'}")
    print(f"""first {x}
second {x:.2f}""")
    print(f"one {x} two three {x}")


def dictionary_lookups_inside():
    logs = {"loss": 0.5, "acc": 0.25}
    print(f"{logs['loss']:.2f} {logs.get('none', 0.0):.1f} {sum(logs.values()):.3f} {max(logs, key=lambda k: logs[k])}")


def percent_forms():
    print("%5d|%-5d|%05d|%+d|% d" % (42, 42, 42, 42, 42))
    print("%8.3f|%-8.3f|%08.3f|%+.1f|%.0f|%f" % (3.14159, 3.14159, 3.14159, 3.14159, 2.5, 0.1))
    print("%s %r %s %s" % ("a'b", "a'b", 1.0, [1, None]))
    print("%e %.1e %g %G %x %X %o %%" % (1234.5, 1234.5, 1e-7, 1e20, 255, 255, 8))
    print("%10s|%-10s|%.3s|%10.2s|" % ("right", "left", "cut off", "both"))


def format_method_forms():
    print("{:>8}|{:<8}|{:^8}|{:*^9}".format("r", "l", "m", "s"), "{:08.3f} {:+d} {:,}".format(3.14159, 5, 1234567))
    print("{0:.1f} {0:.2f} {1}".format(2.345, "x"), "{a}-{b:>4}".format(a=1, b=2.5), "{!r}".format("q"))


def percentages():
    print(
        [f"{x:.0%}" for x in [0.0, 0.005, 0.015, 0.025, 0.5, 1.0, 1.005]],
        f"{1 / 3:.3%}",
        f"{-0.12345:+.2%}",
        f"{0.5:10.1%}|",
    )


def large_and_small():
    print(
        f"{1e300:.3e} {1e300:g} {5e-324:g} {1.7976931348623157e308:.5e} {123456789012345.678:.4f} {9007199254740991:,d}"
    )
    print(f"{1e15:.1f} {1e17:.0f} {123456789.123456789:.10f} {1e-7:.10f} {1.0000000000000002:.17g} {0.1:.17g}")
