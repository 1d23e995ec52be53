"""Random programs on arrays, over kinds, shapes and views: what they print is what NumPy prints."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from .compiled import compile_programs, run_in_node
from .numpy_programs import numpy_program
from .outcomes import difference, run_in_python
from .programs import function_of, load, programs_of

COUNT = 400
FEWEST = 260  # that the compiler takes: others compute with kinds that scripts refuse


@pytest.mark.filterwarnings("ignore")
def test_random_programs_print_what_numpy_prints(tmp_path: Path) -> None:
    path = tmp_path / "arrays.py"
    path.write_text("import numpy as np\n\n\n" + "\n\n".join(map(numpy_program, range(COUNT))), encoding="utf-8")
    programs = list(programs_of(path))
    compiled = compile_programs(programs)
    assert compiled.broken == {}
    linked = tmp_path / "linked"
    linked.mkdir()
    in_node = run_in_node(compiled.javascript, linked)
    assert len(in_node) >= FEWEST
    module = load(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = {}
        for program in programs:
            if program.id in in_node:
                expected = run_in_python(function_of(program, module))
                found[program.name] = difference(expected, in_node[program.id], "")
    assert {name: text for name, text in found.items() if text} == {}
