"""How to install what only some commands need, the same from a checkout, from a wheel and from an index."""

from __future__ import annotations

import re
from importlib.metadata import requires

__all__ = ["install_command"]


def install_command(extra: str) -> str:
    """`pip install 'tensorflow<3,>=2.19'` for `"tf"`: the packages of the extra themselves.

    `pip install 'bml[tf]'` would ask an index for bml where this one was not installed by pip.
    """
    belongs = re.compile(rf"""\s*;\s*extra\s*==\s*['"]{re.escape(extra)}['"]\s*$""")
    packages = [belongs.sub("", line) for line in requires("bml") or () if belongs.search(line)]
    return " ".join(["pip install", *(f"'{package}'" for package in packages)])
