"""The command line: `bml build`, `serve`, `run`, `parity`, `inspect`."""

from bml.cli.main import main

__all__ = ["main"]
