"""Starts the processes that run the user's file on Keras, and asks them."""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import numpy.typing as npt

from bml.parity.origins import Origins, Recipes
from bmlc.errors import UserError
from bmlc.oracle import Answer, IncomparableError, OracleError

__all__ = ["Keras", "open_keras"]

Array = npt.NDArray[Any]

TIMEOUT = 300.0  # seconds for an answer; a step of a large net takes some, and the first one is traced
_TAIL = 12  # lines of what a process that ended said last
_NAMES = {"tensorflow": "TensorFlow", "jax": "JAX"}


class Keras:
    """Implements `bmlc.oracle.Oracle` for the file that was loaded last.

    Args:
        stack: Ends the processes.
    """

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._tensorflow = _Process("tensorflow", stack)
        self._jax: _Process | None = None
        self._file: tuple[Path, Recipes] = (Path("the file"), Recipes({}, (), {}))

    def load(self, path: Path, origins: Origins) -> None:
        """Import the file; its functions can be called from now on.

        Raises:
            UserError: Whatever the file raises there.
        """
        from bml.parity.recipes import recipes  # which imports Keras on bml's backend

        self._file = path, recipes(origins)
        self._tensorflow.load(*self._file)
        if self._jax is not None:
            self._jax.load(*self._file)

    @property
    def description(self) -> str:
        return self._tensorflow.description

    def refusal(self, function: str) -> str | None:
        return self._file[1].refused.get(function)

    def call(
        self, function: str, inputs: Sequence[Array], state: Mapping[str, Array], updates: Sequence[str]
    ) -> Answer:
        arguments = (function, list(inputs), dict(state), list(updates))
        answer: Answer = self._tensorflow.ask("call", *arguments)
        if answer.incomparable is None or find_spec("jax") is None:
            return answer
        if self._jax is None:
            self._jax = _Process("jax", self._stack)
            self._jax.load(*self._file)
        try:
            on_jax: Answer = self._jax.ask("call", *arguments)
        except IncomparableError as error:
            return replace(answer, incomparable=str(error))
        return replace(on_jax, tapes=answer.tapes)  # the gradients themselves are TensorFlow's


@contextmanager
def open_keras() -> Iterator[Keras]:
    """Keras in processes of its own, until the block ends."""
    with ExitStack() as stack:
        yield Keras(stack)


class _Process:
    """One that runs `bml.parity.worker`."""

    def __init__(self, backend: str, stack: ExitStack) -> None:
        self._backend = _NAMES[backend]
        self._file = "the file"
        errors = TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - the stack closes it
        self._errors: IO[str] = stack.enter_context(errors)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bml.parity.worker", backend],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,  # a file: an unread pipe would stop the process once it is full
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TF_CPP_MIN_LOG_LEVEL": "3"},
        )
        self._answers: queue.Queue[Any] = queue.Queue()
        self._requests: queue.Queue[bytes | None] = queue.Queue()
        self._threads = [threading.Thread(target=each, daemon=True) for each in (self._listen, self._send)]
        for thread in self._threads:
            thread.start()
        self._description: str | None = None
        stack.callback(self._close)

    @property
    def description(self) -> str:
        """What runs there; the process tells it before anything else."""
        if self._description is None:
            self._description = self._answer()
        return self._description

    def load(self, path: Path, recipes: Recipes) -> None:
        self._file = path.name
        try:
            self.ask("load", path, recipes)
        except OracleError as error:
            raise UserError("BML301", f"{path.name} failed on Keras's {self._backend} backend: {error}") from None

    def ask(self, name: str, *arguments: Any) -> Any:
        """What the file's method `name` gives there."""
        _ = self.description
        self._requests.put(pickle.dumps((name, arguments)))
        return self._answer()

    def _answer(self) -> Any:
        try:
            answer = self._answers.get(timeout=TIMEOUT)
        except queue.Empty:
            self._process.kill()
            raise UserError(
                "BML407",
                f"expected {self._file} on {self._backend} to answer, received nothing for {TIMEOUT:.0f} s",
                "a loop at the top of the file, or in a function, may have no end there",
            ) from None
        if answer is None:
            self._answers.put(None)  # for whoever asks again
            raise self._ended()
        match answer:
            case "user_error", (code, message, hint, loc):
                raise UserError(code, message, hint, loc)
            case "incomparable", reason:
                raise IncomparableError(reason)
            case "error", reason:
                raise OracleError(reason)
            case _, value:
                return value

    def _send(self) -> None:
        """Write requests, until None: a process that does not read holds up this thread alone."""
        assert self._process.stdin is not None
        with suppress(OSError):  # it has ended, as the other thread sees
            while (request := self._requests.get()) is not None:
                self._process.stdin.write(request)
                self._process.stdin.flush()

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
        message = f"the process that runs {self._file} on {self._backend} ended with status {status}"
        return UserError("BML407", message, said or None)

    def _close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._requests.put(None)
        for thread in self._threads:
            thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(OSError):  # what was still to be written
                pipe.close()
