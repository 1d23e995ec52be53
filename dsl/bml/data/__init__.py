"""Data sets: sources, transformations, and their one order in Python and in the browser."""

from bml.data.dataset import Dataset
from bml.data.source import Source

__all__ = ["Dataset", "Source"]
