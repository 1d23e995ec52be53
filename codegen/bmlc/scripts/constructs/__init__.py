"""One function a construct of Python: what it means, and how it is written in JavaScript."""

from bmlc.scripts.constructs import (
    attributes,
    booleans,
    calls,
    comparisons,
    comprehensions,
    definitions,
    exceptions,
    literals,
    loops,
    operators,
    refused,
    statements,
    subscripts,
    templates,
)

__all__ = [
    "attributes",
    "booleans",
    "calls",
    "comparisons",
    "comprehensions",
    "definitions",
    "exceptions",
    "literals",
    "loops",
    "operators",
    "refused",
    "statements",
    "subscripts",
    "templates",
]
