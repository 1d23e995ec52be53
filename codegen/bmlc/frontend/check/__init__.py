"""From Python source to typed host nodes: names, types and what scripts do not have are settled here."""

# Their visitors register themselves.
from bmlc.frontend.check import assignments, exceptions, functions, loops, timers
from bmlc.frontend.check.script import check_script

__all__ = ["assignments", "check_script", "exceptions", "functions", "loops", "timers"]
