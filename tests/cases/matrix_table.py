"""The cases of triangles, diagonals, grids, turns and repeated elements."""

from __future__ import annotations

import numpy as np
from cases.inputs import BITS, CUBE, INTEGERS, ROW, X
from cases.ops import Case

from bmlc import ops

MATRICES = [
    *(
        Case(f"{name}_{k}", lambda x, name=name, k=k: getattr(ops, name)(x, k), (CUBE,),
             lambda x, name=name, k=k: getattr(np, name)(x, k), symbolic=(True,))
        for name in ("tril", "triu")
        for k in (0, 2, -1, 9, -9)
    ),
    Case("tril_of_unknown", lambda x: ops.tril(x @ ops.transpose(x)), (X,), lambda x: np.tril(x @ x.T),
         symbolic=(True,)),
    Case("diag_of_unknown", lambda x: ops.diag(x, -1), (ROW,), lambda x: np.diag(x, -1), symbolic=(True,)),
    Case("trace_of_unknown", lambda x: ops.trace(x @ ops.transpose(x)), (X,), lambda x: np.trace(x @ x.T),
         symbolic=(True,)),
    Case("tril_int", ops.tril, (INTEGERS,), np.tril),
    Case("triu_bool", ops.triu, (BITS,), np.triu),
    Case("tri", lambda x: x * ops.tri(3, 4, 1), (X,), lambda x: x * np.tri(3, 4, 1)),
    *(
        Case(f"{name}_{k}", lambda x, k=k, fn=fn: fn(x, k), (x,), lambda x, k=k, of=of: of(x, k))
        for k in (0, 1, -2)
        for name, fn, of, x in (
            ("diag", ops.diag, np.diag, ROW),
            ("diag_of_matrix", ops.diag, np.diag, X),
            ("diagflat", ops.diagflat, np.diagflat, X[:2, :2].copy()),
            ("trace", ops.trace, np.trace, X),
            ("trace_int", ops.trace, np.trace, INTEGERS),
            ("diagonal_of_cube", lambda x, k: ops.diagonal(x, k, -1, 0), lambda x, k: np.diagonal(x, k, -1, 0), CUBE),
        )
    ),
    Case("diagonal_beyond", lambda x: ops.diagonal(x, 7), (X,), lambda x: np.diagonal(x, 7)),
    Case("meshgrid", ops.meshgrid, (ROW, ROW[:3]), lambda x, y: list(np.meshgrid(x, y))),
    Case("meshgrid_ij", lambda x, y, z: ops.meshgrid(x, y, z, indexing="ij"), (ROW, ROW[:3], ROW[1:3]),
         lambda x, y, z: list(np.meshgrid(x, y, z, indexing="ij"))),
    *(Case(f"rot90_{k}", lambda x, k=k: ops.rot90(x, k, (0, 2)), (CUBE,), lambda x, k=k: np.rot90(x, k, (0, 2)),
           symbolic=(True,))
      for k in (1, 2, 3, 4, -1)),
    *(
        Case(f"pad_{mode}{suffix}", lambda x, mode=mode, pads=pads: ops.pad(x, pads, mode), (x,),
             lambda x, mode=mode, pads=pads: np.pad(x, pads, mode), symbolic=(suffix == "_unknown",))
        for mode in ("reflect", "symmetric")
        for suffix, x, pads in (
            ("", CUBE, ((0, 0), (3, 1), (2, 0))),
            ("_unknown", X, ((1, 2), (1, 0))),
            ("_int", INTEGERS, 2),
            ("_bool", BITS, (1, 2)),
        )
    ),
    Case("repeat", lambda x: ops.repeat(x, 3, 1), (CUBE,), lambda x: np.repeat(x, 3, 1), symbolic=(True,)),
    Case("repeat_first", lambda x: ops.repeat(x, 2, 0), (X,), lambda x: np.repeat(x, 2, 0), symbolic=(True,)),
    Case("repeat_flat", lambda x: ops.repeat(x, 2), (X,), lambda x: np.repeat(x, 2)),
    Case("repeat_each", lambda x: ops.repeat(x, [2, 0, 1, 3], 1), (X,), lambda x: np.repeat(x, [2, 0, 1, 3], 1),
         symbolic=(True,)),
    Case("repeat_bool", lambda x: ops.repeat(x, 2, -1), (BITS,), lambda x: np.repeat(x, 2, -1)),
]  # fmt: skip
