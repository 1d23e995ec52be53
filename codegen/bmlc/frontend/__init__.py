"""`@bml.script`: Python source to JavaScript, on libcst.

    source (libcst) --check--> host (typed tree) --ownership--> host with drops --generate--> JavaScript nodes

`check` settles names and types and refuses what scripts do not have; `ownership` and `generate` cannot fail.
"""

from bmlc.frontend.check import check_script
from bmlc.frontend.generate import SCRIPT_GLOBALS, GeneratedScript, generate_script, python_imports
from bmlc.frontend.names import APP_MEMBERS, KeyedNames
from bmlc.frontend.world import (
    ComputedValue,
    ConstantValue,
    FileClass,
    FileFunction,
    FileObject,
    Made,
    Mapped,
    ObjectValue,
    PipelineStep,
    PipelineValue,
    Reference,
    Resolved,
    Slot,
    TracedCall,
    Unusable,
    World,
)

__all__ = [
    "APP_MEMBERS",
    "SCRIPT_GLOBALS",
    "ComputedValue",
    "ConstantValue",
    "FileClass",
    "FileFunction",
    "FileObject",
    "GeneratedScript",
    "KeyedNames",
    "Made",
    "Mapped",
    "ObjectValue",
    "PipelineStep",
    "PipelineValue",
    "Reference",
    "Resolved",
    "Slot",
    "TracedCall",
    "Unusable",
    "World",
    "check_script",
    "generate_script",
    "python_imports",
]
