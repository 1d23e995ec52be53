"""From Python source to typed host nodes: names, types and what scripts do not have are settled here."""

from bmlc.frontend.check.script import check_script

__all__ = ["check_script"]
