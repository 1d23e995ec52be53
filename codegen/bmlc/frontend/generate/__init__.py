"""From typed host nodes to JavaScript nodes."""

from bmlc.frontend.generate import tensors as tensors  # registers its visitors
from bmlc.frontend.generate.runtime import python_imports
from bmlc.frontend.generate.script import SCRIPT_GLOBALS, GeneratedScript, generate_script

__all__ = ["SCRIPT_GLOBALS", "GeneratedScript", "generate_script", "python_imports"]
