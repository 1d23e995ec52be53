"""The passes, in order, as a readable list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from bmlc.ir import Function
from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import BACKENDS
from bmlc.kernels.verifier import verify_kernels
from bmlc.passes.differentiate import differentiate
from bmlc.passes.eliminate_common_subexpressions import eliminate_common_subexpressions
from bmlc.passes.eliminate_dead_code import eliminate_dead_kernels
from bmlc.passes.fuse import fuse
from bmlc.passes.fuse_chains import fuse_chains
from bmlc.passes.inline_for_gradients import inline_for_gradients
from bmlc.passes.insert_disposals import insert_disposals
from bmlc.passes.legalize import legalize
from bmlc.passes.mask_gradients import mask_gradients
from bmlc.passes.project_before_loop import project_before_loop
from bmlc.passes.regions import in_regions
from bmlc.passes.schedule import schedule
from bmlc.passes.simplify import simplify
from bmlc.passes.unroll_scans import unroll_scans
from bmlc.passes.unstack_slices import unstack_slices

__all__ = ["PASSES", "graph_passes", "kernel_passes", "lower", "optimize", "stages"]

Pass = Callable[[Function], Function]


def graph_passes() -> list[tuple[str, Pass]]:
    """What every backend and the reference share."""
    return [
        ("unroll_scans", in_regions(unroll_scans)),
        ("project_before_loop", in_regions(project_before_loop)),
        ("differentiate", in_regions(differentiate)),
        ("inline_for_gradients", in_regions(inline_for_gradients)),
        ("simplify", in_regions(simplify)),
        ("unstack_slices", in_regions(unstack_slices)),
    ]


def kernel_passes(backend: Backend) -> list[tuple[str, Pass]]:
    """From ops to kernels of one backend."""
    return [
        ("legalize", partial(legalize, backend=backend)),
        ("share_kernels", in_regions(eliminate_common_subexpressions)),  # compositions of several ops often begin alike
        ("fuse", in_regions(fuse)),
        ("mask_gradients", in_regions(mask_gradients)),
        ("eliminate_dead_kernels", in_regions(eliminate_dead_kernels)),
        ("fuse_chains", in_regions(fuse_chains)),
        ("schedule", in_regions(schedule)),
        ("insert_disposals", in_regions(insert_disposals)),
    ]


# The names that `bml inspect --after` takes; `trace` is the function as it was traced.
PASSES: tuple[str, ...] = ("trace", *(name for name, _ in [*graph_passes(), *kernel_passes(BACKENDS[0])]))


def stages(fn: Function, backend: Backend) -> Iterator[tuple[str, Function]]:
    """Each pass's name with the function after it, `trace` first."""
    yield "trace", fn
    for name, apply in [*graph_passes(), *kernel_passes(backend)]:
        fn = apply(fn)
        yield name, fn


def optimize(fn: Function) -> Function:
    """`fn` after the graph passes: the signature that programs declare, the same on every backend."""
    for _, apply in graph_passes():
        fn = apply(fn)
    return fn


def lower(optimized: Function, backend: Backend) -> Function:
    """An optimized function as kernels of `backend`, ready to be emitted."""
    for _, apply in kernel_passes(backend):
        optimized = apply(optimized)
    return verify_kernels(optimized, backend)
