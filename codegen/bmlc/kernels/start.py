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
    binaries: tuple[tuple[str, ...], ...]  # they lie in `chunks`; of each group one is fetched, mostly the first
    thread: str | None = None  # the script of its threads, in a bundle `chunks/wasm_thread.js`

    def likely(self) -> list[tuple[str, str]]:
        """The file of each group that is likely fetched: where a page has one thread, and where it may have more."""
        threads = "-threads.wasm" if self.thread else ""
        return [(group[0], next(name for name in group if name.endswith(threads))) for group in self.binaries]


def start_of(backend: Backend, kernels: Collection[Kernel]) -> Start:
    """What `backend` needs for these kernels."""
    facts = FACTS[backend]
    module = f"@bml/runtime/backends/{backend}.js"
    if not facts.modules:
        return Start(module, None, (facts.binaries,) if facts.binaries else ())
    sources = {kernel.source for kernel in kernels}
    first, *_ = facts.modules  # has what runs lists
    used = [name for name, each in facts.modules.items() if name == first or not sources.isdisjoint(each.split())]
    return Start(module, tuple(used), tuple(map(_variants, used)), "@bml/runtime/engine/thread.js")


def all_binaries(backend: Backend) -> tuple[str, ...]:
    """Whatever any program may need."""
    facts = FACTS[backend]
    return (*facts.binaries, *(file for name in facts.modules for file in _variants(name)))


def _variants(module: str) -> tuple[str, ...]:
    return tuple(f"bml-{module}-{variant}.wasm" for variant in _VARIANTS)
