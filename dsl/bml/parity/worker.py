"""The process of `bml.parity.oracle`: `python -m bml.parity.worker`.

It reads pickled requests from its standard input and writes an answer to each to its standard output, until the input
ends: (kind, value), of kind `ok`, `error` or `user_error`.
"""

from __future__ import annotations

import os
import pickle
import sys
from typing import Any

from bml.keras.seam import share_random_numbers
from bmlc.errors import UserError

__all__ = ["main"]


def main() -> None:
    """Serve requests."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the file prints is no answer
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - the file has nobody to ask, until the end
    os.environ["KERAS_BACKEND"] = "tensorflow"
    share_random_numbers()
    from bml.parity.keras_file import KerasFile

    file = KerasFile()
    _tell(answers, "ok", file.description)
    while True:
        try:
            name, arguments = pickle.load(requests)
        except EOFError:
            return
        try:
            _tell(answers, "ok", getattr(file, name)(*arguments))
        except UserError as error:
            _tell(answers, "user_error", (error.code, error.message, error.hint, error.loc))
        except Exception as error:
            _tell(answers, "error", f"{type(error).__name__}: {error}".strip())


def _tell(answers: Any, kind: str, value: Any) -> None:
    answers.write(pickle.dumps((kind, value)))
    answers.flush()


if __name__ == "__main__":
    main()
