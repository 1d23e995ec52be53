"""The wasm modules: the same bytes from each build, nothing in them but our own, no compiler where they come built."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from vendoring import wasm_modules
from vendoring.wasm_modules import COMPILER, MODULES, CompilerError, are_built, build_modules, compile_modules

ROOT = Path(__file__).resolve().parents[3]
SOURCES = ROOT / "runtime_js/wasm"

VARIANTS = ("fma", "fma-threads", "simd", "simd-threads")
EXPECTED = sorted(f"bml-{module}-{variant}.wasm" for module in MODULES for variant in VARIANTS)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources, with the modules that an sdist has beside them."""
    sources = tmp_path_factory.mktemp("wasm") / "sources"
    shutil.copytree(SOURCES, sources)
    compile_modules(sources, sources / "built")
    return sources


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "bml.stamp")


def test_each_source_belongs_to_a_module() -> None:
    named = [name for names in MODULES.values() for name in names]
    assert sorted(named) == sorted(path.stem for path in SOURCES.glob("*.c"))


def test_two_builds_give_equal_bytes(built: Path, tmp_path: Path) -> None:
    compile_modules(SOURCES, tmp_path)
    assert names(tmp_path) == EXPECTED
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (built / "built" / path.name).read_bytes()


def test_built_modules_are_taken_without_a_compiler(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of an sdist, or of the build before."""
    monkeypatch.setattr(wasm_modules, "find_spec", lambda name: None)
    for sources, before in ((built, tmp_path), (SOURCES, built / "built")):
        target = tmp_path / sources.name
        target.mkdir()
        build_modules(sources, target, before)
        assert names(target) == EXPECTED


def test_those_of_other_sources_are_not_taken(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert are_built(built)
    assert not are_built(SOURCES)
    changed = tmp_path / "sources"
    shutil.copytree(built, changed)
    with (changed / "kernel.h").open("a") as header:
        header.write("\n")
    assert not are_built(changed)
    monkeypatch.setattr(wasm_modules, "find_spec", lambda name: None)
    with pytest.raises(CompilerError, match=rf"found none\. Run: pip install {COMPILER}$"):
        build_modules(changed, tmp_path, built / "built")


TABLE = "static const float table[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9};\nKERNEL(look) { OUT(1)[0] = table[a[0]]; }"
LIBRARY = "float fmodf(float, float);\nKERNEL(rest) { OUT(1)[0] = fmodf(IN(0)[0], IN(0)[1]); }"


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        (TABLE, "to have no constants or variables in memory, found"),
        (LIBRARY, "undefined symbol: fmodf"),
        ("KERNEL(half) { int unused; }", "unused variable"),
    ],
)
def test_what_no_module_may_hold_is_refused(
    code: str, refused: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No data, nothing of a C library, no warning."""
    shutil.copy(SOURCES / "kernel.h", tmp_path)
    (tmp_path / "one.c").write_text(f'#include "kernel.h"\n{code}\n', "utf-8")
    monkeypatch.setattr(wasm_modules, "MODULES", {"common": ("one",)})
    with pytest.raises(CompilerError, match=refused):
        compile_modules(tmp_path, tmp_path / "out")


def test_a_checkout_installs_the_compiler_that_builds_ask_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert COMPILER in project["optional-dependencies"]["dev"]
