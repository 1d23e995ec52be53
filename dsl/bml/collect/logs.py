"""What Python's `logging` writes of a message, by the loggers as the file left them."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from bmlc.errors import UserError
from bmlc.ir import Loc
from bmlc.scripts.program.world import LogPart

__all__ = ["lines_of"]

_FIELD = re.compile(r"%(?:(%)|\((\w+)\)([-#0 +]*\d*(?:\.\d+)?[sd]))")
_TIMES = re.compile(r"(?:[^%]|%[YmdHMS%])*")
_AT_THE_TOP = "call logging.basicConfig(level=logging.INFO) at the top of the file"


def lines_of(name: str, level: int, module: str, loc: Loc) -> list[Sequence[LogPart]]:
    """The parts of the line that each handler writes; `module` is what Python calls `__main__`.

    Raises:
        UserError: BML201 for what a page cannot do as Python does.
    """
    logger = logging.getLogger(name or None)
    if not logger.isEnabledFor(level):
        return []
    handlers = list(_handlers(logger))
    if not handlers and logger is logging.root:  # whose functions configure it
        return [_parts(logging.Formatter(logging.BASIC_FORMAT), "root", level, loc)]
    if not handlers:
        raise UserError("BML201", f"the logger {name} of a script has no handler, received a message", _AT_THE_TOP, loc)
    shown = re.sub(rf"^{re.escape(module)}(?=\.|$)", "__main__", logger.name)
    found: list[Sequence[LogPart]] = []
    for handler in handlers:
        if isinstance(handler, logging.NullHandler) or level < handler.level:
            continue
        if type(handler) is not logging.StreamHandler or not _is_shown(handler.stream):
            kind = type(handler).__name__
            raise UserError("BML201", f"a page has no files and no {kind}: its log shows what Python prints", None, loc)
        if handler.filters or logger.filters:
            raise UserError("BML201", "scripts do not have filters of logging", "log under a condition", loc)
        found.append(_parts(handler.formatter or logging.Formatter(), shown, level, loc))
    return found


def _handlers(logger: logging.Logger) -> Iterator[Any]:
    current: logging.Logger | None = logger
    while current is not None:
        yield from current.handlers
        current = current.parent if current.propagate else None


def _is_shown(stream: object) -> bool:
    is_of_process = getattr(stream, "name", None) in ("<stderr>", "<stdout>")
    return is_of_process or stream in (sys.stderr, sys.stdout, sys.__stderr__, sys.__stdout__)


def _parts(formatter: logging.Formatter, logger: str, level: int, loc: Loc) -> list[LogPart]:
    text = formatter._fmt or ""
    if type(formatter) is not logging.Formatter or type(formatter._style) is not logging.PercentStyle:
        message = "scripts have formats of logging with %(message)s and the like"
        raise UserError("BML201", message, "leave style out", loc)
    record = {"levelname": logging.getLevelName(level), "levelno": level, "name": logger}
    parts: list[LogPart] = []
    end = 0
    for found in _FIELD.finditer(text):
        parts.append(LogPart("text", text[end : found.start()]))
        end = found.end()
        escaped, field, spec = found.groups()
        if escaped:
            parts.append(LogPart("text", "%"))
        elif field in record:
            parts.append(LogPart("text", f"%{spec}" % record[field]))
        elif field == "message" and spec == "s":
            parts.append(LogPart("message"))
        elif field == "asctime" and spec == "s" and _TIMES.fullmatch(formatter.datefmt or ""):
            parts.append(LogPart("time", formatter.datefmt or ""))
        else:
            names = ", ".join(f"%({each})s" for each in ("asctime", "message", *record))
            what = f"{found[0]}{f' with {formatter.datefmt!r}' if field == 'asctime' else ''}"
            raise UserError("BML201", f"lines of a script's log have {names}, received {what}", None, loc)
    return [*parts, LogPart("text", text[end:])]
