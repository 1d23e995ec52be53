"""Makes each of webgpu's elementwise operations an export of its own: a program links the shader texts that it runs.

  export var UnaryOpType; (function (UnaryOpType) { UnaryOpType[UnaryOpType["ABS"] = 0] = "ABS"; ... })(...);
  export function getUnaryOpString(type, useVec4) { switch (type) { case UnaryOpType.ABS: return ABS; ... } }
  import { UnaryOpType } from '../unary_op_util';
=>
  export const getUnaryOpString = (op, useVec4) => op.text(useVec4);
  const opABS = { toString: () => 'ABS', text: (useVec4) => ABS };
  export { opABS as ABS };
  import * as UnaryOpType from '../unary_op_util';
"""

from __future__ import annotations

import re

from .errors import RewriteError
from .replacements import cut

__all__ = ["split_op_types"]

TYPES = {"unary": "UnaryOpType", "binary": "BinaryOpType"}
ENUM = re.compile(r"^export var \w+;\n\(function.*?^\}\)\([^\n]*\n", re.MULTILINE | re.DOTALL)
FILLED = re.compile(r"^(const \w+ = )(`[^`]*\$\{[^`]*`);$", re.MULTILINE)  # which a bundler takes for a side effect
CASE = re.compile(r"case \w+\.(\w+):\s+(return|doOpSnippet =) ([^;]+);")
IMPORT = re.compile(r"^import \{([^}]*)\} from '([./]+(?:unary|binary)_op_util)';$", re.MULTILINE)


def split_op_types(name: str, source: str) -> str:
    """See the module's docstring."""
    if not name.startswith("tfjs-backend-webgpu/"):
        return source
    for arity, enum in TYPES.items():
        if name.endswith(f"/{arity}_op_util.js"):
            source = FILLED.sub(r"\1/* @__PURE__ */ (() => \2)();", ENUM.sub("", source, count=1))
            return _split(name, source, f"get{enum.removesuffix('Type')}String")
    return IMPORT.sub(_import_lines, source)


def _import_lines(found: re.Match[str]) -> str:
    names = [name.strip() for name in found[1].split(",")]
    spaces = [name for name in names if name in TYPES.values()]
    plain = ", ".join(name for name in names if name not in spaces)
    lines = [f"import * as {space} from '{found[2]}';" for space in spaces]
    return "\n".join([*lines, *([f"import {{ {plain} }} from '{found[2]}';"] if plain else [])])


def _split(name: str, source: str, function: str) -> str:
    start = f"export function {function}("
    checked, _, plain = source[source.index(start) :].rpartition("switch (type)")
    texts = {op: (said, text, "checked") for op, said, text in CASE.findall(checked)}
    texts |= {op: (said, text, "plain") for op, said, text in CASE.findall(plain)}
    # Whether numbers are looked at for NaN, which texts that return by themselves are not.
    helpers = "".join(
        f"function {helper}(doOpSnippet, useVec4) {{\n{_wrapping(name, part)}}}\n"
        for helper, part in (("checked", checked), ("plain", plain))
        if "doOpSnippet" in part
    )
    ops = "".join(
        f"const op{op} = {{ toString: () => '{op}', text: (useVec4) => "
        f"{text if said == 'return' else f'{kind}({text}, useVec4)'} }};\nexport {{ op{op} as {op} }};\n"
        for op, (said, text, kind) in texts.items()
    )
    return cut(name, source, start, "", f"export const {function} = (op, useVec4) => op.text(useVec4);\n{helpers}{ops}")


def _wrapping(name: str, part: str) -> str:
    """What a half of the function does behind its `switch`, which ends with `default:`."""
    found = re.search(r"default:.*?^ *\}\n(.*?`;\n)", part, re.MULTILINE | re.DOTALL)
    if found is None:
        raise RewriteError(name, "a text that is returned behind each switch")
    return found[1]
