"""`UserError`, one thing that the user can mend, and `UserErrors`, several that were found in one go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from bmlc.errors.codes import CODES
from bmlc.errors.render import render_error
from bmlc.ir.loc import Loc, caller_loc

__all__ = ["Note", "UserError", "UserErrors"]


@dataclass(frozen=True)
class Note:
    """Another place that an error speaks of, shown below it with a code frame of its own.

    Args:
        loc: The place; `None` for something to know that has none.
        message: A few words on it: "an int here".
    """

    loc: Loc | None
    message: str


@dataclass(eq=False)
class UserError(Exception):
    """Something that the user can mend.

    Args:
        code: A key of `CODES`.
        message: One sentence: what was expected and what was received.
        hint: What to do, where a fix is likely.
        loc: The place in the user's file; `None` where no line is to blame.
        notes: Other places that belong to it, in the order in which they are shown.
    """

    code: str
    message: str
    hint: str | None = None
    loc: Loc | None = None
    notes: tuple[Note, ...] = ()
    _keras_call_info_injected: ClassVar[bool] = True  # Keras passes it on as it is, from inside a layer too

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"{self.code} is not in the catalogue of errors")
        super().__init__(self.code, self.message)  # what pickle makes it of anew

    @classmethod
    def here(cls, code: str, message: str, hint: str | None = None) -> UserError:
        """The error at the line of the user's file that is running."""
        return cls(code, message, hint, caller_loc())

    @property
    def errors(self) -> tuple[UserError, ...]:
        """Itself, as `UserErrors` has its own."""
        return (self,)

    def __str__(self) -> str:
        return render_error(self)


class UserErrors(Exception):  # noqa: N818  (several, each of which is an error)
    """Several errors at once, by place; those without one come last. What was found twice is told once.

    Args:
        errors: One at least.
    """

    def __init__(self, errors: Iterable[UserError]) -> None:
        distinct: dict[tuple[object, ...], UserError] = {}
        for error in errors:
            distinct.setdefault((error.code, error.message, error.loc), error)
        if not distinct:
            raise ValueError("UserErrors expects one error at least, received none")
        self.errors: tuple[UserError, ...] = tuple(sorted(distinct.values(), key=_place))
        super().__init__("; ".join(error.message for error in self.errors))

    def __str__(self) -> str:
        return render_error(self)


def _place(error: UserError) -> tuple[bool, str, int, int]:
    loc = error.loc
    return (True, "", 0, 0) if loc is None else (not loc.line, loc.file, loc.line, loc.column)
