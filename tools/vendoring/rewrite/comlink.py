"""Drops what nobody asks of comlink: setting properties, making objects, releasing proxies by hand.

What stays is comlink's: calls, reads and callbacks between a page and its worker, and what frees them once a proxy is
garbage. Whatever the origin, a message that reaches a worker or a port of ours is from our own page.

case "APPLY": { ... } break; case "SET": { ... } break;     =>  case "APPLY": { ... } break;
get(_target, prop) {...}, set(_target, prop, value) {...},  =>  get(_target, prop) {...},
"""

from __future__ import annotations

import re

from .errors import RewriteError

__all__ = ["trim_comlink"]

NAME = "comlink/dist/esm/comlink.mjs"
# Each stands there once and goes: cases, traps, checks, with all lines that are indented below their first.
BLOCKS = [
    r'case "SET" /\*',
    r'case "CONSTRUCT" /\*',
    r'case "ENDPOINT" /\*',
    r"if \(!isAllowedOrigin\(",
    r"if \(finalizer in obj",
    r"if \(prop === releaseProxy\)",
    r"if \(last === createEndpoint\)",
    r'if \(last === "bind"\)',
    r"set\(_target",
    r"construct\(_target",
]
LINES = [
    r"const last = path\[path\.length - 1\];",
    r"throwIfProxyReleased\(isProxyReleased\);",
    r"let isProxyReleased = false;",
    r"// We just pretend that `bind\(\)` [^\n]*",
]
# Defaults that nobody overrides, and the function that a proxy stands before: nobody gives another.
TEXTS = {
    "transferCache.get(value) || ": "",
    ', allowedOrigins = ["*"]': "",
    ", target = function () { }": "",
    "(ep, target)": "(ep)",
    ", [], target)": ", [])",
    "new Proxy(target,": "new Proxy(function () { },",
}


def trim_comlink(source: str) -> str:
    """See the module's docstring."""
    for block in BLOCKS:
        pattern = rf"^( *){block}[^\n]*\n(?:\1 +[^\n]*\n)*(?:\1\}}[^\n]*\n)?"
        source = _replace(source, pattern, "", at_most=1)
    for line in LINES:
        source = _replace(source, rf"^ *{line}\n", "")
    for text, shorter in TEXTS.items():
        source = _replace(source, re.escape(text), shorter, at_most=1)
    return source


def _replace(source: str, pattern: str, by: str, at_most: int | None = None) -> str:
    source, count = re.subn(pattern, by, source, flags=re.MULTILINE)
    if not count or count > (at_most or count):
        raise RewriteError(NAME, f"the text {pattern}")
    return source
