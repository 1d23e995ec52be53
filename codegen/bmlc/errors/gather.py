"""Goes on after an error, to tell of all that can be found in one go."""

from __future__ import annotations

from types import TracebackType

from bmlc.errors.error import UserError, UserErrors

__all__ = ["Gathered"]


class Gathered:
    """The errors of parts that do not depend on each other. A part is a `with` block: its errors are kept, others pass.

    Example:
        >>> from bmlc.errors import UserError
        >>> gathered = Gathered()
        >>> for name in ("train", "test"):
        ...     with gathered:
        ...         raise UserError("BML202", f"{name} is not known")
        >>> len(gathered.errors)
        2
    """

    def __init__(self) -> None:
        self.errors: list[UserError] = []

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        if not isinstance(error, (UserError, UserErrors)):
            return False
        self.errors += error.errors
        return True

    def raise_all(self) -> None:
        """Raise what was gathered: an error alone as itself, several as `UserErrors`; nothing if there is none."""
        if not self.errors:
            return
        found = UserErrors(self.errors)
        raise found if len(found.errors) > 1 else found.errors[0]
