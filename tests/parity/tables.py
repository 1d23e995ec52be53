"""Functions of a table on all four backends: cpu and wasm in Node, webgl and webgpu on one page of Chromium."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bmlc.ir import Function
from bmlc.kernels.kernel import Backend
from bmlc.kernels.tables import FACTS
from bmlc.parity.chromium_host import open_chromium
from bmlc.parity.compiled import Side, compile_functions
from bmlc.parity.node_host import open_node
from bmlc.parity.reference import Reference
from bmlc.parity.workbench import build_workbench

GPUS: tuple[Backend, ...] = tuple(name for name, facts in FACTS.items() if facts.gpu)


@dataclass(frozen=True)
class Table:
    functions: Mapping[str, Function]
    sides: Mapping[Backend, Side]
    reference: Reference


@contextmanager
def open_table(functions: Mapping[str, Function], backends: tuple[Backend, ...], folder: Path) -> Iterator[Table]:
    """`functions` by their names, compiled for `backends`, each started; a function that one refuses is an error."""
    compiled = compile_functions(functions, backends, Path("cases.py"))
    refused = [f"{backend}: {name}: {why}" for backend, each in compiled.items() for name, why in each.refused.items()]
    assert not refused, "\n".join(refused)
    sides: dict[Backend, Side] = {}
    with ExitStack() as stack:
        for engine, opened in (("node", open_node), ("page", open_chromium)):
            here = [backend for backend in backends if (backend in GPUS) == (engine == "page")]
            if here:
                modules: dict[str, str] = {backend: compiled[backend].code for backend in here}
                host = stack.enter_context(opened(build_workbench(modules, folder / engine, engine)))  # type: ignore[operator]
                sides |= {backend: Side(host, compiled[backend], host.start(backend)) for backend in here}
        yield Table(functions, sides, Reference())
