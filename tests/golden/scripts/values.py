# ruff: noqa
def main(n: int = 3, x: float = 0.5, flag: bool = True, name: str = "run"):
    whole = (n + 1) * 2 - n // 2 + n % 4 - n**2
    real = x / 2 + x / n - x // 0.3 + x**-2 - n / 7
    big = 2**53 - 1
    bits = (n & 6) | (n << 2) ^ ~n
    signs = -n, +flag, -x, flag + flag
    text = name + "!" * n + name[0] + name[-2:] + name[::-1]
    chosen = name or "none"
    rate = x or 1.0
    size = n if flag else 0
    best: float | None = None
    known = best or 0.25
    inside = 0 < n <= 10 and not flag
    within = 0 < len(text.split(",")) <= n
    same = flag == n, name != "run", [n] == [1], best is None, (n, name) < (2, "a")
    print(whole, real, big, bits, signs, sep=" | ")
    print(f"{x:.3f} {n:>5d} {name!r:<8} {flag} {x} {n} {[x]} {n=} {name:{n}}", end="")
    print("%5.1f%% of %d %s" % (x, n, flag), "{:.2f} {}".format(x, name))
    print(text, chosen, rate, size, known, inside, within, same)
    print(int("4"), float("1.5"), int(x), bool(name), str(x), repr(name), abs(-n), round(x), round(x, 2), divmod(n, 2))
    return whole
