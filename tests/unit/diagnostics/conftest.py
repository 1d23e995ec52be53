"""What is told of the slips, for those who ask."""

from __future__ import annotations

import pytest

from .catalogue.slips import Told, tell


@pytest.fixture(scope="package")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return tell(tmp_path_factory.mktemp("slips"))
