"""What a program's file name makes of its files, its package and its element."""

from __future__ import annotations

import re
import unicodedata

import pytest

from bmlc.names import element_tag, file_name, package_name

KEPT = {"mnist_cnn": "mnist-cnn", "x": "x", "2048": "2048", "a__b": "a--b", "v2": "v2"}
STEMS = [
    *KEPT,
    *("模型", "数据", "Ünïcode", "Unicode", "unicode", "modèle", "modele", "straße", "strasse", "ﬁt", "Ωmega", "İ"),
    *("💥", "👩\u200d💻", "مرحبا", "שלום", "e\u0301e\u0301", "\u202egnp", "\udcff"),
    *("a b", "a-b", "a_b", "a.b", "a", "A", "aB", "ab", "a=b", "a'b", 'a"b', "a&b", "<a>", "a%20b", "#a", "?a", "$a"),
    *("_x", "-x", "--x", "x_", "..x", "~", " ", "x" * 64, "x" * 65, "x" * 250, "y" * 250, "模" * 80),
    *("con", "CON", "nul", "com1", "lpt9", "aux", "test", "fs", "http", "node_modules", "path", "MNIST", "mnist"),
]
# HTML: https://html.spec.whatwg.org/#valid-custom-element-name; npm: validate-npm-package-name.
ELEMENT = re.compile(r"[a-z][-.0-9_a-z]*-[-.0-9_a-z]*")
PACKAGE = re.compile(r"[a-z0-9][a-z0-9-]{0,213}")


@pytest.mark.parametrize("stem", KEPT)
def test_plain_names_are_kept(stem: str) -> None:
    assert (file_name(stem), package_name(stem), element_tag(stem)) == (stem, KEPT[stem], f"bml-{KEPT[stem]}")


def test_names_of_every_script_can_be_read() -> None:
    assert file_name("modèle_été").startswith("modele_ete_")
    assert package_name("Straße und Ünïcode").startswith("strasse-und-unicode-")
    assert file_name("模型").startswith("MoXing_")
    assert package_name("Привет").startswith("privet-")
    assert file_name("\u202e").startswith("program_")  # nothing that could be spelled


@pytest.mark.parametrize("stem", STEMS, ids=ascii)
def test_names_are_valid_everywhere(stem: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", file_name(stem))
    assert PACKAGE.fullmatch(package_name(stem))
    assert ELEMENT.fullmatch(element_tag(stem))
    assert file_name(stem).lower() not in {"con", "nul", "aux", "com1", "lpt9"}
    assert package_name(stem) not in {"test", "fs", "http", "path", "node-modules"}


@pytest.mark.parametrize("name", [file_name, package_name, element_tag])
def test_no_two_programs_share_a_name(name) -> None:
    given = {unicodedata.normalize("NFC", stem): name(stem) for stem in STEMS}
    shared = [stem for stem in given if list(given.values()).count(given[stem]) > 1]
    assert not shared


def test_both_forms_of_a_letter_are_one_name() -> None:
    for stem in ("modèle", "Ünïcode", "がぎ"):
        composed, apart = (unicodedata.normalize(form, stem) for form in ("NFC", "NFD"))
        assert composed != apart
        assert (file_name(composed), package_name(composed)) == (file_name(apart), package_name(apart))
