"""What a bundle starts a backend with: the runtime's module, and the WebAssembly files that it loads."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bmlc.kernels.kernel import Backend, Kernel
from bmlc.kernels.tables import FACTS

__all__ = ["Start", "all_binaries", "start_of"]

_VARIANTS = ("fma", "simd", "fma-threads", "simd-threads")  # most browsers fetch the first


@dataclass(frozen=True)
class Start:
    module: str  # import specifier
    files: tuple[str, ...] | None  # our WebAssembly modules, of which it is told; None where a backend has none
    binaries: tuple[str, ...]  # what is fetched of them lies in `chunks`; most browsers fetch the first
    thread: str | None = None  # the script of its threads, in a bundle `chunks/wasm_thread.js`


def start_of(backend: Backend, kernels: Collection[Kernel]) -> Start:
    """What `backend` needs for these kernels."""
    facts = FACTS[backend]
    name = backend.partition("_")[0]
    if not facts.binaries and not facts.modules:
        return Start(f"@bml/runtime/backends/{name}.js", None, ())
    sources = {kernel.source for kernel in kernels if not kernel.module.startswith(facts.package)}
    theirs = any(kernel.module.startswith(facts.package) for kernel in kernels) or not facts.modules
    used = [name for name, each in facts.modules.items() if not sources.isdisjoint(each.split())]
    if facts.modules and (used or not theirs):
        used = [*dict.fromkeys((next(iter(facts.modules)), *used))]  # the first has what runs lists
    ours = (f"bml-{name}-{variant}.wasm" for name in used for variant in _VARIANTS)
    module = f"@bml/runtime/backends/{name}{'_tfjs' if theirs else ''}.js"
    thread = None if theirs else "@bml/runtime/engine/thread.js"
    return Start(module, tuple(used), (*(facts.binaries if theirs else ()), *ours), thread)


def all_binaries(backend: Backend) -> tuple[str, ...]:
    """Whatever any program may need."""
    facts = FACTS[backend]
    return (*facts.binaries, *(f"bml-{name}-{variant}.wasm" for name in facts.modules for variant in _VARIANTS))
