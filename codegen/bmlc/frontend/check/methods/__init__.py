"""Methods of strings, lists, tuples and dictionaries."""

from bmlc.frontend.check.methods import dictionaries, lists, texts
from bmlc.frontend.check.methods.table import METHODS, check_method, has_method

__all__ = ["METHODS", "check_method", "dictionaries", "has_method", "lists", "texts"]
