"""JavaScript names of a file's and a script's names: one name a key, different keys different names."""

from __future__ import annotations

from collections.abc import Iterable

from bmlc.emit.names import JsNames

__all__ = ["APP_MEMBERS", "KeyedNames"]

# What every `App` has, and what would make it a promise: an export of that name would break it.
APP_MEMBERS = frozenset(
    {"backend", "description", "notices", "report", "memory", "getWeights", "setWeights", "dispose", "then"}
)


class KeyedNames:
    """Names of one scope, made from Python names when a key is first asked for."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._scope = JsNames(taken)
        self._names: dict[object, str] = {}

    def __call__(self, key: object, python_name: str) -> str:
        if key not in self._names:
            self._names[key] = self._scope.unique(python_name)
        return self._names[key]
