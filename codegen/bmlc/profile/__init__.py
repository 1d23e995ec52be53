"""Where the time and the bytes of a program's functions go, by line and by layer, on each backend."""

from bmlc.profile.report import FunctionProfile, KernelCost, Report, Row
from bmlc.profile.run import profiled_functions, run_profile

__all__ = ["FunctionProfile", "KernelCost", "Report", "Row", "profiled_functions", "run_profile"]
