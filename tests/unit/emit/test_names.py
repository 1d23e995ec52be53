"""JavaScript names."""

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
        ("é!", "value"),
        ("", "value"),
        ("await", "await_"),
    ],
)
def test_camel_case_gives_an_identifier(text, name):
    assert camel_case(text) == name


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
