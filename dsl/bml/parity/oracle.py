"""Starts the process that runs the user's file on Keras, and asks it."""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import numpy.typing as npt

from bml.parity.origins import Origins, Recipes
from bmlc.errors import UserError
from bmlc.parity.oracle import Answer, OracleError

__all__ = ["KerasProcess", "open_keras"]

Array = npt.NDArray[Any]

TIMEOUT = 300.0  # seconds for an answer; a step of a large net takes some, and the first one is traced
_TAIL = 12  # lines of what a process that ended said last


class KerasProcess:
    """Keras on TensorFlow in a process of its own; implements `bmlc.parity.oracle.Oracle` for the file loaded last."""

    def __init__(self, process: subprocess.Popen[bytes], errors: IO[str]) -> None:
        self._process = process
        self._errors = errors
        self._answers: queue.Queue[Any] = queue.Queue()
        self._file = "the file"
        self._recipes = Recipes({}, (), {})
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._description: str | None = None

    def load(self, path: Path, origins: Origins) -> None:
        """Import the file; its functions can be called from now on.

        Raises:
            UserError: Whatever the file raises there.
        """
        self._file = path.name
        from bml.parity.recipes import recipes  # which imports Keras on bml's backend

        self._recipes = recipes(origins)
        try:
            self._ask("load", path, self._recipes)
        except OracleError as error:
            raise UserError("BML301", f"{path.name} failed on Keras's own backend: {error}") from None

    @property
    def description(self) -> str:
        if self._description is None:
            self._description = self._answer()
        return self._description

    def refusal(self, function: str) -> str | None:
        return self._recipes.refused.get(function)

    def call(
        self, function: str, inputs: Sequence[Array], state: Mapping[str, Array], updates: Sequence[str]
    ) -> Answer:
        answer = self._ask("call", function, list(inputs), dict(state), list(updates))
        assert isinstance(answer, Answer)
        return answer

    def _ask(self, name: str, *arguments: Any) -> Any:
        _ = self.description  # the process tells it before anything else
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(pickle.dumps((name, arguments)))
            self._process.stdin.flush()
        except OSError:  # it has ended
            raise self._ended() from None
        return self._answer()

    def _answer(self) -> Any:
        try:
            answer = self._answers.get(timeout=TIMEOUT)
        except queue.Empty:
            self._process.kill()
            raise UserError(
                "BML407",
                f"expected {self._file} on TensorFlow to answer, received nothing for {TIMEOUT:.0f} s",
                "a loop at the top of the file, or in a function, may have no end there",
            ) from None
        if answer is None:
            self._answers.put(None)  # for whoever asks again
            raise self._ended()
        kind, value = answer
        if kind == "user_error":
            code, message, hint, loc = value
            raise UserError(code, message, hint, loc)
        if kind == "error":
            raise OracleError(value)
        return value

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(OSError):  # what was still to be written
                pipe.close()

    def _listen(self) -> None:
        """Pass answers on; None says that the process has ended."""
        assert self._process.stdout is not None
        try:
            while True:
                self._answers.put(pickle.load(self._process.stdout))
        except Exception:  # the end, or an answer that was cut off by it
            self._answers.put(None)

    def _ended(self) -> UserError:
        status = self._process.wait()
        self._errors.seek(0)
        said = "\n".join(self._errors.read().strip().splitlines()[-_TAIL:])
        return UserError(
            "BML407", f"the process that runs {self._file} on TensorFlow ended with status {status}", said or None
        )


@contextmanager
def open_keras() -> Iterator[KerasProcess]:
    """A process until the block ends."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    environment = {**os.environ, "PYTHONPATH": path, "TF_CPP_MIN_LOG_LEVEL": "3"}
    with TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "bml.parity.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,  # a file: an unread pipe would stop the process once it is full
            env=environment,
        )
        keras = KerasProcess(process, errors)
        try:
            yield keras
        finally:
            keras.close()
