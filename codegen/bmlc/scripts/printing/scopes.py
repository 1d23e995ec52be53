"""JavaScript names, function by function: one is numbered only where its own function would mean two things by it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import count

from bmlc.emit.names import JsNames, camel_case
from bmlc.scripts.frame import Definition, Instance
from bmlc.scripts.printing.names import KeyedNames

__all__ = ["Scope", "Scopes"]

# What compiled code may mention by itself.
_OF_JAVASCRIPT = frozenset(
    ("Array", "Boolean", "Error", "Infinity", "Map", "Math", "NaN", "Number", "Object", "Promise", "Set", "String")
)


class Scopes:
    """The names of a script and the functions inside it.

    `shared` are names of the script that any function of it may mention, by their keys: no function takes them.
    """

    def __init__(self, reserved: Iterable[str], shared: dict[Hashable, str]) -> None:
        self.shared = shared
        self._everywhere = KeyedNames(reserved)
        self._taken = {*reserved, *(self._everywhere(key, name) for key, name in shared.items())}
        self._scopes: dict[Hashable, Scope] = {}

    def of(self, definition: Definition) -> Scope:
        """The names of a function, those that functions inside it mention included."""
        scope = self._scopes.get(definition.site)
        if scope is None:
            scope = self._scopes[definition.site] = Scope({*self._taken, *self._visible(definition.outer)})
            for name in (*definition.parameters, *sorted(definition.locals)):
                scope(name, name)
        return scope

    def _visible(self, outer: Instance | None) -> Iterable[str]:
        """The names of the functions around that functions inside them mention."""
        while outer is not None:
            scope = self.of(outer.definition)
            yield from (scope(name, name.split("@")[0]) for name in sorted(outer.definition.captured))
            outer = outer.definition.outer

    def share(self, key: Hashable, name: str) -> str:
        """A name of the script for what stands outside of all functions that mention it."""
        self.shared[key] = name
        return self._everywhere(key, name)

    def take_any(self, names: Iterable[str]) -> bool:
        """Whether a function took a name that the script turned out to need."""
        return any(not scope.own.isdisjoint(names) for scope in self._scopes.values())

    def unique(self, name: str) -> str:
        """A name that no function has."""
        return self._unique(camel_case(name))

    def of_class(self, name: str) -> str:
        """The same for a class, which is written as in Python."""
        return self._unique(name if name not in _OF_JAVASCRIPT else f"{name}_")

    def _unique(self, name: str) -> str:
        names = JsNames({*self._taken, *(each for scope in self._scopes.values() for each in scope.taken)})
        found = names.exact(name)
        self._taken.add(found)
        for scope in self._scopes.values():
            scope.take(found)
        return found


class Scope:
    """Names of one function, made from Python names when a key is first asked for."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)
        self._free = JsNames(self.taken)
        self._names: dict[Hashable, str] = {}

    @property
    def own(self) -> frozenset[str]:
        """The names that are the function's."""
        return frozenset(self._names.values())

    def __call__(self, key: Hashable, name: str, numbered: bool = False) -> str:
        if key not in self._names:
            self._names[key] = self._numbered(name) if numbered else self._free.unique(name)
            self.taken.add(self._names[key])
        return self._names[key]

    def _numbered(self, name: str) -> str:
        written = camel_case(name)
        return self._free.exact(next(each for k in count(1) if (each := f"{written}{k}") not in self.taken))

    @property
    def ours(self) -> frozenset[str]:
        """The names that no user wrote."""
        return frozenset(name for key, name in self._names.items() if not isinstance(key, str))

    def labels(self) -> dict[str, str]:
        """The user's names, by those of JavaScript."""
        return {name: key.split("@")[0] for key, name in self._names.items() if isinstance(key, str)}

    def take(self, name: str) -> None:
        self.taken.add(self._free.exact(name))
