"""Every code has an example; the real command gives its message word for word, and the mended program has no error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bml.collect import collect
from bmlc.bundle.compile import compile_program
from bmlc.errors import CODES
from bmlc.kernels.tables import BACKENDS
from environment import ROOT

from .catalogue import EXAMPLES, message_of
from .catalogue.page import page_of
from .catalogue.slips import Told

PAGE = ROOT / "docs" / "errors.md"


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {code: message_of(example, tmp_path_factory.mktemp(code)) for code, example in EXAMPLES.items()}


def test_every_code_has_an_example() -> None:
    assert list(EXAMPLES) == list(CODES)


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_message_is_of_the_code(code: str, messages: dict[str, str]) -> None:
    head = messages[code].splitlines()[0]
    assert head.startswith(f"error {code}: ")
    assert messages[code].count("error BML") == 1


def test_the_page_tells_the_messages_word_for_word(
    messages: dict[str, str], told: Told, golden: Callable[[Path, str], None]
) -> None:
    golden(PAGE, page_of(EXAMPLES, messages, told))


@pytest.mark.parametrize("code", [code for code, example in EXAMPLES.items() if example.fix])
def test_the_mended_program_has_no_error(code: str, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(EXAMPLES[code].mended, encoding="utf-8")
    compile_program(collect(tmp_path / "program.py"), BACKENDS)
