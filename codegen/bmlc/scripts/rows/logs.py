"""Python's `logging`: lines as the loggers of the file write them, in the log of the page."""

from __future__ import annotations

from collections.abc import Sequence

from bmlc.emit import js
from bmlc.scripts.constructs.templates import joined, percent
from bmlc.scripts.counting.purity import changes_nothing
from bmlc.scripts.program.host_types import LoggerType
from bmlc.scripts.program.world import LogPart
from bmlc.scripts.rows.call import Call
from bmlc.scripts.rows.table import row
from bmlc.scripts.texts import str_of
from bmlc.scripts.types import NONE, STR, Program, Tuple, atom_of
from bmlc.scripts.values import ObjectName, Value, is_simple
from bmlc.scripts.visit import Visit

__all__: list[str] = []

_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40, "critical": 50}
_MESSAGE = "msg: object, *args: object"


@row("logging.getLogger(name: str | None = None)")
def _logger(visit: Visit, call: Call) -> Value:
    name = call.some("name")
    if name is not None and not isinstance(name.constant, str):
        message = "expected the name of a logger to be written out"
        raise visit.error("BML201", call.node, message, "make it at the top of the file: log = logging.getLogger(...)")
    held = frozenset({Program(LoggerType("" if name is None else name.constant))})
    return Value(held, ObjectName("logger", held, visit.loc(call.node)))


@row(*(f"{owner}.{level}({_MESSAGE})" for owner in ("logging", "logger") for level in _LEVELS))
def _log(visit: Visit, call: Call) -> Value:
    return _written(visit, call, _LEVELS[call.row.name])


@row(f"logging.log(level: int, {_MESSAGE})", f"logger.log(level: int, {_MESSAGE})")
def _log_of_level(visit: Visit, call: Call) -> Value:
    level = call["level"].constant
    if not isinstance(level, int):
        raise visit.error("BML201", call.node_of("level"), "expected the level to be written out", "logging.INFO, say")
    return _written(visit, call, level)


def _written(visit: Visit, call: Call, level: int) -> Value:
    known = atom_of(Program, call.owner.type) if call.owner is not None else None
    logger = known.object.name if known is not None else ""
    lines = visit.world.log_lines(logger, level, visit.loc(call.node))
    if call.starred:
        raise visit.error("BML201", call.node, "scripts log values that are written out", "write them out, or print")
    if not lines:  # the level is below that of the logger: what is given is evaluated
        for each in (call["msg"], *call.gathered):
            if not changes_nothing(visit.hold(each).js):
                visit.do(each.js)
        return Value(NONE, js.Literal(None))
    message = _message(visit, call)
    if len(lines) > 1 and not is_simple(message.js):
        message = visit.named(message, "message")
    for line in lines[:-1]:
        visit.do(_printed(visit, line, message))
    return Value(NONE, _printed(visit, lines[-1], message))


def _message(visit: Visit, call: Call) -> Value:
    """`msg % args`, where there are any."""
    if not call.gathered:
        return str_of(visit, call["msg"], call.node_of("msg"))
    values = Value(
        frozenset({Tuple(tuple(each.type for each in call.gathered))}),
        js.Array(tuple(each.js for each in call.gathered)),
        items=call.gathered,
    )
    return percent(visit, call.node, call["msg"], values)


def _printed(visit: Visit, line: Sequence[LogPart], message: Value) -> js.Expression:
    parts: list[Value] = []
    for part in line:
        if part.kind == "text":
            parts.append(Value(STR, js.Literal(part.text), constant=part.text))
        else:
            time = visit.call_helper("logTime", *([js.Literal(part.text)] if part.text else []))
            parts.append(message if part.kind == "message" else Value(STR, time))
    return js.call(visit.run("print"), joined(parts).js)
