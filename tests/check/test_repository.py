"""What must not be in the repository, and what must be as the code says."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from generated import generated_files

ROOT = Path(__file__).resolve().parents[2]
FILES = subprocess.run(
    ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True
)
TEXTS = {
    name: path.read_text("utf-8", errors="ignore")
    for name in FILES.stdout.decode().split("\0")
    if (path := ROOT / name).is_file() and path.suffix not in {".png", ".gz", ".npz"}
}
# An address in a lock file would make everybody install from where its author did.
LOCKS = [
    "package-lock.json",
    "tests/hosts/package-lock.json",
    "tools/constraints.txt",
    "tools/peers/package-lock.json",
    "tools/peers/requirements.txt",
]
# Folders of whoever wrote the line; built from parts, so that this file does not match itself.
MACHINE = re.compile(
    "|".join(rf"(?<![\w.~*-])(?<!bml://)/{folder}/" for folder in ("work", "home", "root", "Users", "tmp"))
)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_no_address(name: str) -> None:
    assert not re.search(r"\w+://|\"resolved\"", TEXTS[name])


def test_all_locks_are_looked_at() -> None:
    known = [
        name for name in TEXTS if re.search(r"(?:^|/)(?:package-lock\.json|constraints\.txt|requirements\.txt)$", name)
    ]
    assert sorted(known) == LOCKS


def test_no_path_of_somebodys_machine() -> None:
    found = [
        f"{name}:{number}: {line.strip()}"
        for name, text in TEXTS.items()
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert not found


@pytest.mark.parametrize("path", generated_files(), ids=lambda path: path.name)
def test_a_generated_file_is_fresh(path: Path) -> None:
    present = path.read_text("utf-8") if path.is_file() else ""
    assert present == generated_files()[path], "run ./tools/regen"


# A page's other scripts may extend what all objects inherit, and `for ... in` goes through that too.
FOR_IN = re.compile(r"\bfor\s*\(\s*(?:(?:const|let|var)\s+)?\w+\s+in\s")


def test_no_loop_over_what_objects_inherit() -> None:
    shipped = [name for name in TEXTS if name.startswith("runtime_js/src/") or "/bundle/templates/" in name]
    assert len(shipped) > 100
    assert not [name for name in shipped if FOR_IN.search(TEXTS[name])]
    assert FOR_IN.search("for (const key in args) {")
