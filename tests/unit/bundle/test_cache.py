"""The cache of builds: whole entries or none, however many processes share it; and what a build takes from it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bmlc.bundle import vendor
from bmlc.bundle.build import build
from bmlc.bundle.cache import BuildCache, key_of
from bmlc.bundle.esbuild import Linker
from bmlc.bundle.options import BuildOptions
from bmlc.program import Program

CPU = BuildOptions(backends=("cpu",))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_was_put_is_found(tmp_path: Path) -> None:
    BuildCache(tmp_path).put("links", "a", b"data")
    assert BuildCache(tmp_path).get("links", "a") == b"data"
    assert BuildCache(tmp_path).get("links", "b") is None
    assert BuildCache(tmp_path).get("sizes", "a") is None


@pytest.mark.parametrize(
    "damage", [lambda old: b"", lambda old: old[:-1], lambda old: old + b"x", lambda old: old[::-1]]
)
def test_a_damaged_entry_is_none(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    cache = BuildCache(tmp_path)
    cache.put("links", "a", b"some data")
    (path,) = (tmp_path / "builds" / "links").iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert cache.get("links", "a") is None
    cache.put("links", "a", b"some data")
    assert cache.get("links", "a") == b"some data"


def test_keys_know_where_their_parts_end() -> None:
    assert len({key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of("a", "b", "c"), key_of(b"abc", "")}) == 5


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    cache = BuildCache(tmp_path, most_bytes=3000)
    for number in range(4):
        cache.put("files", str(number), bytes(900))
        os.utime(tmp_path / "builds" / "files" / str(number), (number, number))
    assert cache.get("files", "0") is not None  # which uses it
    cache.trim()
    assert [number for number in range(4) if cache.get("files", str(number))] == [0, 2, 3]


def test_it_can_be_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    BuildCache(tmp_path).put("files", "a", b"data")
    monkeypatch.setenv("BML_NO_CACHE", "1")
    cache = BuildCache(tmp_path)
    assert cache.get("files", "a") is None
    cache.put("files", "b", b"data")
    assert not (tmp_path / "builds" / "files" / "b").exists()


SHARING = """
import sys
from pathlib import Path
from bmlc.bundle.cache import BuildCache
cache = BuildCache(Path(sys.argv[1]), most_bytes=40_000)
for turn in range(300):
    key = str(turn % 7)
    found = cache.get("files", key)
    assert found in (None, key.encode() * 9000), "half an entry"
    if found is None:
        cache.put("files", key, key.encode() * 9000)
    cache.trim()
"""


def test_several_processes_share_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SHARING, str(tmp_path)]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [each.communicate(timeout=60)[1] for each in running] == [""] * 3
    assert [each.returncode for each in running] == [0] * 3
    assert not [*(tmp_path / "builds" / "files").glob(".new-*")]


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The runs of esbuild."""
    runs: list[object] = []
    original = Linker._link

    def counted(linker: Linker, options: object) -> object:
        runs.append(options)
        return original(linker, options)

    monkeypatch.setattr(Linker, "_link", counted)
    return runs


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BML_CACHE_DIR", str(tmp_path / "cache"))


def test_a_second_build_links_nothing_and_is_the_same(
    program: Program, tmp_path: Path, links: list[object], own_cache: None
) -> None:
    first = build(program, tmp_path / "a" / "line_fit", CPU)
    linked = len(links)
    assert linked
    second = build(program, tmp_path / "deeper" / "b" / "other", CPU)
    assert len(links) == linked
    assert contents(first.folder) == contents(second.folder)
    assert first.sizes == second.sizes


def edited(program: Program) -> Program:
    return replace(program, title="Another title")


@pytest.mark.parametrize(
    ("change", "options"),
    [
        (lambda program: program, replace(CPU, minify=False)),
        (lambda program: program, replace(CPU, source_maps="full")),
        (lambda program: program, replace(CPU, source_maps="none")),
        (lambda program: program, replace(CPU, check_numerics=True)),
        (lambda program: program, BuildOptions(backends=("wasm",))),
        (edited, CPU),
    ],
)
def test_whatever_is_built_otherwise_is_linked_anew(
    program: Program,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    own_cache: None,
    change: Callable[[Program], Program],
    options: BuildOptions,
) -> None:
    build(program, tmp_path / "first", CPU)
    kept = build(change(program), tmp_path / "kept", options)
    monkeypatch.setenv("BML_NO_CACHE", "1")
    fresh = build(change(program), tmp_path / "fresh", options)
    assert contents(kept.folder) == contents(fresh.folder)
    assert contents(kept.folder) != contents(tmp_path / "first")


def test_another_runtime_or_tool_is_another_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vendored, runtime = tmp_path / "vendor", tmp_path / "runtime"
    for path in (vendored / "stamp", vendored / "bin" / "esbuild", runtime / "app" / "a.ts"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("one", encoding="utf-8")
    monkeypatch.setattr(vendor, "VENDOR", vendored)
    monkeypatch.setattr(vendor, "CHECKOUT_RUNTIME", runtime)

    def changed() -> str:
        vendor.runtime_hash.cache_clear()
        vendor.toolchain_hash.cache_clear()
        return vendor.toolchain_hash()

    try:
        found = {changed()}
        for path in (vendored / "stamp", vendored / "bin" / "esbuild", runtime / "app" / "a.ts"):
            path.write_text("two", encoding="utf-8")
            found.add(changed())
        (vendored / "bin" / "more").write_text("", encoding="utf-8")
        found.add(changed())
        (runtime / "app" / "a.ts").rename(runtime / "app" / "b.ts")
        found.add(changed())
        assert len(found) == 6
    finally:
        monkeypatch.undo()
        vendor.runtime_hash.cache_clear()
        vendor.toolchain_hash.cache_clear()


def test_a_project_around_the_output_has_no_say(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BML_NO_CACHE", "1")
    alone = build(program, tmp_path / "alone" / "out", CPU)
    project = tmp_path / "project"
    project.mkdir()
    (project / "tsconfig.json").write_text('{"compilerOptions": {"useDefineForClassFields": false, "target": "es5"}}')
    (project / "package.json").write_text('{"sideEffects": false, "type": "commonjs"}')
    within = build(program, project / "out", CPU)
    assert contents(alone.folder) == contents(within.folder)
