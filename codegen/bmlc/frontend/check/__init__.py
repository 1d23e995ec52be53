"""From Python source to typed host nodes: names, types and what scripts do not have are settled here."""

# Their visitors register themselves.
from bmlc.frontend.check import (
    assignments,
    atoms,
    booleans,
    builtins,
    comparisons,
    comprehensions,
    exceptions,
    functions,
    literals,
    loops,
    methods,
    subscripts,
    templates,
    timers,
)
from bmlc.frontend.check.script import check_script

__all__ = [
    "assignments",
    "atoms",
    "booleans",
    "builtins",
    "check_script",
    "comparisons",
    "comprehensions",
    "exceptions",
    "functions",
    "literals",
    "loops",
    "methods",
    "subscripts",
    "templates",
    "timers",
]
