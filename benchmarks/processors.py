"""What processes have used of the machine's processors, as Linux tells it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, NamedTuple

BUSY: Final = ("user", "nice", "system", "irq", "softirq")
TICK_S: Final = 1 / os.sysconf("SC_CLK_TCK")


class Told(NamedTuple):
    """What is told of a process: whether it lives, who began it, its session, and the seconds that it has used.

    The seconds are its own and those of its children that have ended.
    """

    lives: bool
    parent: int
    session: int
    cpu_s: float


def told_of(pid: int) -> Told | None:
    """Return what is told of a process; None where there is none."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    return Told(told[0] != "Z", int(told[1]), int(told[3]), sum(map(int, told[11:15])) * TICK_S)


def all_told() -> dict[int, Told]:
    """Return what is told of every process."""
    pids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return {pid: told for pid in pids if (told := told_of(pid))}


def busy_s() -> float:
    """Return the seconds that all processors of the machine have worked so far, for whomever."""
    names = ("user", "nice", "system", "idle", "iowait", "irq", "softirq")
    told = Path("/proc/stat").read_text("utf-8").split()[1 : len(names) + 1]
    return sum(int(ticks) * TICK_S for name, ticks in zip(names, told, strict=True) if name in BUSY)


def cpu_s(root: int) -> float:
    """Return the seconds of a processor that a process and all that it has begun have used so far."""
    there = all_told()
    found, at = 0.0, [root]
    while at:
        pid = at.pop()
        found += there[pid].cpu_s if pid in there else 0.0
        at += [child for child, told in there.items() if told.parent == pid]
    return found
