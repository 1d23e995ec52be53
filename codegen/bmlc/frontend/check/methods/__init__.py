"""Methods of strings, lists, tuples and dictionaries."""

from bmlc.frontend.check.methods import dictionaries, lists, texts
from bmlc.frontend.check.methods.table import check_method

__all__ = ["check_method", "dictionaries", "lists", "texts"]
