"""Methods of texts."""

from __future__ import annotations

import re
import string

from bmlc.emit import js
from bmlc.scripts.constructs.templates import format_value, joined
from bmlc.scripts.counting.purity import changes_nothing
from bmlc.scripts.fitting import holder_of
from bmlc.scripts.iteration import OverArray, iterated
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.table import row, rows
from bmlc.scripts.rows.written import written
from bmlc.scripts.types import BOOL, STR
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__: list[str] = []

rows(
    {
        "str.upper() -> str": "self.toUpperCase()",
        "str.lower() -> str": "self.toLowerCase()",
        "str.title() -> str": "titledText",
        "str.capitalize() -> str": "capitalizedText",
        "str.swapcase() -> str": "caseSwapped",
        "str.isdigit() -> bool": "isDigit",
        "str.isalpha() -> bool": "isAlpha",
        "str.isalnum() -> bool": "isAlnum",
        "str.isspace() -> bool": "isSpace",
        "str.isupper() -> bool": "isUpper",
        "str.islower() -> bool": "isLower",
        "str.strip(chars: str | None = None, /) -> str": "strippedText",
        "str.lstrip(chars: str | None = None, /) -> str": "strippedLeft",
        "str.rstrip(chars: str | None = None, /) -> str": "strippedRight",
        "str.rsplit(sep: str | None = None, maxsplit: int = -1) -> list[str]": "splitFromRight",
        "str.splitlines(keepends: bool = False) -> list[str]": "splitLines",
        "str.find(sub: str, start: int = 0, end: int | None = None, /) -> int": "findText",
        "str.rfind(sub: str, start: int = 0, end: int | None = None, /) -> int": "findLastText",
        "str.index(sub: str, start: int = 0, end: int | None = None, /) -> int": "indexText",
        "str.rindex(sub: str, start: int = 0, end: int | None = None, /) -> int": "indexLastText",
        "str.ljust(width: int, fillchar: str = ' ', /) -> str": "leftJustified",
        "str.rjust(width: int, fillchar: str = ' ', /) -> str": "rightJustified",
        "str.center(width: int, fillchar: str = ' ', /) -> str": "centeredText",
        "str.partition(sep: str, /) -> tuple[str, str, str]": "partitionText",
        "str.rpartition(sep: str, /) -> tuple[str, str, str]": "partitionFromRight",
        "str.replace(old: str, new: str, count: int = -1, /) -> str": "replaceText",
        "str.count(sub: str, /) -> int": "countText",
        "str.zfill(width: int, /) -> str": "zeroFilled",
        "str.removeprefix(prefix: str, /) -> str": "withoutPrefix",
        "str.removesuffix(suffix: str, /) -> str": "withoutSuffix",
    }
)


@row("str.startswith(prefix: str | tuple, /)", "str.endswith(suffix: str | tuple, /)")
def _affix(visit: Visit, call: Call) -> Value:
    """One affix, or a tuple of them."""
    (value,) = call.arguments.values()
    method = "startsWith" if call.row.name == "startswith" else "endsWith"
    if value.type == STR:
        return Value(BOOL, js.call(js.Member(call.this.js, method), value.js))
    return Value(BOOL, visit.call_helper(f"{method}Any", call.this.js, value.js))


@row("str.split(sep: str | None = None, maxsplit: int = -1) -> list[str]")
def _split(visit: Visit, call: Call) -> Value:
    """`text.split(",")`, where JavaScript's does the same."""
    separator = call.get("sep")
    is_plain = separator is not None and separator.is_known and separator.constant and "maxsplit" not in call.arguments
    return written(visit, call, "self.split(sep)" if is_plain else "splitText")


@row("str.join(iterable: iterable, /)")
def _join(visit: Visit, call: Call) -> Value:
    values = call["iterable"]
    walk = iterated(visit, values, call.node)
    if walk.item and walk.item != STR:
        hint = "convert the items: [str(x) for x in xs]"
        what = visit.described(values.type)
        raise visit.error("BML204", call.node_of("iterable"), f"join takes strings, received {what}", hint)
    match walk.js:
        case js.Call(js.Identifier("mapped"), (source, change)) if isinstance(walk.js, OverArray) and changes_nothing(
            change
        ):
            walked = js.call(js.Member(source, "map"), change)
            return Value(STR, js.call(js.Member(walked, "join"), call.this.js))
    if holder_of(values.type, "list") and isinstance(walk.js, js.Identifier | js.Array | js.Call):
        return Value(STR, js.call(js.Member(walk.js, "join"), call.this.js))
    return Value(STR, visit.call_helper("joinedTexts", call.this.js, walk.js))


@row("str.format(*args: object, **values: object)")
def _format(visit: Visit, call: Call) -> Value:
    """`"{} of {:.1f}".format(a, b)`, for a text that is known."""
    if not call.this.is_known:
        raise visit.error("BML204", call.node, "the text before .format must be written out", "write an f-string")
    parts: list[Value] = []
    used = 0
    for literal, field, spec, conversion in string.Formatter().parse(call.this.constant):
        parts.append(_literal(literal))
        if field is None:
            continue
        if spec and "{" in spec:
            message = f"format in scripts takes specifications that are written out, received {spec!r}"
            raise visit.error("BML201", call.node, message, 'write an f-string: f"{x:>{width}}"')
        place = used if field == "" else int(field) if re.fullmatch(r"\d+", field) else None
        found = call.keywords.get(field) if place is None else None
        if found is None and (place is None or place >= len(call.gathered)):
            message = f"format has no value for the field {{{field}}}"
            raise visit.error("BML102", call.node, message, "write an f-string")
        if found is None:
            assert place is not None
            used, found = place + 1, call.gathered[place]
        parts.append(format_value(visit, call.node, found, conversion or "", _literal(spec) if spec else None))
    return joined(parts) if parts else _literal("")


def _literal(text: str) -> Value:
    return Value(STR, js.Literal(text), constant=text)
