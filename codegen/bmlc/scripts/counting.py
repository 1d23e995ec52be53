"""Count references: every tensor is given up right after its last use, on every path.

    w = f(w, x)             =>     [w] = run.replace(w, f([w, x]));     the last use of what w was
    ys.append(w)            =>     ys.push(run.retain(w));              w is needed later, too
                                   [w] = run.drop(w);                   behind its last use

One pass backwards over the statements of a function, with the names that are needed later. A name is given up behind
its last use on every path, moved where its last use stores it, retained where an earlier one does. What a throw
leaves, the function's `finally` gives up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bmlc.emit import js
from bmlc.ir import Loc
from bmlc.scripts.borrowing import borrow_items
from bmlc.scripts.code import (
    Clear,
    Code,
    Define,
    Do,
    Drop,
    If,
    Jump,
    Loop,
    Set,
    Statement,
    Try,
    Unpack,
    blocks,
    names_of,
    set_names,
)
from bmlc.scripts.constructs.definitions import FunctionText
from bmlc.scripts.expressions import collect_names, names_in
from bmlc.scripts.filling import fill_by_name
from bmlc.scripts.frame import Instance
from bmlc.scripts.inlining import inline_fresh
from bmlc.scripts.moving import is_exchange, moved_into
from bmlc.scripts.needless import omit_needless
from bmlc.scripts.one_key import ask_records

__all__ = ["count_references"]

Names = frozenset[str]
_NONE: Names = frozenset()
_RUN = js.name("run")


def count_references(
    instance: Instance,
    params: Sequence[str],
    captured: Names,
    lasting: Sequence[str],
    kept: str,
    functions_take: bool,
    ours: Names,
    gives: bool,
) -> tuple[Code, list[str]]:
    """The function's code with its references counted, and the names that own some, in the order in which they are set.

    `gives`: what it returns may hold tensors. `ours` are names that no user wrote. `functions_take`: functions that it
    may call take items out of containers. What
    `lasting` names may be asked for once the function is done: the list `kept` takes it.
    """
    whole = fill_by_name(ask_records(instance.code, captured), ours, captured | set(params))
    set_here = list(dict.fromkeys([*set_names(whole), *(name for name in lasting if name in params)]))
    names = [name for name in set_here if name in {*instance.owned, *lasting}]
    if not names:
        return (_guarded(whole) if gives else whole), []
    views = dict(instance.views)
    code = borrow_items(whole, frozenset(names) - captured - set(params), views, functions_take)
    names = [name for name in names if name not in views]
    if not names:
        return (_guarded(code) if gives else code), []
    code = _guarded(code)
    counter = _Counter(frozenset(names) - captured, frozenset(names), views)
    code, needed = counter.block(code, _NONE, _Exits())
    held = frozenset(params) & frozenset(names)
    code = inline_fresh(omit_needless(code, frozenset(names), held), ours - captured)
    code = omit_needless(code, frozenset(names), held)  # of names that are written out by now
    left = set(set_names(code))
    names = [name for name in names if name in left or name not in ours]
    unread = counter.owned - needed
    given = [name for name in params if name in names]
    first: Code = [Clear((name,)) if name in unread else Set(name, _call("retain", js.name(name))) for name in given]
    own = [js.name(name) for name in names if name not in lasting]
    theirs = [js.name(name) for name in names if name in lasting]
    final: Code = [Do(_call("drop", *own))] if own else []
    if theirs:
        final.append(Do(js.Call(js.Member(js.name(kept), "push"), tuple(theirs))))
    return [*first, Try(code, [], [], final, "")], names


def _call(member: str, *arguments: js.Expression) -> js.Call:
    return js.Call(js.Member(_RUN, member), arguments)


_RESULT = "result"


def _guarded(code: Code, inside: bool = False) -> Code:
    """`result = value; return result` where a `finally` comes between, which may throw or go elsewhere."""
    found: Code = []
    changed = False
    for statement in code:
        match statement:
            case Jump("return", value, loc) if inside and value is not None and not isinstance(value, js.Literal):
                found += [Set(_RESULT, value, loc), Jump("return", js.name(_RESULT), loc)]
                changed = True
                continue
        protected = isinstance(statement, Try) and bool(statement.final)
        parts = {id(block): _guarded(block, inside or protected) for block in blocks(statement)}
        if all(parts[id(block)] is block for block in blocks(statement)):
            found.append(statement)
            continue
        changed = True
        inner = _with_blocks(statement, parts)
        if isinstance(inner, Try) and inner.final:
            thrown = [*_GIVE_UP, Jump("throw", js.name(f"{_RESULT}Error"))]
            body = _leaving(inner.final)
            inner = replace(inner, final=[Try(body, [(None, thrown)], [], [], f"{_RESULT}Error")])
        found.append(inner)
    return found if changed else code


_GIVE_UP: Code = [Do(_call("drop", js.name(_RESULT)))]


def _leaving(code: Code, in_loop: bool = False) -> Code:
    """A `finally` that gives the result up where it goes elsewhere."""
    found: Code = []
    for statement in code:
        if isinstance(statement, Jump) and (statement.kind == "return" or (not in_loop and statement.kind != "throw")):
            found += _GIVE_UP
        inner = in_loop or isinstance(statement, Loop)
        parts = {id(block): _leaving(block, inner) for block in blocks(statement)}
        found.append(_with_blocks(statement, parts))
    return found


def _with_blocks(statement: Statement, parts: Mapping[int, Code]) -> Statement:
    match statement:
        case If():
            return replace(statement, then=parts[id(statement.then)], otherwise=parts[id(statement.otherwise)])
        case Loop():
            return replace(statement, body=parts[id(statement.body)], otherwise=parts[id(statement.otherwise)])
        case Try():
            return replace(
                statement,
                body=parts[id(statement.body)],
                handlers=[(test, parts[id(block)]) for test, block in statement.handlers],
                otherwise=parts[id(statement.otherwise)],
                final=parts[id(statement.final)],
            )
    return statement


class _Exits:
    """The names that are needed where control goes by a jump."""

    def __init__(
        self, breaks: Names = _NONE, continues: Names = _NONE, throws: Names = _NONE, ends: Names = _NONE
    ) -> None:
        self.breaks, self.continues, self.throws, self.ends = breaks, continues, throws, ends


class _Counter:
    """Goes backwards over a function. `owned` are the names that are given up early, `held` all that own references."""

    def __init__(self, owned: Names, held: Names, views: Mapping[str, set[str]]) -> None:
        self.owned, self.held, self.views = owned, held, views

    def block(self, code: Code, live: Names, exits: _Exits) -> tuple[Code, Names]:
        """`code` counted, and the names that it needs."""
        found: Code = []
        live |= exits.throws
        for statement in reversed(code):
            counted, live = self._statement(statement, live, exits)
            live |= exits.throws
            found[:0] = counted
        return found, live

    def _statement(self, statement: Statement, live: Names, exits: _Exits) -> tuple[Code, Names]:
        match statement:
            case Set():
                return self._set(statement, live, exits)
            case Unpack():
                return self._unpack(statement, live, exits)
            case Do(node):
                used = self._used(node)
                node, moved = moved_into(node, used - live)
                return [replace(statement, node=node), *self._given_up(used - live, moved, statement.loc)], live | used
            case Define() | Drop() | Clear():
                return [statement], live
            case Jump(kind, value):
                after = {"break": exits.breaks, "continue": exits.continues, "end": exits.ends}.get(kind, _NONE)
                return [statement], self._used(value) | after | exits.throws
            case If():
                return self._if(statement, live, exits)
            case Loop():
                return self._loop(statement, live, exits)
            case Try():
                return self._try(statement, live, exits)
        raise TypeError(statement)

    def _used(self, node: object) -> Names:
        if node is None:
            return _NONE
        found = names_in(node)
        for name in [name for name in found if name in self.views]:
            self._look(name, found)
        return frozenset(found) & self.owned

    def _look(self, name: str, found: set[str]) -> None:
        for other in self.views[name] - found:
            found.add(other)
            if other in self.views:
                self._look(other, found)

    def _drops(self, names: Names, loc: Loc | None = None) -> Code:
        """`[x, y] = run.drop(x, y)`"""
        return [Drop(tuple(sorted(names)), loc)] if names else []

    def _given_up(self, dead: Names, moved: Names, loc: Loc | None) -> Code:
        """After the last use of `dead`, of which `moved` went elsewhere."""
        cleared: Code = [Clear(tuple(sorted(moved)), loc)] if moved else []
        return [*cleared, *self._drops(dead - moved, loc)]

    def _set(self, statement: Set, live: Names, exits: _Exits) -> tuple[Code, Names]:
        name, value = statement.name, statement.value
        used = self._used(value)
        if name not in self.held:
            return [statement, *self._drops(used - live, statement.loc)], (live - {name}) | used
        moved: Names = _NONE
        if not statement.fresh and value.__class__ is js.Identifier:
            source = value.name
            if source in self.owned and source not in live and source != name:
                moved = frozenset({source})  # it goes from one name to the other
            else:
                value = _call("retain", value)
        else:
            value, moved = moved_into(value, used - live - {name})
        needs_old = name in self._used(statement.value) or name in exits.throws or name not in self.owned
        dead = (used | ({name} & self.owned)) - live
        # A name that is set anew gives up what it was only there: before, it is needed no more.
        dead -= {name} if name in live else _NONE
        counted = replace(statement, value=value, replaces=needs_old)
        return [counted, *self._given_up(dead, moved, statement.loc)], (live - {name}) | used

    def _unpack(self, statement: Unpack, live: Names, exits: _Exits) -> tuple[Code, Names]:
        set_here = tuple(names_of(statement.target))
        names = frozenset(set_here) & self.owned
        used = self._used(statement.value)
        again = [
            name for name in set_here if name in self.held and (name in used | exits.throws or name not in self.owned)
        ]
        value, exchanged = moved_into(statement.value, names if is_exchange(statement.value) else _NONE)
        value, moved = moved_into(value, used - live - names)
        counted = replace(statement, value=value, replaces=tuple(name for name in again if name not in exchanged))
        dead = (used | names) - live
        return [counted, *self._given_up(dead, moved, statement.loc)], (live - names) | used

    def _if(self, statement: If, live: Names, exits: _Exits) -> tuple[Code, Names]:
        then, first = self.block(statement.then, live, exits)
        otherwise, second = self.block(statement.otherwise, live, exits)
        tested = self._used(statement.test)
        need = first | second | tested
        if not _leaves(statement.then):
            then = self._drops(need - first, _start(then, statement)) + then
        else:
            then = self._drops(need - first - live, _start(then, statement)) + then
        if not _leaves(statement.otherwise):
            otherwise = self._drops(need - second, _start(otherwise, statement)) + otherwise
        return [replace(statement, then=then, otherwise=otherwise)], need

    def _loop(self, statement: Loop, live: Names, exits: _Exits) -> tuple[Code, Names]:
        otherwise, after = self.block(statement.otherwise, live, exits)
        used = self._used(statement.head)
        own = frozenset(names_of(statement.target)) & self.owned
        head = after | used
        while True:
            body, need = self.block(statement.body, head, _Exits(live, head, exits.throws, after))
            need -= own
            if need <= head:
                break
            head |= need
        start = self._drops((head - need - used) | (own - self._first_use(body, own)), statement.loc)
        endless = statement.target is None and statement.head == js.Literal(True)  # it ends by jumps only
        end = self._drops(head - after, statement.loc) if not endless else []
        body = start + body
        match body:
            case [Unpack(target, js.Identifier(source)), *rest] if source == statement.target:
                statement, body = replace(statement, target=target), rest  # each batch as it comes
            case [Set(target, js.Identifier(source)), *rest] if source == statement.target and statement.waits:
                statement, body = replace(statement, target=target), rest
        loop = replace(statement, body=body, otherwise=end + otherwise if statement.otherwise else [])
        return [loop, *([] if statement.otherwise else end)], head

    def _first_use(self, body: Code, own: Names) -> Names:
        """The targets that the body uses: which gives them up itself."""
        found: set[str] = set()
        for statement in body:
            _names_of(statement, found)
        return own & found

    def _try(self, statement: Try, live: Names, exits: _Exits) -> tuple[Code, Names]:
        final, needed = self.block(statement.final, live, exits) if statement.final else ([], live)
        keep = exits.throws | (needed if statement.final else _NONE)
        inner = _Exits(exits.breaks, exits.continues, keep, exits.ends)
        handlers: list[tuple[js.Expression | None, Code]] = []
        handled: Names = _NONE
        used: set[str] = set()
        for each in statement.body:
            _names_of(each, used)
        touched = (frozenset(set_names(statement.body)) | used) & self.owned
        for test, code in statement.handlers:
            counted, need = self.block(code, needed, inner)
            handlers.append((test, self._drops(touched - need, _start(counted, statement)) + counted))
            handled |= need
        otherwise, after = self.block(statement.otherwise, needed, inner)
        if otherwise:
            otherwise = self._drops(handled - after, _start(otherwise, statement)) + otherwise
        body, need = self.block(
            statement.body, after, _Exits(exits.breaks, exits.continues, keep | handled, exits.ends)
        )
        left = (handled | keep) - live - exits.throws if statement.handlers or statement.final else _NONE
        if statement.final:
            final = self._drops(touched - needed, _start(final, statement)) + final
        whole = replace(statement, body=body, handlers=handlers, otherwise=otherwise, final=final)
        return [whole, *self._drops(left, statement.loc)], need


def _names_of(statement: Statement, found: set[str]) -> None:
    match statement:
        case Set(_, value) | Unpack(_, value) | Jump(_, value):
            collect_names(value, found)
        case Do(node):
            collect_names(node, found)
        case If(test):
            collect_names(test, found)
        case Loop(_, head):
            collect_names(head, found)
        case Try(handlers=handlers):
            for asked, _ in handlers:
                collect_names(asked, found)
    for block in blocks(statement):
        for each in block:
            _names_of(each, found)


def _start(code: Code, around: Statement) -> Loc | None:
    """Where a block begins."""
    return code[0].loc if code else around.loc


def _leaves(code: Code) -> bool:
    return bool(code) and isinstance(code[-1], Jump) and code[-1].kind in ("return", "throw")


_ = FunctionText
