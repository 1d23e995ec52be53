"""What parts of the runtime add to what they import, in bytes after gzip -9, minified as bundles are."""

from __future__ import annotations

import gzip
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from bmlc.bundle import vendor
from bmlc.scripts.printing.runtime import PYTHON

# Of whole parts; a program links only the functions that it calls.
LIMITS = {"numpy/": 9_930, "python/kinds": 1_536}
MT19937 = 1_024

_FLAGS = ("--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8", "--log-level=error")
_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[\w./]+)\.js";', re.MULTILINE)


def _size(functions: Iterable[tuple[str, str]], folder: Path) -> int:
    """The size of these functions of modules, with what they import."""
    known = sorted(functions)
    entry = folder / "entry.js"
    imports = [f'import {{ {name} }} from "@bml/runtime/{module}.js";\n' for module, name in known]
    entry.write_text("".join(imports) + f"use([{', '.join(name for _, name in known)}]);\n", encoding="utf-8")
    aliases = [f"--alias:{name}={path}" for name, path in vendor.aliases().items()]
    command = [vendor.esbuild(), entry, *_FLAGS, "--external:node:*", *aliases]
    return len(gzip.compress(subprocess.run(command, check=True, capture_output=True).stdout, 9, mtime=0))


def _imported(part: str) -> set[tuple[str, str]]:
    """What the modules of a part import of others."""
    root = vendor.runtime_sources()
    found = set()
    for path in root.glob(f"{part}*.ts"):
        for names, module in _IMPORT.findall(path.read_text(encoding="utf-8")):
            other = (path.parent / module).resolve().relative_to(root.resolve()).as_posix()
            if not other.startswith(part):
                found |= {(other, name.strip()) for name in names.split(",") if "type " not in name and name.strip()}
    return found


@pytest.mark.parametrize("part", LIMITS)
def test_what_a_part_adds(part: str, tmp_path: Path) -> None:
    modules = {name: module if "/" in module else f"python/{module}" for name, module in PYTHON.items()}
    own = {(module, name) for name, module in modules.items() if module.startswith(part)}
    around = _imported(part)
    assert around
    added = _size(own | around, tmp_path) - _size(around, tmp_path)
    assert 0 < added <= LIMITS[part]


def test_the_generator_of_random_numbers(tmp_path: Path) -> None:
    assert _size([("random/mt19937", "MersenneTwister")], tmp_path) <= MT19937
