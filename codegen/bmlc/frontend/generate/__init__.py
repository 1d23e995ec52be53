"""From typed host nodes to JavaScript nodes."""

from bmlc.frontend.generate.script import GeneratedScript, generate_script

__all__ = ["GeneratedScript", "generate_script"]
