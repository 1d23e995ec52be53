"""The cases of sums and products up to each element, and of elements in order."""

from __future__ import annotations

import numpy as np
from cases.inputs import BITS, CUBE, INTEGERS, X
from cases.ops import Array, Case, integers, normal

from bmlc import ops

TIES = np.array([[2, 1, 2, 3, 1, 2], [0, -0.0, 0, 5, -1, 5]], "f")
GAPS = np.array([[np.nan, 1, np.inf, -np.inf, np.nan, 0], [3, 2, np.nan, 2, -np.inf, 1]], "f")
SORTED = np.array([-2, -0.5, 0, 0, 0, 1.25, 1.25, 4], "f")
LONG = normal(2, 67, seed=5)
MANY_TIES = integers(2, 67, low=-3, high=4, seed=5)


def from_end(x: Array, axis: int = -1) -> Array:
    return np.flip(np.cumsum(np.flip(x, axis), axis), axis)


def stable(x: Array, axis: int = -1) -> Array:
    return np.argsort(x, axis=axis, kind="stable").astype("i")


def largest(x: Array, k: int) -> list[Array]:
    """NaN first, then from large to small, then by position."""
    places = np.lexsort((-x.astype("d"), ~np.isnan(x)), axis=-1)[..., :k]
    return [np.take_along_axis(x, places, -1), places.astype("i")]


def in_top_k(targets: Array, rows: Array, k: int) -> Array:
    own = np.take_along_axis(rows, np.clip(targets, 0, rows.shape[1] - 1)[:, None], 1)
    known = (targets >= 0) & (targets < rows.shape[1]) & np.isfinite(rows).all(1)
    return known & ((rows > own).sum(1) < k)


ORDER = [
    *(
        Case(f"{name}_{axis}", lambda x, name=name, axis=axis: getattr(ops, name)(x, axis),
             (CUBE if name == "cumsum" else CUBE[:, :3, :3].copy(),),
             lambda x, name=name, axis=axis: getattr(np, name)(x, axis), symbolic=(axis is not None,))
        for name in ("cumsum", "cumprod")
        for axis in (0, 1, -1, None)
    ),
    Case("cumsum_reverse", lambda x: ops.cumsum(x, 1, reverse=True), (X,), from_end, symbolic=(True,)),
    Case("cumsum_long", lambda x: ops.cumsum(x, 1), (LONG,), lambda x: x.cumsum(1)),
    Case("cumprod_long", lambda x: ops.cumprod(x, 1, reverse=True), (1 + LONG / 10,),
         lambda x: x[:, ::-1].cumprod(1)[:, ::-1]),
    Case("cumsum_int", lambda x: ops.cumsum(x, 0), (INTEGERS,), lambda x: x.cumsum(0)),
    Case("cumsum_bool", lambda x: ops.cumsum(x, 1), (BITS,), lambda x: x.cumsum(1)),
    Case("cumsum_rank_7", lambda x: ops.cumsum(x, 3), (normal(2, 1, 3, 2, 2, 1, 2),), lambda x: x.cumsum(3)),
    Case("cumsum_of_nothing", lambda x: ops.cumsum(x, 1), (X[:, :0],), lambda x: x),
    Case("cumprod_bool", lambda x: ops.cumprod(x, 1), (BITS,), lambda x: x.cumprod(1)),
    Case("cumprod_reverse", lambda x: ops.cumprod(x, 0, reverse=True), (X,), lambda x: x[::-1].cumprod(0)[::-1]),
    *(Case(f"sort_{axis}", lambda x, axis=axis: ops.sort(x, axis), (CUBE,), lambda x, axis=axis: np.sort(x, axis),
           symbolic=(axis is not None,))
      for axis in (0, 1, -1, None)),
    Case("sort_gaps", ops.sort, (GAPS,), np.sort, differentiable=False),
    Case("sort_bool", ops.sort, (BITS,), np.sort),
    Case("sort_int", ops.sort, (INTEGERS,), np.sort),
    Case("sort_long", ops.sort, (LONG,), np.sort),
    Case("argsort_ties", ops.argsort, (TIES,), stable, symbolic=(True,)),
    Case("argsort_gaps", ops.argsort, (GAPS,), stable),
    Case("argsort_int", lambda x: ops.argsort(x, 0), (INTEGERS,), lambda x: stable(x, 0), symbolic=(True,)),
    Case("argsort_many_ties", ops.argsort, (MANY_TIES,), stable),
    Case("argsort_bool", ops.argsort, (BITS,), stable),
    Case("argsort_rank_7", ops.argsort, (normal(2, 1, 3, 2, 2, 1, 3),), stable),
    Case("argsort_of_nothing", ops.argsort, (X[:, :0],), stable),
    Case("top_k", lambda x: list(ops.top_k(x, 2)), (CUBE,), lambda x: largest(x, 2), symbolic=(True,)),
    Case("top_k_ties", lambda x: list(ops.top_k(x, 4)), (TIES,), lambda x: largest(x, 4), differentiable=False),
    Case("top_k_many_ties", lambda x: list(ops.top_k(x, 60)), (MANY_TIES.astype("f"),), lambda x: largest(x, 60),
         differentiable=False),
    Case("top_k_gaps", lambda x: list(ops.top_k(x, 3)), (GAPS,), lambda x: largest(x, 3), differentiable=False),
    Case("top_k_int", lambda x: list(ops.top_k(x, 1)), (INTEGERS,), lambda x: largest(x, 1)),
    *(
        Case(f"in_top_{k}", lambda i, x, k=k: ops.in_top_k(i, x, k), (np.array([1, 4, 0, -1, 0, 2], "i"),
             np.concatenate([TIES, GAPS, TIES])[:, :5].copy()), lambda i, x, k=k: in_top_k(i, x, k),
             symbolic=(True, True))
        for k in (1, 3)
    ),
    *(
        Case(f"searchsorted_{side}", lambda x, side=side: ops.searchsorted(SORTED, x, side), (values,),
             lambda x, side=side: np.searchsorted(SORTED, x, side).astype("i"), symbolic=(True,))
        for side in ("left", "right")
        for values in (np.array([[-9, -2, 0], [0.1, 1.25, np.nan], [4, np.inf, -np.inf]], "f"),)
    ),
    *(Case(f"searchsorted_{size}", ops.searchsorted, (np.sort(normal(size)), normal(2, 5, seed=3)),
           lambda x, y: np.searchsorted(x, y).astype("i"), shared=(0,)) for size in (0, 1, 7)),
    Case("searchsorted_int", ops.searchsorted, (np.sort(INTEGERS[0]), integers(2, 5, seed=7)),
         lambda x, y: np.searchsorted(x, y).astype("i"), shared=(0,)),
]  # fmt: skip
