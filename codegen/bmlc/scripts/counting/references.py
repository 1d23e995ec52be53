"""Count references: every tensor is given up right after its last use, on every path.

    w = f(w, x)             =>     [w] = run.replace(w, f([w, x]));     the last use of what w was
    ys.append(w)            =>     ys.push(run.retain(w));              w is needed later, too
                                   [w] = run.drop(w);                   behind its last use

One pass backwards over the statements of a function, with the names that are needed later. A name is given up behind
its last use on every path, moved where its last use stores it, retained where an earlier one does. What a throw
leaves, the function's `finally` gives up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from bmlc.emit import js
from bmlc.ir import Loc
from bmlc.scripts.counting.borrowing import borrow_items
from bmlc.scripts.counting.code import (
    Clear,
    Code,
    CountedFunction,
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
    breaks,
    leaves,
    names_of,
    set_names,
    with_blocks,
)
from bmlc.scripts.counting.filling import fill_by_name
from bmlc.scripts.counting.inlining import inline_fresh
from bmlc.scripts.counting.moving import is_exchange, moved_into
from bmlc.scripts.counting.needless import omit_needless
from bmlc.scripts.counting.walking import names_in
from bmlc.scripts.values import Retain, is_name

__all__ = ["count_references"]

Names = frozenset[str]
_NONE: Names = frozenset()


def count_references(
    code: Code,
    owned: Collection[str],
    around: Mapping[str, set[str]],
    params: Sequence[str],
    lent: Collection[str],
    captured: Names,
    lasting: Collection[str],
    kept: str,
    ours: Names,
    name: Callable[[str], str],
    may_take: Callable[[object], bool],
    gives: bool,
) -> CountedFunction:
    """The code of a function with its references counted.

    Args:
        owned: The names that may hold tensors; those of `around` look into what others own.
        lent: Those of the parameters that may hold tensors as it begins; functions inside it name `captured` ones.
        lasting: Names that may be asked for once the function is done: the list `kept` takes what they hold.
        ours: Names that no user wrote; `name` gives one more.
        may_take: Whether a statement may take items out of containers.
        gives: Whether what it returns may hold tensors.
    """
    code = fill_by_name(code, ours, captured | set(params), owned)
    set_here = dict.fromkeys([*set_names(code), *(each for each in lasting if each in params)])
    names = [each for each in set_here if each in owned or each in lasting]
    views = dict(around)
    code = borrow_items(code, frozenset(names) - captured - set(params), views, may_take)
    names = [each for each in names if each not in views]
    code = _guarded(code, name) if gives else code
    if not names:
        return CountedFunction([(code, [])])
    every, held = frozenset(names), frozenset(lent) & frozenset(names)
    counter = _Counter(every - captured, every, views, name)
    code, needed = counter.block(code, _NONE, _Exits())

    def stage(code: Code, names: Sequence[str]) -> tuple[Code, Sequence[str]]:
        """With what the function owns from its start, and gives up at its end."""
        first: Code = []
        for each in params:
            if each in names and each in lent:
                first.append(Set(each, _run("retain", js.name(each))) if each in needed | captured else Clear((each,)))
        given_up = tuple(js.name(each) for each in names if each not in lasting)
        final: Code = [Do(_run("drop", *given_up))] if given_up else []
        theirs = tuple(js.name(each) for each in names if each in lasting)
        final += [Do(js.Call(js.Member(js.name(kept), "push"), theirs))] if theirs else []
        return [*first, Try(code, [], [], final, "")], names

    inlined = inline_fresh(code, ours - captured)
    last = omit_needless(inlined, every, held)
    left = set(set_names(last))
    stages = [stage(code, names), stage(inlined, names)]
    stages.append(stage(last, [each for each in names if each in left or each not in ours]))
    return CountedFunction(stages, held, captured, views)


def _run(member: str, *arguments: js.Expression) -> js.Call:
    return (Retain if member == "retain" else js.Call)(js.Member(js.name("run"), member), arguments)


def _guarded(code: Code, name: Callable[[str], str], inside: bool = False) -> Code:
    """`result = value; return result` where a `finally` comes between, which may throw or go elsewhere."""
    found: Code = []
    for statement in code:
        match statement:
            case Jump("return", value, loc) if inside and value is not None and not isinstance(value, js.Literal):
                found += [Set(name("result"), value, loc), Jump("return", js.name(name("result")), loc)]
                continue
        within = inside or (isinstance(statement, Try) and bool(statement.final))
        guarded = with_blocks(statement, partial(_guarded, name=name, inside=within))
        if isinstance(guarded, Try) and guarded.final and name("result") in set_names([replace(guarded, final=[])]):
            thrown: Code = [Drop((name("result"),)), Jump("throw", js.name("error"))]
            guarded.final = [Try(_leaving(guarded.final, name("result")), [(None, thrown)], [], [], "error")]
        found.append(guarded)
    return found


def _leaving(code: Code, result: str, in_loop: bool = False) -> Code:
    """A `finally` that gives the result up where it goes elsewhere."""
    found: Code = []
    for each in code:
        statement = replace(each, replaces=True) if isinstance(each, Set) and each.name == result else each
        match statement:
            case Jump("return", value) if value == js.name(result):
                pass
            case Jump(kind) if kind == "return" or (not in_loop and kind != "throw"):
                found.append(Drop((result,)))
        inner = in_loop or isinstance(statement, Loop)
        found.append(with_blocks(statement, partial(_leaving, result=result, in_loop=inner)))
    return found


@dataclass(frozen=True)
class _Exits:
    """The names that are needed where control goes by a jump."""

    breaks: Names = _NONE
    continues: Names = _NONE
    throws: Names = _NONE
    ends: Names = _NONE


@dataclass
class _Counter:
    """Goes backwards over a function. `owned` are the names that are given up early, `held` all that own references."""

    owned: Names
    held: Names
    views: Mapping[str, set[str]]
    name: Callable[[str], str]
    tests: dict[int, str] = field(default_factory=dict)
    carried: Names = _NONE  # by jumps within the loop: held for handlers that are left, and needed no more

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
                return [replace(statement, node=node), *_given_up(used - live, moved, statement.loc)], live | used
            case Define() | Drop():
                return [statement], live
            case Clear(names):
                return [statement], live | self.owned.intersection(names)
            case Jump(kind, value):
                after = {"break": exits.breaks, "continue": exits.continues, "end": exits.ends}.get(kind, _NONE)
                if kind in ("break", "continue", "end"):
                    self.carried |= exits.throws - after
                return [statement], self._used(value) | after | exits.throws
            case If():
                return self._if(statement, live, exits)
            case Loop():
                return self._loop(statement, live, exits)
            case Try():
                return self._try(statement, live, exits)
        raise TypeError(statement)

    def _used(self, node: object) -> Names:
        found = names_in(node)
        left = [name for name in found if name in self.views]
        while left:
            more = self.views[left.pop()] - found
            found |= more
            left += [name for name in more if name in self.views]
        return self.owned & found

    def _set(self, statement: Set, live: Names, exits: _Exits) -> tuple[Code, Names]:
        name, value = statement.name, statement.value
        used = self._used(value)
        if name not in self.held:
            given_up = _NONE if name == self.name("result") else used - live  # which is followed by a `finally`
            return [statement, *_drops(given_up, statement.loc)], (live - {name}) | used
        moved: Names = _NONE
        if not statement.fresh and is_name(value):
            source = value.name
            if source in self.owned and source not in live and source != name:
                moved = frozenset({source})  # it goes from one name to the other
            else:
                value = _run("retain", value)
        else:
            value, moved = moved_into(value, used - live - {name})
        needs_old = name in used or name in exits.throws or name not in self.owned
        # A name that is set anew gives up what it was only there: before, it is needed no more.
        dead = (used | ({name} & self.owned)) - live
        counted = replace(statement, value=value, replaces=needs_old)
        return [counted, *_given_up(dead, moved, statement.loc)], (live - {name}) | used

    def _unpack(self, statement: Unpack, live: Names, exits: _Exits) -> tuple[Code, Names]:
        set_here = tuple(names_of(statement.target))
        names = self.owned & set(set_here)
        used = self._used(statement.value)
        again = [
            name for name in set_here if name in self.held and (name in used | exits.throws or name not in self.owned)
        ]
        value, exchanged = moved_into(statement.value, names if is_exchange(statement.value) else _NONE)
        value, moved = moved_into(value, used - live - names)
        counted = replace(statement, value=value, replaces=tuple(name for name in again if name not in exchanged))
        dead = (used | names) - live
        return [counted, *_given_up(dead, moved, statement.loc)], (live - names) | used

    def _if(self, statement: If, live: Names, exits: _Exits) -> tuple[Code, Names]:
        then, first = self.block(statement.then, live, exits)
        otherwise, second = self.block(statement.otherwise, live, exits)
        tested = self._used(statement.test)
        after, need = first | second, first | second | tested
        before: Code = []
        if tested - after:  # given up once the test is known
            test = self.tests.setdefault(id(statement), f"test{len(self.tests)}")
            before = [Set(self.name(test), statement.test, statement.loc), *_drops(tested - after, statement.loc)]
            statement = replace(statement, test=js.name(self.name(test)))
        # What a branch that leaves does not set anew goes with the function.
        goes = live - {*set_names(then)} if leaves(statement.then, "return", "throw") else _NONE
        then = _drops(after - first - goes, _start(then, statement)) + then
        goes = after - {*set_names(otherwise)} if leaves(statement.otherwise, "return", "throw") else _NONE
        end = _drops(after - second - goes, _start(otherwise, statement))
        if leaves(statement.then) and not otherwise:
            return [*before, replace(statement, then=then), *end], need
        return [*before, replace(statement, then=then, otherwise=end + otherwise)], need

    def _loop(self, statement: Loop, live: Names, exits: _Exits) -> tuple[Code, Names]:
        otherwise, after = self.block(statement.otherwise, live, exits)
        used = self._used(statement.head)
        own = self.owned & set(names_of(statement.target))
        head = after | used
        around = self.carried
        while True:
            self.carried = _NONE
            # What is given up behind the loop is so after a `break`, too.
            broken = live if statement.otherwise else live | head
            body, need = self.block(statement.body, head, _Exits(broken, head, exits.throws, after))
            need -= own
            if need <= head:
                break
            head |= need
        lasts = used if statement.target is not None else _NONE  # while it is gone through
        left, self.carried = self.carried - own - lasts, around
        start = _drops((head - need - lasts) | (left - need) | (own - names_in(body)), statement.loc)
        endless = statement.target is None and statement.head == js.Literal(True) and not breaks(statement.body)
        end = [] if endless else _drops((head | left) - after, statement.loc)
        body = start + body
        match body:
            case [Unpack(target, js.Identifier(source)), *rest] if source == statement.target:
                statement, body = replace(statement, target=target), rest  # each batch as it comes
            case [Set(target, js.Identifier(source)), *rest] if source == statement.target and statement.waits:
                statement, body = replace(statement, target=target), rest
        loop = replace(statement, body=body, otherwise=end + otherwise if statement.otherwise else [])
        return [loop, *(_drops(left - live, statement.loc) if statement.otherwise else end)], head

    def _try(self, statement: Try, live: Names, exits: _Exits) -> tuple[Code, Names]:
        final, needed = self.block(statement.final, live, exits) if statement.final else ([], live)
        keep = exits.throws | (needed if statement.final else _NONE)
        inner = replace(exits, throws=keep)
        touched = self.owned & {*set_names(statement.body), *names_in(statement.body)}
        blocks = [self.block(code, needed, inner) for _, code in statement.handlers]
        handled = _NONE.union(*(need for _, need in blocks))
        otherwise, after = self.block(statement.otherwise, needed, inner)
        if otherwise:
            otherwise = _drops(handled - after, _start(otherwise, statement)) + otherwise
        body, need = self.block(statement.body, after, replace(exits, throws=keep | handled))
        handlers: list[tuple[js.Expression | None, Code]] = []
        for (test, _), (code, wanted) in zip(statement.handlers, blocks, strict=True):
            ends = leaves(code[-1:], "return", "throw")
            dead = (touched | need.intersection(set_names(code)) if ends else touched | need) - wanted
            if ends and all(isinstance(each, Drop | Jump) for each in code):
                dead = _NONE  # it goes with the function
            handlers.append((test, _drops(dead, _start(code, statement)) + code))
        if statement.final:
            before = replace(statement, final=[])
            touched = self.owned & {*set_names([before]), *names_in(before)}
            final = _drops(touched - needed, _start(final, statement)) + final
        left = _NONE if leaves([statement]) else (handled | keep) - live - exits.throws
        whole = replace(statement, body=body, handlers=handlers, otherwise=otherwise, final=final)
        return [whole, *_drops(left, statement.loc)], need


def _drops(names: Names, loc: Loc | None) -> Code:
    """`[x, y] = run.drop(x, y)`"""
    return [Drop(tuple(sorted(names)), loc)] if names else []


def _given_up(dead: Names, moved: Names, loc: Loc | None) -> Code:
    """After the last use of `dead`, of which `moved` went elsewhere."""
    cleared: Code = [Clear(tuple(sorted(moved)), loc)] if moved else []
    return [*cleared, *_drops(dead - moved, loc)]


def _start(code: Code, around: Statement) -> Loc | None:
    """Where a block begins."""
    return code[0].loc if code else around.loc
