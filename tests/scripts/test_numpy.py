"""Every row of NumPy, over kinds, shapes, axes and views that hypothesis draws: it prints what NumPy prints."""

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
from .numpy_rows import CLOSE, ROWS, program_of
from .outcomes import NUMBER, Outcome, difference, run_in_python
from .programs import function_of, load, programs_of

CASES = 2  # of a row, at least
MIXED = 40  # programs that compute with what they computed before

assert bmlc.scripts.rows.everything


def test_every_row_has_cases() -> None:
    assert {f"{owner}.{name}" for owner in ("numpy", "ndarray") for name in rows_of(owner)} <= set(ROWS)


@pytest.mark.filterwarnings("ignore")
def test_rows_print_what_numpy_prints(tmp_path: Path) -> None:
    of_rows = {text: row for row in ROWS for text in program_of(row, CASES)}
    texts = [*of_rows, *map(numpy_program, range(MIXED))]
    close = {text.partition("(")[0].removeprefix("def ") for text, row in of_rows.items() if row in CLOSE}
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
                received = in_node[program.id]
                if program.name not in close or not _is_close(expected, received):
                    found[program.name] = difference(expected, received, "")
    assert {name: text for name, text in found.items() if text} == {}
    ran = {of_rows[text] for text in of_rows if f"arrays.{_name(text)}" in compiled.javascript}
    assert ran == set(ROWS), dict.fromkeys(set(ROWS) - ran, compiled.refused)


def _name(text: str) -> str:
    return text.partition("(")[0].removeprefix("def ")


def _is_close(expected: Outcome, received: Outcome) -> bool:
    """Equal to two units in the last place of the kind that is printed, products to 1e-12."""
    texts = expected.printed, received.printed
    one, other = (NUMBER.findall(text) for text in texts)
    same = len({tuple(NUMBER.split(re.sub(r"\s+", "", text))) for text in texts}) == 1
    # Two units in the last place of a float32; of others NumPy prints 8 digits, of which the last may turn: the 1e-8.
    near = 3e-7 if "float32" in texts[0] else 1e-12
    return (
        same
        and expected.error == received.error
        and bool(np.allclose(np.array(one, float), np.array(other, float), rtol=near, atol=1e-8))
    )
