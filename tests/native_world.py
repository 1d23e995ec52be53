"""Files run in Python as `bml run` runs them, with Keras on TensorFlow: what built programs are held to.

A process has one Keras, and that of the tests is on bml's backend. So these runs have a process of their own, one for
all tests of a session, since TensorFlow takes seconds to start. It reads a request a line, and answers with a line.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any, TextIO

import numpy as np

__all__ = ["NativeWorld", "Outcome"]

SECONDS = 300  # for one run


@dataclass(frozen=True)
class Outcome:
    """What a run printed, what it returned, and the type and message of the error that ended it.

    The result is as JSON carries it from JavaScript: arrays with shape and dtype, dictionaries as pairs.
    """

    printed: str
    result: Any
    error: str


class NativeWorld:
    """The process; the first run starts it, and so does the next one after it was stopped."""

    def __init__(self, log: Path) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._log = log

    def run(
        self, path: Path, name: str, arguments: Mapping[str, Any] | None = None, seconds: float = SECONDS
    ) -> Outcome:
        """Import the file as a new program and call its script, or its function, `name`.

        Raises:
            RuntimeError: Where it does not end in time, or the process itself ends.
        """
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        request = {"path": str(path), "name": name, "arguments": dict(arguments or {})}
        stopped: list[float] = []

        def stop() -> None:
            stopped.append(seconds)
            process.kill()

        timer = Timer(seconds, stop)
        timer.start()
        try:
            process.stdin.write(f"{json.dumps(request)}\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        finally:
            timer.cancel()
        if answer:
            return Outcome(**json.loads(answer))
        process.wait()
        self.close()
        said = self._log.read_text(encoding="utf-8", errors="replace")
        how = f"did not end within {seconds:g} s" if stopped else f"ended the process with status {process.returncode}"
        raise RuntimeError(f"{name} of {path.name}, run in Python on TensorFlow, {how}:\n{said[-3000:]}")

    def close(self) -> None:
        """End the process, which takes seconds to end by itself."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            with self._log.open("w", encoding="utf-8") as log:
                self._process = subprocess.Popen(
                    [sys.executable, __file__],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                    encoding="utf-8",
                    env={**os.environ, "KERAS_BACKEND": "tensorflow", "PYTHONUTF8": "1"},
                )
        return self._process


def _outcome(path: Path, name: str, arguments: Mapping[str, Any]) -> Outcome:
    """One run, in this process."""
    from bml.collect.loading import load_module
    from bml.context import new_program
    from bml.native.hooks import after_import

    printed = io.StringIO()
    try:
        said = _Said(printed, sys.stderr)
        with new_program() as program, contextlib.redirect_stdout(printed), contextlib.redirect_stderr(said):
            after_import("keras", lambda keras: keras.utils.set_random_seed(program.given_seed))
            fn = getattr(load_module(path, compiling=False).module, name)
            result, error = _plain(fn(**arguments)), ""
    except Exception as failed:
        result, error = None, f"{type(failed).__name__}: {failed}"
    own = f"bml_program_{path.stem}"  # `__main__` of a page
    return Outcome(printed.getvalue().replace(own, "__main__"), result, error)


class _Said(io.TextIOBase):
    """The standard error, of which lines of `logging` are those that a page shows."""

    def __init__(self, lines: io.StringIO, others: TextIO) -> None:
        self._lines, self._others = lines, others

    def write(self, text: str) -> int:
        caller = sys._getframe(1)
        record = caller.f_locals.get("record") if caller.f_code.co_filename == logging.__file__ else None
        is_log = record is not None and record.name not in ("absl", "tensorflow")
        return (self._lines if is_log else self._others).write(text)

    def flush(self) -> None:
        self._others.flush()


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {"pairs": [[_plain(key), _plain(item)] for key, item in value.items()]}
        case list() | tuple():
            return [_plain(item) for item in value]
        case np.ndarray() if value.dtype in (np.float64, np.int64) and type(value) is np.ndarray:
            return value.tolist()
        case _ if hasattr(value, "__array__"):
            array = np.asarray(value)
            dtype = {"f": "float32", "i": "int32", "u": "int32", "b": "bool"}[array.dtype.kind]
            return {"shape": list(array.shape), "dtype": dtype, "data": array.ravel().tolist()}
        case _:
            return value


def _serve() -> None:
    """Answer requests until there are no more; what is printed past Python's own `print` goes to the log."""
    from bml.keras.seam import share_random_numbers

    share_random_numbers()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        outcome = _outcome(Path(request["path"]), request["name"], request["arguments"])
        print(json.dumps(vars(outcome)), file=answers, flush=True)


if __name__ == "__main__":
    _serve()
