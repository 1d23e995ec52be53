"""int32 on webgl, which stores it as float32: exact within 2**24, and refused beyond."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from cases.integer_table import INTEGERS
from cases.ops import Case, function_of

from bmlc import ops
from bmlc.ir import Function, TensorType, symbol
from bmlc.parity.chromium_host import open_chromium
from bmlc.parity.compiled import Side, compile_functions
from bmlc.parity.host import Held, HostError
from bmlc.parity.reference import Reference
from bmlc.parity.workbench import build_workbench
from bmlc.passes.trace import trace

FUNCTIONS = {case.name: function_of(case) for case in INTEGERS}
SMALL: dict[str, Function] = {
    "count": trace(lambda t: t + 1, [("t", TensorType((2,), "int32"))], "count"),
    "cube": trace(lambda t: t * t * t, [("t", TensorType((2,), "int32"))], "cube"),
    "largest_of_some": trace(lambda t: ops.segment_max(t, [2, 0], 3), [("t", TensorType((2,), "int32"))], "some"),
    "total": trace(ops.sum, [("t", TensorType((symbol("n"),), "uint8"))], "total"),
    "largest": trace(ops.max, [("t", TensorType((symbol("n"),), "int32"))], "largest"),
}


@pytest.fixture(scope="module")
def webgl(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Side]:
    (compiled,) = compile_functions({**FUNCTIONS, **SMALL}, ("webgl",), Path("integers.py")).values()
    assert {name for name in compiled.refused if not name.startswith("int32_")} == set()
    folder = tmp_path_factory.mktemp("webgl")
    with open_chromium(build_workbench({"webgl": compiled.code}, folder / "page", "page")) as host:
        yield Side(host, compiled, host.start("webgl"))


@pytest.mark.parametrize("case", INTEGERS, ids=lambda case: case.name)
def test_webgl_rounds_none(webgl: Side, case: Case) -> None:
    """Refused while compiling, refused at the upload, or exact."""
    refused = webgl.compiled.refused.get(case.name)
    if refused is not None:
        assert "webgl stores int32 as float32, exact up to 2**24 = 16,777,216" in refused
    elif any(x.dtype == np.int32 and np.abs(x.astype("int64")).max() > 2**24 for x in case.inputs):
        with pytest.raises(HostError, match=r"expected int32 within \+-16777216"):
            webgl.call(case.name, case.inputs, {})
    else:
        actual, _ = webgl.call(case.name, case.inputs, {})
        np.testing.assert_array_equal(actual.outs[0], Reference().call(FUNCTIONS[case.name], case.inputs, {}).outs[0])


@pytest.mark.parametrize(
    ("name", "most"), [("count", 2**24 - 1), ("cube", 256), ("largest", 2**24), ("largest_of_some", 2**24)]
)
def test_webgl_takes_what_stays_exact_and_no_more(webgl: Side, name: str, most: int) -> None:
    inputs = [np.array([most, -most + 1], np.int32)]
    actual, _ = webgl.call(name, inputs, {})
    np.testing.assert_array_equal(actual.outs[0], Reference().call(SMALL[name], inputs, {}).outs[0])
    with pytest.raises(HostError, match=r"expected int32 within \+-\d+, .* received"):
        webgl.call(name, [np.array([0, -most - 1], np.int32)], {})


def test_webgl_sums_no_more_than_it_reckons_with(webgl: Side) -> None:
    actual, _ = webgl.call("total", [np.full(2**16, 255, np.uint8)], {})
    assert actual.outs[0] == 255 * 2**16
    with pytest.raises(HostError, match="expected at most 65536 elements along a dimension"):
        webgl.call("total", [np.full(2**16 + 1, 255, np.uint8)], {})


def test_a_counter_on_webgl_ends_before_it_stands_still(webgl: Side) -> None:
    """What a function made is held to the same bound as data: the runtime adds up what each call may add."""
    host, key = webgl.host, webgl.compiled.keys["count"]
    host.hold("webgl", {"t": np.array([2**24 - 1, 0], np.int32)})
    host.call("webgl", key, [Held("t")], repeat=1)
    host.hold("webgl", {"t": np.array([2**24, 0], np.int32)})
    with pytest.raises(HostError, match=r"expected int32 within \+-16777215, .* received 16777216"):
        host.call("webgl", key, [Held("t")], repeat=1)
