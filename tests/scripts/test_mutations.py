"""Programs with a slip in them: each compiles, or is refused with an error of the user's, and soon."""

from __future__ import annotations

import random
import time
import traceback
from pathlib import Path
from types import FunctionType

import pytest

from bml.collect.loading import UserModule
from bml.collect.world import ModuleWorld
from bmlc.errors import UserError, UserErrors
from bmlc.scripts import compile_script

from .mutations import mutated
from .programs import HERE, load

FILES = sorted((HERE / "corpus").glob("*.py"))
SLIPS = 240
MOST_SECONDS = 1  # of the processor: most take 10 ms


def broken(seed: int, folder: Path) -> str:
    """How the compiler broke at the program of this seed; empty where it did not, or Python refuses the file."""
    text = random.Random(seed).choice(FILES).read_text(encoding="utf-8")
    slip = mutated(text, seed)
    if slip is None:
        return ""
    path = folder / f"slip{seed}.py"
    path.write_text(slip.program, encoding="utf-8")
    try:
        user = UserModule(path, load(path))
    except Exception:  # of Python's, as the file runs
        return ""
    function = getattr(user.module, slip.name, None)
    if not isinstance(function, FunctionType):  # a class, or a name that the slip set to something else
        return ""
    begun = time.process_time()
    try:
        compile_script(function, "program", ModuleWorld(user))
    except (UserError, UserErrors) as error:
        str(error)  # which shows the lines
    except Exception:
        return f"seed {seed}, {slip.name}: {traceback.format_exc()}"
    if time.process_time() - begun > MOST_SECONDS:
        return f"seed {seed}, {slip.name}: compiled for more than {MOST_SECONDS} s"
    return ""


def test_slips_never_break_the_compiler(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = [why for seed in range(SLIPS) if (why := broken(seed, tmp_path))]
    capsys.readouterr()  # what the files print
    assert found == []
