"""What waits for an import: it acts once, whoever looked for the module before."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from bml.native.hooks import after_import


def test_several_may_wait_for_one_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "waited_for.py").write_text("said = ['imported']\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    waiting = len(sys.meta_path)

    @contextmanager
    def around() -> Iterator[None]:
        order.append("around")
        yield

    order: list[str] = []
    after_import("waited_for", lambda module: module.said.append("first"), around)
    after_import("waited_for", lambda module: module.said.append("second"))
    assert find_spec("waited_for") is not None
    module = importlib.import_module("waited_for")
    after_import("waited_for", lambda module: module.said.append("third"))
    assert (module.said, order) == (["imported", "first", "second", "third"], ["around"])
    assert module.__spec__ is not None
    assert type(module.__spec__.loader).__name__ == "SourceFileLoader"
    assert len(sys.meta_path) == waiting
    assert find_spec("there_is_no_such_module") is None
