"""The kernels that kernel rules may call, by backend: tfjs 4.22's where they are right, ours where they are not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import import_module

from bmlc.kernels.backend import EVERYWHERE, OURS_EVERYWHERE, BackendFacts
from bmlc.kernels.backends import BACKENDS
from bmlc.kernels.kernel import Backend, Kernel
from bmlc.kernels.signatures import SIGNATURES
from bmlc.kernels.variants import VARIANTS
from bmlc.ops.op import Op, Outs

__all__ = ["BACKENDS", "FACTS", "by_preference", "kernel_rules", "kernel_table"]


@cache
def kernel_table(backend: Backend) -> Mapping[str, Kernel]:
    """Every kernel of `backend` by its name."""
    facts = FACTS[backend]
    tfjs = [*(name for name in EVERYWHERE.split() if name not in facts.without.split()), *facts.kernels.split()]
    modules = {name: f"{facts.package}/dist/kernels/{name}.js" for name in tfjs}
    modules |= dict.fromkeys(facts.chains.split(), f"@bml/runtime/kernels/{backend}/chain.js")
    for module, names in (*OURS_EVERYWHERE.items(), *facts.ours.items()):
        path = module if "/" in module else f"{backend}/{module}"
        modules |= dict.fromkeys(names.split(), f"@bml/runtime/kernels/{path}.js")
    return {name: _kernel(name, backend, module) for name, module in modules.items()}


@cache
def kernel_rules(backend: Backend) -> Mapping[Op, Callable[..., Outs]]:
    """The kernel rules that stand in for those of ops on `backend`."""
    rules = FACTS[backend].rules
    assert len(dict(rules)) == len(rules), f"{backend} has two rules for one op"
    return dict(rules)


def _config(kernel: str) -> str:
    """`conv2DConfig` for Conv2D, `_fusedMatMulConfig` for _FusedMatMul."""
    bare = kernel.lstrip("_")
    return f"{kernel[: len(kernel) - len(bare)]}{bare[0].lower()}{bare[1:]}Config"


def _kernel(name: str, backend: Backend, module: str) -> Kernel:
    facts = FACTS[backend]
    return Kernel(
        name,
        backend,
        module,
        _config(name),
        SIGNATURES[name].inputs,
        max_rank=None if name == "Reshape" else facts.max_ranks.get(name, facts.max_rank),
        merged=name in facts.merged.split(),
        for_integers=facts.integers.get(name),
        workspace=facts.workspace.get(name),
    )


FACTS: Mapping[Backend, BackendFacts] = {
    **{backend: import_module(f"bmlc.kernels.backends.{backend}").BACKEND for backend in BACKENDS},
    **{variant: import_module(f"bmlc.kernels.variants.{variant}").BACKEND for variant in VARIANTS},
}


def by_preference(backends: Iterable[Backend]) -> list[Backend]:
    """The one first that a page tries first."""
    return sorted(backends, key=lambda backend: FACTS[backend].place)
