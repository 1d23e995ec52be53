"""The IR as text.

    def classify(image: float32[n, 28, 28, 1], %conv2d/kernel: float32[5, 5, 1, 8]):
      conv2d: float32[n, 24, 24, 8] = conv2d[padding=valid, strides=(1, 1)](image, %conv2d/kernel)  # mnist_cnn.py:9
      return conv2d

Names are made unique by a number; `%` marks captured variables, `%name := value` an update.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from bmlc.ir.function import Eqn, Function, Var

__all__ = ["Names", "format_function"]


class Names:
    """Unique names for values, in the order in which they are asked for."""

    def __init__(self) -> None:
        self._names: dict[Var, str] = {}
        self._taken: dict[str, int] = {}

    def __call__(self, var: Var) -> str:
        if var not in self._names:
            self._names[var] = self._unique(var.name)
        return self._names[var]

    def reserve(self, var: Var, name: str) -> None:
        self._names[var] = name
        self._taken.setdefault(name, 0)

    def _unique(self, hint: str) -> str:
        if hint not in self._taken:
            self._taken[hint] = 0
            return hint
        while True:
            self._taken[hint] += 1
            name = f"{hint}_{self._taken[hint]}"
            if name not in self._taken:
                self._taken[name] = 0
                return name


def format_function(fn: Function, *, locations: bool = True, indent: str = "") -> str:
    """`fn` as text, one equation a line, ending in a newline."""
    names = Names()
    for capture in fn.captures:
        names.reserve(capture.var, f"%{capture.variable.name}")
    params = ", ".join(f"{names(var)}: {var.type}" for var in fn.inputs)
    lines = [f"{indent}def {fn.name}({params}):"]
    lines += [f"{indent}  guard {guard.size} {'==' if guard.equal else '>='} 0" for guard in fn.guards]
    for eqn in fn.body:
        lines += _format_eqn(eqn, names, locations, indent + "  ")
    for update in fn.updates:
        lines.append(f"{indent}  %{update.variable.name} := {names(update.var)}")
    lines.append(f"{indent}  return {', '.join(map(names, fn.outs))}".rstrip())
    return "\n".join(lines) + "\n"


def _format_eqn(eqn: Eqn, names: Names, locations: bool, indent: str) -> list[str]:
    nested = {key: value for key, value in eqn.attrs.items() if isinstance(value, Function)}
    plain = {key: value for key, value in eqn.attrs.items() if key not in nested}
    attrs = f"[{', '.join(f'{key}={_text(plain[key])}' for key in sorted(plain))}]" if plain else ""
    inputs = ", ".join(map(names, eqn.inputs))
    outs = ", ".join(f"{names(var)}: {var.type}" for var in eqn.outs)
    equals = " = " if outs else ""
    loc = f"  # {eqn.loc}" if locations and eqn.loc.line else ""
    lines = [f"{indent}{outs}{equals}{eqn.op.name}{attrs}({inputs}){loc}"]
    for key in sorted(nested):
        lines.append(f"{indent}  {key}:")
        lines += format_function(nested[key], locations=locations, indent=indent + "    ").splitlines()
    return lines


def _text(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"{value.dtype}{list(value.shape)}" if value.size > 8 else str(value.tolist())
    if isinstance(value, tuple | list):
        return f"({', '.join(map(_text, value))})"
    return str(value)
