"""A net twice as deep takes twice the work: no step of a build looks at all layers once for each."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

from bml.collect import collect
from bmlc.bundle.compile import compile_program
from bmlc.kernels.tables import FACTS

FILE = """
import numpy as np
import bml
from bml import layers

data = bml.Dataset.from_arrays(np.zeros((64, 32), np.float32), np.zeros((64, 32), np.float32))
model = bml.Sequential([bml.Input((32,)), *(layers.Dense(32, activation="relu") for _ in range(DEPTH))])
model.compile(optimizer="adam", loss="mse")

@bml.script
def train():
    model.fit(data.batch(32))
"""


def calls(file: Path, depth: int) -> int:
    """How many functions are called to compile a net of `depth` layers, Python's own included."""
    file.write_text(FILE.replace("DEPTH", str(depth)), encoding="utf-8")
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        program = collect(file)
        backend = next(name for name, facts in FACTS.items() if facts.rounds_integers)  # for which most is checked
        compiled = compile_program(program, [backend]).backends[backend]
        assert all(compiled.peak(fn).candidates for fn in compiled.lowered)
    finally:
        sys.setprofile(before)
    return count


def test_work_grows_with_depth_and_not_with_its_square(tmp_path: Path) -> None:
    calls(tmp_path / "warm.py", 2)  # tables and caches are filled
    few, more, most = (calls(tmp_path / f"net{depth}.py", depth) for depth in (15, 30, 60))
    assert (most - more) / (more - few) < 2.1
