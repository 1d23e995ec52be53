"""Leave a record that JavaScript has as an object what it is, where the script only asks it for written keys.

const logs = dictOf(await model.evaluate(data));           const logs = await model.evaluate(data);
return logs.item("accuracy");                        =>    return logs.accuracy;
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import fields, is_dataclass, replace

from bmlc.emit import js
from bmlc.ir import Loc
from bmlc.scripts.borrowing import count_names
from bmlc.scripts.code import Code, Set, Statement, blocks, set_names

__all__ = ["ask_records"]


def ask_records(code: Code, seen: Collection[str]) -> Code:
    """A function's code; `seen` are names that functions inside it look at."""
    sets = Counter(set_names(code))
    names = {name for name in _records(code) if sets[name] == 1 and name not in seen}
    if not names:
        return code
    mentions, asked = Counter[str](), Counter[str]()
    count_names(code, mentions)
    _count_asked(code, asked)
    names = {name for name in names if mentions[name] == asked[name]}
    return [_changed(statement, names) for statement in code] if names else code  # type: ignore[misc]


def _records(code: Code) -> list[str]:
    found: list[str] = []
    for statement in code:
        match statement:
            case Set(name, js.Call(js.Identifier("dictOf"))):
                found.append(name)
        for block in blocks(statement):
            found += _records(block)
    return found


def _asked(node: object) -> tuple[str, str] | None:
    """The name and the key of `name.item("key")`."""
    match node:
        case js.Call(js.Member(js.Identifier(name), "item"), (js.Literal(str() as key),)) if key.isidentifier():
            return name, key
    return None


def _count_asked(node: object, found: Counter[str]) -> None:
    asked = _asked(node)
    if asked is not None:
        found[asked[0]] += 1
    elif isinstance(node, list | tuple):
        for each in node:
            _count_asked(each, found)
    elif is_dataclass(node) and not isinstance(node, Loc | js.Identifier):
        for field in fields(node):
            _count_asked(getattr(node, field.name), found)


def _changed(node: Statement | object, names: Collection[str]) -> object:
    asked = _asked(node)
    if asked is not None and asked[0] in names:
        return js.Member(js.name(asked[0]), asked[1])
    match node:
        case Set(name, js.Call(js.Identifier("dictOf"), (record,))) if name in names:
            return replace(node, value=record)
        case list():
            return [_changed(each, names) for each in node]
        case tuple():
            return tuple(_changed(each, names) for each in node)
        case js.Identifier() | Loc():
            return node
        case _ if is_dataclass(node) and not isinstance(node, type):
            changed = {field.name: _changed(getattr(node, field.name), names) for field in fields(node)}
            return replace(node, **changed)
    return node
