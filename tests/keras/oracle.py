"""The other side: Keras on TensorFlow, in one process for all of the tier, since TensorFlow takes seconds to import.

`python oracle.py` reads pickled requests, `(module, function, arguments)` of this folder, and writes what each returns,
or the text of its error, into the file that the request names; then a line.
"""

from __future__ import annotations

import importlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


class Oracle:
    """The process, seen from the tests. A request is computed while the tests compile their side."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=FOLDER
        )

    def ask(self, module: str, function: str, *arguments: Any) -> Callable[[], Any]:
        """Begin `module.function(*arguments)`; what is returned waits for the result."""
        assert self._process.stdin is not None
        file = self._folder / f"{next(self._numbers)}.pickle"
        pickle.dump((file, module, function, arguments), self._process.stdin)
        self._process.stdin.flush()

        def result() -> Any:
            assert self._process.stdout is not None
            while not file.with_suffix(".done").exists():
                assert self._process.stdout.readline(), f"the oracle ended with status {self._process.wait()}"
            found, error = pickle.loads(file.read_bytes())
            assert not error, f"Keras on TensorFlow: {error}"
            return found

        return result

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()


def _serve() -> None:
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what Keras prints is no reply
    while True:
        try:
            file, module, function, arguments = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            outcome = getattr(importlib.import_module(module), function)(*arguments), None
        except Exception as error:
            outcome = None, f"{type(error).__name__}: {error}"
        file.write_bytes(pickle.dumps(outcome))
        file.with_suffix(".done").touch()
        print("done", file=replies, flush=True)


if __name__ == "__main__":
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    sys.path.insert(0, str(FOLDER))

    from bml.keras.seam import share_random_numbers

    share_random_numbers()
    _serve()
