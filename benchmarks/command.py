"""A command run to its end, with what it took."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

RIAYA: Final = str(Path(sys.executable).with_name("riaya"))
LAUNCHER: Final = Path(__file__).with_name("launch.py")
LAST_SAID: Final = 600
"""Characters of what a command that failed said last that are kept."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended.

    Attributes
    ----------
    code
        0 where all is well; negative where a signal ended it.
    wall_s, cpu_s
        From its start to its end; of all its processes together.
    memory_mb
        The most that the largest one of its processes held at once.
    said
        All that it printed.
    """

    code: int
    wall_s: float
    cpu_s: float
    memory_mb: int
    said: str

    @property
    def last_said(self) -> str:
        """The end of what it said."""
        return self.said[-LAST_SAID:].strip()


def run_command(arguments: Sequence[str | Path]) -> Ended:
    """Run a command to its end and return how it ended."""
    with tempfile.TemporaryDirectory() as place, tempfile.TemporaryFile() as said:
        told = Path(place) / "took.json"
        command = [sys.executable, LAUNCHER, told, *arguments]
        subprocess.run(list(map(str, command)), stdout=said, stderr=subprocess.STDOUT, check=True)
        said.seek(0)
        return Ended(said=said.read().decode("utf-8", "replace"), **json.loads(told.read_text("utf-8")))


def count_outside_faults(verifier: Path, campaign: Path, plan: Path) -> int | str:
    """Return how many faults a verifier from outside finds in a plan, or what it says where it cannot judge it.

    It is run as `python VERIFIER CAMPAIGN PLAN`, ends with 0 where there is no fault, and otherwise tells last how many
    faults there are.
    """
    ended = run_command([sys.executable, verifier, campaign, plan])
    if ended.code == 0:
        return 0
    counts = re.findall(r"(\d+) faults?", ended.said)
    return int(counts[-1]) if ended.code == 1 and counts else ended.last_said
