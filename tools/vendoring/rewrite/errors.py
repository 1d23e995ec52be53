"""The one error of the rewrite: the packages are not the ones that it was written for."""

from __future__ import annotations

__all__ = ["RewriteError"]


class RewriteError(Exception):
    """A text that the rewrite relies on is not where it was; the pins changed without it."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(
            f"{name}: expected to find {expected}. The rewrite in tools/vendoring/rewrite was written for the versions "
            "pinned in package-lock.json; adapt it together with the pins."
        )
