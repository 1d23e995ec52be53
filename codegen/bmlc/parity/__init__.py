"""Runs the same functions here and on TensorFlow and holds one against the other."""

from bmlc.parity.report import Report, Row
from bmlc.parity.run import run_parity

__all__ = ["Report", "Row", "run_parity"]
