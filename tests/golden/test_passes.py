"""What each pass makes of a few lines: `passes/<pass>.test`, a case a notable rule, and the text of what comes out.

[case a_tensor_is_freed_after_its_last_use]
def f(x: float32[n]):
    return ops.sqrt(ops.exp(x))
[out]
def f(x: float32[n]):
  f: float32[n] = Exp(x)
  ...

A case may name the backend that its function is legalized for: `[case takes_its_bias_in webgpu]`; it is cpu otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bmlc import ops
from bmlc.emit.tensor_functions import emit_tensor_functions
from bmlc.ir import Function, Variable, active_builder, format_function, verify
from bmlc.kernels.kernel import Backend
from bmlc.kernels.verifier import verify_kernels
from bmlc.ops.tensor import Tensor
from bmlc.passes.differentiate import differentiate
from bmlc.passes.eliminate_common_subexpressions import eliminate_common_subexpressions
from bmlc.passes.eliminate_dead_code import eliminate_dead_code, eliminate_dead_kernels
from bmlc.passes.fuse import fuse
from bmlc.passes.fuse_chains import fuse_chains
from bmlc.passes.inline_for_gradients import inline_for_gradients
from bmlc.passes.insert_disposals import insert_disposals
from bmlc.passes.legalize import legalize
from bmlc.passes.mask_gradients import mask_gradients
from bmlc.passes.memory import peak_bytes
from bmlc.passes.pipeline import lower, optimize
from bmlc.passes.project_before_loop import project_before_loop
from bmlc.passes.schedule import schedule
from bmlc.passes.trace import trace
from bmlc.passes.unroll_scans import unroll_scans
from bmlc.passes.unstack_slices import unstack_slices

from ..case_files import Case, hold_cases, tensor_type

FOLDER = Path(__file__).parent / "passes"
FILES = sorted(FOLDER.glob("*.test"))


class State:
    """A variable of a case: `w = variable("w: float32[3]")`."""

    def __init__(self, text: str) -> None:
        name, _, of = text.partition(": ")
        self._variable = Variable(name, tensor_type(of), True, {})

    def __bml_tensor__(self) -> Tensor:
        builder = active_builder()
        assert builder is not None
        return Tensor(builder.read(self._variable))

    def assign(self, value: Tensor) -> None:
        builder = active_builder()
        assert builder is not None
        builder.assign(self._variable, value.var)


def gradient(loss: Callable[..., Any], *inputs: Tensor | State) -> tuple[Tensor, ...]:
    """The gradients of what `loss` gives for `inputs`."""
    tensors = [ops.convert_to_tensor(x) for x in inputs]
    names = loss.__code__.co_varnames
    body = trace(loss, list(zip(names, (x.type for x in tensors), strict=False)), "loss")
    return ops.value_and_grad(*tensors, body=body, wrt=tuple(range(len(tensors))))[1:]


def function(case: Case) -> Function:
    """The function `f` of a case, traced for the types that its annotations say."""
    names: dict[str, Any] = {"gradient": gradient, "math": math, "np": np, "ops": ops, "variable": State}
    # With this file's import from __future__, so that annotations stay texts.
    exec(compile(case.program, f"{case.name}.py", "exec"), names)
    params = [(name, tensor_type(of)) for name, of in names["f"].__annotations__.items()]
    return verify(trace(names["f"], params, "f"))


def text(fn: Function) -> str:
    return format_function(verify(fn), locations=False)


def kernels(fn: Function, backend: Backend) -> str:
    return text(verify_kernels(fn, backend))


def javascript(fn: Function, backend: Backend) -> str:
    """The function without the module around it."""
    code = emit_tensor_functions({"f": lower(optimize(fn), backend)}, backend, FOLDER / "f.py").code
    inside = code.split("export function tensorFunctions(backend) {\n")[1].split("\n\n  return {")[0]
    return "\n".join(line.removeprefix("  ") for line in inside.splitlines())


def masked(fn: Function) -> Function:
    return eliminate_dead_kernels(mask_gradients(fn))


# Of each pass, from the function as it was traced to the text of what it gives.
PASSES: dict[str, Callable[[Function, Backend], str]] = {
    "trace": lambda fn, backend: text(fn),
    "unroll_scans": lambda fn, backend: text(unroll_scans(fn)),
    "unstack_slices": lambda fn, backend: text(unstack_slices(fn)),
    "project_before_loop": lambda fn, backend: text(eliminate_dead_code(project_before_loop(fn))),
    "differentiate": lambda fn, backend: text(differentiate(fn)),
    "inline_for_gradients": lambda fn, backend: text(eliminate_dead_code(inline_for_gradients(differentiate(fn)))),
    "simplify": lambda fn, backend: text(optimize(fn)),
    "eliminate_common_subexpressions": lambda fn, backend: text(eliminate_common_subexpressions(fn)),
    "eliminate_dead_code": lambda fn, backend: text(eliminate_dead_code(fn)),
    "legalize": lambda fn, backend: kernels(legalize(optimize(fn), backend), backend),
    "fuse": lambda fn, backend: kernels(fuse(legalize(optimize(fn), backend)), backend),
    "fuse_chains": lambda fn, backend: kernels(fuse_chains(legalize(optimize(fn), backend)), backend),
    "mask_gradients": lambda fn, backend: kernels(masked(legalize(optimize(fn), backend)), backend),
    "schedule": lambda fn, backend: kernels(schedule(legalize(optimize(fn), backend)), backend),
    "insert_disposals": lambda fn, backend: kernels(insert_disposals(legalize(fn, backend)), backend),
    "memory": lambda fn, backend: f"{peak_bytes(lower(optimize(fn), backend))} bytes",
    "emit": javascript,
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_a_pass_makes_of_it(file: Path, golden: Callable[[Path, str], None]) -> None:
    make = PASSES[file.stem.partition("-")[0]]
    hold_cases(file, lambda case: make(function(case), case.option or "cpu"), golden)  # type: ignore[arg-type]


@pytest.mark.golden
def test_every_pass_has_cases() -> None:
    assert {file.stem.partition("-")[0] for file in FILES} == set(PASSES)
