"""JavaScript names."""

import unicodedata

import pytest

from bmlc.emit.names import JsNames, camel_case


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("held_out", "heldOut"),
        ("conv2d/kernel", "conv2dKernel"),
        ("MaxPool", "maxPool"),
        ("class", "class_"),
        ("2d", "_2d"),
        ("é!", "é"),
        ("!", "value"),
        ("prédire", "prédire"),
        ("Épaisseur_de_été", "épaisseurDeÉté"),
        ("模型_数据", "模型数据"),
        ("e\u0301t\u00e9", "été"),
        ("ﬁt", "fit"),
        ("שלום_2", "שלום2"),
        ("٣d", "_٣d"),
        ("💥", "value"),
        ("a💥b", "aB"),
        ("__proto__", "proto"),
        ("a$b", "a$b"),
        ("x²", "x2"),
        ("", "value"),
        ("await", "await_"),
    ],
)
def test_camel_case_gives_an_identifier(text, name):
    assert camel_case(text) == name


def test_every_letter_makes_an_identifier_wherever_it_stands():
    for char in map(chr, range(0x30000)):
        for text in (char, f"a_{char}", f"{char}b"):
            name = camel_case(text)
            assert name.replace("$", "_").isidentifier(), ascii(text)
            assert camel_case(unicodedata.normalize("NFD", text)) == name, ascii(text)


def test_names_that_meet_are_told_apart():
    names = JsNames({"dispose"})
    assert [names.unique(name) for name in ("a_b", "aB", "a__b", "dispose", "é", "e\u0301")] == [
        "aB",
        "aB2",
        "aB3",
        "dispose2",
        "é",
        "é2",
    ]


def test_names_are_unique_in_their_scope_and_those_around_it():
    outer = JsNames({"backend"})
    assert [outer.unique("dense"), outer.unique("dense"), outer.unique("conv2d"), outer.unique("conv2d")] == [
        "dense",
        "dense2",
        "conv2d",
        "conv2d_2",
    ]
    inner = outer.inner()
    assert inner.unique("backend") == "backend2"
    assert inner.unique("dense") == "dense3"
    assert outer.unique("backend2") == "backend2"  # what an inner scope took is free outside
