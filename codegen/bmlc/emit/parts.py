"""Which parts of a tensor may not exist for all sizes of the inputs: kernels read foreign memory beyond an end."""

from __future__ import annotations

from collections.abc import Iterator

from bmlc.ir import Dim, Eqn, Guard, Poly, never_negative

__all__ = ["doubtful_sizes"]


def doubtful_sizes(eqn: Eqn) -> Iterator[Guard]:
    """What has to be 0 or more for `eqn`, a kernel's call, and may be below 0 for some sizes of the inputs.

    `x[-3:]` of float32[n] begins at `n - 3`.
    """
    attrs = eqn.attrs
    needed: list[Dim] = []
    if "begin" in attrs and "size" in attrs:
        wholes = eqn.inputs[0].type.shape
        for begin, size, whole in zip(attrs["begin"], attrs["size"], wholes, strict=True):
            needed += [begin, size, whole - begin - size]
    for before_and_after in attrs.get("paddings", ()):
        needed += before_and_after
    for dimension in dict.fromkeys(needed):
        if isinstance(dimension, Poly) and not never_negative(dimension):
            expected = f"expected a part within its tensor: {dimension} must be at least 0"
            yield Guard(dimension, False, expected, eqn.loc)
