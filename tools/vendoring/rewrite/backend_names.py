"""Drops the name of its backend from every kernel: a registry would ask for it, and there is none.

export const addConfig = {          export const addConfig = {
    kernelName: Add,                    kernelName: Add,
    backendName: 'cpu',         =>
    kernelFunc: add                     kernelFunc: add
};                                  };
"""

from __future__ import annotations

import re

__all__ = ["drop_backend_names"]

LINE = re.compile(r"^ *backendName: '\w+',?\n", re.MULTILINE)
INLINE = re.compile(r" backendName: '\w+',")


def drop_backend_names(name: str, source: str) -> str:
    """See the module's docstring."""
    return INLINE.sub("", LINE.sub("", source)) if "/kernels/" in name else source
