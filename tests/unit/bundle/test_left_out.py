"""webgl, where it could round an int32: left out where all four backends are asked for, an error where it is named."""

import pytest

from bml.collect import collect
from bmlc.bundle.compile import compile_program
from bmlc.errors import UserError
from bmlc.kernels.tables import BACKENDS

PROGRAM = """
import bml


@bml.function
def later(t: bml.TensorSpec((None,), "int32")):
    return t + 1_700_000_000
"""


def test_webgl_is_left_out_of_all_four_and_refused_by_name(tmp_path):
    file = tmp_path / "seconds.py"
    file.write_text(PROGRAM, encoding="utf-8")
    program = collect(file)
    compiled = compile_program(program, BACKENDS)
    assert list(compiled.backends) == ["cpu", "wasm", "webgpu"]
    assert "the number 1700000000 is beyond that" in compiled.left_out["webgl"].message
    with pytest.raises(UserError) as caught:
        compile_program(program, ("cpu", "webgl"))
    assert caught.value.code == "BML401"
    assert caught.value.loc.line == 7
