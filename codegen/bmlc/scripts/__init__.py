"""`@bml.script`: Python source to JavaScript.

source (ast) --infer and lower, until no type grows--> statements --count references--> --print--> JavaScript nodes
"""

from bmlc.scripts.script import SCRIPT_GLOBALS, CompiledScript, compile_script, compile_scripts

__all__ = ["SCRIPT_GLOBALS", "CompiledScript", "compile_script", "compile_scripts"]
