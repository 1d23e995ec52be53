"""The cases of einsum, each by its subscripts and the shapes of its operands; NumPy has the same notation."""

from __future__ import annotations

import numpy as np
from cases.ops import Case, booleans, integers, normal

from bmlc import ops


def einsum(subscripts: str, *shapes: tuple[int, ...], symbolic: tuple[bool, ...] = ()) -> Case:
    return Case(
        f"einsum_{subscripts}",
        lambda *xs: ops.einsum(subscripts, *xs),
        tuple(normal(*shape, seed=seed) for seed, shape in enumerate(shapes)),
        lambda *xs: np.einsum(subscripts, *xs),
        symbolic=symbolic,
        tolerance=2e-5,
        gpu_tolerance=5e-5,
    )


EINSUM = [
    einsum("ij,jk->ik", (3, 4), (4, 5), symbolic=(True, False)),
    einsum("ij,kj", (3, 4), (5, 4), symbolic=(True, False)),
    einsum("ji,jk->ki", (4, 3), (4, 5), symbolic=(True, True)),
    einsum("abc,cd->abd", (3, 2, 4), (4, 5), symbolic=(True, False)),
    einsum("abc,cde->abde", (2, 3, 4), (4, 5, 2), symbolic=(True, False)),
    einsum("abcd,cde->abe", (2, 3, 4, 2), (4, 2, 5), symbolic=(True, False)),
    einsum("bqhd,bkhd->bhqk", (2, 3, 2, 4), (2, 5, 2, 4), symbolic=(True, True)),
    einsum("bhqk,bkhd->bqhd", (2, 2, 3, 5), (2, 5, 2, 4), symbolic=(True, True)),
    einsum("bij,bjk->bki", (2, 3, 4), (2, 4, 5), symbolic=(True, True)),
    einsum("bi,bi->b", (3, 4), (3, 4), symbolic=(True, True)),
    einsum("ij,ji->", (3, 4), (4, 3)),
    einsum("i,j->ij", (3,), (4,), symbolic=(True, False)),
    einsum("i,j->ji", (3,), (4,)),
    einsum("bi,bj->bij", (2, 3), (2, 4), symbolic=(True, True)),
    einsum("ij,j->ij", (3, 4), (4,), symbolic=(True, False)),
    einsum("ii->i", (4, 4)),
    einsum("iji", (3, 2, 3)),
    einsum("iii->", (3, 3, 3)),
    einsum("iij,jk->ik", (3, 3, 4), (4, 2)),
    einsum("ij->ji", (3, 4), symbolic=(True,)),
    einsum("ba", (3, 4)),
    einsum("ijk->j", (2, 3, 4), symbolic=(True,)),
    einsum("ij,k->k", (3, 4), (5,), symbolic=(True, False)),
    einsum("...ij,...jk->...ik", (2, 3, 4), (2, 4, 5), symbolic=(True, True)),
    einsum("...ij,...jk", (2, 1, 3, 4), (5, 4, 2), symbolic=(True, False)),
    einsum("i...,i...->...", (3, 2), (3, 2)),
    einsum("...,...", (3, 1), (3, 4), symbolic=(True, True)),
    einsum("a...b->...", (2, 3, 4)),
    einsum("ij,jk->ik", (3, 1), (4, 5), symbolic=(True, False)),
    einsum("ij,jk,kl->il", (2, 3), (3, 4), (4, 5), symbolic=(True, False, False)),
    einsum("bi,bj,ijk->bk", (2, 3), (2, 4), (3, 4, 5), symbolic=(True, True, False)),
    einsum("i,i,i->", (4,), (4,), (4,)),
    Case("einsum_int", lambda a, b: ops.einsum("ij,kj->ik", a, b), (integers(3, 4), integers(2, 4, seed=1)),
         lambda a, b: np.einsum("ij,kj->ik", a, b)),
    Case("einsum_bool", lambda a, b: ops.einsum("ij,jk->ik", a, b), (booleans(3, 2), booleans(2, 3, seed=1)),
         lambda a, b: np.einsum("ij,jk->ik", a, b)),
]  # fmt: skip
