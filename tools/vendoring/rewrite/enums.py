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

__all__ = ["shorten_enums"]

ENUM = re.compile(r"^(export )?var (\w+);\n\(function \(\2\) \{\n(.*?)^\}\)[^\n]*$", re.MULTILINE | re.DOTALL)
MEMBER = re.compile(r'\["(\w+)"\] = (-?\d+)\]')


def shorten_enums(name: str, source: str) -> str:
    """See the module's docstring."""
    return ENUM.sub(
        lambda enum: (
            f"{enum[1] or ''}const {enum[2]} = {{ "
            f"{', '.join(f'{member}: {number}' for member, number in MEMBER.findall(enum[3]))} }};"
        ),
        source,
    )
