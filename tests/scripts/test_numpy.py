"""Every row of NumPy, over kinds, shapes, axes and views that hypothesis draws: the values and texts are NumPy's."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import numpy as np
import pytest

import bmlc.scripts.rows.everything
from bmlc.scripts.rows.table import rows_of

from .compiled import compile_programs, run_in_node
from .numpy_programs import numpy_program
from .numpy_rows import PRODUCTS, ROWS, SINGLE, ULPS, program_of
from .outcomes import Outcome, difference, run_in_python
from .programs import function_of, load, programs_of
from .units import apart

CASES = 3  # of a row, at least
GROWING = re.compile(r"prod|power|square|multiply|matmul|dot|outer|\*|@")
MIXED = 40  # programs that compute with what they computed before

assert bmlc.scripts.rows.everything


def test_every_row_has_cases() -> None:
    assert {f"{owner}.{name}" for owner in ("numpy", "ndarray") for name in rows_of(owner)} <= set(ROWS)


@pytest.mark.filterwarnings("ignore")
def test_rows_print_what_numpy_prints(tmp_path: Path) -> None:
    of_rows = {text: row for row in ROWS for text in program_of(row, CASES)}
    texts = [*of_rows, *map(numpy_program, range(MIXED))]
    rows = {_name(text): row for text, row in of_rows.items()}
    path = tmp_path / "arrays.py"
    path.write_text("import numpy as np\n\n\n" + "\n\n\n".join(texts), encoding="utf-8")
    programs = list(programs_of(path))
    compiled = compile_programs(programs)
    assert compiled.broken == {}
    linked = tmp_path / "linked"
    linked.mkdir()
    in_node = run_in_node(compiled.javascript, linked)
    module = load(path)
    found = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for program in programs:
            if program.id in compiled.javascript:
                expected = run_in_python(function_of(program, module))
                found[program.name] = _difference(rows.get(program.name, ""), expected, in_node[program.id])
    assert {name: text for name, text in found.items() if text} == {}
    ran = {of_rows[text] for text in of_rows if f"arrays.{_name(text)}" in compiled.javascript}
    assert ran == set(ROWS), dict.fromkeys(set(ROWS) - ran, compiled.refused)


def _name(text: str) -> str:
    return text.partition("(")[0].removeprefix("def ")


def _difference(row: str, expected: Outcome, received: Outcome) -> str:
    """The first thing in which they differ; of a row that may, if it is by more than the row may."""
    if received.printed.startswith("OverflowError expected an int within 2**53") and GROWING.search(row):
        return ""  # where NumPy goes on with 64 bits
    units = ULPS.get(row, 4 if row in PRODUCTS else 0)
    if not units or expected.error or received.error:
        return difference(expected, received, "")
    kind = np.float32 if "float32" in expected.printed else np.float64
    units = SINGLE.get(row, units) if kind is np.float32 else units
    one, other = (text.splitlines()[-1] for text in (expected.printed, received.printed))
    found = apart(one, other, kind, row in PRODUCTS)
    return "" if found <= units else f"{found} units in the last place:\n  NumPy      {one}\n  JavaScript {other}"
