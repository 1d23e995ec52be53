"""Random programs on arrays: kinds, shapes and views of all sorts, and a function of NumPy's on them."""

from __future__ import annotations

import random

__all__ = ["numpy_program"]

_KINDS = ("float64", "float32", "int64", "int32", "uint8", "bool")
_FLOATS = ("0.5", "-1.25", "3.0", "0.1", "-0.0", "100.75", "2.5", "1e-3", "7.0", "-8.3")
_INTS = ("0", "1", "2", "3", "-4", "5", "7", "100", "-17")
_OF_ONE = (
    "np.abs({a})", "np.sign({a})", "np.floor({a})", "np.square({a})", "-{a}", "~{a}", "np.sqrt(np.abs({a}))",
    "np.round({a}, 1)", "np.isnan({a})", "np.rint({a})", "{a}.astype(np.float32)", "{a}.astype(int)", "{a}.astype(bool)",
    "{a}.T", "{a}.ravel()", "{a}.reshape(-1)", "np.flip({a})", "np.sort({a})", "np.unique({a})", "{a}.tolist()",
    "np.cumsum({a})", "np.where({a} > 1, {a}, 0)", "np.nonzero({a})", "np.expand_dims({a}, 0)", "np.clip({a}, 0, 3)",
    "np.diff({a})", "np.repeat({a}, 2)", "np.tile({a}, 2)", "np.roll({a}, 1)", "{a} + 1", "{a} * 2", "{a} / 2", "{a} // 3",
    "{a} % 3", "{a} ** 2", "{a} - 0.5", "2 - {a}", "1.5 * {a}", "{a} > 1", "{a} == 2", "{a}[{a} > 1]", "{a}[0]", "{a}[-1]",
    "{a}[::-1]", "{a}[1:]", "{a}[..., 0]", "{a}[None]", "{a}.flatten()", "{a}.copy()", "np.zeros_like({a})", "np.median({a})",
    "np.percentile({a}, 30)", "np.concatenate([{a}, {a}])", "np.stack([{a}, {a}])", "{a}.size", "{a}.shape", "len({a})",
    "[x for x in {a}]", "max({a}.ravel())", "sum({a}.ravel())", "{a}[[0, -1]]", "np.append({a}, 4)", "np.append({a}, {a}.ravel()[0])",
    "np.outer({a}, {a})", "np.ones_like({a}, dtype=int)", "np.maximum({a}, 1)", "np.minimum({a}, {a}[::-1])",
)  # fmt: skip
_REDUCED = ("sum", "mean", "max", "min", "std", "var", "prod", "argmax", "argmin", "any", "all")
_OF_TWO = ("+", "-", "*", "/", "//", "%", "==", "!=", "<", ">=", "&", "|")


def numpy_program(seed: int) -> str:
    """The source of a function without parameters."""
    draw = random.Random(seed)
    lines = [f"def program{seed}():"]
    names: list[tuple[str, int]] = []
    for name in "abc":
        rank = draw.choice((1, 1, 2, 2, 3))
        shape = tuple(draw.choice((1, 2, 3, 4, 9)) for _ in range(rank))
        kind = draw.choice(_KINDS)
        lines.append(f"    {name} = {_array(draw, shape, kind)}")
        if draw.random() < 0.4:
            view = draw.choice((".T", "[::-1]", "[1:]", "[::2]", "[..., ::-1]", "[..., :2]"))
            lines.append(f"    {name} = {name}{view}")
        names.append((name, rank))
    for _ in range(6):
        lines.append("    try:")
        lines.append(f"        print([{_expression(draw, names)}])")
        lines.append("    except (ValueError, IndexError, ZeroDivisionError, OverflowError) as error:")
        lines.append("        print(type(error).__name__)")
    return "\n".join(lines) + "\n"


def _array(draw: random.Random, shape: tuple[int, ...], kind: str) -> str:
    count = 1
    for size in shape:
        count *= size
    if kind.startswith("float"):
        items = [draw.choice(_FLOATS) for _ in range(count)]
    elif kind == "bool":
        items = [draw.choice(("True", "False")) for _ in range(count)]
    else:
        items = [draw.choice(_INTS).lstrip("-" if kind == "uint8" else " ") for _ in range(count)]
    flat = f"np.array([{', '.join(items)}], dtype=np.{kind})"
    return f"{flat}.reshape({shape})" if len(shape) > 1 else flat


def _expression(draw: random.Random, names: list[tuple[str, int]]) -> str:
    name, rank = draw.choice(names)
    which = draw.random()
    if which < 0.45:
        return draw.choice(_OF_ONE).format(a=name)
    if which < 0.75:
        reduced = draw.choice(_REDUCED)
        axis = draw.choice(("", f"axis={draw.randrange(-rank, rank)}"))
        keeps = ", keepdims=True" if axis and draw.random() < 0.3 else ""
        return f"{name}.{reduced}({axis}{keeps})"
    other, _ = draw.choice(names)
    return f"{name} {draw.choice(_OF_TWO)} {other}"
