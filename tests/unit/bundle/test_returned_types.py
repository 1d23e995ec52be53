"""What scripts return, as TypeScript declares it."""

from __future__ import annotations

import pytest

from bmlc.bundle.declarations import declared_type
from bmlc.ir import TensorType
from bmlc.scripts.program.host_types import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    NOTHING,
    STR,
    DictType,
    FixedListType,
    HostType,
    ListType,
    RecordType,
    TensorValue,
    TupleType,
    UnionType,
)


@pytest.mark.parametrize(
    ("host_type", "declared"),
    [
        (INT, "number"),
        (STR, "string"),
        (BOOL, "boolean"),
        (NONE, "undefined"),
        (UnionType(frozenset({FLOAT, NONE})), "number | undefined"),
        (ListType(FLOAT), "number[]"),
        (ListType(UnionType(frozenset({FLOAT, NONE}))), "(number | undefined)[]"),
        (ListType(NOTHING), "never[]"),
        (ListType(UnionType(frozenset({STR, INT}))), "(number | string)[]"),
        (TupleType((INT, ListType(STR))), "[number, string[]]"),
        (FixedListType((INT, STR)), "[number, string]"),
        (DictType(STR, FLOAT), "Map<string, number>"),
        (DictType(INT, ListType(INT)), "Map<number, number[]>"),
        (RecordType((("loss", FLOAT), ("top-5", FLOAT))), '{ loss: number; "top-5": number; }'),
        (TensorValue(TensorType((3,), "float32")), "HostArray"),
    ],
)
def test_declared(host_type: HostType, declared: str) -> None:
    assert declared_type(host_type) == declared
