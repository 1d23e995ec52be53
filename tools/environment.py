"""The virtual environment `.venv` of a checkout: made, filled and kept up to date, with the standard library only.

The scripts of this folder are started by any Python that is at hand; what they do runs in `.venv`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

__all__ = ["DATA", "ROOT", "run_in_venv"]

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"  # a collection of data sets that may lie beside the checkout
VENV = ROOT / ".venv"
PINS = ROOT / "tools" / "constraints.txt"
STAMP = VENV / "installed"
MINIMUM = (3, 11)
# What an installation is made of. The rest is installed editable: its changes need none.
INPUTS = ("pyproject.toml", "package-lock.json", "hatch_build.py", "tools/constraints.txt")


def run_in_venv(script: str, arguments: list[str], *, extras: tuple[str, ...]) -> int:
    """Installs bml with `extras` into `.venv`, runs `script` of this folder there and returns its exit status."""
    python = _installed(extras)
    # Its programs come before the machine's: `bml`, `ruff`, `mypy`.
    path = os.pathsep.join([str(python.parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path, "VIRTUAL_ENV": str(VENV)}
    if DATA.is_dir():
        environment.setdefault("BML_DATA_DIR", str(DATA))
    try:
        return subprocess.run(
            [str(python), str(ROOT / "tools" / script), *arguments], check=False, env=environment
        ).returncode
    except KeyboardInterrupt:
        return 130


def _installed(extras: tuple[str, ...]) -> Path:
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    present = STAMP.read_text("utf-8").split() if STAMP.is_file() else []
    digest = _digest()
    if python.exists() and present[:1] == [digest] and set(extras) <= set(present[1:]):
        return python
    if not python.exists():
        _make(python)
    # Extras of an earlier installation stay, so that the demo after the tests takes nothing away.
    extras = tuple(sorted({*extras, *present[1:]}))
    _say(f"installing bml[{','.join(extras)}] into {VENV.name}; the first time takes minutes")
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--constraint", str(PINS)]
    _run([*pip, "--editable", f"{ROOT}[{','.join(extras)}]"], "check the network and pip's configuration")
    STAMP.write_text(" ".join([digest, *extras]), "utf-8")
    return python


def _make(python: Path) -> None:
    newest = _newest_python()
    shutil.rmtree(VENV, ignore_errors=True)
    _run([newest, "-m", "venv", str(VENV)], "this Python lacks venv; on Debian and Ubuntu: apt install python3-venv")


def _newest_python() -> str:
    if sys.version_info >= MINIMUM:
        return sys.executable
    for minor in range(14, MINIMUM[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    raise SystemExit(f"expected Python {MINIMUM[0]}.{MINIMUM[1]} or newer, received {sys.version.split()[0]}")


def _digest() -> str:
    digest = hashlib.sha256(str(ROOT).encode())  # an editable installation knows where it lies
    for name in INPUTS:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def _run(command: list[str], hint: str) -> None:
    if subprocess.run(command, check=False, cwd=ROOT).returncode:
        raise SystemExit(f"`{' '.join(command)}` failed: {hint}")


def _say(text: str) -> None:
    print(f"bml: {text}", file=sys.stderr, flush=True)
