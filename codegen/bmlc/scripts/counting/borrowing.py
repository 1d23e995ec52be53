"""Leave out the references of names that only look at an item while its container keeps it.

    for (const item of tensors) {                 for (const t of tensors) {
      t = run.retain(item);              =>         [total] = run.replace(total, f([total, t]));
      [total] = run.replace(total, f([total, t]));

That is so where the name is set once and used in one block only, and nothing there takes items out of containers or
sets the name of the container anew: neither the statements nor the functions that they call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from bmlc.emit import js
from bmlc.scripts.counting.code import Code, Do, Set, Statement, set_names, with_blocks
from bmlc.scripts.counting.filling import renamed
from bmlc.scripts.counting.moving import held, retained_names
from bmlc.scripts.counting.walking import count_names, names_in, walk
from bmlc.scripts.values import is_name

__all__ = ["borrow_items"]


def borrow_items(
    code: Code, names: Collection[str], views: dict[str, set[str]], may_take: Callable[[object], bool]
) -> Code:
    """A function's code; `names` own references so far, and those that only look are added to `views`."""
    borrower = _Borrower(names, views, may_take, Counter(set_names(code)), count_names(code))
    return renamed(borrower.block(code), borrower.renamed)


@dataclass
class _Borrower:
    names: Collection[str]
    views: dict[str, set[str]]
    may_take: Callable[[object], bool]
    sets: Counter[str]
    reads: Counter[str]
    renamed: dict[str, str] = field(default_factory=dict)  # targets of loops, by the names that look at the items

    def block(self, code: Code) -> Code:
        kept: Code = []
        for position, statement in enumerate(code):
            match statement:
                case Set(name) if name in self.names and self.sets[name] == 1:
                    source = held(statement.value, statement.fresh)
                    lent = None if source is None else self._lent(name, source, code[position + 1 :])
                    if source is not None and lent is not None:
                        self.views[name] = lent
                        item = source.name if is_name(source) else ""
                        if item in self.views and self.reads[item] == 1:
                            self.renamed[item] = name
                        else:
                            kept.append(replace(statement, value=source))
                        continue
            kept.append(with_blocks(statement, self.block))
        return kept

    def _lent(self, name: str, source: js.Expression, following: Sequence[Statement]) -> set[str] | None:
        """What `name` would look into, were it a view; None where it needs a reference of its own."""
        lenders: set[str] = set()
        for each in names_in(source):
            lenders |= self.views.get(each, {each})
        left = self.reads[name]
        for statement in following:
            if left == 0:
                break
            left -= count_names(statement)[name]
            if self.may_take(statement if left else _before_taking(statement)) or name in _stored_late(statement):
                return None
            if not lenders.isdisjoint(set_names([statement])):
                return None
        return lenders if left == 0 else None


def _before_taking(statement: Statement) -> object:
    """What a statement evaluates before it takes an item out, which it does last of all."""
    match statement:
        case Do(js.Call(js.Member(js.Identifier("run"), "drop"), (js.Call(_, arguments),)) | js.Call(_, arguments)):
            return arguments
    return statement


def _stored_late(statement: Statement) -> frozenset[str]:
    """The names that an item takes over, whose place may not be there: until then, each has a reference of its own."""
    found: frozenset[str] = frozenset()
    for each in walk(statement):
        match each:
            case js.Call(js.Identifier("exchangeItem"), (_, _, kept)):
                found |= retained_names(kept)
    return found
