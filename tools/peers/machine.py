"""What machine this is, and how much of it others use meanwhile."""

from __future__ import annotations

import os
import platform
import time
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Load", "described"]

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def described() -> str:
    """The processor, its cores, the system."""
    names = [line for line in _read(_PROC / "cpuinfo").splitlines() if line.startswith("model name")]
    processor = names[0].partition(":")[2].strip() if names else platform.machine()
    return f"{processor}, {os.cpu_count()} cores, {platform.system()} {platform.release().partition('-')[0]}"


@dataclass(frozen=True)
class Load:
    """Seconds of the processor so far: of all, of this process and those below it. Zeros where there is no /proc."""

    clock: float
    busy: float
    ours: float

    @classmethod
    def now(cls) -> Load:
        # user, nice, system, irq and softirq of all processors
        fields = [int(each) for each in _read(_PROC / "stat").partition("\n")[0].split()[1:]] or [0] * 7
        busy = sum(fields[place] for place in (0, 1, 2, 5, 6)) / _TICKS
        return cls(time.monotonic(), busy, _family() / _TICKS)

    def foreign(self) -> float:
        """The cores that others have used since, on average."""
        now = Load.now()
        spent = (now.busy - self.busy) - (now.ours - self.ours)
        return round(max(0.0, spent) / max(now.clock - self.clock, 1e-3), 2)


def _family() -> int:
    """Ticks of this process and of its children, those that have ended among them."""
    children: dict[int, list[int]] = {}
    ticks: dict[int, int] = {}
    for folder in _PROC.glob("[0-9]*"):
        # pid (name) state parent ...; utime, stime, and those of children that were waited for
        if fields := _read(folder / "stat").rpartition(")")[2].split():
            children.setdefault(int(fields[1]), []).append(int(folder.name))
            ticks[int(folder.name)] = sum(map(int, fields[11:15]))
    found, waiting = 0, [os.getpid()]
    while waiting:
        process = waiting.pop()
        found += ticks.get(process, 0)
        waiting += children.get(process, [])
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""
