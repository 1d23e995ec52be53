"""From typed host nodes to JavaScript nodes."""

# Their visitors register themselves.
from bmlc.frontend.generate import (
    assignments,
    builtins,
    comparisons,
    comprehensions,
    exceptions,
    functions,
    literals,
    loops,
    mathematics,
    methods,
    operators,
    ownership,
    subscripts,
    tensors,
    texts,
)
from bmlc.frontend.generate.runtime import python_imports
from bmlc.frontend.generate.script import SCRIPT_GLOBALS, GeneratedScript, generate_script

__all__ = [
    "SCRIPT_GLOBALS",
    "GeneratedScript",
    "assignments",
    "builtins",
    "comparisons",
    "comprehensions",
    "exceptions",
    "functions",
    "generate_script",
    "literals",
    "loops",
    "mathematics",
    "methods",
    "operators",
    "ownership",
    "python_imports",
    "subscripts",
    "tensors",
    "texts",
]
