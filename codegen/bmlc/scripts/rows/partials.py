"""`functools.partial`, `dataclasses.replace`."""

from __future__ import annotations

import dataclasses

from bmlc.emit import js
from bmlc.scripts.classes.attributes import attribute_of_object
from bmlc.scripts.classes.classes import ClassName
from bmlc.scripts.classes.objects import class_of, is_object, make_object
from bmlc.scripts.constructs.calls import targets_of
from bmlc.scripts.counting.escaping import keeping
from bmlc.scripts.fitting import fitted
from bmlc.scripts.functions.binding import Arguments
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.table import row
from bmlc.scripts.types import NEVER, Bound, Class, Function, Partial
from bmlc.scripts.values import OwnCall, Value, is_name
from bmlc.scripts.visit import Visit

__all__: list[str] = []


@row("dataclasses.replace(obj: object, /, **changes: object)")
def _replace(visit: Visit, call: Call) -> Value:
    """Another object of the class: `__init__` gets what changes, and what this one has."""
    owner = visit.hold(call["obj"])
    own = class_of(visit, next(iter(owner.type))) if len(owner.type) == 1 and is_object(owner.type) else None
    if own is None or not dataclasses.is_dataclass(own.python):
        message = f"replace takes an object of one dataclass, received {visit.described(owner.type)}"
        raise visit.error("BML204", call.node, message)
    owner = owner if is_name(owner.js) else visit.named(owner, "owner")
    changes = {name: visit.hold(value) for name, value in call.keywords.items()}
    for each in dataclasses.fields(own.python):
        if each.init and each.name not in changes:
            changes[each.name] = attribute_of_object(visit, call.node, owner, each.name)
    made = Value(frozenset({Class(own.itself.name)}), ClassName(own.itself))
    return make_object(visit, call.node, made, Arguments([], changes))


@row("functools.partial(func: function, /, *args: object, **keywords: object)")
def _partial(visit: Visit, call: Call) -> Value:
    """`((given) => (rest) => func(given, rest))(value)`: what is given is evaluated once, now."""
    function = call["func"]
    is_own = function.type and all(isinstance(atom, Function | Bound | Partial) for atom in function.type)
    if not is_own or call.starred:
        message = f"partial takes a function of the file or the script, received {visit.described(function.type)}"
        raise visit.error("BML204", call.node, message, "write a lambda")
    targets = targets_of(visit, call.node, function)
    names = targets[0].parameters
    if any(each.parameters != names for each in targets):
        raise visit.error("BML204", call.node, "partial takes functions that have the same parameters")
    unknown = [name for name in call.keywords if name not in names]
    if len(call.gathered) > len(names) or unknown:
        message = f"{targets[0].definition.name} takes {', '.join(names) or 'nothing'}"
        raise visit.error("BML102", call.node, message, f"it has no {unknown[0]}" if unknown else None)
    for each in targets:
        if not each.definition.is_value:
            each.definition.is_value = visit.cells.grew = True
    given = dict(zip(names, call.gathered, strict=False)) | dict(call.keywords)
    named = {name: visit.hold(value) for name, value in given.items()}
    for value in named.values():
        visit.keep_until_end(value)
    for each in targets:
        version = visit.instances.get(visit.version((each.definition.site, "value")))
        params = {} if version is None else version.params
        named = {
            name: fitted(visit, value, visit.cells.resolve(params.get(name, NEVER))) for name, value in named.items()
        }
    names_of = {name: js.name(f"{name}_") for name in names}
    called = OwnCall(js.name("function_"), tuple(names_of.values()))
    rest = js.Arrow(tuple(param for name, param in names_of.items() if name not in given), called)
    outer = js.Arrow((js.name("function_"), *(names_of[name] for name in given)), rest)
    made = js.Call(outer, (function.js, *(value.js for value in named.values())))
    written = keeping(visit, made, js.Array((function.js, *(value.js for value in named.values()))))
    held = Partial(function.type, tuple((name, value.type) for name, value in named.items()))
    return Value(frozenset({held}), written)
