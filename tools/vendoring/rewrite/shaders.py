"""Strips comments and layout from the shader texts, which minifiers leave alone because they are strings.

    `
      // Reads one element.
      float x = getX(i);
    `
  =>
    `
    float x=getX(i);
    `

Line ends stay: they end `//` comments and preprocessor lines, and they cost nothing once compressed.
"""

from __future__ import annotations

import re

__all__ = ["strip_shaders"]

SHADERS = ("tfjs-backend-webgl/", "tfjs-backend-webgpu/")
# A template literal with one level of nested templates inside ${...}, as tfjs has them.
COMMENT = re.compile(r"(?<![:'\"])//[^\n`$]*(?=\n)")


def strip_shaders(name: str, source: str) -> str:
    """See the module's docstring."""
    if not name.startswith(SHADERS):
        return source
    out: list[str] = []
    for text, in_template in _split(source):
        out.append(_strip(text) if in_template and "\n" in text else text)
    return "".join(out)


def _strip(text: str) -> str:
    text = COMMENT.sub("", text)
    text = re.sub(r"[ \t]*\n\s*", "\n", text)
    lines = text.split("\n")
    return "\n".join(line if line.startswith("#") else re.sub(r" *([;,{}()=+*<>]) *", r"\1", line) for line in lines)


def _split(source: str) -> list[tuple[str, bool]]:
    """Pieces of `source`, each with whether it is text of a template literal (not the code in its `${...}`)."""
    pieces: list[tuple[str, bool]] = []
    # What encloses the current place: "`" for a template's text, "{" for a brace, "$" for a template's ${...}.
    stack: list[str] = []
    start = i = 0
    while i < len(source):
        here = source[i]
        if stack and stack[-1] == "`":
            if here == "\\":
                i += 1
            elif here == "`" or source.startswith("${", i):
                pieces.append((source[start:i], True))
                start = i
                if here == "`":
                    stack.pop()
                else:
                    stack.append("$")
                    i += 1
        elif here in "'\"":
            i = _end_of_string(source, i)
        elif source.startswith("//", i):
            i = source.find("\n", i) if "\n" in source[i:] else len(source) - 1
        elif source.startswith("/*", i):
            i = source.index("*/", i) + 1
        elif here == "`":
            pieces.append((source[start : i + 1], False))
            start = i + 1
            stack.append("`")
        elif here == "{":
            stack.append("{")
        elif here == "}" and stack:
            closed = stack.pop()
            if closed == "$":
                pieces.append((source[start : i + 1], False))
                start = i + 1
        i += 1
    pieces.append((source[start:], False))
    return pieces


def _end_of_string(source: str, i: int) -> int:
    quote = source[i]
    i += 1
    while source[i] != quote and source[i] != "\n":
        i += 2 if source[i] == "\\" else 1
    return i
