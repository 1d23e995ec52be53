"""From typed host nodes to JavaScript nodes."""

# Their visitors register themselves.
from bmlc.frontend.generate import assignments, exceptions, functions, loops, ownership, tensors
from bmlc.frontend.generate.runtime import python_imports
from bmlc.frontend.generate.script import SCRIPT_GLOBALS, GeneratedScript, generate_script

__all__ = [
    "SCRIPT_GLOBALS",
    "GeneratedScript",
    "assignments",
    "exceptions",
    "functions",
    "generate_script",
    "loops",
    "ownership",
    "python_imports",
    "tensors",
]
