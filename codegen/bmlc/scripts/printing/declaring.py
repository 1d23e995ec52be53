"""Where the names of a function are declared.

A name is declared by its first assignment (`const`, or `let` where others follow) if everything that mentions it stands
in that block; else at the top of the function.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bmlc.emit import js
from bmlc.scripts.classes.classes import ClassName
from bmlc.scripts.constructs.definitions import FunctionText
from bmlc.scripts.counting.code import (
    Clear,
    Code,
    Define,
    Drop,
    Loop,
    Set,
    Statement,
    Target,
    Try,
    Unpack,
    blocks,
    names_of,
)
from bmlc.scripts.counting.walking import parts
from bmlc.scripts.frame import Definition
from bmlc.scripts.functions.calls import DefinitionName, VersionName
from bmlc.scripts.printing.versions import Versions
from bmlc.scripts.visit import Visit

__all__ = ["Declarations"]

Path = tuple[int, ...]


@dataclass
class _Mention:
    name: str
    setter: Statement | None
    path: Path
    defines: object = None  # the site of a function


class Declarations:
    """The declarations of one function; functions of `apart` are set as names."""

    def __init__(
        self,
        visit: Visit,
        versions: Versions,
        code: Code,
        params: Collection[str],
        owned: Collection[str],
        captured: Collection[str],
    ) -> None:
        self.visit, self.versions = visit, versions
        self._at: dict[str, tuple[Statement | None, bool]] = {
            name: (None, False) for name in owned if name not in params
        }
        self.apart: set[str] = set()
        found: dict[str, list[_Mention]] = {}
        for mention in self._mentions(code, ()):
            if mention.name not in params:
                found.setdefault(mention.name, []).append(mention)
        for name, mentions in found.items():
            defined = [mention.path for mention in mentions if mention.defines is not None]
            setters = [mention.path for mention in mentions if mention.setter is not None]
            is_inside = bool(defined) and all(each.path[: len(defined[0])] == defined[0] for each in mentions)
            others = len({mention.defines for mention in mentions} - {None}) > 1 or setters
            if defined and (others or not is_inside):  # JavaScript's functions are there from the start of their block
                self.apart.add(name)
                self._at[name] = None, False
            elif name not in owned and setters:
                # Functions see what a name is when they are called, not what it was in their round of a loop.
                is_shared = name in captured and any(len(path) > 1 for path in setters)
                self._at[name] = (None, False) if is_shared else _declaration(mentions)

    def hoisted(self) -> list[js.Statement]:
        """The declaration at the top of the function."""
        names = tuple(js.name(name) for name, (at, _) in self._at.items() if at is None)
        return [js.DeclareNames(names)] if names else []

    def kind(self, name: str, statement: Statement) -> str:
        """How a statement sets a name: "const", "let", or "set" where the declaration stands elsewhere."""
        at, constant = self._at.get(name, (None, False))
        if at is not statement:
            return "set"
        return "const" if constant else "let"

    def common_kind(self, target: Target, statement: Statement) -> str | None:
        """How it sets all names of a pattern; None where they differ."""
        kinds = {self.kind(name, statement) for name in names_of(target)}
        return kinds.pop() if len(kinds) == 1 else None if "set" in kinds else "let"

    def _mentions(self, code: Code, path: Path) -> Iterator[_Mention]:
        for statement in code:
            here = (*path, id(code))
            match statement:
                case Try(handlers=handlers):
                    read: Sequence[object] = [test for test, _ in handlers]
                case Define():
                    read = ()
                case _:
                    read = [each for each in parts(statement) if not isinstance(each, list)]
            for name in (name for each in read for name in self._names(each)):
                yield _Mention(name, None, here)
            match statement:
                case Set(name):
                    yield _Mention(name, statement, here)
                case Unpack(target):
                    yield from (_Mention(name, statement, here) for name in names_of(target))
                case Drop(names) | Clear(names):
                    yield from (_Mention(name, statement, here) for name in names)
                case Loop(target, body=body):
                    yield from (_Mention(name, statement, (*here, id(body))) for name in names_of(target))
                case Define(site):
                    definition = self.visit.definitions[site]
                    yield from (_Mention(name, None, here) for name in self._names_inside(definition))
                    for instance in self.versions.of(definition):
                        yield _Mention(self.versions.name_of(instance), None, here, defines=site)
            for block in blocks(statement):
                yield from self._mentions(block, here)

    def _names(self, node: object) -> Iterator[str]:
        match node:
            case FunctionText():
                yield from self._names_inside(self.visit.definitions[node.site])
            case ClassName():
                yield self.versions.class_name(node.own)
            case DefinitionName():
                yield from map(self.versions.name_of, self.versions.of(node.definition))
            case VersionName():
                yield self.versions.name_of(node.instance)
            case js.Identifier(name):
                yield name
            case js.Arrow(params, body):
                own = set(self._names(params))
                yield from (name for name in self._names(body) if name not in own)
            case _:
                for each in parts(node):
                    yield from self._names(each)

    def _names_inside(self, definition: Definition) -> Iterator[str]:
        """The names that functions inside mention: all that their versions name."""
        own = self.visit.scopes.of(definition).own
        for instance in self.versions.of(definition):
            yield from (mention.name for mention in self._mentions(instance.code, ()) if mention.name not in own)


def _declaration(mentions: Sequence[_Mention]) -> tuple[Statement | None, bool]:
    """The statement that declares a name, if any, and whether it is the only one that sets it."""
    first = mentions[0]
    setters = [mention for mention in mentions if mention.setter is not None]
    inside = first.setter is not None and all(each.path[: len(first.path)] == first.path for each in mentions)
    inside &= sum(each.setter is first.setter for each in setters) == 1
    return (first.setter if inside else None), inside and len(setters) == 1
