"""`<name>.d.ts`: what TypeScript knows of a bundle."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bmlc.bundle.render import render
from bmlc.ir import Function
from bmlc.program import REQUIRED, Export, Parameter, Program
from bmlc.scripts.program.host_types import (
    DictType,
    FixedListType,
    HostType,
    ListType,
    RecordType,
    Scalar,
    TensorValue,
    TupleType,
    UnionType,
)

__all__ = ["declare_types", "declared_type"]

_TYPES = {
    "int": "number",
    "float": "number",
    "bool": "boolean",
    "str": "string",
    "image": "ImageInput",
    "numbers": "TensorInput",
    "tensor": "TensorInput",
}


def declare_types(program: Program, functions: Mapping[str, Function], backends: Sequence[str]) -> str:
    """The declarations of `program`; `functions` are its tensor functions as they are called."""
    exports = program.exports
    return render(
        "program.d.ts.j2",
        name=program.name,
        source=program.source.name,
        tag=program.tag,
        backends=" | ".join(map(json.dumps, backends)),
        logs=_logs(program),
        scripts=[_script(program, name, export) for name, export in exports.items() if export.kind == "script"],
        functions=[
            _function(name, export, functions[export.name])
            for name, export in exports.items()
            if export.kind == "function"
        ],
    )


def _logs(program: Program) -> str:
    names = sorted({key for model in program.models.values() for log in model.logs for key in (log, f"val_{log}")})
    return f"{{ {' '.join(f'{_key(name)}?: number;' for name in names)} }}" if names else "{}"


def _script(program: Program, name: str, export: Export) -> dict[str, Any]:
    results = program.scripts[name].results
    return {
        "name": name,
        "arguments": f"{name[0].upper()}{name[1:]}Arguments",
        "params": [_param(param) for param in export.params],
        "required": any(param.default is REQUIRED for param in export.params),
        "doc": _comment(export.doc),
        "result": " | ".join(sorted({declared_type(result) for result in results})) or "void",
    }


def _param(param: Parameter) -> dict[str, Any]:
    return {
        "name": param.name,
        "type": _TYPES[param.type],
        "optional": param.default is not REQUIRED,
        "default": json.dumps(param.default) if param.default is not REQUIRED else "",
    }


def _function(name: str, export: Export, fn: Function) -> dict[str, Any]:
    result = export.result
    assert result is not None, "functions have one"
    match result.type:
        case "probabilities":
            several = (
                "Probabilities[]" if isinstance(fn.outs[0].type.shape[0], int) else "Probabilities | Probabilities[]"
            )
            text = "Probabilities" if result.options.get("single") else several
        case "image":
            text = "ImageResult"
        case _:
            text = _structure(result.options["structure"]) if result.options else "HostArray" if fn.outs else "[]"
    return {"name": name, "params": _inputs(export.params), "result": text, "doc": _comment(export.doc)}


def _inputs(params: Sequence[Parameter]) -> str:
    """TypeScript has no optional parameter before one that is not."""
    texts: list[str] = []
    optional = True
    for param in reversed(params):
        optional = optional and param.default is not REQUIRED
        kind = _TYPES[param.type] if optional or param.default is REQUIRED else f"{_TYPES[param.type]} | undefined"
        texts.append(f"{param.name}{'?' if optional else ''}: {kind}")
    return ", ".join(reversed(texts))


def _structure(structure: Any) -> str:
    match structure:
        case {"keys": keys, "items": items}:
            fields = (f"{_key(key)}: {_structure(item)};" for key, item in zip(keys, items, strict=True))
            return f"{{ {' '.join(fields)} }}" if keys else "{}"
        case list():
            return f"[{', '.join(map(_structure, structure))}]"
        case _:
            return "HostArray"


def declared_type(result: HostType) -> str:
    """The TypeScript type of what a script returns, as the page receives it."""
    match result:
        case Scalar("int" | "float"):
            return "number"
        case Scalar("bool"):
            return "boolean"
        case Scalar("str"):
            return "string"
        case TensorValue():
            return "HostArray"
        case UnionType(items):
            return " | ".join(sorted(map(declared_type, items)))
        case ListType(item):
            inner = declared_type(item)
            return f"({inner})[]" if " | " in inner else f"{inner}[]"
        case TupleType(items) | FixedListType(items):
            return f"[{', '.join(map(declared_type, items))}]"
        case DictType(key, value):
            return f"Map<{declared_type(key)}, {declared_type(value)}>"
        case RecordType(fields):
            return f"{{ {' '.join(f'{_key(key)}: {declared_type(item)};' for key, item in fields)} }}"
        case Scalar("nothing"):
            return "never"  # of the items of a list that stays empty
        case _:
            return "undefined"


def _key(name: str) -> str:
    return name if name.isidentifier() else json.dumps(name)


def _comment(doc: str) -> str:
    return doc.strip().split("\n\n")[0].replace("\n", " ").replace("*/", "* /")
