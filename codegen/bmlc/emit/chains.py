"""The chains of a module: each is declared once, below what it computes, and called by its name.

// t0 = d - momentum
// adam = momentum + t0 * 0.1
const adamChain = backend.bind(chain("adamChain", "fF>f", 3));
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection

from bmlc.emit import js
from bmlc.emit.constants import backend_method
from bmlc.emit.names import JsNames, camel_case
from bmlc.emit.wasm.module import print_chains
from bmlc.ir import Eqn, Function
from bmlc.kernels.chain import CONSTANT, Chain
from bmlc.kernels.kernel import Kernel

__all__ = ["PRINTED", "Chains", "is_chain"]

PRINTED = "chains"


def is_chain(eqn: Eqn) -> bool:
    return "chain" in eqn.attrs


class Chains:
    def __init__(self, scope: JsNames, functions: Collection[Function]) -> None:
        """Those of `functions`, which get names in `scope`."""
        self._names: dict[Chain, str] = {}
        self._uses: dict[Chain, Eqn] = {}  # the first of each
        for eqn in (eqn for fn in functions for eqn in fn.eqns() if is_chain(eqn)):
            chain = eqn.attrs["chain"]
            if chain not in self._names:
                self._names[chain] = scope.unique(_hint(chain, eqn))
                self._uses[chain] = eqn
        self._functions = {kernel: scope.unique(kernel.name) for kernel in self.kernels}

    @property
    def kernels(self) -> list[Kernel]:
        found = {eqn.op.name: eqn.op for eqn in self._uses.values() if isinstance(eqn.op, Kernel)}
        return [found[name] for name in sorted(found)]

    def name(self, eqn: Eqn) -> str:
        return self._names[eqn.attrs["chain"]]

    def imports(self) -> list[tuple[str, str]]:
        """Modules, with what is imported from them."""
        return [(kernel.module, camel_case(kernel.name)) for kernel in self._functions]

    def printed(self) -> list[js.Declare]:
        """`const chains = { printed: "AGFzbQ…" };`"""
        if not self._names:
            return []
        code = b64encode(print_chains({name: chain for chain, name in self._names.items()})).decode()
        return [js.const(PRINTED, js.Object((js.Property("printed", js.Literal(code)),)))]

    def declarations(self) -> list[js.Statement]:
        declared: list[js.Statement] = []
        for chain, name in self._names.items():
            eqn = self._uses[chain]
            assert isinstance(eqn.op, Kernel)
            count = sum(step.kernel != CONSTANT for step in chain.steps)
            if count > 1:
                names = JsNames()
                inputs, outs = ([names.unique(var.name) for var in each] for each in (eqn.inputs, eqn.outs))
                declared += map(js.Comment, chain.lines(inputs, outs))
            made = js.call(self._functions[eqn.op], js.Literal(name), js.Literal(chain.layout), js.value(count))
            declared.append(js.const(name, js.call(backend_method("bind"), made)))
        return declared


def _hint(chain: Chain, eqn: Eqn) -> str:
    kernels = [step.kernel for step in chain.steps if step.kernel != CONSTANT]
    return kernels[0] if len(kernels) == 1 else f"{eqn.outs[-1].name} chain"
