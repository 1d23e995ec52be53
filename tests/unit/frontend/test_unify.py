"""When types are one, and what undoing takes back."""

from __future__ import annotations

import pytest

from bmlc.errors import UserError
from bmlc.frontend.check.journal import Journal
from bmlc.frontend.check.unify import fits, join, unify
from bmlc.frontend.host import (
    ANY_ERROR,
    FLOAT,
    INT,
    NONE,
    STR,
    DictType,
    HostType,
    ListType,
    OptionalType,
    TupleType,
    TypeVariable,
    resolve,
)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        (INT, INT, INT),
        (INT, FLOAT, None),
        (INT, NONE, OptionalType(INT)),
        (OptionalType(INT), NONE, OptionalType(INT)),
        (OptionalType(INT), INT, OptionalType(INT)),
        (OptionalType(INT), STR, None),
        (ListType(INT), ListType(INT), ListType(INT)),
        (ListType(INT), ListType(OptionalType(INT)), None),  # a None that came in by one name would be met by the other
        (ListType(INT), NONE, OptionalType(ListType(INT))),
        (TupleType((INT, NONE)), TupleType((INT, STR)), TupleType((INT, OptionalType(STR)))),
        (TupleType((INT,)), TupleType((INT, INT)), None),
        (DictType(STR, INT), DictType(STR, FLOAT), None),
        (ANY_ERROR, INT, INT),
        (INT, ANY_ERROR, INT),
    ],
)
def test_values_that_meet(first: HostType, second: HostType, joined: HostType | None) -> None:
    assert join(first, second, Journal()) == joined
    assert join(second, first, Journal()) == joined


@pytest.mark.parametrize(
    ("expected", "received", "does"),
    [
        (OptionalType(FLOAT), FLOAT, True),
        (OptionalType(FLOAT), NONE, True),
        (FLOAT, OptionalType(FLOAT), False),
        (FLOAT, INT, False),
        (TupleType((OptionalType(INT), INT)), TupleType((NONE, INT)), True),
        (ListType(OptionalType(INT)), ListType(INT), False),
    ],
)
def test_values_where_a_type_is_expected(expected: HostType, received: HostType, does: bool) -> None:
    assert fits(expected, received, Journal()) is does


def test_an_empty_list_becomes_what_is_put_into_it() -> None:
    empty = ListType(TypeVariable())
    assert unify(empty, ListType(FLOAT), Journal())
    assert resolve(empty) == ListType(FLOAT)
    assert not unify(empty, ListType(INT), Journal())


def test_no_type_contains_itself() -> None:
    item = TypeVariable()
    assert not unify(item, ListType(item), Journal())


def test_a_journal_takes_back_what_a_pass_decided_and_reported() -> None:
    journal = Journal()
    before, after = TypeVariable(), TypeVariable()
    unify(before, INT, journal)
    mark = journal.mark()
    unify(after, FLOAT, journal)
    journal.errors.append(UserError("BML201", "scripts do not have classes"))
    journal.rollback(mark)
    assert (before.solution, after.solution, journal.errors) == (INT, None, [])
