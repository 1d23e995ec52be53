"""Leave a record that JavaScript has as an object what it is, where the script only asks it for written keys.

const logs = dictOf(await model.evaluate(data));           const logs = await model.evaluate(data);
return logs.item("accuracy");                        =>    return logs.accuracy;
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from bmlc.emit import js
from bmlc.scripts.counting.code import Code, Set, set_names
from bmlc.scripts.counting.walking import count_names, rewritten, walk

__all__ = ["ask_records"]


def ask_records(code: Code, seen: Collection[str]) -> Code:
    """A function's code; `seen` are names that functions inside it look at."""
    records = [each.name for each in walk(code) if isinstance(each, Set) and _record(each) is not None]
    if not records:
        return code
    sets, mentions = Counter(set_names(code)), count_names(code)
    asked = Counter(found[0] for each in walk(code) if (found := _asked(each)))
    names = {name for name in records if sets[name] == 1 and name not in seen and mentions[name] == asked[name]}

    def changed(node: object) -> object:
        match _asked(node):
            case (name, key) if name in names:
                return js.Member(js.name(name), key)
        if isinstance(node, Set) and node.name in names:
            return replace(node, value=_record(node) or node.value)
        return node

    return rewritten(code, changed) if names else code


def _record(statement: Set) -> js.Expression | None:
    match statement.value:
        case js.Call(js.Identifier("dictOf"), (record,)):
            return record
    return None


def _asked(node: object) -> tuple[str, str] | None:
    """The name and the key of `name.item("key")`."""
    match node:
        case js.Call(js.Member(js.Identifier(name), "item"), (js.Literal(str() as key),)) if key.isidentifier():
            return name, key
    return None
