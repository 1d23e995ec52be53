"""The process of `bml.parity.oracle`: `python -m bml.parity.worker BACKEND`, which is tensorflow or jax.

It reads pickled requests from its standard input and writes an answer to each to its standard output, until the input
ends: what was asked for, or the error that it raised.
"""

from __future__ import annotations

import os
import pickle
import sys
from typing import TYPE_CHECKING

from bml.keras.seam import share_random_numbers
from bmlc.errors import UserError
from bmlc.oracle import IncomparableError, OracleError

if TYPE_CHECKING:
    from bml.parity.keras_file import KerasFile

__all__ = ["main"]


def main() -> None:
    """Serve requests."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the file prints is no answer
    with open(os.devnull, "rb") as nothing:  # the file has nobody to ask, nor has a process that it starts
        os.dup2(nothing.fileno(), 0)
    file = _file_on(sys.argv[1])
    while True:
        try:
            name, arguments = pickle.load(requests)
        except EOFError:
            return
        try:
            answer = getattr(file, name)(*arguments)
        except (UserError, IncomparableError) as error:
            answer = error
        except Exception as error:
            answer = OracleError(f"{type(error).__name__}: {error}".strip())
        answers.write(pickle.dumps(answer))  # whole, or not at all
        answers.flush()


def _file_on(backend: str) -> KerasFile:
    os.environ["KERAS_BACKEND"] = backend  # whatever the user's own is
    if backend == "jax":
        from bml.parity.on_jax import OnJax

        return OnJax()
    share_random_numbers()
    from bml.parity.on_tensorflow import OnTensorFlow

    return OnTensorFlow()


if __name__ == "__main__":
    main()
