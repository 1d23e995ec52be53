"""What the report says at its end of programs that were run."""

from __future__ import annotations

import pytest

SUMMARY = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SUMMARY] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash[SUMMARY]:
        terminalreporter.write_line(line)


@pytest.fixture
def summary(pytestconfig: pytest.Config) -> list[str]:
    """Lines for the end of the report."""
    return pytestconfig.stash[SUMMARY]
