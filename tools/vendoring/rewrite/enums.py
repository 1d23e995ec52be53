"""Writes TypeScript's enumerations as the tables that they are read as: by name, never by number.

  export var CppDType;
  (function (CppDType) {
      CppDType[CppDType["float32"] = 0] = "float32";
  })(CppDType || (CppDType = {}));
=>
  export const CppDType = { float32: 0 };
"""

from __future__ import annotations

import re

from .errors import RewriteError

__all__ = ["shorten_enums"]

ENUM = re.compile(r"^(export )?var (\w+);\n\(function \(\2\) \{\n(.*?)^\}\)[^\n]*$", re.MULTILINE | re.DOTALL)
ASSIGNMENT = re.compile(r"^ *\w+\[", re.MULTILINE)  # not a comment
MEMBER = re.compile(r"""\["(\w+)"\] = (-?\d+|"[^"]*")[\];]""")


def shorten_enums(name: str, source: str) -> str:
    """See the module's docstring."""

    def table(enum: re.Match[str]) -> str:
        members = MEMBER.findall(enum[3])
        if len(members) != len(ASSIGNMENT.findall(enum[3])):
            raise RewriteError(name, f"an enumeration {enum[2]} with a number or a text a line")
        return f"{enum[1] or ''}const {enum[2]} = {{ {', '.join(map(': '.join, members))} }};"

    return ENUM.sub(table, source)
