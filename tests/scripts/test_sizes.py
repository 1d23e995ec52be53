"""What parts of the runtime add to a program that links all others, after gzip -9, minified as bundles are."""

from __future__ import annotations

import gzip
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from bmlc.bundle import vendor
from bmlc.scripts.printing.runtime import PYTHON

LIMITS = {
    "numpy/": 9_240,
    "python/kinds": 1_536,
}  # bytes of whole parts; a program links only the functions that it calls
MT19937 = 1_024
_FLAGS = ("--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8", "--external:../data/*")


def _size(helpers: Iterable[tuple[str, str]], folder: Path) -> int:
    """The size of these functions of modules with what they import, but for what reads files of data."""
    known = sorted(helpers)
    imports = [f'import {{ {name} }} from "@bml/runtime/{module}.js";\n' for module, name in known]
    entry = folder / "entry.js"
    entry.write_text("".join(imports) + f"use([{', '.join(name for _, name in known)}]);\n", encoding="utf-8")
    aliases = [f"--alias:{name}={path}" for name, path in vendor.aliases().items()]
    command = [vendor.esbuild(), entry, *_FLAGS, *aliases, "--log-level=error"]
    return len(gzip.compress(subprocess.run(command, check=True, capture_output=True).stdout, 9, mtime=0))


@pytest.mark.parametrize("part", LIMITS)
def test_what_a_part_adds(part: str, tmp_path: Path) -> None:
    helpers = {(module if "/" in module else f"python/{module}", name) for name, module in PYTHON.items()}
    others = {(module, name) for module, name in helpers if not module.startswith(part)}
    added = _size(helpers, tmp_path) - _size(others, tmp_path)
    assert 0 < added <= LIMITS[part]


def test_the_generator_of_random_numbers(tmp_path: Path) -> None:
    assert _size([("random/mt19937", "MersenneTwister")], tmp_path) <= MT19937
