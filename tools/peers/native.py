"""A process with Keras on TensorFlow, asked by lines of JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, Self

from environment import ROOT

__all__ = ["Native", "NativeError"]


class NativeError(Exception):
    """Keras could not do what it was asked."""


class Native:
    """`with Native(threads, programs) as keras: keras.ask("time", task="T1b64", milliseconds=500)`."""

    PACKAGES = ROOT / "build" / "peers" / "python"  # those that only exports need

    def __init__(self, threads: int, programs: Path) -> None:
        path = os.pathsep.join([str(ROOT / "tools"), str(self.PACKAGES)])
        quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
        self._errors = TemporaryFile()  # noqa: SIM115 (TensorFlow says much: a pipe that nobody reads would fill)
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "peers.keras_side", str(threads), str(programs)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            env={**os.environ, **quiet, "KERAS_BACKEND": "tensorflow", "PYTHONPATH": path},
        )

    def ask(self, what: str, **arguments: object) -> dict[str, Any]:
        """Its answer.

        Raises:
            NativeError: If it failed; it may be asked again, unless it has ended.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({"do": what, "with": arguments}), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        if not line:
            raise NativeError(f"Keras's process ended: {self._said()}")
        answer: dict[str, Any] = json.loads(line)
        if error := answer.get("error"):
            raise NativeError(f"{what} of {arguments}: {error}")
        return answer

    def _said(self) -> str:
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace")[-1000:]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._errors.close()
