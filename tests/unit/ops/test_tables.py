"""The kernel tables name what is there, and every op is in the table of cases."""

import re

import pytest
from cases.families import DECLARED
from cases.op_table import CASES
from cases.ops import function_of, gradient_of

from bmlc.bundle import vendor
from bmlc.emit.names import camel_case
from bmlc.kernels.tables import BACKENDS, FACTS, kernel_table
from bmlc.ops.region import RegionOp
from bmlc.passes.differentiate import differentiate

# Tested beside their own modules, as regions are: random words, counts for check_numerics, what a rule divides by.
ELSEWHERE = {"random", "nonfinite_counts", "divisor"}


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_kernel_can_be_imported(backend):
    for name, kernel in kernel_table(backend).items():
        if kernel.module.startswith("@bml/runtime/"):
            file = vendor.runtime_sources() / kernel.module.removeprefix("@bml/runtime/").replace(".js", ".ts")
        else:
            file = vendor.node_modules() / kernel.module
        text = file.read_text(encoding="utf-8")
        if name in FACTS[backend].chains.split():  # it is a step of what is printed for a program
            assert "export function chain(" in text
        elif kernel.name in ("Chain", "RareChain"):  # made for each chain by a function
            assert re.search(rf"export (function |{{ (chain as )?){camel_case(kernel.name)}\b", text), kernel.module
        else:
            assert re.search(rf"export const {kernel.config}\b", text), kernel.module


def test_every_op_has_cases():
    functions = [function_of(case) for case in CASES]
    functions += [differentiate(gradient_of(case)) for case in CASES if case.differentiable and case.float_inputs]
    declared = {name for name, op in DECLARED.items() if not isinstance(op, RegionOp)}
    assert declared - {eqn.op.name for fn in functions for eqn in fn.eqns()} == ELSEWHERE
