"""Errors as text: lines of spans, each with the role that a terminal gives a colour to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from bmlc.errors.frame import frame_lines, place_line

if TYPE_CHECKING:
    from bmlc.errors.error import UserError, UserErrors
    from bmlc.ir.loc import Loc

__all__ = ["Role", "Span", "render_error", "styled_lines"]

Role: TypeAlias = Literal["code", "message", "place", "gutter", "source", "caret", "label", "text"]


@dataclass(frozen=True)
class Span:
    """A piece of a line and what it is."""

    text: str
    role: Role


Line: TypeAlias = tuple[Span, ...]


def render_error(error: UserError | UserErrors) -> str:
    """The errors with their code frames, as plain text without a newline at the end."""
    return "\n".join("".join(span.text for span in line) for line in styled_lines(error))


def styled_lines(error: UserError | UserErrors) -> Iterator[Line]:
    """The lines of the same text; several errors stand apart and are counted at the end."""
    for index, each in enumerate(error.errors):
        if index:
            yield ()
        yield from _one(each)
    if len(error.errors) > 1:
        yield ()
        yield (Span(f"{len(error.errors)} errors", "code"),)


def _one(error: UserError) -> Iterator[Line]:
    locs = [loc for loc in (error.loc, *(note.loc for note in error.notes)) if loc is not None and loc.line]
    # One gutter for all frames of an error: as wide as the last line of them needs.
    width = max((len(str(loc.end_line)) for loc in locs), default=1)
    margin = " " * width
    yield Span(f"error {error.code}", "code"), Span(f": {error.message}", "message")
    yield from _frame(error.loc, width)
    for note in error.notes:
        yield Span(f"{margin} = ", "gutter"), Span("note:", "label"), Span(f" {note.message}", "text")
        yield from _frame(note.loc, width)
    if error.hint:
        yield Span(f"{margin} = ", "gutter"), Span("hint:", "label"), Span(f" {error.hint}", "text")


def _frame(loc: Loc | None, width: int) -> Iterator[Line]:
    if loc is None or not loc.line:
        return
    margin = " " * width
    yield (Span(f"{margin}--> {place_line(loc)}", "place"),)
    lines = frame_lines(loc)
    if lines:
        yield (Span(f"{margin} |", "gutter"),)
    for line in lines:
        if line is None:
            yield (Span(f"{margin} ...", "gutter"),)
            continue
        yield Span(f"{line.number:>{width}} | ", "gutter"), Span(line.source, "source")
        if line.carets:
            yield Span(f"{margin} | ", "gutter"), Span(line.carets, "caret")
