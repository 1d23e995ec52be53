"""What only some commands need: how it is installed, the same from a checkout, a wheel and an index."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import requires

__all__ = ["install_command", "without_greetings"]


def install_command(extra: str) -> str:
    """`pip install 'tensorflow<3,>=2.19'` for `"tf"`: the packages of the extra themselves.

    `pip install 'bml[tf]'` would ask an index for bml where this one was not installed by pip.
    """
    belongs = re.compile(rf"""\s*;\s*extra\s*==\s*['"]{re.escape(extra)}['"]\s*$""")
    packages = [belongs.sub("", line) for line in requires("bml") or () if belongs.search(line)]
    return " ".join(["pip install", *(f"'{package}'" for package in packages)])


@contextmanager
def without_greetings() -> Iterator[None]:
    """Keep what TensorFlow's C++ says while it is imported off the terminal; it asks no log level for that.

    An import that fails says so by its exception.
    """
    sys.stderr.flush()
    saved = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
