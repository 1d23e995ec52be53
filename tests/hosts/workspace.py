"""A project of somebody's with every bundler in it, made once below build/, and programs installed there by npm."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from urllib.error import URLError
from urllib.request import urlopen

from environment import ROOT
from vendoring.npm import install, npm_command

__all__ = ["Workspace"]

HERE = Path(__file__).parent
SECONDS = 300


class Workspace:
    """Applications in `apps/`, copied from here, and the packages that the lock pins."""

    def __init__(self) -> None:
        self.folder = ROOT / "build" / "hosts"
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in (".npmrc", "package.json", "package-lock.json"):
            shutil.copy(HERE / name, self.folder)
        install(self.folder, dev=True)
        shutil.rmtree(self.folder / "node_modules" / ".vite", ignore_errors=True)
        shutil.rmtree(self.folder / "apps", ignore_errors=True)
        shutil.copytree(HERE / "apps", self.folder / "apps")

    def install(self, *programs: Path) -> None:
        """As somebody would who has the folders that bml built."""
        command, environment = npm_command()
        flags = ["--no-save", "--install-links", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
        arguments = [*command, "install", *flags, *map(str, programs)]
        subprocess.run(arguments, cwd=self.folder, env=environment, check=True, capture_output=True, timeout=SECONDS)

    def app(self, name: str) -> Path:
        return self.folder / "apps" / name

    def run(self, app: str, program: str, *arguments: str) -> Path:
        """Runs a bundler's command in the folder of an application; returns where it writes to."""
        done = subprocess.run(
            self._command(program, *arguments),
            cwd=self.app(app),
            env={**npm_command()[1], "NEXT_TELEMETRY_DISABLED": "1", "NODE_ENV": "production"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        assert not re.search(r"warning", done.stdout, re.IGNORECASE), done.stdout
        return self.app(app) / "dist"

    @contextmanager
    def serving(self, app: str, program: str, *arguments: str) -> Iterator[str]:
        """A bundler's own server, at the address that the block is given."""
        with socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        address = f"http://localhost:{port}/"
        process = subprocess.Popen(
            self._command(program, *arguments, "--port", str(port)),
            cwd=self.app(app),
            env={**npm_command()[1], "NEXT_TELEMETRY_DISABLED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            _wait_for(address, process)
            yield address
        finally:
            process.terminate()
            process.communicate(timeout=20)

    def _command(self, program: str, *arguments: str) -> list[str]:
        node = npm_command()[0][0]
        return [node, str((self.folder / "node_modules" / ".bin" / program).resolve()), *arguments]


def _wait_for(address: str, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        try:
            with urlopen(address, timeout=30):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    process.kill()
    raise AssertionError(f"no answer at {address}:\n{process.communicate()[0]}")
