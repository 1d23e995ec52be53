"""The kernels that kernel rules may call, by backend: tfjs 4.22's where they are right, ours where they are not."""

from __future__ import annotations

from functools import cache

from bmlc.kernels.backend import EVERYWHERE, OURS_EVERYWHERE, BackendFacts, Inputs
from bmlc.kernels.cpu import CPU
from bmlc.kernels.kernel import Backend, Kernel, no_workspace
from bmlc.kernels.wasm import WASM
from bmlc.kernels.webgl import WEBGL
from bmlc.kernels.webgpu import WEBGPU

__all__ = ["FACTS", "kernel_table"]

FACTS: dict[Backend, BackendFacts] = {"cpu": CPU, "wasm": WASM, "webgl": WEBGL, "webgpu": WEBGPU}

# The output is the input's memory with a reference added. webgl's Reshape makes a new texture where the old one's
# packing does not fit the new shape; that is decided while it runs, so a webgl function's peak is not exact.
_SHARES_MEMORY = frozenset({"Reshape"})


@cache
def kernel_table(backend: Backend) -> dict[str, Kernel]:
    """Every kernel of `backend` by its name."""
    facts = FACTS[backend]
    tfjs = {name: inputs for name, inputs in EVERYWHERE.items() if name not in facts.without}
    table = {name: _tfjs(name, backend, inputs) for name, inputs in {**tfjs, **facts.kernels}.items()}
    for name, (module, inputs) in {**OURS_EVERYWHERE, **facts.ours}.items():
        table[name] = _kernel(name, backend, f"@bml/runtime/kernels/{backend}/{module}.js", inputs)
    return table


def _tfjs(name: str, backend: Backend, inputs: Inputs) -> Kernel:
    return _kernel(name, backend, f"@tensorflow/tfjs-backend-{backend}/dist/kernels/{name}.js", inputs)


def _config(kernel: str) -> str:
    """`conv2DConfig` for Conv2D, `_fusedMatMulConfig` for _FusedMatMul."""
    bare = kernel.lstrip("_")
    return f"{kernel[: len(kernel) - len(bare)]}{bare[0].lower()}{bare[1:]}Config"


def _kernel(name: str, backend: Backend, module: str, inputs: Inputs) -> Kernel:
    facts = FACTS[backend]
    return Kernel(
        name,
        backend,
        module,
        _config(name),
        inputs,
        shares_memory=name in _SHARES_MEMORY,
        workspace=facts.workspaces.get(name, no_workspace),
        max_rank=None if name == "Reshape" else facts.max_ranks.get(name, facts.max_rank),
        requires=(),  # wasm's reductions call Transpose only for axes that legalization has moved inside already
    )
