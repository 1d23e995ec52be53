"""Starts the processes that run the user's file on Keras, and asks them."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import numpy.typing as npt

from bml.parity.origins import Origins, Recipes
from bmlc.errors import UserError
from bmlc.oracle import Answer, IncomparableError, OracleError

__all__ = ["Keras"]

Array = npt.NDArray[Any]

TIMEOUT = 300.0  # seconds for an answer; a step of a large net takes some, and the first one is traced
_TAIL = 12  # lines of what a process that ended said last
_NAMES = {"tensorflow": "TensorFlow", "jax": "JAX"}


class Keras(ExitStack):
    """Implements `bmlc.oracle.Oracle` for the file that was loaded last, until the block ends its processes."""

    def __init__(self) -> None:
        super().__init__()
        self._tensorflow = _Process("tensorflow", self)
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
        return str(self._tensorflow.ask("describe"))

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
            self._jax = _Process("jax", self)
            self._jax.load(*self._file)
        try:
            on_jax: Answer = self._jax.ask("call", *arguments)
        except IncomparableError as error:
            return replace(answer, incomparable=str(error))
        return replace(on_jax, tapes=answer.tapes)  # the gradients themselves are TensorFlow's


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
            env={"TF_CPP_MIN_LOG_LEVEL": "3", **os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self._thread = ThreadPoolExecutor(1)  # which a process that neither reads nor answers holds up alone
        stack.callback(self._close)

    def load(self, path: Path, recipes: Recipes) -> None:
        self._file = path.name
        try:
            self.ask("load", path, recipes)
        except OracleError as error:
            raise UserError("BML301", f"{path.name} failed on Keras's {self._backend} backend: {error}") from None

    def ask(self, name: str, *arguments: Any) -> Any:
        """What the file's method `name` gives there."""
        try:
            answer = self._thread.submit(self._exchange, name, arguments).result(TIMEOUT)
        except TimeoutError:
            self._process.kill()
            raise UserError(
                "BML407",
                f"expected {self._file} on {self._backend} to answer, received nothing for {TIMEOUT:.0f} s",
                "a loop at the top of the file, or in a function, may have no end there",
            ) from None
        except (OSError, EOFError, pickle.UnpicklingError):  # a pipe without another end, or what was cut off by it
            raise self._ended() from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _exchange(self, *request: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(pickle.dumps(request))  # whole, or not at all
        self._process.stdin.flush()
        return pickle.load(self._process.stdout)

    def _ended(self) -> UserError:
        status = self._process.wait()
        self._errors.seek(0)
        said = "\n".join(self._errors.read().strip().splitlines()[-_TAIL:])
        message = f"the process that runs {self._file} on {self._backend} ended with status {status}"
        return UserError("BML407", message, said or None)

    def _close(self) -> None:
        with suppress(OSError), self._process:  # what was still to be written
            self._process.kill()
            self._thread.shutdown()
