"""A bundle has the kernels that its program calls, and no other one of the modules that they stand in."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from bmlc.bundle.esbuild import Linker
from bmlc.bundle.options import BuildOptions
from bmlc.kernels.tables import BACKENDS, FACTS, kernel_table


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_kernels_beside_one_are_left_out(backend: str, tmp_path: Path) -> None:
    modules = defaultdict(set)
    for name, kernel in kernel_table(backend).items():
        if name in FACTS[backend].chains.split():
            continue  # a step of what is printed for a program
        modules[kernel.module].add(kernel.config)
    shared = {module: sorted(configs) for module, configs in modules.items() if len(configs) > 1}
    (tmp_path / "src").mkdir()
    for number, (module, (used, *_)) in enumerate(shared.items()):
        (tmp_path / f"src/{number}.js").write_text(f'export {{ {used} }} from "{module}";\n', encoding="utf-8")
    out = tmp_path / "out"
    Linker(tmp_path, out, BuildOptions(minify=False)).alone({str(n): f"./src/{n}.js" for n in range(len(shared))})
    assert shared
    for number, (used, *others) in enumerate(shared.values()):
        (file,) = out.glob(f"{number}-*.js")
        text = file.read_text(encoding="utf-8")
        assert used in text
        assert [config for config in others if re.search(rf"\b{config}\b", text)] == []
