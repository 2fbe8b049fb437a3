"""Planning takes all of a machine for minutes: it gives way to whoever waits for a page."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

AUTOGROUP: Final = Path("/proc/self/autogroup")
"""Linux may weigh sessions against one another, and processes only within theirs."""


def give_way(nice: int) -> None:
    """Have this process, and those that it starts, run at a niceness at least; none that is nicer already is hurried.

    A service is a session of its own, which then gives way as a whole; that of a terminal is not ours to slow down.

    Parameters
    ----------
    nice
        0 to 19.
    """
    there = max(nice, os.getpriority(os.PRIO_PROCESS, 0))
    os.setpriority(os.PRIO_PROCESS, 0, there)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # not every system has such groups, or lets them be changed
            AUTOGROUP.write_text(str(there), "utf-8")
