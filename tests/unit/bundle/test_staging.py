"""The folder that a build replaces: what becomes of what others put there, and of builds that are killed or meet."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bmlc.bundle.build import build
from bmlc.bundle.options import BuildOptions
from bmlc.bundle.staging import staged
from bmlc.errors import UserError
from bmlc.program import Program

CPU = BuildOptions(backends=("cpu",))
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals, links and locks of POSIX")


def tree(folder: Path) -> dict[str, bytes | str | None]:
    """All that is in a folder: texts, targets of links, None for folders."""
    found: dict[str, bytes | str | None] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        found[name] = os.readlink(path) if path.is_symlink() else None if path.is_dir() else path.read_bytes()
    return found


def write(path: Path, text: str = "mine") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def bundle(program: Program, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes | str | None]:
    """What a build alone writes."""
    out = tmp_path_factory.mktemp("alone") / "out"
    build(program, out, CPU)
    return tree(out)


def put_there(out: Path) -> None:
    """Files, folders and links of all kinds, beside the bundle's and among them."""
    write(out / "CNAME", "example.org")
    write(out / "模型 été 💥.txt")
    write(out / "program.py", "import bml\n")
    write(out / "chunks" / "mine.js")
    write(out / "data" / "deep" / "mine.csv")
    write(out / ".git" / "objects" / "ab" / "cd")
    (out / ".git" / "refs").mkdir()
    (out / "empty" / "within").mkdir(parents=True)
    (out / "nowhere").symlink_to("../elsewhere")
    write(out.parent / "other" / "x")
    (out / "other").symlink_to("../other")


@posix
def test_what_others_put_there_stays(program: Program, bundle: dict[str, bytes | str | None], tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(program, out, CPU)
    put_there(out)
    expected = tree(out)
    for _ in range(2):
        build(program, out, CPU)
        assert tree(out) == expected
    assert bundle.items() < expected.items()
    assert {path.name for path in tmp_path.iterdir()} == {"out", "other"}


def test_what_the_last_build_wrote_goes(
    program: Program, bundle: dict[str, bytes | str | None], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    build(program, out, BuildOptions(backends=("cpu", "wasm")))
    write(out / "chunks" / "mine.js")
    build(program, out, CPU)
    assert tree(out) == {**bundle, "chunks/mine.js": b"mine"}


@pytest.mark.parametrize(
    ("path", "named"), [("chunks/own.js", "chunks/own.js"), ("weights", "weights"), ("data/x/y", "data/x")]
)
def test_a_file_where_one_of_the_bundles_belongs_is_refused(path: str, named: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with staged(out) as folder:
        write(folder / "manifest.json", '{"bml": "1", "files": {}}')
    write(out / path)
    before = tree(tmp_path)

    def build_again() -> None:
        with staged(out) as folder:
            for name in ("chunks/own.js", "weights/1.bin", "data/x"):
                write(folder / name, "the bundle's")

    with pytest.raises(UserError) as caught:
        build_again()
    assert (caught.value.code, caught.value.message) == (
        "BML305",
        f"{out / named} is no file of the last build, and the new one has a file of that name",
    )
    assert tree(tmp_path) == before


@posix
def test_a_link_to_a_folder_is_followed(
    program: Program, bundle: dict[str, bytes | str | None], tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to("real")
    for _ in range(2):
        build(program, tmp_path / "link", CPU)
        assert (tmp_path / "link").is_symlink()
        assert tree(tmp_path / "real") == bundle


@pytest.mark.parametrize("name", ["x" * 255, "模" * 85, "-o", "a b"])
def test_names_as_long_as_systems_take(name: str, tmp_path: Path) -> None:
    with staged(tmp_path / name) as folder:
        write(folder / "index.html")
    assert tree(tmp_path) == {name: None, f"{name}/index.html": b"mine"}


@posix
@pytest.mark.parametrize("out", ["x" * 300, f"{'x' * 300}/out", "a/" * 3000, "loop", "file/out"])
def test_places_that_cannot_be(out: str, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    write(tmp_path / "file")
    before = tree(tmp_path)
    with pytest.raises(UserError) as caught:
        staged(tmp_path / out).__enter__()
    assert caught.value.code == "BML305"
    assert tree(tmp_path) == before


def test_the_current_folder_is_not_pulled_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out" / "within").mkdir(parents=True)
    for folder in (tmp_path / "out", tmp_path / "out" / "within"):
        monkeypatch.chdir(folder)
        with pytest.raises(UserError, match=r"a build replaces .* as a whole, and the current folder is in it"):
            staged(tmp_path / "out").__enter__()


KILLED = """
import os, signal, sys
from pathlib import Path
from bmlc.bundle import staging

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it

def rename(old, new, rename=os.rename, left=[int(sys.argv[2])]):
    left[0] -= 1
    if left[0] == -1:
        print("here", flush=True)
        sys.stdin.read()
    rename(old, new)

staging.os.rename = rename
with staging.staged(Path(sys.argv[1])) as folder:
    (folder / "manifest.json").write_text('{"bml": "1", "files": {}}')
    (folder / "new").write_text("")
"""


@posix
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize("renames", [0, 1])
def test_a_build_that_is_killed_loses_nothing(ending: signal.Signals, renames: int, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with staged(out) as folder:
        write(folder / "manifest.json", '{"bml": "1", "files": {"old": {}}}')
        write(folder / "old")
    write(out / "CNAME")
    command = [sys.executable, "-c", KILLED, str(out), str(renames)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"here\n"
        killed.send_signal(ending)
        killed.wait(timeout=20)
    if ending == signal.SIGINT:
        assert set(tree(tmp_path)) == {"out", "out/manifest.json", "out/old", "out/CNAME"}
    with staged(out) as folder:
        write(folder / "manifest.json", '{"bml": "1", "files": {}}')
    assert set(tree(tmp_path)) == {"out", "out/manifest.json", "out/CNAME"}


@posix
def test_builds_at_once_take_turns(tmp_path: Path) -> None:
    code = """
import sys, time
from pathlib import Path
from bmlc.bundle.staging import staged

for turn in range(20):
    with staged(Path(sys.argv[1])) as folder:
        (folder / "manifest.json").write_text('{"bml": "1", "files": {"first": {}, "second": {}}}')
        (folder / "first").write_text(sys.argv[2])
        time.sleep(0.001)
        (folder / "second").write_text(sys.argv[2])
"""
    out = tmp_path / "out"
    with staged(out) as folder:
        write(folder / "manifest.json", '{"bml": "1", "files": {}}')
    write(out / "CNAME")
    builds = [
        subprocess.Popen([sys.executable, "-c", code, str(out), str(n)], stderr=subprocess.PIPE, text=True)
        for n in range(3)
    ]
    told = [build.communicate(timeout=60)[1] for build in builds]
    assert told == ["", "", ""]
    found = tree(tmp_path)
    assert set(found) == {"out", "out/manifest.json", "out/first", "out/second", "out/CNAME"}
    assert found["out/first"] == found["out/second"]
