"""What a build says of NaN and infinity in the data and the weights that it ships: nobody trains on them on purpose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from bml.data import Source
from bmlc.ir import Loc

__all__ = ["nonfinite_warnings"]


def nonfinite_warnings(sources: Mapping[str, Source], values: Mapping[Any, npt.NDArray[Any]]) -> Iterator[str]:
    """A line for each such array: "points.py:7: 2 NaN of 400 values in x of the data set points, which ..."."""
    for name, source in sources.items():
        for index, (label, kind) in enumerate(zip(source.names, source.types, strict=True)):
            if not kind.dtype.startswith("float"):
                continue  # which may not be decoded yet
            array = source.arrays[index]
            yield from _warning(array, source.loc, f"{label} of the data set {name}", "leave them out or replace them")
    for variable, array in values.items():
        advice = "ship the values of a training that went well"
        yield from _warning(array, variable.loc, f"the variable {variable.name}", advice)


def _warning(array: npt.NDArray[Any], loc: Loc, what: str, advice: str) -> Iterator[str]:
    if array.dtype.kind != "f" or np.isfinite(array).all():
        return
    counts = {"NaN": int(np.isnan(array).sum()), "infinite": int(np.isinf(array).sum())}
    found = " and ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    place = f"{loc}: " if loc.line else ""
    yield f"{place}{found} of {array.size} values in {what}, which no training recovers from: {advice}"
